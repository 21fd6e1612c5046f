"""A briefing from its first word to the public site and off it again: what must never happen, and what must last."""

import re
import threading
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connections
from django.utils import timezone

from kith.access.services import connect_as
from kith.learning import services
from kith.learning.models import Briefing, BriefingApproval, BriefingMessage, ReviewPart
from kith.learning.rules.pseudonyms import FORENAMES
from kith.learning.vocabulary import FactLevel
from kith.learning.vocabulary.briefings import (
    BRIEFING_TRANSITIONS,
    LONGEST_PART,
    BriefingRefused,
    BriefingState,
    ReviewForm,
    briefing_diagram,
)
from kith.linking.models import Profile
from tests.environment import REPOSITORY
from tests.learning.briefings import TWICE, Arrived, state_of
from tests.learning.conftest import PLAIN, Newsroom
from tests.learning.people import plainly


def test_one_writes_another_approves_and_the_site_gets_it_once(newsroom: Newsroom, arrived: Arrived) -> None:
    briefing = newsroom.checked()
    assert (briefing.state, briefing.k) == (BriefingState.CHECKED, 8)
    with pytest.raises(BriefingRefused, match="You wrote this briefing"):
        services.approve_briefing(
            public_id=briefing.public_id, seen=briefing.fingerprint, because="", by=newsroom.writer, now=timezone.now()
        )
    assert newsroom.approve(briefing)
    assert arrived(briefing) == []
    assert (newsroom.hand_over(), newsroom.hand_over()) == (1, 0)
    [(verb, kind, title, text, by)] = arrived(briefing)
    assert (verb, kind, title) == ("approve", "briefing", PLAIN[0])
    assert [len(text["steps"]), text["steps"][2]["text"]] == [5, PLAIN[3]]
    assert "– Back in school\n– Getting on better at home" in text["steps"][4]["text"]
    assert by == "Auditor, Larkshire Safeguarding Children Partnership"
    assert "names are not real" in text["steps"][4]["text"]


def test_the_other_forms_reach_the_site_as_what_they_are(newsroom: Newsroom, arrived: Arrived) -> None:
    minutes, bulletin = newsroom.checked("Birk", ReviewForm.SEVEN_MINUTE), newsroom.checked("Cole", ReviewForm.BULLETIN)
    for briefing in (minutes, bulletin):
        newsroom.approve(briefing)
    assert newsroom.hand_over() == 2
    assert (arrived(minutes)[0][1], len(arrived(minutes)[0][3]["steps"])) == ("briefing", 7)
    assert (arrived(bulletin)[0][1], len(arrived(bulletin)[0][3]["steps"])) == ("bulletin", 4)


def test_fewer_than_five_children_take_two_people_and_two_reasons(newsroom: Newsroom) -> None:
    review = newsroom.begin()
    newsroom.save(review, PLAIN)
    newsroom.confirm_all(review)
    assert newsroom.keep(review, other="three knives", sex=FactLevel.TOLD) == 1
    newsroom.check(review)
    briefing = newsroom.briefing(review)
    with pytest.raises(BriefingRefused, match="so few children fit it"):
        newsroom.approve(briefing)
    assert not newsroom.approve(briefing, because=TWICE)
    with pytest.raises(BriefingRefused, match="approved this already"):
        newsroom.approve(briefing, because=TWICE)
    assert state_of(briefing) == BriefingState.CHECKED and newsroom.hand_over() == 0
    assert newsroom.approve(briefing, by=1, because=TWICE)
    assert list(BriefingApproval.objects.values_list("because", flat=True)) == [TWICE, TWICE]
    assert newsroom.hand_over() == 1


def test_a_changed_word_undoes_what_was_approved(newsroom: Newsroom, arrived: Arrived) -> None:
    review = newsroom.begin()
    newsroom.save(review, PLAIN)
    newsroom.keep(review, sex=FactLevel.TOLD)
    newsroom.confirm_all(review)
    newsroom.check(review)
    briefing = newsroom.briefing(review)
    seen = briefing.fingerprint
    newsroom.approve(briefing)
    assert newsroom.save(review, {3: "The young person carried a knife to school."}) == 1
    assert state_of(briefing) == BriefingState.DRAFTING
    newsroom.hand_over()
    assert [verb for verb, *_ in arrived(briefing)] == ["withdraw"]  # of what never came; nothing stands
    newsroom.check(review)
    with pytest.raises(BriefingRefused, match="changed since you opened them"):
        services.approve_briefing(
            public_id=briefing.public_id, seen=seen, because="", by=newsroom.approvers[1], now=timezone.now()
        )
    newsroom.approve(briefing, by=1)
    newsroom.hand_over()
    assert "to school" in arrived(briefing)[-1][3]["steps"][2]["text"]


