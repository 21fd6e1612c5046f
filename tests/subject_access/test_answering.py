"""A whole request: everything is gathered, everybody else is replaced, two people look, and the files are read back."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from kith.access.services import connect_as
from kith.access.vocabulary import NotShown, Refused, Role
from kith.linking.services import merge_people
from kith.shell.printing import typeset
from kith.subject_access import models, runs, selectors, services
from kith.subject_access.vocabulary import PieceChoice, RefusedBecause, RequestRefused, RequestState
from kith.work.models import Task
from tests.access.rows import put_row
from tests.subject_access.conftest import PURPOSE
from tests.worlds.paper import read_claims, words_by_page

if TYPE_CHECKING:
    from pathlib import Path

    from tests.subject_access.conftest import Asking

OTHERS = ("zqorlan", "zqdenise", "zqharcourt", "zqkyle", "zqbembridge", "zqelm", "9434765870")


def bare(text: str) -> str:
    """Return a text without what could part a word or a number."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def test_a_request_ends_in_a_copy_without_anybody_else(asking: Asking, tmp_path: Path) -> None:
    asking.entry()
    asking.entry("Zqmaya said that she likes drawing.", kind="care.contact")
    request = asking.released()
    row = asking.row(request)
    assert row.state == RequestState.RELEASED, row.job_says
    answer = selectors.open_answer(
        person=asking.person, request=request, viewer=asking.lead, purpose=PURPOSE, now=asking.partnership.now
    )
    pdf, data = bytes(answer.pdf), json.loads(bytes(answer.json))
    paper = words_by_page(pdf, tmp_path)
    for text in (" ".join(paper), json.dumps(data)):
        assert [name for name in OTHERS if name in bare(text)] == []
        assert "Zqmaya was seen with her" in text and "likes drawing" in text
        assert "a brother or sister" in text and "a worker of Larkshire Council" in text
    claims = read_claims(pdf)
    assert (claims.part, claims.language, claims.is_marked) == ("1", "en-GB", True)
    assert claims.headings()[0] == 1
    # Each replacement is numbered and has its ground; every row is accounted for.
    notes = data["replacements"]
    assert [one["number"] for one in notes] == list(range(1, len(notes) + 1))
    assert all(one["ground"] for one in notes) and f"note {len(notes)}]" in json.dumps(data)
    account = data["account"]
    assert account["rows"] == account["told"] + account["left_out"] == len(asking.gathered_rows(request))
    assert sum(one["rows"] for one in account["grounds"]) == account["left_out"]
    assert sum(one["pieces"] for one in account["grounds"]) == account["replaced"] == len(notes)
    # Who looked, by role and agency.
    assert any(look[2] == "Information-governance lead" for look in data["looks"])
    assert "Robin" not in json.dumps(data["looks"])
    exports = asking.rows("SELECT what FROM access_log WHERE action = 'export' ORDER BY seq")
    assert [what for (what,) in exports][-2:] == ["subject_access.make", "subject_access.download"]


