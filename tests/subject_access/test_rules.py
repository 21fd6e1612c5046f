"""The clock of the law, who may, what a request becomes, what is looked for, and how a paper is read back."""

import calendar
import re
from collections.abc import Mapping
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.access.vocabulary import Role, Sector, Viewer
from kith.shell.printing import typeset
from kith.subject_access.rules import (
    can,
    can_extend,
    check_received,
    diagram,
    due_day,
    ground_book,
    may_approve,
    next_state,
    search_for,
    table_book,
)
from kith.subject_access.runs.reading_back import UnreadablePaper, strings_within, words_of_pages
from kith.subject_access.vocabulary import ENDED, TRANSITIONS, Known, RequestAct, RequestRefused, RequestState
from kith.work.rules import is_working_day
from tests.environment import REPOSITORY
from tests.worlds.paper import words_by_page

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(DAYS, st.booleans())
def test_an_answer_is_due_on_the_day_that_the_law_counts(received_on: date, extended: bool) -> None:
    """Compared with a count of months by hand, the slow way: month by month, day by day."""
    due = due_day(received_on, extended=extended)
    year, month = received_on.year, received_on.month
    for _ in range(3 if extended else 1):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    last = max(day for week in calendar.monthcalendar(year, month) for day in week)
    same = date(year, month, min(received_on.day, last))
    assert same <= due <= same + timedelta(days=5), "only weekends and bank holidays put it off"
    assert is_working_day(due)
    assert not any(is_working_day(same + timedelta(days=step)) for step in range((due - same).days))


@given(DAYS)
def test_a_later_request_is_never_due_earlier_and_more_time_is_more(received_on: date) -> None:
    assert due_day(received_on) <= due_day(received_on + timedelta(days=1))
    assert due_day(received_on, extended=True) > due_day(received_on) + timedelta(days=50)
    assert can_extend(received_on, extended=False, today=due_day(received_on))
    assert not can_extend(received_on, extended=True, today=received_on)
    assert not can_extend(received_on, extended=False, today=due_day(received_on) + timedelta(days=1))


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2027, 1, 31), date(2027, 3, 1)),  # the last of February is a Sunday
        (date(2026, 9, 3), date(2026, 10, 5)),  # the third of October is a Saturday
        (date(2026, 11, 25), date(2026, 12, 29)),  # Christmas, a weekend, and a bank holiday in its place
    ],
)
def test_days_that_anybody_can_count(received: date, due: date) -> None:
    assert due_day(received) == due


def test_a_request_came_on_a_day_that_has_been() -> None:
    today = date(2026, 11, 30)
    check_received(today, today)
    for wrong in (today + timedelta(days=1), today - timedelta(days=400)):
        with pytest.raises(RequestRefused):
            check_received(wrong, today)


@given(st.lists(st.sampled_from(list(RequestAct)), max_size=12))
def test_no_way_leads_to_a_release_past_the_two_people(acts: list[RequestAct]) -> None:
    state, done = RequestState.RECEIVED, []
    for act in acts:
        if not can(state, act):
            with pytest.raises(RequestRefused):
                next_state(state, act)
            continue
        state = next_state(state, act)
        done.append(act)
    if state is RequestState.RELEASED:
        needed = [RequestAct.CHECK_IDENTITY, RequestAct.GATHER, RequestAct.FINISH_REVIEW, RequestAct.APPROVE]
        places = [len(done) - 1 - done[::-1].index(act) for act in needed]
        assert places == sorted(places) and done[-1] is RequestAct.RELEASE
    assert all(TRANSITIONS[ended] == {} for ended in ENDED)


def test_the_guide_shows_the_states_as_they_are() -> None:
    guide = (REPOSITORY / "docs/guides/subject-access.md").read_text(encoding="utf-8")
    assert diagram() in re.findall(r"```mermaid\n(.*?)\n```", guide, re.DOTALL)


def test_nobody_is_the_second_person_of_what_they_decided() -> None:
    def lead(staff_id: int) -> Viewer:
        return Viewer(
            staff_id=staff_id,
            public_id=UUID(int=staff_id),
            name="",
            roles=frozenset({Role.IG_LEAD}),
            agency_id=1,
            agency_name="",
            sector=Sector.PARTNERSHIP,
        )

    assert may_approve(lead(2), second_id=2, lead_id=1, reviewers=frozenset({1}))
    assert not may_approve(lead(2), second_id=2, lead_id=1, reviewers=frozenset({2}))
    assert not may_approve(lead(1), second_id=1, lead_id=1, reviewers=frozenset())
    assert not may_approve(lead(3), second_id=2, lead_id=1, reviewers=frozenset())