def test_words_that_were_changed_behind_everybodys_back_are_not_handed_over(
    newsroom: Newsroom, arrived: Arrived
) -> None:
    briefing = newsroom.checked()
    newsroom.approve(briefing)
    briefing.refresh_from_db()
    briefing.words["3"] = "Alder Vale carried a knife."
    briefing.save()
    assert newsroom.hand_over() == 0
    assert state_of(briefing) == BriefingState.DRAFTING and "not those that were approved" in briefing.sent_back_because
    assert arrived(briefing) == []


def test_a_confirmed_piece_is_bound_to_the_paragraph_around_it(newsroom: Newsroom) -> None:
    review = newsroom.begin()
    newsroom.save(review, PLAIN | {2: "They met in Zebton.\n\nThere were worries at school."})
    open_before = newsroom.confirm_all(review)
    assert open_before == 1
    newsroom.save(review, {2: "They met in Zebton.\n\nThere were worries at school and at home."})
    assert not any(part.to_confirm for part in newsroom.parts(review).values())
    newsroom.save(review, {2: "They met in Zebton often.\n\nThere were worries at school and at home."})
    [piece] = newsroom.parts(review)[2].to_confirm
    assert piece.text == "Zebton"
    with pytest.raises(BriefingRefused, match="1 piece of the text may still tell somebody"):
        newsroom.check(review)
    with pytest.raises(BriefingRefused, match="have changed since"):
        services.confirm_pieces(
            public_id=newsroom.person()[1], review=review, keys={"0" * 32}, by=newsroom.writer, now=timezone.now()
        )


def test_without_its_word_lists_nothing_is_begun_checked_approved_or_handed_over(
    newsroom: Newsroom, arrived: Arrived, no_word_list: Callable[[], Any]
) -> None:
    waiting, approved = newsroom.checked(), newsroom.checked("Birk")
    newsroom.approve(approved)
    review = newsroom.begin("Cole")
    newsroom.save(review, PLAIN, "Cole")
    with no_word_list():
        for act in (
            lambda: newsroom.parts(review, "Cole"),
            lambda: newsroom.check(review, "Cole"),
            lambda: newsroom.approve(waiting),
        ):
            with pytest.raises(BriefingRefused, match="lists of ordinary words are missing"):
                act()
        assert newsroom.hand_over() == 0
    assert state_of(approved) == BriefingState.DRAFTING and "word" in approved.sent_back_because
    assert state_of(waiting) == BriefingState.CHECKED
    assert arrived(approved) == arrived(waiting) == []


def test_a_record_that_names_nobody_lets_nothing_through(
    newsroom: Newsroom, arrived: Arrived, admin: psycopg.Connection[Any]
) -> None:
    waiting, approved = newsroom.checked(), newsroom.checked("Birk")
    newsroom.approve(approved)
    review = newsroom.begin("Cole")
    newsroom.save(review, PLAIN, "Cole")
    admin.execute("UPDATE linking_profile SET forename = '', surname = '', known_as = ''")
    for act in (lambda: newsroom.check(review, "Cole"), lambda: newsroom.approve(waiting)):
        with pytest.raises(BriefingRefused, match="The record has no name for whoever this is about"):
            act()
    assert newsroom.hand_over() == 0 and arrived(approved) == []
    assert state_of(approved) == BriefingState.DRAFTING and "has no name" in approved.sent_back_because


def test_a_name_that_the_record_has_learned_since_the_check_stops_the_approval(
    newsroom: Newsroom, admin: psycopg.Connection[Any]
) -> None:
    briefing = newsroom.checked(part2="They met Zebton there.")
    admin.execute("UPDATE linking_profile SET known_as = 'Zebton' WHERE person_id = %s", (newsroom.person()[0],))
    with pytest.raises(BriefingRefused, match="changed since the check"):
        newsroom.approve(briefing)


