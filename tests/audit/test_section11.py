"""Section 11: drafts that are their agency's own, grades with evidence, the challenge beside them, what moved."""

import re
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.test import Client

from kith.access.models import Staff
from kith.access.selectors import viewer_of
from kith.access.vocabulary import Refused, Role, Viewer
from kith.audit import selectors, services
from kith.audit.models import AuditAction, Recommendation, Section11Return, Section11Round
from kith.audit.rules import moved, standards_on
from kith.audit.rules.section11 import FOLDER, StandardsError, load_standards
from kith.audit.vocabulary import AuditRefused, Met, Moved, NewRound, StandardSaid
from kith.work.models import Task
from kith.work.vocabulary import TaskKind
from tests.audit.conftest import Audit
from tests.worlds.words import words

SignIn = Callable[[Staff], Client]
EVIDENCE = "The annual report, and forty files that were read in May."


class Rounds:
    """Rounds of section 11 among the invented agencies."""

    def __init__(self, audit: Audit) -> None:
        self.audit = audit

    @property
    def keys(self) -> list[str]:
        """Return the keys of the standards in force."""
        return [one.key for one in standards_on(self.audit.day(0)).standards]

    def open(self, title: str = "Section 11, this year", follows: UUID | None = None) -> UUID:
        """Open a round, and return its number."""
        new = NewRound(title=title, due_on=self.audit.day(30), follows=follows)
        return services.open_round(new=new, by=self.audit.lead, now=self.audit.now)

    def ask(self, round: UUID, agency: str) -> UUID:
        """Ask an agency, and return its return's number."""
        return services.ask_return(
            round=round,
            contact_id=self.audit.auditors[agency].pk,
            due_on=None,
            by=self.audit.lead,
            now=self.audit.now,
        )

    def say(self, given: UUID, agency: str, standard: str, grade: Met | None = Met.MET, **more: Any) -> int:
        """Let an agency grade one standard."""
        lacks = grade in (Met.PARTLY, Met.NOT_MET)
        whole: dict[str, Any] = {"grade": grade, "evidence": EVIDENCE}
        whole |= {"to_do": "Train the night shift.", "do_by": self.audit.day(90)} if lacks else {}
        seen, by = more.pop("seen", 0), more.pop("by", self.audit.auditor(agency))
        said = StandardSaid(**(whole | more))
        return services.say_standard(given=given, standard=standard, said=said, seen=seen, by=by, now=self.audit.now)

    def returned(self, round: UUID, agency: str, **grades: Met) -> UUID:
        """Let an agency grade every standard, met unless said otherwise, and return it."""
        given = self.ask(round, agency)
        for key in self.keys:
            self.say(given, agency, key, grades.get(key, Met.MET))
        services.return_assessment(given=given, by=self.audit.auditor(agency), now=self.audit.now)
        return given

    def meeting(self, round: UUID, *agencies: str) -> UUID:
        """Hold a challenge meeting, and return its number."""
        seats = [self.audit.partnership.agencies[one].pk for one in agencies]
        return services.hold_challenge(
            round=round, agencies=seats, held_on=self.audit.day(0), by=self.audit.lead, now=self.audit.now
        )

    def challenge(self, given: UUID, meeting: UUID, standard: str, grade: Met, **more: Any) -> None:
        """Keep what a meeting gave."""
        whole: dict[str, Any] = {"because": "Ten of forty files show no training.", "by": self.audit.lead} | more
        services.challenge_grade(
            given=given, standard=standard, meeting=meeting, grade=grade, now=self.audit.now, **whole
        )

    def cells(self, round: UUID, viewer: Viewer) -> dict[str, dict[str, Any]]:
        """Return by agency what a viewer reads of a round, by standard."""
        found = Section11Round.objects.get(public_id=round)
        rows = selectors.matrix_of(found, viewer=viewer)
        return {row.agency: dict(zip(self.keys, row.cells, strict=False)) for row in rows}