def test_the_books_are_whole() -> None:
    grounds = ground_book()
    assert grounds.version and grounds.source
    assert all("DPA 2018" in one.law or "UK GDPR" in one.law for one in grounds.grounds.values())
    assert all(one.says.endswith(".") for one in grounds.grounds.values())
    assert table_book().codes.isdisjoint(table_book().inside)


KNOWN = Known(
    names=("Ryan Thornbury", "Hope Thornbury", "Łukasz Nowak", "Anne-Marie O’Brien", "Ann Lee"),
    marks=("943 476 5870", "01632 960123", "4 Elm Road LK1 2AB", "LK1 2AB", "ryan@home.example", "AB12 CDE"),
    own=("Maya Thornbury",),
    passages=("14 Elm Road", "9434765919", "Lee Road School"),
)


@pytest.mark.parametrize(
    "text",
    [
        "ryan was there",
        "RYAN’S bag",
        "Ry-\nan",
        "a-\nRyan",
        "Ry\u00adan",
        "R\u0079\u200ban",
        "Hope   Thornbury",
        "Hope\nThornbury",
        "Lukasz",
        "ŁUKASZ",
        "O'Brien",
        "Anne-Marie",
        "Ann Lee",
        "9434765870",
        "943-476-5870",
        "943 4765 870",
        "01632960123",
        "4 Elm Road, LK1 2AB",
        "LK12AB",
        "lk1 2ab",
        "ryan@home.example",
        "AB12CDE",
    ],
)
def test_somebody_else_is_found_however_they_are_written(text: str) -> None:
    assert search_for(KNOWN).count_in(f"Yesterday {text} again.") > 0


@pytest.mark.parametrize(
    "text",
    [
        "Maya Thornbury",
        "I hope so",
        "14 Elm Road",
        "943 476 5919",
        "Lee Road School",
        "a brother or sister",
        "4 May 2024",
    ],
)
def test_what_is_the_subjects_own_or_an_ordinary_word_is_not_found(text: str) -> None:
    assert search_for(KNOWN).count_in(f"Yesterday {text} again.") == 0


@given(st.sampled_from(["Ryan", "Łukasz", "Nowak", "9434765870"]), st.text(max_size=30), st.text(max_size=30))
def test_a_name_is_found_between_any_words(name: str, before: str, after: str) -> None:
    assert search_for(KNOWN).count_in(f"{before} \n {name} \n {after}") > 0


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a paper with every kind of line, and letters that are drawn together."""
    template = tmp_path_factory.mktemp("paper") / "plain.typ"
    template.write_text(
        "#let d = json(bytes(sys.inputs.words))\n#set document(title: d.title)\n"
        '#set text(font: "Atkinson Hyperlegible Next", lang: "en")\n'
        "= #d.title\n#par[*Says:* #d.text]\n#table(columns: 2, table.header([Who], [What]), [#d.name], [#d.text])",
        encoding="utf-8",
    )
    return typeset(template, WORDS)


WORDS: Mapping[str, Any] = {
    "title": "A record",
    "name": "Łukasz O’Brien-Fflewddur",
    "text": "An affluent office is difficult to find. " * 30,
}


def test_a_page_is_read_back_as_another_reader_reads_it(paper: bytes, tmp_path: Path) -> None:
    ours = [re.sub(r"\W", "", page) for page in words_of_pages(paper)]
    theirs = [re.sub(r"\W", "", page) for page in words_by_page(paper, tmp_path)]
    assert [sorted(page) for page in ours] == [sorted(page) for page in theirs]
    assert "ŁukaszOBrienFflewddur" in ours[0] and "affluentofficeisdifficult" in ours[0]


def test_what_a_paper_carries_behind_its_pages_is_read_too(paper: bytes) -> None:
    with pikepdf.open(BytesIO(paper)) as pdf:
        pdf.docinfo["/Keywords"] = "Zqhidden"
        held = BytesIO()
        pdf.save(held)
    assert any("Zqhidden" in text for text in strings_within(held.getvalue()))
    assert not any("Zqhidden" in text for text in strings_within(paper))


def test_a_paper_that_could_hide_something_is_refused(paper: bytes) -> None:
    with pytest.raises(UnreadablePaper, match="revision"):
        list(strings_within(paper + b"\n%%EOF\n"))
    with pikepdf.open(BytesIO(paper)) as pdf:
        pdf.attachments["note.txt"] = b"Zqhidden"
        held = BytesIO()
        pdf.save(held)
    with pytest.raises(UnreadablePaper, match="carries a file"):
        list(strings_within(held.getvalue()))
    with pikepdf.open(BytesIO(paper)) as pdf:
        for font in pdf.pages[0].Resources.Font.values():
            del font["/ToUnicode"]
        bare = BytesIO()
        pdf.save(bare)
    with pytest.raises(UnreadablePaper, match="does not tell"):
        words_of_pages(bare.getvalue())