def test_an_approval_and_a_change_at_the_same_moment_never_let_unread_words_out(
    newsroom: Newsroom, arrived: Arrived
) -> None:
    review = newsroom.begin()
    newsroom.save(review, PLAIN)
    newsroom.keep(review, sex=FactLevel.TOLD)
    newsroom.confirm_all(review)
    newsroom.check(review)
    briefing = newsroom.briefing(review)
    both, said = threading.Barrier(2), list[str]()

    def go(act: Callable[[], object]) -> None:
        both.wait()
        try:
            act()
        except BriefingRefused as refusal:
            said.append(str(refusal))
        finally:
            connections.close_all()

    acts: list[Callable[[], object]] = [
        lambda: newsroom.approve(briefing),
        lambda: newsroom.save(review, {3: "The young person carried two knives."}),
    ]
    threads = [threading.Thread(target=go, args=(act,)) for act in acts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert state_of(briefing) == BriefingState.DRAFTING  # whoever came first: the change undoes the approval
    newsroom.hand_over()
    assert not any("two knives" in str(text) or verb == "approve" for verb, _, _, text, _ in arrived(briefing))
    assert len(said) <= 1


def test_two_people_who_approve_at_the_same_moment_hand_it_over_once(newsroom: Newsroom, arrived: Arrived) -> None:
    briefing = newsroom.checked()
    both, said = threading.Barrier(2), list[str]()

    def go(number: int) -> None:
        both.wait()
        try:
            newsroom.approve(Briefing.objects.get(pk=briefing.pk), by=number)
        except BriefingRefused as refusal:
            said.append(str(refusal))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=(number,)) for number in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(said) == 1 and "approved already" in said[0]
    newsroom.hand_over()
    assert len(arrived(briefing)) == 1 and BriefingMessage.objects.count() == 1


def test_what_is_too_long_or_missing_is_refused_and_says_why(newsroom: Newsroom) -> None:
    review = newsroom.begin()
    with pytest.raises(BriefingRefused, match=f"at most {LONGEST_PART:,} characters"):
        newsroom.save(review, {1: "They met often. " * 33_334})
    with connect_as("worker"):
        assert "They met often" not in ReviewPart.objects.get(place=1).text
    minutes = newsroom.begin("Birk", ReviewForm.SEVEN_MINUTE)
    with pytest.raises(BriefingRefused, match="Still to write: the title, “Why it matters”"):
        newsroom.check(minutes, "Birk")


def test_the_draft_begins_with_what_the_record_shows_told_roughly(newsroom: Newsroom) -> None:
    review = newsroom.begin()
    with connect_as("worker"):
        told = {part.place: part.text for part in ReviewPart.objects.filter(review__public_id=review)}
    assert told[1].startswith("The young person was aged thirteen to fifteen at the time. They were looked after")
    assert "Attendance at school had fallen." in told[2] and "suspended or excluded more than once" in told[2]
    assert re.fullmatch(r"It happened in (spring|summer|autumn|winter) [\d to]+\.", told[3])
    assert not any(name in plainly(" ".join(told.values())) for name in ("alder", "vale", "larkshire"))


def test_pseudonyms_are_kept_inside_a_briefing_differ_between_them_and_are_nobodys_of_that_year(
    newsroom: Newsroom,
) -> None:
    real = set(FORENAMES[:12])
    with connect_as("worker"):
        born_on = Profile.objects.get(pk=newsroom.person()[0]).born_on
    assert born_on is not None
    for name in sorted(real):
        newsroom.audit.partnership.add_person(name, "Moss", born_on)
    called = set()
    for name in ("Alder", "Birk", "Cole", "Drew"):
        review = newsroom.begin(name)
        newsroom.save(review, {1: f"{name} came.", 2: f"{name} Vale went. {name}’s home was calm."}, name)
        words = newsroom.parts(review, name)
        own = newsroom.briefing(review).called
        assert words[1].words == f"{own} came." and words[2].words.startswith(own)
        called.add(own)
    assert len(called) == 4 and called.isdisjoint(real)


def test_the_states_in_the_guide_are_those_of_the_table() -> None:
    guide = (REPOSITORY / "docs" / "guides" / "learning.md").read_text()
    assert briefing_diagram() in re.findall(r"```mermaid\n(.*?)\n```", guide, re.DOTALL)
    reached = set(BRIEFING_TRANSITIONS.values()) | {BriefingState.DRAFTING}
    assert reached == set(BriefingState)
