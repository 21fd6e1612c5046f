"""The tools: drafted from the record, filled in by the agency asked, returned, moderated; both grades stay."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from kith.access.services import connect_as
from kith.access.vocabulary import NotShown, Purpose, Refused, Role
from kith.audit import selectors, services
from kith.audit.models import AuditTheme, ModeratedGrade
from kith.audit.vocabulary import AuditRefused, ChosenBy, Grade, Section
from kith.work.models import Task
from kith.work.vocabulary import TaskKind
from tests.audit.conftest import Audit, answer
from tests.worlds.words import mentions


def person(eight: Audit, name: str = "Alder") -> UUID:
    assert eight.world is not None
    return eight.world.people[name][1]


def only(eight: Audit) -> AuditTheme:
    """Bring an audit of one case as far as its drafted tools."""
    theme = eight.plan()
    eight.fix(theme, chosen_by=ChosenBy.TARGETED, people=(person(eight),))
    eight.ask(theme)
    services.draft_tools(theme=theme, by=eight.lead, now=eight.now)
    return theme


def moderation(eight: Audit, theme: AuditTheme, *agencies: str, days: int = 0) -> UUID:
    return services.hold_moderation(
        theme=theme,
        agencies=[eight.partnership.agencies[agency].pk for agency in agencies],
        held_on=eight.day(days),
        by=eight.lead,
        now=eight.now,
    )


def moderate(eight: Audit, theme: AuditTheme, meeting: UUID, agency: str, **more: Any) -> None:
    case = selectors.open_case(theme, person(eight), viewer=eight.lead, purpose=Purpose.AUDIT)
    tool = next(each for each in case.tools if each.agency.code == agency)
    whole: dict[str, Any] = {
        "section": Section.OVERALL,
        "grade": Grade.REQUIRES_IMPROVEMENT,
        "because": "The plan was late, the others said.",
        "by": eight.lead,
    }
    services.moderate_grade(
        theme=theme,
        public_id=person(eight),
        tool=tool.public_id,
        moderation=meeting,
        now=eight.now,
        **(whole | more),
    )


def test_a_tool_of_twelve_sections_is_drafted_for_each_case_and_agency(eight: Audit) -> None:
    theme = eight.drafted()
    cases = selectors.open_cases(theme, viewer=eight.lead, purpose=Purpose.AUDIT)
    assert [len(case.tools) for case in cases] == [3] * 8
    alder = next(case for case in cases if case.name == "Alder Vale")
    said = {row.section: row.record for row in alder.tools[0].sections.all()}
    assert list(said) == [section.value for section in Section]
    assert "Looked after. Education, Health and Care Plan." in said["profile"]
    assert (
        "Attendance in the twelve school weeks before: 60 %; in the twelve before those: 90 %, a fall of ten points or "
        "more." in said["profile"]
    )
    assert "In contact with the police by the age of 10: 104 times." in said["history"]
    assert said["recognition"] == ["Referrals since the incident: 1; 1 of them do not note the risk."]
    assert said["voice"] == ["Wishes and feelings were sought once; declined once."]
    assert not mentions(" ".join(line for lines in said.values() for line in lines), "Alder")


def test_drafting_again_keeps_what_an_agency_has_written(eight: Audit) -> None:
    theme = only(eight)
    about: dict[str, Any] = {"theme": theme, "public_id": person(eight), "by": eight.auditor("care"), "now": eight.now}
    assert services.answer_section(section=Section.VOICE, answer=answer(), seen=1, **about) == 2
    services.draft_tools(theme=theme, by=eight.lead, now=eight.now)
    case = selectors.open_case(theme, person(eight), viewer=eight.auditor("care"), purpose=Purpose.AUDIT)
    care = next(tool for tool in case.tools if tool.agency.code == "care")
    voice = next(row for row in care.sections.all() if row.section == "voice")
    assert (voice.evidence, voice.grade, voice.version) == ("Minutes of three meetings.", "good", 2)
    with pytest.raises(AuditRefused, match="since you opened it"):
        services.answer_section(section=Section.VOICE, answer=answer(), seen=1, **about)


@pytest.mark.parametrize(("wrong", "words"), [({"because": " "}, "Say why"), ({"evidence": ""}, "what evidence")])
def test_a_grade_needs_its_reason_and_evidence(eight: Audit, wrong: dict[str, Any], words: str) -> None:
    theme = only(eight)
    with pytest.raises(AuditRefused, match=words):
        services.answer_section(
            theme=theme,
            public_id=person(eight),
            section=Section.VOICE,
            answer=answer(**wrong),
            seen=1,
            by=eight.auditor("care"),
            now=eight.now,
        )


def test_a_tool_is_returned_whole_and_then_stays_and_the_task_is_done(eight: Audit) -> None:
    theme = only(eight)
    care = eight.auditor("care")
    tasks = Task.objects.filter(kind=TaskKind.AUDIT_TOOL, owner_id=care.staff_id, state="open")
    assert tasks.count() == 1
    with pytest.raises(AuditRefused, match="Not graded yet: Profile"):
        services.return_tool(theme=theme, public_id=person(eight), by=care, now=eight.now)
    eight.returned(theme, person(eight), "care")
    assert tasks.count() == 0
    with pytest.raises(AuditRefused, match="has been returned"):
        services.answer_section(
            theme=theme,
            public_id=person(eight),
            section=Section.VOICE,
            answer=answer(),
            seen=2,
            by=care,
            now=eight.now,
        )


def test_only_the_colleague_who_was_asked_fills_in_a_tool(eight: Audit) -> None:
    theme = only(eight)
    for who, refusal in ((eight.lead, Refused), (eight.auditor("hospital"), (Refused, NotShown))):
        with pytest.raises(refusal):
            services.answer_section(
                theme=theme,
                public_id=person(eight),
                section=Section.VOICE,
                answer=answer(),
                seen=1,
                by=who,
                now=eight.now,
            )


def test_another_auditor_of_an_agency_takes_over_and_the_first_sees_no_case_more(eight: Audit) -> None:
    theme = only(eight)
    first = eight.auditor("care")
    assert len(selectors.open_cases(theme, viewer=first, purpose=Purpose.AUDIT)) == 1
    eight.auditors["care"] = eight.partnership.add_staff("Nell Second", "care", Role.AGENCY_CONTACT)
    eight.ask(theme, "care")
    assert selectors.open_cases(theme, viewer=first, purpose=Purpose.AUDIT) == []
    assert len(selectors.open_cases(theme, viewer=eight.auditor("care"), purpose=Purpose.AUDIT)) == 1


def test_a_moderated_grade_stands_beside_the_agencys_own(eight: Audit, admin: psycopg.Connection[Any]) -> None:
    theme = only(eight)
    meeting = moderation(eight, theme, "care", "police")
    with pytest.raises(AuditRefused, match="has not returned"):
        moderate(eight, theme, meeting, "care")
    eight.returned(theme, person(eight), "care", Grade.OUTSTANDING)
    with pytest.raises(AuditRefused, match="Both grades are kept"):
        moderate(eight, theme, meeting, "care", because="  ")
    moderate(eight, theme, meeting, "care")
    case = selectors.open_case(theme, person(eight), viewer=eight.lead, purpose=Purpose.AUDIT)
    overall = [row for tool in case.tools for row in tool.sections.all() if row.section == "overall" and row.grade]
    assert [(row.grade, row.moderated and row.moderated.grade) for row in overall] == [
        ("outstanding", "requires_improvement")
    ]
    with pytest.raises(AuditRefused, match="has graded this section already"):
        moderate(eight, theme, meeting, "care", grade=Grade.GOOD)
    traced = admin.execute(
        "SELECT before->>'grade', after->>'grade' FROM access_trace WHERE action = 'audit.moderated_grade'"
    ).fetchall()
    assert traced == [("outstanding", "requires_improvement")]


def test_a_later_meeting_moves_a_grade_and_every_earlier_one_stays(
    eight: Audit, admin: psycopg.Connection[Any]
) -> None:
    theme = only(eight)
    first, second = (moderation(eight, theme, "care", "police", days=-days) for days in (9, 2))
    eight.returned(theme, person(eight), "care", Grade.OUTSTANDING)
    moderate(eight, theme, first, "care")
    with pytest.raises(AuditRefused, match="Say why"):
        moderate(eight, theme, second, "care", grade=Grade.GOOD, because="")
    moderate(eight, theme, second, "care", grade=Grade.GOOD, because="The plan was dated wrongly, the school showed.")
    with pytest.raises(AuditRefused, match="has graded this section since"):
        moderate(eight, theme, moderation(eight, theme, "care", "police", days=-5), "care")
    case = selectors.open_case(theme, person(eight), viewer=eight.lead, purpose=Purpose.AUDIT)
    (row,) = [row for tool in case.tools for row in tool.sections.all() if row.section == "overall" and row.grade]
    assert (row.grade, row.moderated and row.moderated.grade) == ("outstanding", "good")
    assert [(one.grade, one.because) for one in row.moderated_before] == [
        ("requires_improvement", "The plan was late, the others said.")
    ]
    traced = admin.execute(
        "SELECT before->>'grade', after->>'grade' FROM access_trace WHERE action = 'audit.moderated_grade' ORDER BY id"
    ).fetchall()
    assert traced == [("outstanding", "requires_improvement"), ("requires_improvement", "good")]


def test_no_row_of_a_moderated_grade_can_be_without_a_reason_or_be_changed(eight: Audit) -> None:
    theme = only(eight)
    meeting = moderation(eight, theme, "care", "police")
    eight.returned(theme, person(eight), "care")
    moderate(eight, theme, meeting, "care")
    with connect_as("worker"), pytest.raises(IntegrityError), transaction.atomic():
        ModeratedGrade.objects.update(because="")
    with connect_as("web"), pytest.raises(ProgrammingError), transaction.atomic():
        ModeratedGrade.objects.update(grade="good")


def test_an_agency_does_not_moderate_its_own_case(eight: Audit) -> None:
    theme = only(eight)
    eight.returned(theme, person(eight), "care")
    with pytest.raises(AuditRefused, match="two agencies"):
        moderation(eight, theme, "care")
    meeting = moderation(eight, theme, "care", "police")
    own = replace(eight.lead, agency_id=eight.partnership.agencies["care"].pk)
    with pytest.raises(AuditRefused, match="does not moderate its own case"):
        moderate(eight, theme, meeting, "care", by=own)


def test_an_agency_reads_the_others_tools_once_its_own_is_returned(eight: Audit) -> None:
    theme = only(eight)
    eight.returned(theme, person(eight), "police", Grade.INADEQUATE)
    care = eight.auditor("care")

    def read() -> set[str]:
        page = selectors.open_case(theme, person(eight), viewer=care, purpose=Purpose.AUDIT)
        (row,) = selectors.open_cases(theme, viewer=care, purpose=Purpose.AUDIT)
        assert {tool.pk for tool in row.tools} == {tool.pk for tool in page.tools}
        return {tool.agency.code for tool in page.tools}

    assert read() == {"care"}
    eight.returned(theme, person(eight), "care")
    assert read() == {"care", "police", "education"}


def test_every_look_at_a_case_is_logged_for_the_audit(eight: Audit, admin: psycopg.Connection[Any]) -> None:
    theme = eight.drafted()
    selectors.open_cases(theme, viewer=eight.lead, purpose=Purpose.AUDIT)
    logged = admin.execute(
        "SELECT count(DISTINCT person_id) FROM access_log WHERE what = 'audit.cases' AND purpose = 'audit'"
    ).fetchall()
    assert logged == [(8,)]