@pytest.fixture
def rounds(audit: Audit) -> Rounds:
    return Rounds(audit)


def tasks() -> int:
    return Task.objects.filter(kind=TaskKind.SECTION_11, state="open").count()


def test_how_a_grade_moved_is_told_from_both_and_from_nothing_else() -> None:
    order = [Met.NOT_MET, Met.PARTLY, Met.MET]
    for before, after in product([None, *Met], repeat=2):
        if before in order and after in order:
            step = order.index(after) - order.index(before)
            expected = {-1: Moved.DOWN, 0: Moved.SAME, 1: Moved.UP}[(step > 0) - (step < 0)]
        else:
            expected = Moved.NEW
        assert moved(before, after) is expected


def test_a_file_of_standards_that_lacks_or_repeats_something_is_refused(tmp_path: Path) -> None:
    text = next(FOLDER.glob("[0-9]*.toml")).read_text(encoding="utf-8")
    for number, (broken, by) in enumerate([('key = "listening"', 'key = "leadership"'), ("version =", "versions =")]):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "2023-12-15.toml").write_text(text.replace(broken, by), encoding="utf-8")
        with pytest.raises(StandardsError):
            load_standards(folder)


def test_what_an_agency_drafts_is_its_own_until_it_is_returned(rounds: Rounds) -> None:
    audit = rounds.audit
    round = rounds.open()
    care, police = rounds.ask(round, "care"), rounds.ask(round, "police")
    assert tasks() == 2
    rounds.say(care, "care", "leadership")
    others = [audit.lead, audit.auditor("police"), *map(audit.partnership.viewer, (Role.SCRUTINEER, Role.PANEL_CHAIR))]
    for viewer in others:
        assert selectors.find_return(care, viewer=viewer) is None
        assert not any(rounds.cells(round, viewer).values())
    own = selectors.find_return(care, viewer=audit.auditor("care"))
    assert own is not None and own.answers["leadership"].grade == Met.MET
    for number, (given, agency) in enumerate(((care, "care"), (police, "police"))):
        for key in rounds.keys:
            rounds.say(given, agency, key, seen=1 if (number, key) == (0, "leadership") else 0)
        services.return_assessment(given=given, by=audit.auditor(agency), now=audit.now)
        reads = {viewer: selectors.find_return(care, viewer=viewer) is not None for viewer in others}
        assert reads == {viewer: viewer.agency_id != others[1].agency_id or number == 1 for viewer in others}
    assert tasks() == 0
    assert selectors.rounds_for(audit.auditor("hospital")) == []
    assert selectors.find_return(care, viewer=audit.auditor("hospital")) is None


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"evidence": "Yes."}, "on what evidence"),
        ({"grade": Met.NOT_APPLICABLE, "evidence": ""}, "not applicable"),
        ({"grade": Met.PARTLY, "to_do": ""}, "what is to be done"),
        ({"grade": Met.NOT_MET, "do_by": None}, "by when"),
    ],
)
def test_a_grade_needs_evidence_and_what_is_not_met_a_day(rounds: Rounds, more: dict[str, Any], why: str) -> None:
    given = rounds.ask(rounds.open(), "care")
    with pytest.raises(AuditRefused, match=why):
        rounds.say(given, "care", "training", **more)


