"""A held row waits until the agency has sent it rightly; then it is closed, and says by which file."""

from pathlib import Path

from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.feeds import views
from kith.feeds.models import HeldRow
from tests.feeds.conftest import Load
from tests.feeds.test_registers import police, written
from tests.feeds.test_views import asked
from tests.worlds.partnership import Partnership

REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE\n"


def states() -> list[tuple[int, str, str]]:
    with connect_as("ingest"):
        rows = HeldRow.objects.select_related("mended_by").order_by("file", "line")
        return [(row.line, row.state, row.mended_by.name if row.mended_by else "") for row in rows]


def test_a_numbered_row_that_comes_right_closes_the_held_one(load: Load, tmp_path: Path) -> None:
    bad = {"occurrence_no": "2", "recorded_at": "2026-02-30"}
    load(tmp_path / "police_register_1.csv", police({}, bad, bad | {"occurrence_no": "3"}))
    assert states() == [(3, "open", ""), (4, "open", "")]
    load(tmp_path / "police_register_2.csv", police({"occurrence_no": "9"}))
    assert states() == [(3, "open", ""), (4, "open", "")]
    right = bad | {"recorded_at": "2026-02-28", "summary": "corrected in more than one cell"}
    load(tmp_path / "police_register_3.csv", police({}, right))
    assert states() == [(3, "mended", "police_register_3.csv"), (4, "open", "")]


def test_a_row_held_again_closes_nothing(load: Load, tmp_path: Path) -> None:
    load(tmp_path / "police_register_1.csv", police({"occurrence_no": "2", "recorded_at": "2026-02-30"}))
    load(tmp_path / "police_register_2.csv", police({"occurrence_no": "2", "recorded_at": "2026-02-31"}))
    assert [state for _line, state, _by in states()] == ["open", "open"]
    load(tmp_path / "police_register_3.csv", police({"occurrence_no": "2", "recorded_at": "2026-02-28"}))
    assert [state for _line, state, _by in states()] == ["mended", "mended"]


def test_another_agencys_and_another_feeds_rows_close_nothing(load: Load, tmp_path: Path) -> None:
    load(tmp_path / "emergency_register_1.csv", written("emergency_register", {"attended_at": "2026-02-30"}))
    load(tmp_path / "police_register_1.csv", police({}))
    assert [state for _line, state, _by in states()] == ["open"]


def test_a_row_without_a_number_is_the_same_when_all_but_the_faulty_cell_is(load: Load, tmp_path: Path) -> None:
    load(tmp_path / "reviews.csv", REVIEWS + "7001,04/03/2012,30/02/2026,PN1\n7002,04/03/2012,31/02/2026,PN3\n")
    load(tmp_path / "reviews_b.csv", REVIEWS + "7001,04/03/2012,28/02/2026,PN1\n7002,04/03/2012,28/02/2026,PN5\n")
    assert states() == [(2, "mended", "reviews_b.csv"), (3, "open", "")]


def test_the_receipt_page_shows_each_held_row_and_what_became_of_it(
    load: Load, tmp_path: Path, partnership: Partnership
) -> None:
    first = load(
        tmp_path / "police_register_1.csv",
        police({}, {"occurrence_no": "2", "recorded_at": "2026-02-30"}, {"occurrence_no": "3", "role": "bystander"}),
    )
    load(tmp_path / "police_register_2.csv", police({"occurrence_no": "2", "recorded_at": "2026-02-28"}))
    page = views.receipt(asked(partnership, Role.DATA_STEWARD), first.sha256).content.decode()
    rows = [" ".join(part.split("</tr>")[0].split()) for part in page.split('<tr class="govuk-table__row">')]
    (date_row,) = [row for row in rows if "2026-02-30" in row]
    (role_row,) = [row for row in rows if "bystander" in row]
    for text in (
        '<th class="govuk-table__header govuk-table__header--numeric" scope="row">3</th>',
        '<td class="govuk-table__cell">recorded_at</td>',
        '<td class="govuk-table__cell">2026-02-30</td>',
        '<td class="govuk-table__cell">no such date</td>',
        "Write recorded_at as 2026-01-19, a day that exists, and send the row again.",
        "Mended by",
        "police_register_2.csv</a>",
    ):
        assert text in date_row
    for text in (
        'scope="row">4</th>', '<td class="govuk-table__cell">role</td>', "unknown role",
        "Use one of the roles of docs/formats.md and resend.", '<td class="govuk-table__cell">Waits</td>',
    ):  # fmt: skip
        assert text in role_row


def test_the_receipt_page_says_what_a_return_ended_and_what_is_to_know(
    load: Load, tmp_path: Path, partnership: Partnership
) -> None:
    rows = [f"{7000 + n},04/03/2012,{n + 1:02d}/02/2026,PN1\n" for n in range(6)]
    load(tmp_path / "reviews_2025-26.csv", REVIEWS + "".join(rows))
    again = load(tmp_path / "reviews_2025-26_b.csv", REVIEWS + "".join(rows[:4]) + rows[4].replace("05/02", "25/02"))
    page = views.receipt(asked(partnership, Role.DATA_STEWARD), again.sha256).content.decode()
    assert again.ended == 2
    assert "2 rows of earlier files stand no longer" in page
    assert "2025-26, known by the file&#x27;s name" in page
    voice = load(tmp_path / "ssd_disability.csv", "disa_person_id,disa_table_id,disa_disability_code\nP1,D1,HAND\n")
    page = views.receipt(asked(partnership, Role.DATA_STEWARD), voice.sha256).content.decode()
    assert "kept as they came; no part of the chronology reads them yet" in page


def test_a_file_that_ends_within_its_last_line_says_so(load: Load, tmp_path: Path) -> None:
    text = REVIEWS + "7001,04/03/2012,28/02/2026,PN1\n7002,04/03/2012,28/02/2026,PN3"
    cut = load(tmp_path / "reviews.csv", text)
    assert (cut.kept, cut.held) == (2, 0)
    assert any("may be cut off in the middle of a cell" in remark for remark in cut.notes["remarks"])
    whole = load(tmp_path / "reviews_b.csv", REVIEWS + "7003,04/03/2012,28/02/2026,PN1\r\n")
    assert not any("in the middle of a cell" in remark for remark in whole.notes["remarks"])
