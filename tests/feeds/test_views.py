"""The pages of receipts: the sum first, held rows with advice, and only for whom they concern."""

from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, QueryDict
from django.test import RequestFactory

from kith.access.vocabulary import NotShown, Role
from kith.feeds import views
from kith.feeds.presenters import feed_words
from kith.feeds.selectors import feed_freshness
from tests.feeds.conftest import Load
from tests.feeds.test_registers import police
from tests.worlds.partnership import Partnership


def asked(partnership: Partnership, role: Role) -> HttpRequest:
    request: Any = RequestFactory().get("/receipts/")
    request.viewer = partnership.viewer(role)
    request.user = partnership.staff[role]
    return request  # type: ignore[no-any-return]  # a request dressed as the doorkeeper does


def test_the_data_steward_sees_the_sum_and_each_held_row(load: Load, tmp_path: Path, partnership: Partnership) -> None:
    receipt = load(tmp_path / "police_register_1.csv", police({}, {"occurrence_no": "2", "recorded_at": "2026-02-30"}))
    request = asked(partnership, Role.DATA_STEWARD)
    listed = views.receipts(request).content.decode()
    assert "police_register_1.csv" in listed
    page = views.receipt(request, receipt.sha256).content.decode()
    assert "2 rows in = 1 kept + 1 held + 0 duplicate" in page
    assert "no such date" in page
    assert "2026-02-30" in page
    assert "isa-police_register, version 1" in page


def test_an_agency_contact_sees_the_own_agency_and_nobody_elses(
    load: Load, tmp_path: Path, partnership: Partnership
) -> None:
    own = load(tmp_path / "police_register_1.csv", police({}))
    others = load(tmp_path / "header.csv", "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n1,F,01/02/2012,WBRI,,,\n")
    request = asked(partnership, Role.AGENCY_CONTACT)
    assert "police_register_1.csv" in views.receipts(request).content.decode()
    assert "header.csv" not in views.receipts(request).content.decode()
    views.receipt(request, own.sha256)
    with pytest.raises(NotShown):
        views.receipt(request, others.sha256)


def test_a_practitioner_holds_no_role_that_opens_receipts() -> None:
    assert Role.PRACTITIONER not in views.receipts.for_roles  # type: ignore[attr-defined]  # a mark or a setting that only running shows
    assert views.receipts.for_roles == views.receipt.for_roles  # type: ignore[attr-defined]  # a mark or a setting that only running shows


def test_freshness_needs_no_ticket_and_names_no_person(load: Load, tmp_path: Path) -> None:
    load(tmp_path / "police_register_1.csv", police({}))
    (row,) = feed_freshness()
    assert (row.feed, row.says, row.agency, row.files, row.rows_in, row.held) == (
        "police_register", "Police register", "Larkshire Constabulary", 1, 1, 0
    )  # fmt: skip


@pytest.mark.parametrize("page", ["0", "x", "-3", "99999999999", "2"])
def test_any_page_number_gives_a_page(page: str, partnership: Partnership) -> None:
    request = asked(partnership, Role.DATA_STEWARD)
    request.GET = QueryDict(f"page={page}")
    assert views.receipts(request).status_code == 200


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ("police_register/police_register", "Police register"),
        ("cin_census/census", "CIN census"),
        ("school_census/pupilonroll", "School census: pupilonroll"),
        ("ssd/ssd_cp_visits", "Standard Safeguarding Dataset: cp visits"),
    ],
)
def test_a_feed_is_named_in_words(spec: str, words: str) -> None:
    assert feed_words(spec) == words
