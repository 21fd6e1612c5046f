"""A whole return sent again: what it no longer holds stands no longer, and nothing vanishes by mistake."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.access.services import connect_as
from kith.feeds.analysis.periods import period_in, period_on
from kith.feeds.models import EventRecord, HeldRow, Involvement, PersonRecord, SourceFile
from kith.feeds.vocabulary import FileRefused
from tests.feeds.conftest import Load
from tests.feeds.test_registers import current, police

EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
ROLL = "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate\n"


def episodes(*rows: tuple[int, str]) -> str:
    return EPISODES + "".join(f"{child},{day},S,C2,N1,U4,PR1,,,,,,\n" for child, day in rows)


def children(count: int, day: str = "05/01/2026") -> list[tuple[int, str]]:
    return [(7000 + number, day) for number in range(count)]


def pupils(*numbers: int, school: str = "900001") -> str:
    rows = (f"t{n},{school},2012-03-04,Larkin,Sam,A9000010000{n:02d},F,2025-09-01\n" for n in numbers)
    return ROLL + "".join(rows)


def standing(kind: str) -> list[tuple[str, date]]:
    with connect_as("ingest"):
        found = EventRecord.objects.filter(kind=kind, is_current=True).order_by("local_id")
        return [(event.local_id, event.occurred_on) for event in found]


def recorded() -> int:
    with connect_as("ingest"):
        return EventRecord.objects.count()


def remarks(found: object) -> str:
    return " ".join(found.notes["remarks"])  # type: ignore[attr-defined]  # a receipt


def test_an_episode_that_began_a_day_later_leaves_one_story(load: Load, tmp_path: Path) -> None:
    first = load(tmp_path / "episodes.csv", episodes(*children(5), (7009, "05/01/2026")))
    again = load(tmp_path / "episodes_again.csv", episodes(*children(5), (7009, "06/01/2026")))
    for kind in ("care.looked_after", "care.placement", "care.legal_status"):
        found = [day for key, day in standing(kind) if ":7009:" in key]
        assert found == [date(2026, 1, 6)], kind
    assert (again.kept, again.duplicate, again.ended, again.supersedes) == (1, 5, 1, first.sha256)
    assert (again.period, again.notes["period_found"]) == ("2025-26", "the newest day in the file")
    assert recorded() == 3 * 7  # what was said first is kept, and is not current


def test_an_episode_that_is_no_longer_in_the_return_ends_and_can_come_back(load: Load, tmp_path: Path) -> None:
    whole = episodes(*children(6))
    load(tmp_path / "episodes_2025-26.csv", whole)
    receipt = load(tmp_path / "episodes_2025_26_v2.csv", episodes(*children(5)))
    assert receipt.ended == 1
    assert len(standing("care.looked_after")) == 5
    # Other bytes that say the same as the first file: the row that was ended is new again.
    back = load(tmp_path / "episodes_2025-26_v3.csv", whole + "\n")
    assert (back.kept, back.duplicate) == (1, 5)
    assert len(standing("care.looked_after")) == 6


def test_a_return_of_another_year_ends_nothing(load: Load, tmp_path: Path) -> None:
    load(tmp_path / "episodes_2024-25.csv", episodes(*children(5, "05/01/2025")))
    receipt = load(tmp_path / "episodes_2025-26.csv", episodes(*children(5, "06/01/2026")))
    assert (receipt.ended, receipt.supersedes) == (0, "")
    assert len(standing("care.looked_after")) == 10


def test_a_late_correction_ends_nothing_that_a_newer_return_may_stand_on(load: Load, tmp_path: Path) -> None:
    load(tmp_path / "episodes_2024-25.csv", episodes(*children(6, "05/01/2025")))
    load(tmp_path / "episodes_2025-26.csv", episodes(*children(6, "05/01/2025"), (7100, "06/01/2026")))
    late = load(tmp_path / "episodes_2024-25_late.csv", episodes(*children(5, "05/01/2025")))
    assert late.ended == 0
    assert "may stand on the same rows" in remarks(late)
    assert len(standing("care.looked_after")) == 7


@pytest.mark.parametrize(("left", "ends"), [(8, True), (7, False), (1, False), (0, False)])
def test_a_return_with_over_a_fifth_fewer_children_waits_for_a_person(
    left: int, ends: bool, load: Load, tmp_path: Path
) -> None:
    load(tmp_path / "episodes_2025-26.csv", episodes(*children(10)))
    text = episodes(*children(left), (7200, "06/01/2026")) if left else EPISODES
    receipt = load(tmp_path / "episodes_2025-26_v2.csv", text)
    new = 1 if left else 0
    if ends:
        assert (receipt.ended, receipt.notes["waits"]) == (2, False)
        assert len(standing("care.looked_after")) == 8 + new
        return
    assert (receipt.ended, receipt.notes["waits"], receipt.kept) == (0, True, new)
    assert f"10 children; {10 - left} of them" in remarks(receipt)
    assert len(standing("care.looked_after")) == 10 + new
    # Loaded again without a word it stays as it is; confirmed, it stands for the earlier return.
    assert load(tmp_path / "episodes_2025-26_v2.csv", text).ended == 0
    confirmed = load(tmp_path / "episodes_2025-26_v2.csv", text, confirms_fewer=True)
    assert (confirmed.loaded_before, confirmed.ended, confirmed.notes["waits"]) == (True, 10 - left, False)
    assert len(standing("care.looked_after")) == left + new
    assert load(tmp_path / "episodes_2025-26_v2.csv", text, confirms_fewer=True).ended == 10 - left


def test_a_held_row_takes_nothing_from_its_child(load: Load, tmp_path: Path) -> None:
    load(tmp_path / "episodes_2025-26.csv", episodes(*children(6)))
    receipt = load(tmp_path / "episodes_2025-26_v2.csv", episodes(*children(5), (7005, "31/02/2026")))
    assert (receipt.held, receipt.ended) == (1, 0)
    assert len(standing("care.looked_after")) == 6
    torn = load(tmp_path / "episodes_2025-26_v3.csv", episodes(*children(5)) + "7005,05/0\n")
    assert "does not show which child" in remarks(torn)
    assert (torn.ended, len(standing("care.looked_after"))) == (0, 6)
    load(tmp_path / "episodes_2025-26_v4.csv", episodes(*children(5), (7005, "08/01/2026")))
    assert len(standing("care.looked_after")) == 6
    with connect_as("ingest"):
        assert {row.state for row in HeldRow.objects.all()} == {"replaced"}


def test_without_a_period_nothing_is_ended_and_the_receipt_says_so(load: Load, tmp_path: Path) -> None:
    rows = [f"{7000 + n},F,04/03/2012,WBRI,,,\n" for n in range(6)]
    load(tmp_path / "header.csv", HEADER + "".join(rows))
    vague = load(tmp_path / "header_b.csv", HEADER + "".join(rows[:5]))
    assert "--period" in remarks(vague)
    assert vague.ended == 0
    load(tmp_path / "header_c.csv", HEADER + "".join(rows) + "\n", period="2025-26")
    told = load(tmp_path / "header_d.csv", HEADER + "".join(rows[:5]) + "\n", period="2025-26")
    assert (told.period, told.ended) == ("2025-26", 0)  # its rows are those of the first file, which names no period
    with pytest.raises(FileRefused, match="is none that a ssda903 file"):
        load(tmp_path / "header_e.csv", HEADER + rows[0], period="autumn")
    with pytest.raises(FileRefused, match="adds to what came before"):
        load(tmp_path / "police_register_1.csv", police({}), period="2025-26")


def test_a_person_who_is_no_longer_in_the_header_is_not_described_by_it(load: Load, tmp_path: Path) -> None:
    rows = [f"{7000 + n},F,04/03/2012,WBRI,,,\n" for n in range(6)]
    load(tmp_path / "header_2025-26.csv", HEADER + "".join(rows))
    load(tmp_path / "header_2025-26_v2.csv", HEADER + "".join(rows[:5]))
    with connect_as("ingest"):
        standing_now = PersonRecord.objects.filter(is_current=True).count()
        assert (PersonRecord.objects.count(), standing_now) == (6, 5)


def test_a_census_is_told_apart_by_its_heading(load: Load, tmp_path: Path) -> None:
    def census(year: int, *days: str) -> str:
        referral = "<CINdetails><CINreferralDate>{}</CINreferralDate><PrimaryNeedCode>N1</PrimaryNeedCode></CINdetails>"
        named = "<LAchildID>P{}</LAchildID><PersonBirthDate>2012-03-04</PersonBirthDate>"
        who = f"<ChildIdentifiers>{named}</ChildIdentifiers>"
        rows = "".join(f"<Child>{who.format(n)}{referral.format(day)}</Child>\n" for n, day in enumerate(days))
        heading = f"<Header><CollectionDetails><Year>{year}</Year></CollectionDetails></Header>"
        return f"<Message>{heading}<Children>\n{rows}</Children></Message>"

    load(tmp_path / "a.xml", census(2026, "2026-01-05", "2026-01-06"))
    receipt = load(tmp_path / "b.xml", census(2026, "2026-01-05", "2026-01-07"))
    assert (receipt.period, receipt.ended) == ("2025-26", 1)
    assert [day for _key, day in standing("care.referral")] == [date(2026, 1, 5), date(2026, 1, 7)]
    assert len(standing("care.open_episode")) == 2
    other = load(tmp_path / "c.xml", census(2027, "2026-01-08"))
    assert (other.period, other.ended) == ("2026-27", 0)


def test_a_pupil_off_the_corrected_roll_is_no_longer_the_schools(load: Load, tmp_path: Path) -> None:
    load(tmp_path / "2025_autumn_pupilonroll.csv", pupils(*range(6)))
    receipt = load(tmp_path / "2025_autumn_pupilonroll_v2.csv", pupils(*range(5)))
    assert (receipt.period, receipt.ended) == ("2025 autumn", 1)
    assert len(standing("school.enrolled")) == 5
    with connect_as("ingest"):
        (over,) = Involvement.objects.filter(ends_on__isnull=False)
        assert (over.source_person.local_id, over.ends_on) == ("A900001000005", date(2026, 11, 22))


def test_schools_that_send_their_own_rolls_correct_only_their_own(load: Load, tmp_path: Path) -> None:
    load(tmp_path / "2025_autumn_pupilonroll_a.csv", pupils(*range(6)))
    load(tmp_path / "2025_autumn_pupilonroll_b.csv", pupils(10, 11, school="900002"))
    receipt = load(tmp_path / "2025_autumn_pupilonroll_a2.csv", pupils(*range(5)))
    assert receipt.ended == 1
    assert len(standing("school.enrolled")) == 7
    both = load(tmp_path / "2025_autumn_pupilonroll.csv", pupils(20) + pupils(21, school="900002").removeprefix(ROLL))
    assert both.ended == 0


def test_a_register_adds_to_what_came_before(load: Load, tmp_path: Path) -> None:
    load(tmp_path / "police_register_2026.csv", police({"occurrence_no": "1"}, {"occurrence_no": "2"}))
    receipt = load(tmp_path / "police_register_2026_b.csv", police({"occurrence_no": "3"}))
    assert (receipt.ended, len(current())) == (0, 3)


def test_the_newest_day_never_ends_what_was_over_before_its_year(load: Load, tmp_path: Path) -> None:
    over = "7003,05/01/2020,S,C2,N1,U4,PR1,05/02/2020,E4A,,,,\n"
    load(tmp_path / "episodes.csv", episodes(*children(6)) + over)
    load(tmp_path / "episodes_b.csv", episodes(*children(6), (7007, "07/01/2026")))
    assert len(standing("care.looked_after")) == 8


@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)))
def test_a_day_lies_in_the_period_found_from_it_and_the_name_says_the_same(day: date) -> None:
    period = period_on(day)
    assert period.since is not None
    assert period.since <= day < period.since.replace(year=period.since.year + 1)
    assert period_in(f"episodes_{period.name}.csv", "collection") == period.name


@pytest.mark.parametrize(
    ("text", "counts", "period"),
    [
        ("episodes_2025-26.csv", "collection", "2025-26"), ("2024_25", "collection", "2024-25"),
        ("2024_2025 header.csv", "collection", "2024-25"), ("SSDA903_2020_episodes.csv", "collection", "2019-20"),
        ("CIN_Census_2024.xml", "collection", "2023-24"), ("2100-07 odd", "collection", ""),
        ("episodes.csv", "collection", ""), ("episodes_20261122.csv", "collection", ""),
        ("2024_autumn_pupilonroll.csv", "term", "2024 autumn"), ("Spring2025_roll.csv", "term", "2025 spring"),
        ("2024_pupilonroll.csv", "term", ""), ("pupilonroll.csv", "term", ""),
    ],
)  # fmt: skip
def test_a_period_is_read_from_a_name(text: str, counts: str, period: str) -> None:
    assert period_in(text, counts) == period


def test_a_files_period_and_part_are_kept(load: Load, tmp_path: Path) -> None:
    load(tmp_path / "2025_autumn_pupilonroll.csv", pupils(1))
    with connect_as("ingest"):
        file = SourceFile.objects.get()
        assert (file.period, file.part, file.encoding) == ("2025 autumn", "900001", "utf-8")
