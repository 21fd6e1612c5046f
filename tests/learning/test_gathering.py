"""One bulletin that tells several cases: checked against each record, counted case by case, withdrawn with any."""

import re
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.test import Client
from django.utils import timezone

from kith.access.models import Block
from kith.access.services import connect_as
from kith.access.vocabulary import BlockKind, NotShown, Purpose, Refused, Role
from kith.audit.models import AuditCase
from kith.learning import selectors, services
from kith.learning.models import Briefing, CaseReview, ReviewPart
from kith.learning.selectors.briefing_records import knows, told_with
from kith.learning.services.briefing_following import BriefingFollower
from kith.learning.vocabulary import FactLevel, RecordUnlinked
from kith.learning.vocabulary.briefings import BriefingRefused, BriefingState
from kith.linking.services import purge_person
from kith.linking.vocabulary import Move, MoveKind
from kith.publishing.vocabulary import Validity
from tests.learning.briefings import TWICE, Arrived, state_of, validity
from tests.learning.conftest import Newsroom
from tests.learning.people import plainly
from tests.learning.test_briefing_pages import SignIn
from tests.worlds.words import mentions, words

THREE = ("Alder", "Birk", "Cole")


def test_every_text_is_checked_against_the_record_of_each_case(newsroom: Newsroom) -> None:
    lead, review = newsroom.gather(*THREE)
    newsroom.save(review, {2: "Alder Vale, Birk Vale and Cole Vale met. Cole’s home was calm."}, lead)
    said = newsroom.parts(review, lead)[2].words
    assert not any(plainly(name) in plainly(said) for name in (*THREE, "Vale"))
    called = newsroom.briefing(review).called.split(", ")
    assert len(set(called)) == 3 and all(name in said for name in called), "each is called something else"
    for name, number in newsroom.reviews(newsroom.briefing(review)).items():
        assert newsroom.parts(number, name)[2].words == said, "whichever case the page is opened at"


def test_a_name_that_only_one_record_knows_stops_the_whole_bulletin(
    newsroom: Newsroom, arrived: Arrived, admin: psycopg.Connection[Any]
) -> None:
    lead, review = newsroom.gather(*THREE)
    newsroom.save(review, {0: "Help", 2: "They met Zebton there."} | dict.fromkeys((1, 3, 4), "It fits many."), lead)
    briefing = newsroom.briefing(review)
    for name, number in newsroom.reviews(briefing).items():
        newsroom.keep(number, name, sex=FactLevel.TOLD)
    newsroom.confirm_all(review, lead)
    newsroom.check(review, lead)
    last = next(name for name in THREE if name != lead)
    learn = "UPDATE linking_profile SET known_as = %s WHERE person_id = %s"
    admin.execute(learn, ("Zebton", newsroom.person(last)[0]))
    with pytest.raises(BriefingRefused, match="changed since the check"):
        newsroom.approve(briefing)
    admin.execute(learn, ("", newsroom.person(last)[0]))
    newsroom.approve(briefing)
    newsroom.hand_over()
    admin.execute(learn, ("Zebton", newsroom.person(last)[0]))
    assert newsroom.withdraw_gone() == 1 and newsroom.hand_over() == 1
    assert validity(arrived, briefing) is Validity.WITHDRAWN


def test_the_lowest_number_decides_how_many_approve_and_it_is_handed_over_once(
    newsroom: Newsroom, arrived: Arrived, admin: psycopg.Connection[Any]
) -> None:
    briefing = newsroom.gathered(*THREE, few="Birk")
    assert (briefing.k, sorted(case["k"] for case in briefing.cases)) == (1, [1, 8, 8])
    assert not newsroom.approve(briefing, because=TWICE)
    assert newsroom.approve(briefing, by=1, because=TWICE)
    assert newsroom.hand_over() == 1
    [(verb, kind, _, text, _)] = arrived(briefing)
    assert (verb, kind, len(text["steps"])) == ("approve", "bulletin", 4)
    assert "nobody can be known in them" in text["steps"][3]["text"]
    looks = "SELECT DISTINCT person_id FROM access_log WHERE what = 'learning.approve' AND person_id IS NOT NULL"
    assert {row[0] for row in admin.execute(looks)} == {newsroom.person(name)[0] for name in THREE}


def test_the_facts_of_each_case_are_chosen_before_anybody_else_reads_it(newsroom: Newsroom) -> None:
    lead, review = newsroom.gather("Alder", "Birk")
    newsroom.save(review, {0: "Help"} | dict.fromkeys(range(1, 5), "It fits many."), lead)
    newsroom.keep(review, lead, sex=FactLevel.TOLD)
    with pytest.raises(BriefingRefused, match="which facts of each case"):
        newsroom.check(review, lead)


