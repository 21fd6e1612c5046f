"""What the page of one's own work says."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from kith.work.presenters import answer, days_in_words, task_line
from kith.work.vocabulary import NOTICES, REASONS, TITLES, NoticeKind, NotPossibleBecause, TaskKind, TaskRow
from tests.work.conftest import MONDAY

TODAY = date(2026, 11, 23)


def row(due_on: date, *, own: bool = True, made_at: datetime = MONDAY) -> TaskRow:
    return TaskRow(
        public_id=uuid4(),
        kind=TaskKind.ACTION,
        link="/waiting/",
        due_on=due_on,
        owner_name="Robin Practitioner",
        is_own=own,
        made_at=made_at,
    )


@pytest.mark.parametrize(
    ("days", "words"),
    [(-2, "2 days overdue"), (-1, "1 day overdue"), (0, "due today"), (1, "due tomorrow"), (9, "due in 9 days")],
)
def test_days_are_said_as_people_say_them(days: int, words: str) -> None:
    assert days_in_words(days) == words


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ([], "Nothing waits for you."),
        ([1], "1 thing waits for you, none overdue."),
        ([-1], "1 thing waits for you and is overdue."),
        ([-1, 3], "2 things wait for you, 1 of them overdue."),
        ([0, 3], "2 things wait for you, none overdue."),
    ],
)
def test_the_answer_comes_first(days: list[int], sentence: str) -> None:
    assert answer([task_line(row(TODAY + timedelta(days=n)), TODAY) for n in days]) == sentence


def test_a_colleagues_task_says_whose_it_is() -> None:
    assert task_line(row(TODAY, own=False), TODAY).whose == "Robin Practitioner"
    assert task_line(row(TODAY), TODAY).whose == ""


def test_every_word_of_the_vocabulary_has_its_sentence() -> None:
    assert set(TITLES) == set(TaskKind)
    assert set(NOTICES) == set(NoticeKind)
    assert set(REASONS) == set(NotPossibleBecause)
