"""A draft that is kept while somebody types: by its version, never over another's words, and only while it is one."""

from typing import Any

import psycopg
import pytest
from django.test import Client
from django.utils import timezone

from kith.access.selectors import look
from kith.access.services import connect_as
from kith.access.vocabulary import NotShown, Purpose, Role, Viewer
from kith.learning import selectors, services
from kith.learning.models import ReviewPart, TextBeside
from kith.learning.services.briefing_following import BriefingFollower
from kith.learning.vocabulary import FactLevel
from kith.learning.vocabulary.briefings import LONGEST_TITLE, BriefingRefused, BriefingState
from kith.linking.services import purge_person
from kith.shell.vocabulary import Clash
from tests.learning.briefings import state_of
from tests.learning.conftest import PLAIN, Newsroom
from tests.learning.test_briefing_pages import SignIn
from tests.worlds.words import words

OWN, THEIRS = "School was worried first.", "Health was worried first."
JSON = {"Accept": "application/json"}


def text_of(place: int) -> str:
    with connect_as("worker"):
        return ReviewPart.objects.get(place=place).text


def test_what_is_typed_is_kept_with_the_version_it_was_written_from(newsroom: Newsroom) -> None:
    review = newsroom.begin()
    second = newsroom.keep_part(review, 4, "School was", 1)
    third = newsroom.keep_part(review, 4, f"{OWN} ", second)
    assert (second, third, text_of(4)) == (2, 3, OWN)
    assert newsroom.keep_part(review, 4, OWN, 1) == 3, "the same words are nobody's to lose"
    with pytest.raises(BriefingRefused, match=f"at most {LONGEST_TITLE}"):
        newsroom.keep_part(review, 0, "x" * (LONGEST_TITLE + 1), 1)
    with pytest.raises(BriefingRefused, match="no such part"):
        newsroom.keep_part(review, 7, "Seventh", 1)
    with pytest.raises(NotShown):
        newsroom.keep_part(review, 4, "Mine", 3, by=newsroom.approvers[0])


def test_of_two_who_write_in_one_part_both_texts_are_kept_and_a_person_chooses(newsroom: Newsroom) -> None:
    review, other = newsroom.begin(), newsroom.second_writer()
    newsroom.keep_part(review, 4, OWN, 1)
    for typed in ("Health was", THEIRS):
        with pytest.raises(Clash) as clash:
            newsroom.keep_part(review, 4, typed, 1, by=other)
    assert (text_of(4), clash.value.theirs, clash.value.version) == (OWN, OWN, 2)
    with connect_as("worker"):
        assert [row.text for row in TextBeside.objects.all()] == [THEIRS], "one text beside for each writer"

    def settle(text: str, seen: int, by: Viewer = other) -> int:
        about: dict[str, Any] = {"public_id": newsroom.person()[1], "review": review, "now": timezone.now()}
        return services.settle_part(clash_id=clash.value.clash_id, text=text, seen=seen, by=by, **about)

    with pytest.raises(Clash):
        settle("From before", 1)
    assert settle(f"{OWN}\n{THEIRS}", 2) == 3
    assert text_of(4) == f"{OWN}\n{THEIRS}"
    with pytest.raises(BriefingRefused, match="settled already"):
        settle("Once more", 3, newsroom.writer)


def test_what_waits_for_a_second_person_is_not_opened_by_a_key_that_somebody_pressed(newsroom: Newsroom) -> None:
    review = newsroom.begin()
    newsroom.save(review, PLAIN)
    newsroom.keep(review, sex=FactLevel.TOLD)
    newsroom.check(review)
    briefing = newsroom.briefing(review)
    with pytest.raises(BriefingRefused, match="Press Save to write on"):
        newsroom.keep_part(review, 3, "The young person", 2)
    assert state_of(briefing) == BriefingState.CHECKED and text_of(3) == PLAIN[3]


def test_a_text_beside_is_closed_like_the_draft_goes_along_and_is_purged(
    newsroom: Newsroom, admin: psycopg.Connection[Any]
) -> None:
    review, other = newsroom.begin(), newsroom.second_writer()
    newsroom.keep_part(review, 4, OWN, 1)
    with pytest.raises(Clash):
        newsroom.keep_part(review, 4, THEIRS, 1, by=other)
    assert TextBeside.objects.count() == 0, "outside a look"
    with look(viewer=newsroom.writer, people=[newsroom.person("Birk")[1]], purpose=Purpose.AUDIT, what="test"):
        assert TextBeside.objects.count() == 0, "another child's look"
    with selectors.looking_at_review(newsroom.person()[1], review, viewer=newsroom.writer, what="test") as opened:
        assert [one.text for one in opened.beside] == [THEIRS]
    steward = newsroom.audit.partnership.staff[Role.DATA_STEWARD].pk
    with connect_as("worker"):
        assert BriefingFollower().export(newsroom.person()[0])["learning_textbeside"][0]["text"] == THEIRS
        purge_person(person_id=newsroom.person()[0], by=steward, why="Its retention has ended.", now=timezone.now())
        assert TextBeside.objects.count() == 0
    traced = admin.execute("SELECT before::text || after::text FROM access_trace WHERE action LIKE 'learning.%'")
    assert not any(OWN in str(row) or THEIRS in str(row) for row in traced.fetchall())


def test_a_script_is_answered_in_json_and_a_plain_form_is_led_back(newsroom: Newsroom, signed_in: SignIn) -> None:
    review, other = newsroom.begin(), newsroom.second_writer()
    lead = signed_in(newsroom.audit.partnership.staff[Role.AUDITOR])
    here = f"/learning/people/{newsroom.person()[1]}/briefings/{review}/"

    def keep(text: str, seen: str = "1", field: str = "4", client: Client = lead) -> Any:
        told = {"field": field, "seen": seen, "text": text}
        return client.post(f"{here}part/", told, headers=JSON)

    kept = keep(OWN)
    assert (kept.status_code, kept.json()) == (200, {"version": 2})
    assert (keep("x" * 121, field="0").status_code, keep(OWN, seen="x").status_code) == (422, 404)
    assert {keep(OWN, field=field).status_code for field in ("", "x", "123")} == {404}
    newsroom.keep_part(review, 4, THEIRS, 2, by=other)
    clashed = keep("School.", seen="2")
    assert (clashed.status_code, clashed.json()["theirs"]) == (409, THEIRS)
    page = lead.get(here)
    assert "Two texts for “Multi-agency work since the incident”" in words(page)
    assert THEIRS in words(page) and "School." in words(page)
    settled = {"clash": str(clashed.json()["clash"]), "seen": "3", "text": "Both were."}
    assert "Kept." in words(lead.post(f"{here}settle/", settled, follow=True))
    assert text_of(4) == "Both were."
    plain = lead.post(f"{here}part/", {"field": "4", "seen": "1", "text": "Another"}, follow=True)
    assert "Both texts are kept" in words(plain)