def test_every_refusal_of_a_return(rounds: Rounds, admin: psycopg.Connection[Any]) -> None:
    audit, round = rounds.audit, rounds.open()
    given = rounds.ask(round, "care")
    with pytest.raises(Refused):
        rounds.say(given, "care", "training", by=audit.auditor("police"))
    with pytest.raises(Refused):
        services.open_round(new=NewRound(title="Another", due_on=audit.day(3)), by=audit.auditor("care"), now=audit.now)
    with pytest.raises(AuditRefused, match="no such standard"):
        rounds.say(given, "care", "nonsense")
    with pytest.raises(AuditRefused, match="no such return"):
        rounds.say(uuid4(), "care", "training")
    rounds.say(given, "care", "training")
    with pytest.raises(AuditRefused, match="since you opened it"):
        rounds.say(given, "care", "training")
    with pytest.raises(AuditRefused, match="Not graded yet: Leadership"):
        services.return_assessment(given=given, by=audit.auditor("care"), now=audit.now)
    with pytest.raises(AuditRefused, match="after today"):
        services.open_round(new=NewRound(title="Another", due_on=audit.day(0)), by=audit.lead, now=audit.now)
    with pytest.raises(AuditRefused, match="title"):
        services.open_round(new=NewRound(title=" ", due_on=audit.day(3)), by=audit.lead, now=audit.now)
    with pytest.raises(AuditRefused, match="not returned"):
        services.recommend_standard(
            given=given, standard="training", says="Train the night shift.", by=audit.lead, now=audit.now
        )
    with pytest.raises(psycopg.errors.CheckViolation):
        admin.execute("UPDATE audit_section11answer SET evidence = ''")


def test_a_challenged_grade_stands_beside_the_agencys_own(rounds: Rounds) -> None:
    audit, round = rounds.audit, rounds.open()
    care = rounds.returned(round, "care")
    police = rounds.ask(round, "police")
    with pytest.raises(AuditRefused, match="two agencies or more"):
        rounds.meeting(round, "care")
    with pytest.raises(AuditRefused, match="Only agencies that the round asked"):
        rounds.meeting(round, "care", "hospital")
    meeting = rounds.meeting(round, "care", "police")
    with pytest.raises(AuditRefused, match="Say why"):
        rounds.challenge(care, meeting, "training", Met.PARTLY, because=" ")
    with pytest.raises(AuditRefused, match="no such meeting or standard"):
        rounds.challenge(police, meeting, "training", Met.PARTLY)
    rounds.say(police, "police", "training")
    with pytest.raises(AuditRefused, match="not returned yet"):
        rounds.challenge(police, meeting, "training", Met.PARTLY)
    with pytest.raises(Refused):
        rounds.challenge(care, meeting, "training", Met.PARTLY, by=audit.auditor("police"))
    own = audit.partnership.add_staff("Auditor of care", "care", Role.AUDITOR)
    with pytest.raises(AuditRefused, match="does not challenge its own"):
        rounds.challenge(care, meeting, "training", Met.PARTLY, by=viewer_of(own, audit.now))
    rounds.challenge(care, meeting, "training", Met.PARTLY)
    with pytest.raises(AuditRefused, match="challenged already"):
        rounds.challenge(care, meeting, "training", Met.NOT_MET)
    cell = rounds.cells(round, audit.lead)["Larkshire Council, children's social care"]["training"]
    assert (cell.own, cell.challenged, cell.counts) == (Met.MET, Met.PARTLY, Met.PARTLY)


def test_the_next_round_shows_what_moved_by_the_grade_that_counts(rounds: Rounds) -> None:
    first = rounds.open("Section 11, last year")
    given = rounds.returned(first, "care", training=Met.PARTLY, sharing=Met.NOT_APPLICABLE)
    rounds.returned(first, "police")
    rounds.challenge(given, rounds.meeting(first, "care", "police"), "leadership", Met.NOT_MET)
    services.close_round(round=first, by=rounds.audit.lead, now=rounds.audit.now)
    with pytest.raises(AuditRefused, match="closed"):
        rounds.ask(first, "hospital")
    second = rounds.open(follows=first)
    rounds.returned(second, "care", leadership=Met.PARTLY, training=Met.NOT_MET)
    cells = rounds.cells(second, rounds.audit.lead)["Larkshire Council, children's social care"]
    told = {key: cells[key].moved for key in ("leadership", "training", "sharing", "policies")}
    assert told == {
        "leadership": Moved.UP,
        "training": Moved.DOWN,
        "sharing": Moved.NEW,
        "policies": Moved.SAME,
    }


