"""A list from elsewhere: every line is added, known or refused with its reason, and nobody is brought back."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.publishing.models import ListImport, ListImportLine, Subscriber, Subscription
from kith.publishing.rules.circulation import read_list
from kith.publishing.selectors.circulation import list_subscribers
from kith.publishing.services import forgetting, subscribing
from kith.publishing.services.importing import import_list
from kith.publishing.services.returning import suppress
from kith.publishing.vocabulary.circulation import (
    Consent,
    EndedBecause,
    Frequency,
    ListRefused,
    SuppressedBecause,
    Topic,
)
from tests.publishing.inside.readers import NOON, follows, joined

CONSENT = Consent(
    topics=frozenset({Topic.NEWSLETTERS}), how="Signed the sheet of the autumn conference", on=date(2019, 10, 1)
)
HEADING = "email,name,role,agency,topics,consented on,consent"


def taken(*lines: str, consent: Consent = CONSENT, heading: str = HEADING) -> ListImport:
    raw = "\r\n".join([heading, *lines]).encode()
    return import_list(raw=raw, name="list.csv", consent=consent, frequency=Frequency.WEEKLY, by=None, now=NOON)


def reasons() -> dict[int, tuple[str, str]]:
    rows = ListImportLine.objects.order_by("number").values_list("number", "outcome", "reason")
    return {number: (outcome, reason) for number, outcome, reason in rows}


def numbers(row: ListImport) -> tuple[int, int, int, int]:
    return row.lines, row.added, row.known, row.refused


def test_a_list_comes_in_with_its_consent() -> None:
    row = taken(
        "Sam@Example.org,Sam Field,Social worker,County council,news;events,2019-09-01,Said so on the phone",
        "kim@example.org,Kim Moor,,,,,",
    )
    assert numbers(row) == (2, 2, 0, 0)
    assert follows("sam") == {"news": "weekly", "events": "weekly"}
    assert follows("kim") == {"newsletters": "weekly"}
    sam, kim = Subscriber.objects.order_by("pk")
    assert (sam.name, sam.role, sam.agency) == ("Sam Field", "Social worker", "County council")
    assert (sam.consent, sam.consented_at.date()) == ("Said so on the phone", date(2019, 9, 1))
    assert (kim.consent, kim.consented_at.date()) == (CONSENT.how, CONSENT.on)
    assert set(Subscription.objects.values_list("source", flat=True)) == {"imported"}


BROKEN = {
    "sam": "no e-mail address",
    "sam@example": "no e-mail address",
    '"sam@example.org\tBcc: all@example.org",Sam': "no e-mail address",
    ",Sam Field": "no address stands under email",
    "a@example.org,Sam\x0bBcc: all@example.org": "cannot be printed",
    '"a@example.org,Sam': "quotation mark",
    'a@example.org,"Sam" Field': "quotation mark",
    "a@example.org,,,,cats": "is no topic",
    "a@example.org,,,,,31/31/2019,paper": "is no day",
    "a@example.org,,,,,2031-01-01,paper": "still to come",
    "a@example.org,1,2,3,,,,8": "8 cells",
    f"a@example.org,{'x' * 1000}": "longer than 1,000",
}


@pytest.mark.parametrize(("line", "says"), BROKEN.items())
def test_a_broken_line_is_refused_with_its_number_and_reason_and_its_neighbours_are_not(line: str, says: str) -> None:
    row = taken("before@example.org", line, "after@example.org")
    assert numbers(row) == (3, 2, 0, 1)
    ((number, (outcome, reason)),) = reasons().items()
    assert (number, outcome) == (3, "refused")
    assert says in reason


def test_three_thousand_broken_lines_are_each_reported_and_none_is_lost() -> None:
    broken = list(BROKEN)
    lines = [broken[number % len(broken)] for number in range(3_000)]
    row = taken(*lines, "sam@example.org")
    assert numbers(row) == (3_001, 1, 0, 3_000)
    found = reasons()
    assert sorted(found) == list(range(2, 3_002))
    for number, (outcome, reason) in found.items():
        assert outcome == "refused"
        assert BROKEN[lines[number - 2]] in reason


def test_a_line_without_consent_is_refused() -> None:
    row = taken("sam@example.org", "kim@example.org,,,,news,2019-09-01,on paper", consent=Consent())
    assert numbers(row) == (2, 1, 0, 1)
    assert "no topic" in reasons()[2][1]
    row = taken("ash@example.org", consent=Consent(topics=frozenset({Topic.NEWS})))
    assert "when and how the person agreed" in ListImportLine.objects.get(list=row).reason


def test_the_same_person_twice_is_one_person() -> None:
    row = taken("sam@example.org,Sam", "SAM@example.org ,Samuel")
    assert numbers(row) == (2, 1, 1, 0)
    assert reasons()[3] == ("known", "the same address as line 2")
    again = taken("sam@example.org,Sam")
    assert numbers(again) == (1, 0, 1, 0)
    assert Subscriber.objects.get().name == "Sam"


def test_nobody_is_brought_back_who_left_even_when_their_address_is_forgotten() -> None:
    person = joined("sam", at=NOON - timedelta(days=60))
    subscribing.leave(reader=person.public_id, because=EndedBecause.UNSUBSCRIBED, now=NOON - timedelta(days=50))
    forgetting.forget(now=NOON)
    assert Subscriber.objects.get().address is None
    suppress(address="cross@example.org", because=SuppressedBecause.COMPLAINED, now=NOON)
    row = taken("sam@example.org", "cross@example.org")
    assert numbers(row) == (2, 0, 0, 2)
    assert "has left the list" in reasons()[2][1]
    assert reasons()[3][1] == "must not be written to: complained"
    assert not Subscription.objects.filter(ended_at__isnull=True).exists()


def test_a_readers_own_choices_outlive_an_import() -> None:
    joined("sam", Topic.EVENTS, frequency=Frequency.DAILY)
    taken("sam@example.org,Sam,,,news")
    assert follows("sam") == {"events": "daily"}


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "empty"),
        (b"\r\n \r\n", "empty"),
        (b"name,role\nSam,nurse", "no column `email`"),
        ("email,name\nsam@example.org,Zoë".encode("latin-1"), "UTF-8"),
        (b"\xff\xfee\x00m\x00", "UTF-8"),
        (b"email\n" + b"x\n" * 100_010, "more than 100,000"),
        (b"email\n" + b"x" * 10_000_001, "10 MB"),
    ],
    ids=["empty", "blank", "no heading", "latin", "utf-16", "too long", "too large"],
)
def test_a_file_that_is_no_list_is_refused_whole(raw: bytes, says: str) -> None:
    with pytest.raises(ListRefused, match=says):
        import_list(raw=raw, name="x", consent=CONSENT, frequency=Frequency.WEEKLY, by=None, now=NOON)
    assert not ListImport.objects.exists()


@settings(max_examples=200)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=40)))
def test_every_line_that_is_not_blank_comes_back_under_its_own_number(lines: list[str]) -> None:
    found = list(read_list("\n".join(["email,name", *lines]), consent=CONSENT, today=NOON.date()))
    assert [line.number for line in found] == [number for number, line in enumerate(lines, 2) if line.strip()]
    for line in found:
        assert bool(line.reason) != bool(line.address)
        assert not set("\r\n") & set(line.name + line.address)


def test_what_goes_out_can_come_in_again() -> None:
    taken('sam@example.org,"Field, Sam",Nurse,Trust,news;events', "kim@example.org")
    rows = list(list_subscribers())
    file = io.StringIO()
    writer = csv.DictWriter(file, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    before: list[dict[str, Any]] = rows
    Subscriber.objects.all().delete()
    import_list(
        raw=file.getvalue().encode(), name="x", consent=Consent(), frequency=Frequency.WEEKLY, by=None, now=NOON
    )
    assert list(list_subscribers()) == before
