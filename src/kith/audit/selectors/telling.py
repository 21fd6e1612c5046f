"""Works out from the record, as it stands now, what it shows of people on the days of their incidents."""

from collections.abc import Mapping, Sequence
from datetime import date

from kith.audit.rules import facts_of, thresholds_on
from kith.audit.vocabulary import CaseFacts, Happened, Heard, Referred, Schooled, Story, Thresholds
from kith.chronology.selectors import told_of
from kith.chronology.vocabulary import ToldPerson
from kith.referrals.selectors import sent_among
from kith.referrals.vocabulary import SentReferral
from kith.support.selectors import declined_among


def facts_now(
    incidents: Mapping[int, date], *, as_of: date, thresholds: Thresholds | None = None
) -> dict[int, CaseFacts]:
    """Return by person what the record shows, given the day of each one's incident; call it inside a look.

    Each table is read once, however many there are. Whom the look does not show is not in the answer. Without
    thresholds those of the day count.
    """
    counted_with = thresholds or thresholds_on(as_of)
    people = list(incidents)
    told, sent, declined = told_of(people, as_of=as_of), sent_among(people), declined_among(people)
    return {
        person: facts_of(_story(on, as_of, told[person], sent.get(person, ()), declined), counted_with)
        for person, on in incidents.items()
        if person in told
    }


def _story(
    incident_on: date, as_of: date, told: ToldPerson, sent: Sequence[SentReferral], declined: frozenset[int]
) -> Story:
    return Story(
        born_on=told.born_on,
        sex=told.sex,
        incident_on=incident_on,
        as_of=as_of,
        happened=tuple(
            Happened(
                kind=one.kind,
                occurred_on=one.occurred_on,
                ended_on=one.ended_on,
                role=one.role,
                agency=one.agency,
                event=one.event,
                markers=one.markers,
            )
            for one in told.entries
        ),
        weeks=tuple(Schooled(week_on=week.week_on, possible=week.possible, absent=week.absent) for week in told.weeks),
        referred=tuple(Referred(*one) for one in sent),
        heard=tuple(
            Heard(on=one.occurred_on, declined=one.entry_id in declined)
            for one in told.entries
            if one.kind == "care.voice"
        ),
    )