def test_a_round_goes_from_its_opening_to_an_action_by_clicking(rounds: Rounds, signed_in: SignIn) -> None:
    audit = rounds.audit
    lead, care = signed_in(audit.partnership.staff[Role.AUDITOR]), signed_in(audit.auditors["care"])
    due = audit.day(30)
    day = {"due_on-day": due.day, "due_on-month": due.month, "due_on-year": due.year}
    assert "There is no round that you read" in words(lead.get("/audit/section-11/"))
    lead.post("/audit/section-11/new/", {"title": "Section 11, this year"} | day)
    round = Section11Round.objects.get().public_id
    here = f"/audit/section-11/{round}/"
    for agency in ("care", "police"):
        lead.post(f"{here}ask/", {"contact": audit.auditors[agency].pk} | day)
    given = Section11Return.objects.get(agency__code="care").public_id
    assert "Return your agency's section 11 self-assessment" in words(care.get("/work/"))
    assert lead.get(f"{here}{given}/").status_code == 404
    assert "0 of 2 returned" in words(lead.get(here))
    refused = care.post(f"{here}{given}/standards/training/", {"grade": "met", "evidence": "", "seen": 0})
    assert refused.status_code == 422 and "on what evidence" in words(refused)
    for key in rounds.keys:
        care.post(f"{here}{given}/standards/{key}/", {"grade": "met", "evidence": EVIDENCE, "seen": 0})
    assert "Returned." in words(care.post(f"{here}{given}/return/", follow=True))
    assert lead.get(f"{here}{given}/standards/training/").status_code == 404
    held = {"held_on-day": audit.day(0).day, "held_on-month": audit.day(0).month, "held_on-year": audit.day(0).year}
    seats = [audit.partnership.agencies[one].pk for one in ("care", "police")]
    lead.post(f"{here}meeting/", {"agencies": seats} | held)
    met = Section11Round.objects.get().meetings.get().public_id
    typed = {"meeting": met, "grade": "partly", "because": "Ten of forty files show no training."}
    assert "Partly met" in words(lead.post(f"{here}{given}/challenge/training/", typed, follow=True))
    matrix = words(lead.get(here))
    assert "the agency says met" in matrix and "10 of 11" in matrix
    lead.post(f"{here}{given}/recommend/training/", {"says": "Train the night shift."})
    agree = {"what": "Train the night shift by spring.", "owner": audit.auditors["care"].pk} | day
    shown = words(lead.post(f"/audit/recommendations/{Recommendation.objects.get().public_id}/", agree, follow=True))
    assert "Train the night shift by spring." in shown
    action = words(care.get(f"/audit/actions/{AuditAction.objects.get().public_id}/"))
    assert "Section 11: Section 11, this year" in action and "Training and supervision" in action
    scrutineer = signed_in(audit.partnership.staff[Role.SCRUTINEER])
    assert "Partly met" in words(scrutineer.get(f"{here}{given}/"))
    assert scrutineer.post(f"{here}close/").status_code == 403
    assert "Closed" in words(lead.post(f"{here}close/", follow=True))
    practitioner = signed_in(audit.partnership.staff[Role.PRACTITIONER])
    assert practitioner.get(here).status_code == 403


def test_late_returns_are_shown_as_late(rounds: Rounds, signed_in: SignIn, admin: psycopg.Connection[Any]) -> None:
    round = rounds.open()
    rounds.returned(round, "care")
    rounds.ask(round, "police")
    admin.execute("UPDATE audit_section11return SET due_on = current_date - 3")
    lead = signed_in(rounds.audit.partnership.staff[Role.AUDITOR])
    assert "1 late" in words(lead.get("/audit/section-11/"))
    shown = words(lead.get(f"/audit/section-11/{round}/"))
    assert "Returned late" in shown and re.search(r"Larkshire Constabulary\s*: not returned, due .* Late", shown)
