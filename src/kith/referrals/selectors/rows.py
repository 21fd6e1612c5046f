"""Reads a referral's rows inside a look, and turns them into what a page shows."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from django.db import connection

from kith.access.vocabulary import DataClass
from kith.referrals import models
from kith.referrals.vocabulary import (
    CONTENT_FIELDS,
    Cleared,
    Content,
    Imminence,
    Included,
    KnownRisk,
    ReferralAct,
    ReferralState,
    RiskBasis,
    RiskGrade,
    RiskLine,
    RiskOf,
    RiskSaid,
    RiskTo,
    Step,
    WeaponPart,
)
from kith.work.models import Task
from kith.work.vocabulary import TaskKind, TaskState

SUBJECT: Final = "referrals.referral"
# Each table is read once: looking one up for each row of the other goes through the whole of the ticket every time.
_NAMES: Final = """
WITH p AS MATERIALIZED (SELECT id, public_id FROM linking_person WHERE id = ANY(%(people)s::bigint[])),
f AS MATERIALIZED (
    SELECT person_id, forename, surname FROM linking_profile WHERE person_id = ANY(%(people)s::bigint[])
)
SELECT f.person_id, p.public_id, concat_ws(' ', nullif(f.forename, ''), nullif(f.surname, ''))
FROM f JOIN p ON p.id = f.person_id
"""
# Only what the look shows: an event of a class that it does not show is as good as absent here.
_KNOWN: Final = """
SELECT e.source_ref, e.headline, coalesce(a.name, ''), e.occurred_on
FROM chronology_entry e JOIN referrals_riskkind k ON k.kind = e.kind LEFT JOIN access_agency a ON a.id = e.agency_id
WHERE e.person_id = %(person)s AND NOT e.retracted AND e.data_class = ANY(%(classes)s)
  AND coalesce(e.ended_on, e.occurred_on) >= %(today)s::date - 7 * k.look_back_weeks
  AND k.version = (SELECT v.version FROM referrals_riskkind v
                   ORDER BY v.valid_from <= %(today)s::date DESC,
                            CASE WHEN v.valid_from <= %(today)s::date THEN v.valid_from END DESC, v.valid_from LIMIT 1)
ORDER BY e.occurred_on DESC, e.id DESC
"""


def names(people: Iterable[int]) -> dict[int, tuple[Any, str]]:
    """Return the public id and the name of the people whom the ticket shows."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, {"people": sorted(set(people))})
        return {row[0]: (row[1], row[2] or "Name not known") for row in cursor.fetchall()}


def known_risks(
    person_id: int, classes: Iterable[DataClass], today: date, said: Sequence[Included]
) -> tuple[KnownRisk, ...]:
    """Return the known events that the look shows, newest first, each with what the sender has said of it."""
    by_ref = {each.entry_ref: each for each in said}
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, {"person": person_id, "classes": [each.value for each in classes], "today": today})
        return tuple(
            KnownRisk(entry_ref=ref, headline=headline, agency=agency, occurred_on=on, said=by_ref.get(ref))
            for ref, headline, agency, on in cursor.fetchall()
        )


def sent_events(referral: models.Referral) -> tuple[KnownRisk, ...]:
    """Return the known events that were said, as they stood when they were said."""
    return tuple(
        KnownRisk(
            entry_ref=each.entry_ref,
            headline=each.headline,
            agency="",
            occurred_on=each.occurred_on,
            said=Included(entry_ref=each.entry_ref, is_included=each.is_included, reason=each.reason),
        )
        for each in referral.known_events.all()
        if each.occurred_on is not None
    )


def content_of(referral: models.Referral) -> Content:
    """Return what a referral says but the risk."""
    return Content(**{name: getattr(referral.content, name) for name in CONTENT_FIELDS})


def risk_of(referral: models.Referral) -> RiskSaid:
    """Return the statement of risk as it stands."""
    found = models.RiskStatement.objects.filter(referral=referral).first()
    said = tuple(
        Included(entry_ref=each.entry_ref, is_included=each.is_included, reason=each.reason)
        for each in referral.known_events.all()
    )
    risks = tuple(_line(each) for each in referral.risks.all())
    if found is None:
        return RiskSaid(risks=risks, events=said)
    return RiskSaid(
        is_none_known=found.is_none_known,
        checked_in=found.checked_in,
        checked_on=found.checked_on,
        visit_safety=found.visit_safety,
        risks=risks,
        events=said,
    )


def cleared_of(referral: models.Referral) -> tuple[Cleared, ...]:
    """Return what the police lead said, without who said it or why."""
    return tuple(
        Cleared(grade=RiskGrade(each.grade), visit_safety=each.visit_safety) for each in referral.clearances.all()
    )


def steps_of(referral: models.Referral) -> tuple[Step, ...]:
    """Return a referral's history, oldest first."""
    return tuple(
        Step(
            act=ReferralAct(each.act),
            to_state=ReferralState(each.to_state),
            by=each.by.name,
            agency=each.by.agency.name,
            at=each.at,
            because=each.because,
            says=each.says,
        )
        for each in referral.steps.select_related("by__agency")
    )


def due_days(referral_ids: Sequence[int]) -> dict[int, date]:
    """Return by referral the day by which its next step is due."""
    waiting = Task.objects.filter(
        subject=SUBJECT, subject_id__in=referral_ids, state=TaskState.OPEN, kind__startswith="referral_"
    )
    return {number: day for number, day in waiting.order_by("-due_on").values_list("subject_id", "due_on") if number}


def asked_to_clear(referral_id: int) -> set[int]:
    """Return who is asked at this moment to see to a risk that the sender may not read."""
    waiting = Task.objects.filter(
        kind=TaskKind.RISK_CLEARANCE, subject=SUBJECT, subject_id=referral_id, state=TaskState.OPEN
    )
    return set(waiting.values_list("owner_id", flat=True))


def _line(row: models.Risk) -> RiskLine:
    return RiskLine(
        of=RiskOf(row.of),
        to=tuple(RiskTo(each) for each in row.to),
        grade=RiskGrade(row.grade),
        imminence=Imminence(row.imminence),
        basis=RiskBasis(row.basis),
        checked_on=row.checked_on,
        named_person=row.named_person,
        greatest_when=row.greatest_when,
        incident_on=row.incident_on,
        incident=row.incident,
        weapon=WeaponPart(row.weapon),
        weapon_kind=row.weapon_kind,
        raised_by=row.raised_by,
        lowered_by=row.lowered_by,
        carried_or_stored=row.carried_or_stored,
    )