@pytest.mark.parametrize("gone", THREE)
def test_it_is_withdrawn_when_any_one_of_its_cases_is(newsroom: Newsroom, arrived: Arrived, gone: str) -> None:
    briefing = newsroom.gathered(*THREE)
    newsroom.approve(briefing)
    newsroom.hand_over()
    assert newsroom.withdraw_gone() == 0
    with connect_as("worker"):
        AuditCase.objects.filter(person_id=newsroom.person(gone)[0]).update(set_aside_because="Drawn by mistake.")
    assert newsroom.withdraw_gone() == 1 and newsroom.hand_over() == 1
    assert (state_of(briefing), validity(arrived, briefing)) == (BriefingState.WITHDRAWN, Validity.WITHDRAWN)
    assert "one of its cases" in briefing.withdrawn_because


def test_a_case_that_goes_while_the_words_wait_keeps_them_from_the_site(newsroom: Newsroom, arrived: Arrived) -> None:
    briefing = newsroom.gathered("Alder", "Birk")
    newsroom.approve(briefing)
    with connect_as("worker"):
        AuditCase.objects.filter(person_id=newsroom.person("Birk")[0]).update(set_aside_because="Drawn by mistake.")
    assert newsroom.hand_over() == 0 and arrived(briefing) == []


def test_too_few_too_many_strangers_and_people_of_no_audit_are_refused(newsroom: Newsroom) -> None:
    assert newsroom.audit.world is not None
    for names in (("Alder",), ("Alder", "Alder"), tuple(list(newsroom.audit.world.people)[:7])):
        with pytest.raises(BriefingRefused, match="gathers 2 to 6 cases"):
            services.gather_cases(
                theme=newsroom.theme.public_id,
                people=[newsroom.person(name)[1] for name in names],
                by=newsroom.writer,
                now=timezone.now(),
            )
    person, stranger = newsroom.audit.partnership.add_person("Ottoline", "Ferrar")
    two: dict[str, Any] = {"people": [newsroom.person()[1], stranger], "now": timezone.now()}
    with pytest.raises(Refused, match="not each of them is open to you"):
        services.gather_cases(theme=newsroom.theme.public_id, by=newsroom.writer, **two)
    with pytest.raises(BriefingRefused, match="no such audit"):
        services.gather_cases(theme=uuid4(), by=newsroom.writer, **two)
    with pytest.raises(Refused):
        services.gather_cases(theme=newsroom.theme.public_id, by=newsroom.approvers[1], **two)
    with connect_as("worker"):
        assert not Briefing.objects.exists() and not CaseReview.objects.filter(person_id=person).exists()


def test_whoever_may_not_see_one_of_the_cases_sees_no_part_of_the_draft(newsroom: Newsroom) -> None:
    lead, review = newsroom.gather("Alder", "Birk")
    newsroom.save(review, {2: "They met Zebton there."}, lead)
    half = newsroom.second_writer(lead)  # sees this case, and not the other
    with pytest.raises(Refused, match="not each of them is open to you"):
        selectors.open_check(public_id=newsroom.person(lead)[1], review=review, viewer=half, purpose=Purpose.AUDIT)
    assert selectors.list_reviews(viewer=half, purpose=Purpose.AUDIT) == []
    assert len(selectors.list_reviews(viewer=newsroom.writer, purpose=Purpose.AUDIT)) == 1
    with pytest.raises(NotShown):
        selectors.open_check(
            public_id=newsroom.person("Cole")[1], review=review, viewer=newsroom.writer, purpose=Purpose.AUDIT
        )
    assert told_with(newsroom.person(lead)[0], review) == [], "outside a look nobody is told whom it is about"


def test_a_second_person_who_is_kept_away_from_one_child_approves_nothing(newsroom: Newsroom) -> None:
    briefing = newsroom.gathered("Alder", "Birk")
    with connect_as("worker"):
        Block.objects.create(
            staff_id=newsroom.approvers[2].staff_id,
            person_id=newsroom.person("Birk")[0],
            kind=BlockKind.OWN_FAMILY,
            reason="Their own family.",
            begins_at=newsroom.audit.now,
            made_by_id=newsroom.approvers[1].staff_id,
        )
    with pytest.raises(BriefingRefused, match="could not be checked for you"):
        newsroom.approve(briefing, by=2)
    assert newsroom.approve(briefing)


