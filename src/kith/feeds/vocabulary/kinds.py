"""The kinds of event: each with its sector, its data class and its headline in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kith.access.vocabulary import DataClass, Sector


@dataclass(frozen=True, kw_only=True)
class EventKind:
    """One kind of event in the canonical vocabulary, with its tier and its headline in plain words."""

    code: str
    sector: Sector
    data_class: DataClass
    headline: str
    is_state: bool = False


_E, _C, _P, _H, _Y = Sector.EDUCATION, Sector.CARE, Sector.POLICE, Sector.HEALTH, Sector.YOUTH_JUSTICE


def _kinds(sector: Sector, data_class: DataClass, events: str, states: str = "") -> list[EventKind]:
    found = []
    for text, is_state in ((events, False), (states, True)):
        for line in filter(None, map(str.strip, text.splitlines())):
            code, _, headline = line.partition(" ")
            found.append(
                EventKind(code=code, sector=sector, data_class=data_class, headline=headline, is_state=is_state)
            )
    return found


_ALL = [
    *_kinds(
        _E,
        DataClass.CARE,
        """
        school.suspended Suspended from school
        school.excluded Permanently excluded
        school.lunchtime_exclusion Excluded at lunchtimes
        school.weapon School sanction for a weapon or a serious assault
        school.moved Changed school during the year
        school.bullied Bullied, or a hate incident at school
        """,
        """
        school.enrolled On roll at a school
        school.alternative_provision Placed in alternative provision
        school.part_time On a part-time timetable
        school.off_roll Off roll, missing education or educated at home
        school.sen_support SEN support at school
        school.ehcp Education, Health and Care Plan
        school.not_in_education 16 or 17 and not in education, work or training
        """,
    ),
    *_kinds(
        _C,
        DataClass.CARE,
        """
        care.contact Contact with children's social care
        care.referral Referral to children's social care
        care.referral_no_action Referral closed with no further action
        care.assessment Assessment by children's social care
        care.factor_domestic_abuse Assessment found domestic abuse
        care.factor_parent_substance Assessment found parental substance misuse
        care.factor_parent_mental_health Assessment found parental mental ill-health
        care.factor_child_substance Assessment found the child's own substance misuse
        care.factor_missing Assessment found going missing
        care.factor_gangs Assessment found gangs
        care.factor_sexual_exploitation Assessment found sexual exploitation
        care.factor_criminal_exploitation Assessment found criminal exploitation
        care.factor_trafficking Assessment found trafficking
        care.factor_neglect Assessment found neglect
        care.factor_abuse Assessment found physical, sexual or emotional abuse
        care.factor_self_harm Assessment found self-harm
        care.factor_other Assessment found another factor
        care.section47 Section 47 enquiry
        care.conference Child protection conference
        care.visit Visit by a social worker
        care.review Review of a plan
        care.placement_moved Moved placement
        care.missing Missing from a placement
        care.return_interview_not_done Return interview not done within 72 hours
        care.sdq Strengths and difficulties score
        care.convicted Convicted while looked after
        care.national_referral Referred to the National Referral Mechanism
        care.exploitation_moderate Exploitation screen: moderate
        care.exploitation_significant Exploitation screen: significant
        care.bereavement Bereavement of a close relative or friend
        care.carer_changed Main carer changed or left
        care.session Session with a worker
        care.voice The child's wishes and feelings
        care.note Note
        care.referral_sent Referred to another agency or a service
        care.referral_answered Referral accepted or declined
        care.referral_completed Referral completed
        care.plan_agreed Plan agreed with the child and the family
        care.plan_reviewed Plan reviewed
        care.plan_closed Plan closed
        care.intervention_outcome Outcome of an intervention
        care.panel_nominated Nominated for the panel
        care.panel_decision Decision of the panel
        care.panel_closed Closed by the panel
        care.disagreement Professional disagreement raised or answered
        care.linked Linked to a place, a group or a vehicle, or no longer
        care.pregnancy Pregnancy booked
        care.pregnancy_milestone Milestone before the birth
        care.born Born
        care.transition_milestone Milestone on the way to adult services
        """,
        """
        care.early_help Early help
        care.in_need_plan Child in need plan
        care.protection_plan Child protection plan
        care.looked_after Looked after
        care.placement In a placement
        care.legal_status Legal status
        care.leaver Care leaver
        care.open_episode Open to children's social care
        care.intervention Intervention by a service
        """,
    ),
    *_kinds(
        _P,
        DataClass.POLICE,
        """
        police.contact Police contact
        police.anti_social_behaviour Anti-social behaviour
        police.violence_victim Victim of violence, robbery or threats
        police.sexual_victim Victim of a sexual offence or exploitation
        police.violence_suspect Suspect in a crime of violence
        police.other_suspect Suspect in another crime
        police.weapon Weapon found, carried or used
        police.arrested Arrested
        police.missing Reported missing
        police.missing_long Missing overnight or for more than 24 hours
        police.found_at_risk Found far away, or with unknown older people
        police.domestic_abuse Domestic abuse incident at home
        police.family_violence Violence to a parent or sibling
        police.stop_search Stopped and searched
        police.linked Linked to somebody or something that the police watch, or no longer
        police.intelligence Police intelligence
        police.witness Witness to an incident
        """,
    ),
    *_kinds(
        _Y,
        DataClass.POLICE,
        """
        justice.disposal Youth justice outcome
        justice.contact Contact with the youth justice worker
        justice.breach Breach of an order
        justice.assessment Youth justice assessment
        """,
        """
        justice.order Youth justice order
        justice.intervention Youth justice intervention
        """,
    ),
    *_kinds(
        _H,
        DataClass.HEALTH,
        """
        health.assault_attendance Hospital: assault or wound
        health.self_harm_attendance Hospital: self-harm or overdose
        health.other_attendance Hospital: other attendance with a safeguarding concern
        health.substance_concern Substance misuse concern
        health.mental_health_crisis Mental-health crisis
        health.not_brought Was not brought to an appointment
        """,
    ),
]
EVENT_KINDS: Mapping[str, EventKind] = MappingProxyType({kind.code: kind for kind in _ALL})
