"""Measures drafting the tools of an audit for eight cases from the record, for every agency that has a contact.

Run: KITH_HOME=… python benchmarks/audit.py (a demo that `kith demo --no-serve` has built; `var` without).
Target: at most 5 s. Yardstick in the same run: opening the chronology of the case with the longest story once.
"""

import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.project.settings")
os.environ["KITH_PROCESS"] = "worker"

import django

django.setup()

from django.conf import settings  # noqa: E402 -- Django must know its settings first
from django.utils import timezone  # noqa: E402 -- Django must know its settings first

from kith.access.selectors import find_holder, find_staff, list_staff  # noqa: E402 -- Django must know its settings first
from kith.access.services import connect_as  # noqa: E402 -- Django must know its settings first
from kith.access.vocabulary import Purpose, Role, Viewer  # noqa: E402 -- Django must know its settings first
from kith.audit import presenters, selectors, services  # noqa: E402 -- Django must know its settings first
from kith.audit.models import AuditTheme  # noqa: E402 -- Django must know its settings first
from kith.audit.vocabulary import ChosenBy, CohortRule, NewCohort, NewTheme  # noqa: E402 -- as above
from kith.chronology.selectors import open_chronology  # noqa: E402 -- Django must know its settings first
from kith.chronology.vocabulary import Reading  # noqa: E402 -- Django must know its settings first

CASES, LEAST, RUNS = 8, 5.0, 5
_RULES = (CohortRule.WEAPON, CohortRule.VIOLENCE, CohortRule.PROTECTION)


def main() -> int:
    """Choose eight cases, draft, print, and fail when it took too long."""
    settings.INSTALLATION.start_server()
    now = timezone.now()
    holder = find_holder(Role.AUDITOR, now)
    lead = find_staff(holder, now) if holder else None
    if lead is None:
        sys.exit("No auditor works here. Build a demo first: kith demo --no-serve.")
    with connect_as("web"):
        theme, agencies = _plan(lead)
        took = _slowest(lambda: services.draft_tools(theme=theme, by=lead, now=timezone.now()))
        cases = selectors.open_cases(theme, viewer=lead, purpose=Purpose.AUDIT)
        if len(cases) != CASES:
            sys.exit(f"Only {len(cases)} cases were found; build a demo with more people.")
        opened = max(_slowest(partial(_open, case.public_id, lead)) for case in cases)
        packed = _slowest(lambda: _pack(theme, lead))
        tools = sum(len(case.tools) for case in cases)
        services.count_findings(theme=theme, by=lead, now=timezone.now())
        services.close_theme(theme=theme, by=lead, now=timezone.now())
    print(f"{tools} tools of 12 sections, {CASES} cases, {agencies} agencies: {took:.2f} s, the slowest of {RUNS}")
    print(
        f"opening the longest of their chronologies once {opened:.3f} s: drafting took {took / opened:.1f} times that"
    )
    print(f"the pack for an inspection of these {CASES} cases, without writing it to disk: {packed:.2f} s")
    print(f"target {LEAST:.0f} s ({took / LEAST:.2f} of it): {'reached' if took <= LEAST else 'MISSED'}")
    return 0 if took <= LEAST else 1


def _pack(theme: AuditTheme, lead: Viewer) -> None:
    now = timezone.now()
    pack = selectors.open_pack(theme, viewer=lead, purpose=Purpose.AUDIT, now=now)
    presenters.pack_files(pack, viewer=lead, now=now)


def _open(public_id: UUID, lead: Viewer) -> None:
    open_chronology(public_id, viewer=lead, purpose=Purpose.AUDIT, reading=Reading(), now=timezone.now())


def _plan(lead: Viewer) -> tuple[AuditTheme, int]:
    now = timezone.now()
    today = timezone.localdate(now)
    new = NewTheme(
        title="Measured",
        question="How long does drafting take?",
        lines=(),
        begins_on=today - timedelta(days=10 * 365),
        ends_on=today,
        standards="",
        reads_until=today + timedelta(days=2),
    )
    theme = AuditTheme.objects.get(public_id=services.plan_theme(new=new, by=lead, now=now))
    # A small demo may have too few incidents of knife crime; reading a case takes as long whatever brought it in.
    found = (r for r in _RULES if selectors.count_found(r, new.begins_on, today, viewer=lead) >= CASES)
    cohort = NewCohort(
        rule=next(found, CohortRule.WEAPON),
        chosen_by=ChosenBy.RANDOM,
        because="To measure how long drafting takes.",
        begins_on=new.begins_on,
        ends_on=today,
        wanted=CASES,
        seed="measured",
    )
    services.fix_cohort(theme=theme, new=cohort, by=lead, now=now)
    for staff_id, _ in list_staff([Role.AGENCY_CONTACT], now):
        services.ask_agency(
            theme=theme, auditor_id=staff_id, due_on=today + timedelta(days=1), by=lead, now=timezone.now()
        )
    return theme, theme.asked.count()


def _slowest(do: Callable[[], object]) -> float:
    """Return how long the slowest of some runs took, in seconds."""
    times = []
    for _ in range(RUNS):
        began = time.monotonic()
        do()
        times.append(time.monotonic() - began)
    return max(times)


if __name__ == "__main__":
    sys.exit(main())