@pytest.mark.parametrize("is_first", [True, False])
def test_with_the_purge_of_one_the_whole_draft_goes_and_every_word_on_the_site(
    newsroom: Newsroom, arrived: Arrived, is_first: bool
) -> None:
    lead, review = newsroom.gather("Alder", "Birk")
    newsroom.save(review, {0: "Help", 2: "Alder and Birk met."} | dict.fromkeys((1, 3, 4), "It fits many."), lead)
    briefing = newsroom.briefing(review)
    for name, number in newsroom.reviews(briefing).items():
        newsroom.keep(number, name, sex=FactLevel.TOLD)
    newsroom.confirm_all(review, lead)
    newsroom.check(review, lead)
    newsroom.approve(briefing)
    newsroom.hand_over()
    other = next(name for name in ("Alder", "Birk") if name != lead)
    gone, steward = lead if is_first else other, newsroom.audit.partnership.staff[Role.DATA_STEWARD].pk
    with connect_as("worker"):
        for name in ("Alder", "Birk"):
            told = BriefingFollower().export(newsroom.person(name)[0])
            assert any("met." in row["text"] for row in told["learning_reviewpart"]), "the draft is about each"
            assert len(told["learning_casereview"]) == len(told["learning_briefing"]) == 1
        purge_person(person_id=newsroom.person(gone)[0], by=steward, why="Its time is over.", now=timezone.now())
        assert not ReviewPart.objects.exists()
        assert [row.person_id for row in CaseReview.objects.all()] == [newsroom.person(other if is_first else lead)[0]]
    newsroom.hand_over()
    assert (state_of(briefing), validity(arrived, briefing)) == (BriefingState.WITHDRAWN, Validity.WITHDRAWN)
    assert (briefing.title, briefing.words, briefing.facts, briefing.cases) == ("", {}, [], [])
    assert selectors.list_reviews(viewer=newsroom.writer, purpose=Purpose.AUDIT) == []


def test_two_cases_of_one_bulletin_that_prove_to_be_one_person_go_on_as_that_person(
    newsroom: Newsroom, admin: psycopg.Connection[Any]
) -> None:
    lead, review = newsroom.gather("Alder", "Birk")
    other = next(name for name in ("Alder", "Birk") if name != lead)
    kept, gone = newsroom.person(lead)[0], newsroom.person(other)[0]
    with connect_as("worker"):
        BriefingFollower().follow(Move(kind=MoveKind.MERGE, from_person=gone, to_person=kept, now=timezone.now()))
    newsroom.save(review, {2: f"{lead} was there."}, lead)
    assert not mentions(newsroom.parts(review, lead)[2].words, lead)


def test_a_record_without_a_name_among_them_lets_nothing_through() -> None:
    named = {"people": [{"name": "Żaneta Wolanska", "also_known_as": []}]}
    assert knows([named, named], "key").calls(0) != knows([named, named], "key").calls(1)
    without: list[dict[str, Any]] = [{"people": []}, {"people": [{"name": " ", "also_known_as": []}]}]
    for nameless in without:
        with pytest.raises(RecordUnlinked, match="no name"):
            knows([named, nameless], "key")
    for nothing in ([], [named, None]):
        with pytest.raises(RecordUnlinked, match="not open to you"):
            knows(nothing, "key")


def test_a_bulletin_is_gathered_from_its_audit_by_clicking(newsroom: Newsroom, signed_in: SignIn) -> None:
    client: Client = signed_in(newsroom.audit.partnership.staff[Role.AUDITOR])
    audit = client.get(f"/audit/{newsroom.theme.public_id}/")
    [address] = re.findall(r'href="(/learning/audits/[^"]*/bulletin/)"', audit.content.decode())
    assert "Alder Vale" in words(client.get(address))
    people = [str(newsroom.person(name)[1]) for name in ("Alder", "Birk")]
    assert client.post(address, {"people": people[:1]}).status_code == 422
    assert "no case of this audit" in words(client.post(address, {"people": [people[0], str(uuid4())]}))
    draft = client.post(address, {"people": people}, follow=True)
    shown = words(draft)
    assert "Alder Vale is called" in shown and "The record of Birk Vale" in shown
    facts = re.findall(r'href="(/learning/people/[^"]*/facts/)"', draft.content.decode())
    assert len(facts) == 2 and [client.get(one).status_code for one in facts] == [200, 200]
    assert "Bulletin, about 2 cases" in words(client.get("/learning/briefings/"))
    check = facts[0].replace("/facts/", "/check/")
    assert "What others would read" in words(client.get(check))
    assert client.get(f"/learning/audits/{uuid4()}/bulletin/").status_code == 404
    contact = signed_in(newsroom.audit.auditors["police"])
    assert contact.get(address).status_code in {403, 404}


def test_a_second_person_reads_how_many_each_case_fits_and_nobody_by_name(
    newsroom: Newsroom, signed_in: SignIn
) -> None:
    briefing = newsroom.gathered(*THREE, few="Cole")
    chair = signed_in(newsroom.audit.partnership.staff[Role.PANEL_CHAIR])
    read = words(chair.get(f"/learning/briefings/{briefing.public_id}/"))
    assert "It tells 3 cases" in read and read.count("These facts fit 8 children") == 2
    assert read.count("These facts fit one child") == 2 and "it takes two colleagues" in read
    assert not any(mentions(read, name) for name in (*THREE, "Vale"))
