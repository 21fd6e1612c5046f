"""What an audit asks of its own: put to whoever leads, to each agency or to one, answered case by case, counted."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from kith.access.models import Staff
from kith.access.services import connect_as
from kith.access.vocabulary import NotShown, Purpose, Refused, Role
from kith.audit import selectors, services
from kith.audit.models import AuditTheme, CaseAnswer, Finding, OwnQuestion
from kith.audit.rules import check_words, own_finding_words, tally_answers
from kith.audit.vocabulary import AuditRefused, CaseSays, ChosenBy, Grade, NewQuestion, PutTo, Section, Tally
from tests.audit.conftest import Audit, answer
from tests.worlds.words import words

Y, P, N, X = CaseSays.YES, CaseSays.PART, CaseSays.NO, CaseSays.NOT_SEEN
RISK: dict[str, Any] = {"asks": "Did the referral note the risk?", "says": "the referral noted the risk"}
SUPERVISED: dict[str, Any] = {"asks": "Was supervision written down?", "says": "supervision was written down"}


def ask(eight: Audit, theme: AuditTheme, put_to: PutTo = PutTo.LEAD, agency: str = "", **more: str) -> OwnQuestion:
    new = NewQuestion(
        **(RISK | more), put_to=put_to, agency_id=eight.partnership.agencies[agency].pk if agency else None
    )
    made = services.add_question(theme=theme, new=new, by=eight.lead, now=eight.now)
    return OwnQuestion.objects.get(public_id=made)


def says(eight: Audit, question: OwnQuestion, person: UUID, value: CaseSays, agency: str = "", seen: int = 0) -> int:
    return services.answer_question(
        theme=question.theme,
        public_id=person,
        question=question.public_id,
        says=value,
        because="" if value is X else "The form of 3 May.",
        seen=seen,
        by=eight.auditor(agency) if agency else eight.lead,
        now=eight.now,
    )


def people(eight: Audit, *names: str) -> list[UUID]:
    assert eight.world is not None
    return [eight.world.people[name][1] for name in names or eight.world.people]


def chosen(eight: Audit, *names: str) -> AuditTheme:
    theme = eight.plan()
    eight.fix(theme, chosen_by=ChosenBy.TARGETED, people=tuple(people(eight, *names)))
    eight.ask(theme, "police", "care")
    return theme


def counted(eight: Audit, theme: AuditTheme, question: OwnQuestion) -> Finding:
    services.count_findings(theme=theme, by=eight.lead, now=eight.now)
    return Finding.objects.get(theme=theme, own=question)


def test_a_question_to_whoever_leads_is_counted_with_its_number_inside(eight: Audit) -> None:
    theme = eight.drafted()
    question = ask(eight, theme)
    for person, value in zip(people(eight), (Y, Y, Y, Y, P, N, N, X), strict=True):
        says(eight, question, person, value)
    row = counted(eight, theme, question)
    assert (row.part, row.whole, row.in_part, row.unknown) == (4, 7, 1, 1)
    assert row.says == (
        "Most (4 of 7) of the cases: the referral noted the risk. In part: 1 of 7. Not seen, or not answered: 1 more."
    )
    says(eight, question, people(eight)[7], N, seen=1)
    assert counted(eight, theme, question).says == (
        "Half (4 of 8) of the cases: the referral noted the risk. In part: 1 of 8."
    )


def test_an_agencys_answer_counts_once_its_tool_is_returned_and_the_denominator_is_tools(eight: Audit) -> None:
    theme = chosen(eight, "Alder", "Birk")
    question, other = ask(eight, theme, PutTo.AGENCIES), ask(eight, theme, PutTo.AGENCY, "care", **SUPERVISED)
    services.draft_tools(theme=theme, by=eight.lead, now=eight.now)
    alder, _ = people(eight, "Alder", "Birk")
    for agency in ("police", "care"):
        says(eight, question, alder, Y, agency)
    assert (counted(eight, theme, question).whole, counted(eight, theme, question).unknown) == (0, 4)
    with pytest.raises(AuditRefused, match=f"Not answered yet: question {other.number}"):
        eight.returned(theme, alder, "care")
    says(eight, other, alder, N, "care")
    services.return_tool(theme=theme, public_id=alder, by=eight.auditor("care"), now=eight.now)
    eight.returned(theme, alder, "police")
    assert counted(eight, theme, question).says == (
        "All (2 of 2) of the agencies' tools: the referral noted the risk. Not seen, or not answered: 2 more."
    )
    assert counted(eight, theme, other).says == (
        "None (0 of 1) of the cases: supervision was written down. Not seen, or not answered: 1 more."
    )
    with pytest.raises(AuditRefused, match="has been returned"):
        says(eight, question, alder, N, "care", seen=1)


def test_only_whom_it_is_put_to_answers_a_question(eight: Audit) -> None:
    theme = chosen(eight, "Alder")
    led, cares = ask(eight, theme), ask(eight, theme, PutTo.AGENCY, "care", **SUPERVISED)
    services.draft_tools(theme=theme, by=eight.lead, now=eight.now)
    (alder,) = people(eight, "Alder")
    for question, who in ((led, "care"), (cares, "police"), (cares, "")):
        with pytest.raises(Refused):
            says(eight, question, alder, Y, who)
    with pytest.raises((Refused, NotShown)):
        says(eight, cares, alder, Y, "hospital")
    with pytest.raises(AuditRefused, match="no such question"):
        services.answer_question(
            theme=theme,
            public_id=alder,
            question=ask(eight, eight.plan()).public_id,
            says=X,
            because="",
            seen=0,
            by=eight.lead,
            now=eight.now,
        )


def test_an_answer_rests_on_something_and_nobodys_is_overwritten(eight: Audit, admin: psycopg.Connection[Any]) -> None:
    theme = chosen(eight, "Alder")
    question = ask(eight, theme)
    (alder,) = people(eight, "Alder")
    about: dict[str, Any] = {"theme": theme, "public_id": alder, "question": question.public_id}
    with pytest.raises(AuditRefused, match="on what the answer rests"):
        services.answer_question(**about, says=Y, because=" ", seen=0, by=eight.lead, now=eight.now)
    assert says(eight, question, alder, Y) == 1
    with pytest.raises(AuditRefused, match="since you opened it"):
        says(eight, question, alder, N)
    assert says(eight, question, alder, N, seen=1) == 2
    traced = admin.execute(
        "SELECT before->>'says', after->>'says' FROM access_trace WHERE action = 'audit.answered_question' ORDER BY id"
    ).fetchall()
    assert traced == [(None, "yes"), ("yes", "no")]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"asks": "Risk?"}, "whole sentence"),
        ({"says": "most referrals noted it"}, "does not say how many"),
        ({"put_to": PutTo.AGENCY, "agency": "hospital"}, "Ask that agency for its tools first"),
    ],
)
def test_a_question_that_nobody_could_answer_is_refused(eight: Audit, wrong: dict[str, Any], why: str) -> None:
    theme = eight.plan()
    with pytest.raises(AuditRefused, match=why):
        ask(eight, theme, **wrong)


def test_agencies_are_asked_before_the_tools_are_drafted_and_nothing_is_taken_back_after(eight: Audit) -> None:
    theme = chosen(eight, "Alder")
    early, stays = ask(eight, theme), ask(eight, theme, **SUPERVISED)
    services.drop_question(theme=theme, question=early.public_id, by=eight.lead, now=eight.now)
    services.draft_tools(theme=theme, by=eight.lead, now=eight.now)
    with pytest.raises(AuditRefused, match="The tools are drafted"):
        ask(eight, theme, PutTo.AGENCIES)
    with pytest.raises(AuditRefused, match="It stays"):
        services.drop_question(theme=theme, question=stays.public_id, by=eight.lead, now=eight.now)
    with pytest.raises(Refused):
        services.drop_question(theme=theme, question=stays.public_id, by=eight.auditor("care"), now=eight.now)
    assert [row.pk for row in selectors.questions_of(theme)] == [stays.pk]


def test_a_re_audit_asks_again_and_the_difference_is_matched_by_the_questions_number(
    eight: Audit, signed_in: Callable[[Staff], Client]
) -> None:
    first = eight.drafted()
    question, alone = ask(eight, first), ask(eight, first, **SUPERVISED)
    for person, value in zip(people(eight), (Y, Y, N, N, N, N, N, N), strict=True):
        says(eight, question, person, value)
    counted(eight, first, question)
    again = eight.plan(follows=first.public_id)
    repeated = OwnQuestion.objects.get(theme=again, repeats=question)
    assert (repeated.number, repeated.asks) == (question.number, question.asks)
    eight.fix(again)
    eight.ask(again)
    services.draft_tools(theme=again, by=eight.lead, now=eight.now)
    for person in people(eight):
        says(eight, repeated, person, Y)
    counted(eight, again, repeated)
    moved = {each.question: each for each in selectors.difference_of(again)}[question.number]
    assert (moved.before, moved.after, moved.points) == (Tally(part=2, whole=8), Tally(part=8, whole=8), 75.0)
    lead = signed_in(eight.partnership.staff[Role.AUDITOR])
    shown = words(lead.get(f"/audit/{again.public_id}/difference/"))
    assert "Did the referral note the risk? 2 of 8 8 of 8 +75 points" in shown
    assert f"{alone.number}. Was supervision written down?" in words(lead.get(f"/audit/{again.public_id}/"))
    third = eight.plan(follows=again.public_id)
    assert OwnQuestion.objects.get(theme=third, repeats=question).number == question.number


def test_a_question_is_asked_answered_and_read_by_clicking(eight: Audit, signed_in: Callable[[Staff], Client]) -> None:
    theme = chosen(eight, "Alder")
    (alder,) = people(eight, "Alder")
    lead, care = signed_in(eight.partnership.staff[Role.AUDITOR]), signed_in(eight.auditors["care"])
    here, about = f"/audit/{theme.public_id}/", f"/audit/people/{alder}/{theme.public_id}/"
    assert lead.post(f"{here}questions/", RISK).status_code == 422
    lead.post(f"{here}questions/", RISK | {"put_to": "lead"})
    lead.post(f"{here}questions/", SUPERVISED | {"put_to": str(eight.partnership.agencies["care"].pk)})
    shown = lead.post(f"{here}questions/", SUPERVISED | {"put_to": "agencies"}, follow=True)
    assert "Each agency asked" in words(shown) and "Auditor care, by" in words(shown)
    led, supervised, dropped = OwnQuestion.objects.order_by("pk")
    assert "Taken back." in words(lead.post(f"{here}questions/{dropped.public_id}/take-back/", follow=True))
    lead.post(f"{here}do/draft/")
    typed = {"says": "yes", "because": "The form of 3 May.", "seen": 0}
    lead.post(f"{about}questions/{led.public_id}/", typed)
    case = words(care.get(about))
    assert "Was supervision written down? Not answered" in case and "The form of 3 May." not in case
    assert care.post(f"{about}questions/{supervised.public_id}/", typed | {"because": ""}).status_code == 422
    care.post(f"{about}questions/{supervised.public_id}/", typed | {"says": "part", "because": "Two of four."})
    for section in Section:
        services.answer_section(
            theme=theme, public_id=alder, section=section, answer=answer(Grade.GOOD), seen=1,
            by=eight.auditor("care"), now=eight.now,
        )  # fmt: skip
    assert "Not answered yet" not in words(care.post(f"{about}return/", follow=True))
    assert "The form of 3 May." in words(care.get(about)), "once its own is returned, an agency reads the others"
    side = words(lead.get(f"{here}cases/"))
    assert "Did the referral note the risk? Lead Yes" in side and "In part" in side
    lead.post(f"{here}do/count/")
    assert "All (1 of 1) of the cases: the referral noted the risk." in words(lead.get(f"{here}findings/"))
    assert signed_in(eight.auditors["police"]).get(f"{about}questions/{supervised.public_id}/").status_code == 404


def test_nobody_reads_an_answer_without_a_ticket_for_the_person(eight: Audit) -> None:
    theme = chosen(eight, "Alder")
    question = ask(eight, theme)
    says(eight, question, people(eight, "Alder")[0], Y)
    assert CaseAnswer.objects.count() == 0
    with connect_as("worker"):
        assert CaseAnswer.objects.count() == 1
    page = selectors.open_case(theme, people(eight, "Alder")[0], viewer=eight.lead, purpose=Purpose.AUDIT)
    assert [one.says for one in page.answers] == ["yes"]


@given(st.lists(st.sampled_from(list(CaseSays)), max_size=30), st.integers(0, 10))
def test_every_case_is_in_the_share_or_said_to_be_unknown(answers: list[CaseSays], silent: int) -> None:
    found = tally_answers(answers, len(answers) + silent)
    seen = [one for one in answers if one is not X]
    assert (found.part, found.in_part, found.whole) == (seen.count(Y), seen.count(P), len(seen))
    assert found.unknown == silent + answers.count(X)
    said = own_finding_words("the referral noted the risk.", "cases", found)
    assert check_words(said) == said
    assert not seen or f"({found.part} of {found.whole})" in said
