"""Gives the demo a few referrals: a draft, some on their way, and one that the police lead is asked about."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from kith.access.models import Agency, RoleGrant, Staff
from kith.access.selectors import viewer_of
from kith.access.services import connect_as
from kith.access.vocabulary import Purpose, Role, Viewer
from kith.chronology.selectors import list_own_people
from kith.referrals.selectors import open_referral
from kith.referrals.services import NewStep, save_referral, send_referral, start_referral, take_step
from kith.referrals.vocabulary import (
    Content,
    Imminence,
    Included,
    NotReferred,
    Receiver,
    ReferralAct,
    RiskBasis,
    RiskGrade,
    RiskLine,
    RiskOf,
    RiskSaid,
    RiskTo,
)

_CONTACT: Final = ("agency-contact@lantern.larkshire.example.org", "Sunniva Teal")
# What is done with each of the first children; the rest of the way is for whoever tries the demo.
_WAYS: Final[tuple[tuple[ReferralAct, ...], ...]] = (
    (),
    (ReferralAct.SEND,),
    (ReferralAct.SEND, ReferralAct.ACKNOWLEDGE, ReferralAct.ASK),
    (ReferralAct.SEND, ReferralAct.ACKNOWLEDGE, ReferralAct.ACCEPT),
    (ReferralAct.SEND,),
    (ReferralAct.SEND,),
)
_SAYS: Final = {ReferralAct.ASK: "Which evenings suit the family?"}


def refer_children(*, by: Viewer, now: datetime) -> int:
    """Make the demo's referrals by one practitioner to a charity, and return how many were sent."""
    with connect_as("worker"):
        contact = viewer_of(_contact(now), now)
    sent = 0
    with connect_as("web"):
        own = list_own_people(viewer=by, purpose=Purpose.REFERRAL, page=1, now=now).people
        for person, way in zip(own, _WAYS, strict=False):
            sent += _refer(person.public_id, way, by, contact, now)
    return sent


def _refer(person: UUID, way: tuple[ReferralAct, ...], by: Viewer, contact: Viewer, now: datetime) -> int:
    referral = start_referral(person=person, by=by, now=now)
    known = open_referral(person, referral, viewer=by, purpose=Purpose.REFERRAL, now=now).known
    events = tuple(Included(entry_ref=each.entry_ref, is_included=True) for each in known)
    version = save_referral(
        person=person,
        referral=referral,
        seen=1,
        receiver=Receiver(agency_id=contact.agency_id, service_name="Evening mentoring"),
        content=_content(now.date()),
        risk=_risk(events, now.date()),
        by=by,
        now=now,
    )
    for act in way:
        try:
            if act is ReferralAct.SEND:
                send_referral(person=person, referral=referral, seen=version, by=by, now=now)
            else:
                step = NewStep(act=act, says=_SAYS.get(act, ""))
                take_step(person=person, referral=referral, step=step, seen=version, by=contact, now=now)
        except NotReferred:
            return 0  # the police lead has been asked: the demo shows that too
        version += 1
    return int(bool(way))


def _contact(now: datetime) -> Staff:
    email, name = _CONTACT
    found = Staff.objects.select_related("agency").filter(email=email).first()
    if found is None:
        found = Staff.objects.create_user(email, None, name=name, agency=Agency.objects.get(code="lantern"))
        RoleGrant.objects.create(staff=found, role=Role.AGENCY_CONTACT, begins_at=now)
    return found


def _content(today: date) -> Content:
    return Content(
        referrer_relationship="Allocated social worker",
        manager_told=True,
        level_of_need=3,
        urgency="days",
        reason="Out late with older young people, and no longer at the football club",
        what_changed="Came home with a new telephone and would not say from whom",
        worries="Somebody may be using the child to carry things",
        strengths="Goes to school on most days; a grandmother who listens",
        parents_view="The mother is worried and wants help",
        support_tried="Early help since the spring: four of six meetings kept",
        outcomes_wanted="Safe evenings, and one adult to talk to",
        legal_status="Child in need",
        responsibility_holder="The mother",
        siblings="No",
        voice="words",
        voice_says="I want somebody to play football with, not another meeting.",
        consent="given",
        consent_by="The mother",
        consent_how="In person, at home",
        consented_on=today,
        parents_told=True,
    )


def _risk(events: tuple[Included, ...], today: date) -> RiskSaid:
    line = RiskLine(
        of=RiskOf.CRIMINAL_EXPLOITATION,
        to=(RiskTo.SELF, RiskTo.FAMILY),
        grade=RiskGrade.MEDIUM,
        imminence=Imminence.WEEKS,
        basis=RiskBasis.TOLD,
        checked_on=today,
        greatest_when="Friday and Saturday nights",
        raised_by="Debt, a fight at school",
        lowered_by="Time with the grandmother",
    )
    return RiskSaid(visit_safety="Ring first, and go by day; there is a large dog.", risks=(line,), events=events)
