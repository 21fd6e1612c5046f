"""A briefing with the public site that is written anew: the site keeps the former words until others are approved."""

from typing import Any

import psycopg
import pytest
from django.utils import timezone

from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.audit.models import AuditCase
from kith.learning import selectors, services, tasks
from kith.learning.models import Briefing, BriefingMessage, CaseReview
from kith.learning.vocabulary import FactLevel
from kith.learning.vocabulary.briefings import BriefingRefused, BriefingState
from kith.linking.services import purge_person
from kith.publishing.vocabulary import Validity
from tests.learning.briefings import TWICE, Arrived, published, standing, state_of, validity
from tests.learning.conftest import PLAIN, Newsroom

pytestmark = pytest.mark.usefixtures("site_database")  # each briefing here is with the site
ANEW = "The young person carried a knife out of fear."


def opened_again(newsroom: Newsroom) -> tuple[Briefing, Any]:
    """Return a briefing that the site has and that its writer has opened again, with its draft's number."""
    briefing = published(newsroom)
    with connect_as("worker"):
        review = CaseReview.objects.get(briefing=briefing).public_id
    newsroom.revise(review)
    return briefing, review


def step(arrived: Arrived, briefing: Briefing, place: int = 3) -> list[tuple[str, str]]:
    """Return what came to the site about one step, message by message."""
    return [(verb, text["steps"][place - 1]["text"] if text else "") for verb, _, _, text, _ in arrived(briefing)]


def test_a_revision_replaces_the_words_on_the_site_once_it_is_checked_counted_and_approved(
    newsroom: Newsroom, arrived: Arrived
) -> None:
    briefing, review = opened_again(newsroom)
    newsroom.save(review, {3: ANEW})
    assert newsroom.keep(review, other="three knives", sex=FactLevel.TOLD) == 1
    newsroom.check(review)
    assert newsroom.hand_over() == 0 and step(arrived, briefing) == [("approve", PLAIN[3])]
    assert not newsroom.approve(briefing, because=TWICE), "below five the new words take two as well"
    assert newsroom.approve(briefing, by=1, because=TWICE)
    assert newsroom.hand_over() == 1
    assert step(arrived, briefing) == [("approve", PLAIN[3]), ("replace", ANEW)]
    assert state_of(briefing) == BriefingState.HANDED
    assert standing(arrived, briefing).text["steps"][2]["text"] == ANEW
    new, old = selectors.versions_of(briefing)
    assert [(one.message.k, len(one.approvals), one.is_shown) for one in (new, old)] == [(1, 2, True), (8, 1, False)]
    assert (new.message.words["3"], old.message.words["3"]) == (ANEW, PLAIN[3])


def test_the_facts_are_counted_again_at_the_check_for_the_county_has_changed(
    newsroom: Newsroom, admin: psycopg.Connection[Any]
) -> None:
    briefing, review = opened_again(newsroom)
    assert newsroom.audit.world is not None
    others = [pk for name, (pk, _) in newsroom.audit.world.people.items() if name != "Alder"]
    admin.execute("UPDATE linking_profile SET sex = '' WHERE person_id = ANY(%s)", (others[:5],))
    newsroom.save(review, {3: ANEW})
    newsroom.check(review)
    briefing.refresh_from_db()
    assert briefing.k == 3 and not newsroom.approve(briefing, because=TWICE)


def test_what_the_site_has_is_changed_only_by_a_revision(newsroom: Newsroom) -> None:
    briefing = published(newsroom)
    with connect_as("worker"):
        review = CaseReview.objects.get().public_id
    with pytest.raises(BriefingRefused, match="Revise the briefing first"):
        newsroom.save(review, {3: ANEW})
    newsroom.revise(review)
    with pytest.raises(BriefingRefused, match="as the briefing stands"):
        newsroom.revise(review)
    assert state_of(briefing) == BriefingState.DRAFTING


def test_a_revision_that_is_taken_back_leaves_the_former_words_on_the_site(
    newsroom: Newsroom, arrived: Arrived, monkeypatch: pytest.MonkeyPatch
) -> None:
    briefing, review = opened_again(newsroom)
    newsroom.save(review, {3: ANEW})
    newsroom.check(review)
    newsroom.approve(briefing)
    newsroom.hand_over_and_die(monkeypatch)
    newsroom.save(review, {3: "The young person carried a knife to school."})
    assert newsroom.hand_over() == 1 and state_of(briefing) == BriefingState.DRAFTING
    assert step(arrived, briefing) == [("approve", PLAIN[3]), ("replace", ANEW), ("replace", PLAIN[3])]
    assert len(selectors.versions_of(briefing)) == 1
    newsroom.check(review)
    newsroom.approve(briefing, by=1)
    assert newsroom.hand_over() == 1
    assert step(arrived, briefing)[-1] == ("replace", "The young person carried a knife to school.")