@pytest.mark.parametrize("planted", ["pages", "behind", "data"])
def test_a_leak_that_is_planted_stops_the_release(
    asking: Asking, planted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the step that replaces switched off, or a name put into one file alone, nothing is released."""
    asking.entry()
    request = asking.gathered()
    asking.decide(request)
    asking.approved(request)
    if planted == "pages":
        for place in ("rules.answering", "runs.making"):
            monkeypatch.setattr(f"kith.subject_access.{place}.rendered", lambda told, *_: told.given)
    elif planted == "behind":
        whole = typeset
        monkeypatch.setattr(
            "kith.subject_access.runs.making.typeset",
            lambda template, words: whole(template, {**words, "title": "The record of Zqorlan’s sister"}),
        )
    else:
        given = runs.making.files_of
        monkeypatch.setattr(
            "kith.subject_access.runs.making.files_of",
            lambda answer: (given(answer)[0], json.dumps({"note": "Zqkyle\nZqbembridge"}).encode()),
        )
    runs.make_answer(asking.row(request).pk)
    row = asking.row(request)
    assert (row.state, row.job) == (RequestState.GATHERED, "blocked")
    assert "Somebody else was still found" in row.job_says
    assert [name for name in OTHERS if name in bare(row.job_says)] == []
    with connect_as("worker"):
        assert not models.AnswerFile.objects.exists()
    found = asking.gathered_rows(request, found_again=True)
    assert bool(found) is (planted == "pages")
    expected = {"pages": "on page", "behind": "behind its pages", "data": "in the JSON file"}
    assert expected[planted] in row.job_says


def test_an_address_in_the_care_of_somebody_is_asked_about(asking: Asking) -> None:
    stay: dict[str, object] = {"person_id": asking.person_id, "agency_id": asking.partnership.agencies["care"].pk}
    stay |= {"address": "care of Zqkyle Zqbembridge, 9 Zqash Lane", "town": "Zqmillbrook", "postcode": "LK1 2AB"}
    put_row(asking.admin, "linking_address", stay)
    request = asking.gathered()
    given = " ".join(one.given for one in asking.gathered_pieces(request))
    assert "Zqkyle Zqbembridge" in given and "Zqmillbrook" not in given and "Zqash" not in given


def test_nothing_leaves_while_anything_waits(asking: Asking) -> None:
    asking.entry()
    asking.entry("Seen near the park.", agency="police", kind="police.weapon", tier="police")
    request = asking.gathered()
    about = asking.about(request)
    with pytest.raises(RequestRefused, match="1 pieces and 2 rows still wait"):
        services.finish_review(second_id=asking.second_staff.pk, **about)
    (piece,) = asking.gathered_pieces(request)
    for says, ground in (("", "third"), ("a friend", ""), ("a friend", "again")):
        with pytest.raises(RequestRefused):
            services.decide_pieces(choices={piece.public_id: PieceChoice.REPLACE}, says=says, ground=ground, **about)
    row = asking.gathered_rows(request, fate="to_choose")[0]
    with pytest.raises(RequestRefused, match="why it is withheld"):
        services.decide_row(row=row.public_id, ground="crime", because="", whole_group=True, **about)
    asking.decide(request)
    assert {one.decided_by_id for one in asking.gathered_pieces(request)} == {asking.lead.staff_id}
    services.finish_review(second_id=asking.second_staff.pk, **about)
    assert {one.ground for one in asking.gathered_rows(request, fate="withheld")} == {"crime"}


def test_a_row_that_is_told_after_all_has_its_words_decided_first(asking: Asking) -> None:
    asking.entry()
    asking.entry("Zqmaya ran from Zqferdy Zqlimpet.", kind="care.contact")
    request = asking.gathered(from_on=date(2030, 1, 1), until_on=date(2030, 2, 1))
    about = asking.about(request)
    assert asking.gathered_pieces(request) == [], "of what is outside the days asked for nothing is to be decided"
    rows = asking.gathered_rows(request, table="chronology_caredetail")
    assert {(row.fate, row.ground) for row in rows} == {("withheld", "scope")}
    for row in rows:
        services.decide_row(row=row.public_id, ground="", because="", whole_group=False, **about)
    assert {one.given for one in asking.gathered_pieces(request)} >= {"Zqferdy Zqlimpet"}
    with pytest.raises(RequestRefused, match="still wait"):
        services.finish_review(second_id=asking.second_staff.pk, **about)


def test_a_job_that_comes_twice_forgets_nothing_that_was_decided(asking: Asking) -> None:
    asking.entry()
    request = asking.gathered()
    asking.decide(request)
    decided = {one.public_id: one.choice for one in asking.gathered_pieces(request)}
    runs.gather(asking.row(request).pk)
    assert {one.public_id: one.choice for one in asking.gathered_pieces(request)} == decided != {}


def test_a_second_person_checks_and_nobody_checks_their_own(asking: Asking) -> None:
    request = asking.gathered()
    about = asking.about(request)
    for wrong in (asking.lead.staff_id, asking.partnership.staff[Role.ADMINISTRATOR].pk):
        with pytest.raises(RequestRefused, match="another information-governance lead"):
            services.finish_review(second_id=wrong, **about)
    with pytest.raises(NotShown):
        selectors.open_review(person=asking.person, request=request, viewer=asking.second, purpose=PURPOSE)
    services.finish_review(second_id=asking.second_staff.pk, **about)
    assert selectors.open_review(person=asking.person, request=request, viewer=asking.second, purpose=PURPOSE).total
    with pytest.raises(Refused, match="Only the second person"):
        services.approve_request(**about)
    services.send_back(**(about | {"by": asking.second}))
    # Whoever decides something cannot be the second person of it, whatever they were asked.
    row = asking.gathered_rows(request)[0]
    with pytest.raises(Refused, match="second person of this request"):
        services.decide_row(
            row=row.public_id, ground="", because="", whole_group=False, **(about | {"by": asking.second})
        )
    services.finish_review(second_id=asking.second_staff.pk, **about)
    services.approve_request(**(about | {"by": asking.second}))
    runs.make_answer(asking.row(request).pk)
    assert asking.row(request).state == RequestState.RELEASED
    assert not Task.objects.filter(kind__startswith="subject_", state="open").exists()


def test_only_leads_see_anything_and_row_security_keeps_it(asking: Asking) -> None:
    request = asking.gathered()
    for role in set(Role) - {Role.IG_LEAD}:
        with pytest.raises(Refused):
            selectors.open_request(
                person=asking.person, request=request, viewer=asking.partnership.viewer(role), purpose=PURPOSE
            )
    # Without a ticket the web process reads no row; another lead, whom nobody asked, sees the request and no row.
    for rows in (models.RequestSubject, models.Gathering, models.GatheredRow, models.Piece, models.AnswerFile):
        assert not rows.objects.exists()
    page = selectors.open_request(person=asking.person, request=request, viewer=asking.second, purpose=PURPOSE)
    assert (page.rows_in, page.fates) == (0, {})
    register = selectors.list_requests(viewer=asking.second, purpose=PURPOSE)
    assert [(one.request.public_id, one.person) for one in register] == [(request, None)]


def test_a_refusal_and_time_end_what_was_gathered(asking: Asking) -> None:
    released, refused = asking.released(), asking.gathered()
    services.refuse_request(because=RefusedBecause.NO_AUTHORITY, **asking.about(refused))
    later = asking.partnership.now + timedelta(days=29)
    with connect_as("worker"):
        assert services.expire_answers(by=None, now=later) == 1  # what was gathered for the refused one
        assert services.expire_answers(by=None, now=later + timedelta(days=2)) == 1
        assert services.expire_answers(by=None, now=later + timedelta(days=9)) == 0
    left = asking.rows("SELECT count(*) FROM subject_access_gatheredrow")
    files = asking.rows("SELECT count(*) FROM subject_access_answerfile")
    assert (left, files) == ([(0,)], [(0,)])
    assert asking.row(released).state == RequestState.RELEASED
    assert asking.rows(
        "SELECT count(*) FROM access_relationship WHERE source = 'subject_access' AND ends_at > %s",
        later + timedelta(days=2),
    ) == [(0,)]


def test_what_was_gathered_of_two_people_who_are_one_is_gathered_again(asking: Asking) -> None:
    asking.entry()
    request = asking.gathered()
    with connect_as("worker"):
        merge_people(
            kept=asking.person_id,
            gone=asking.brother_id,
            by=asking.partnership.staff[Role.DATA_STEWARD].pk,
            why="They are one person.",
            now=asking.partnership.now,
        )
    row = asking.row(request)
    assert row.state == RequestState.IDENTITY_CHECKED
    assert asking.gathered_rows(request) == []
