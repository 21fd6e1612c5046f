"""A briefing on the public site and off it again: by somebody, with its case, with its person, or late."""

from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.utils import timezone

from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.audit.models import AuditCase
from kith.learning import services, tasks
from kith.learning.models import Briefing, CaseReview, ReviewPart
from kith.learning.services.briefing_following import BriefingFollower
from kith.learning.vocabulary.briefings import (
    BriefingRefused,
    BriefingState,
)
from kith.linking.services import purge_person
from kith.linking.vocabulary import Move, MoveKind
from kith.publishing.vocabulary import Validity
from tests.learning.briefings import Arrived, published, state_of, validity
from tests.learning.conftest import PLAIN, Newsroom


def test_what_is_with_the_site_is_withdrawn_by_one_person_with_a_reason(newsroom: Newsroom, arrived: Arrived) -> None:
    briefing = published(newsroom)

    def withdraw(because: str) -> None:
        services.withdraw_briefing(
            public_id=briefing.public_id, because=because, by=newsroom.writer, now=timezone.now()
        )

    with pytest.raises(BriefingRefused, match="Say in a sentence why"):
        withdraw("No.")
    withdraw("A neighbour knew who it was.")
    assert newsroom.hand_over() == 1
    assert [verb for verb, *_ in arrived(briefing)] == ["approve", "withdraw"]
    with pytest.raises(BriefingRefused, match="is withdrawn"):
        withdraw("A neighbour knew who it was.")
    with connect_as("worker"):
        review = CaseReview.objects.get().public_id
    with pytest.raises(BriefingRefused, match="is withdrawn"):
        newsroom.save(review, {1: "Another text."})


def test_a_briefing_comes_off_the_site_when_its_case_is_withdrawn(newsroom: Newsroom, arrived: Arrived) -> None:
    gone, stays = published(newsroom), published(newsroom, "Birk")
    waiting = newsroom.checked("Cole")
    assert newsroom.withdraw_gone() == 0
    with connect_as("worker"):
        people = [newsroom.person(name)[0] for name in ("Alder", "Cole")]
        AuditCase.objects.filter(person_id__in=people).update(set_aside_because="It was drawn by mistake.")
    tasks.withdraw_gone_briefings()
    tasks.hand_over_briefings()
    assert [validity(arrived, one) for one in (gone, stays)] == [Validity.WITHDRAWN, Validity.VALID]
    assert [verb for verb, *_ in arrived(gone)] == ["approve", "withdraw"]
    assert state_of(waiting) == BriefingState.WITHDRAWN and "withdrawn from the audit" in waiting.withdrawn_because


def test_a_case_that_is_withdrawn_while_its_words_wait_is_not_handed_over(newsroom: Newsroom, arrived: Arrived) -> None:
    briefing = newsroom.checked()
    newsroom.approve(briefing)
    with connect_as("worker"):
        AuditCase.objects.filter(person_id=newsroom.person()[0]).update(set_aside_because="It was drawn by mistake.")
    assert newsroom.hand_over() == 0 and arrived(briefing) == []


def test_with_a_purge_goes_every_word_also_on_the_site(newsroom: Newsroom, arrived: Arrived) -> None:
    briefing = published(newsroom)
    person = newsroom.person()[0]
    steward = newsroom.audit.partnership.staff[Role.DATA_STEWARD].pk
    with connect_as("worker"):
        told = BriefingFollower().export(person)
        assert "key" not in told["learning_casereview"][0] and told["learning_briefing"][0]["words"]["0"] == PLAIN[0]
        purge_person(person_id=person, by=steward, why="Its retention has ended.", now=timezone.now())
        assert not CaseReview.objects.exists() and not ReviewPart.objects.exists()
    newsroom.hand_over()
    assert [verb for verb, *_ in arrived(briefing)] == ["approve", "withdraw"]
    assert state_of(briefing) == BriefingState.WITHDRAWN
    assert (briefing.title, briefing.words, briefing.facts) == ("", {}, [])


def test_a_merge_takes_drafts_along_and_what_names_somebody_now_comes_off(
    newsroom: Newsroom, arrived: Arrived, admin: psycopg.Connection[Any]
) -> None:
    briefing = newsroom.checked(part2="They met Zebton there.")
    newsroom.approve(briefing)
    newsroom.hand_over()
    kept, _ = newsroom.audit.partnership.add_person("Zebton", "Vale")
    gone = newsroom.person()[0]
    with connect_as("worker"):
        effect = BriefingFollower().follow(
            Move(kind=MoveKind.SPLIT, from_person=gone, to_person=kept, now=timezone.now())
        )
        assert "look through them by hand" in effect.says
        BriefingFollower().follow(Move(kind=MoveKind.MERGE, from_person=gone, to_person=kept, now=timezone.now()))
        assert CaseReview.objects.get().person_id == kept and ReviewPart.objects.filter(person_id=gone).count() == 0
    admin.execute("UPDATE audit_auditcase SET person_id = %s WHERE person_id = %s", (kept, gone))
    assert newsroom.withdraw_gone() == 1
    newsroom.hand_over()
    assert (
        arrived(briefing)[-1][0] == "withdraw"
        and "a name that stands in it" in Briefing.objects.get().withdrawn_because
    )


def test_what_the_site_did_not_take_is_handed_over_later_once_and_in_order(
    newsroom: Newsroom, arrived: Arrived, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = newsroom.checked(), newsroom.checked("Birk")
    for briefing in (first, second):
        newsroom.approve(briefing)
    with pytest.raises(psycopg.OperationalError):
        newsroom.hand_over(dict(settings.KITH_INBOX) | {"dbname": "no_such_site"})
    newsroom.hand_over_and_die(monkeypatch)
    assert len(arrived(first)) == 1 and state_of(first) == BriefingState.APPROVED
    assert newsroom.hand_over() == 2
    assert [len(arrived(one)) for one in (first, second)] == [1, 1]


def test_what_may_have_come_to_the_site_before_it_was_refused_is_taken_off(
    newsroom: Newsroom, arrived: Arrived, monkeypatch: pytest.MonkeyPatch, admin: psycopg.Connection[Any]
) -> None:
    briefing = newsroom.checked(part2="They met Zebton there.")
    newsroom.approve(briefing)
    newsroom.hand_over_and_die(monkeypatch)
    admin.execute("UPDATE linking_profile SET known_as = 'Zebton' WHERE person_id = %s", (newsroom.person()[0],))
    assert newsroom.hand_over() == 1
    assert [verb for verb, *_ in arrived(briefing)] == ["approve", "withdraw"]
    assert state_of(briefing) == BriefingState.DRAFTING


def test_what_came_to_the_site_unknown_to_the_ledger_is_withdrawn_there_too(
    newsroom: Newsroom, arrived: Arrived, monkeypatch: pytest.MonkeyPatch
) -> None:
    briefing = newsroom.checked()
    newsroom.approve(briefing)
    newsroom.hand_over_and_die(monkeypatch)
    services.withdraw_briefing(
        public_id=briefing.public_id, because="A neighbour knew who it was.", by=newsroom.writer, now=timezone.now()
    )
    assert newsroom.hand_over() == 1
    assert [verb for verb, *_ in arrived(briefing)] == ["approve", "withdraw"]