def test_a_revision_that_goes_back_is_not_handed_over(newsroom: Newsroom, arrived: Arrived) -> None:
    briefing, review = opened_again(newsroom)
    newsroom.save(review, {3: ANEW})
    newsroom.check(review)
    newsroom.approve(briefing)
    briefing.refresh_from_db()
    services.send_briefing_back(
        public_id=briefing.public_id,
        seen=briefing.version,
        because="It tells too much now.",
        by=newsroom.approvers[1],
        now=timezone.now(),
    )
    newsroom.hand_over()
    assert validity(arrived, briefing) is Validity.VALID
    assert step(arrived, briefing)[-1] == ("replace", PLAIN[3]), "what it had, once more"


@pytest.mark.parametrize("how_far", ["opened", "checked", "approved"])
def test_a_revised_briefing_is_withdrawn_at_once_however_far_it_has_come(
    newsroom: Newsroom, arrived: Arrived, how_far: str
) -> None:
    briefing, review = opened_again(newsroom)
    if how_far != "opened":
        newsroom.save(review, {3: ANEW})
        newsroom.check(review)
    if how_far == "approved":
        newsroom.approve(briefing)
    services.withdraw_briefing(
        public_id=briefing.public_id, because="A neighbour knew who it was.", by=newsroom.writer, now=timezone.now()
    )
    assert newsroom.hand_over() == 1
    assert step(arrived, briefing) == [("approve", PLAIN[3]), ("withdraw", "")]
    with pytest.raises(BriefingRefused, match="is withdrawn"):
        newsroom.revise(review)


def test_a_case_that_is_withdrawn_while_a_revision_is_open_takes_both_along(
    newsroom: Newsroom, arrived: Arrived
) -> None:
    briefing, review = opened_again(newsroom)
    newsroom.save(review, {3: ANEW})
    with connect_as("worker"):
        AuditCase.objects.filter(person_id=newsroom.person()[0]).update(set_aside_because="It was drawn by mistake.")
    tasks.withdraw_gone_briefings()
    tasks.hand_over_briefings()
    assert (state_of(briefing), validity(arrived, briefing)) == (BriefingState.WITHDRAWN, Validity.WITHDRAWN)
    with pytest.raises(BriefingRefused, match="is withdrawn"):
        newsroom.save(review, {3: "Another text."})


def test_a_name_that_the_record_learns_takes_the_former_words_off_although_they_are_revised(
    newsroom: Newsroom, arrived: Arrived, admin: psycopg.Connection[Any]
) -> None:
    briefing = newsroom.checked(part2="They met Zebton there.")
    newsroom.approve(briefing)
    newsroom.hand_over()
    with connect_as("worker"):
        review = CaseReview.objects.get().public_id
    newsroom.revise(review)
    newsroom.save(review, {2: "There were worries at school."})
    newsroom.check(review)  # the words that wait no longer name them; those on the site do
    assert newsroom.withdraw_gone() == 0
    admin.execute("UPDATE linking_profile SET known_as = 'Zebton' WHERE person_id = %s", (newsroom.person()[0],))
    assert newsroom.withdraw_gone() == 1
    newsroom.hand_over()
    assert validity(arrived, briefing) is Validity.WITHDRAWN


def test_with_a_purge_every_version_is_emptied(newsroom: Newsroom, arrived: Arrived) -> None:
    briefing, review = opened_again(newsroom)
    newsroom.save(review, {3: ANEW})
    newsroom.check(review)
    newsroom.approve(briefing)
    newsroom.hand_over()
    steward = newsroom.audit.partnership.staff[Role.DATA_STEWARD].pk
    with connect_as("worker"):
        purge_person(person_id=newsroom.person()[0], by=steward, why="Its retention has ended.", now=timezone.now())
    newsroom.hand_over()
    assert validity(arrived, briefing) is Validity.WITHDRAWN
    assert {(row.title, str(row.words), str(row.facts)) for row in BriefingMessage.objects.all()} == {("", "{}", "[]")}


def test_whoever_wrote_a_word_of_it_approves_none(newsroom: Newsroom) -> None:
    briefing, review = opened_again(newsroom)
    second = newsroom.second_writer()
    with selectors.looking_at_review(newsroom.person()[1], review, viewer=second, what="test") as opened:
        seen = opened.parts[3].version
    services.save_parts(
        public_id=newsroom.person()[1], review=review, typed={3: (ANEW, seen)}, by=second, now=timezone.now()
    )
    newsroom.check(review)
    with pytest.raises(BriefingRefused, match="or some of it"):
        newsroom.approve(briefing)
    assert newsroom.approve(briefing, by=1)
