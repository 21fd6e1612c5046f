"""A child's voice: what an entry must say, that it stays, that it reaches the story, and that nobody is forgotten."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from kith.access.models import Staff
from kith.access.selectors import look
from kith.access.services import connect_as
from kith.access.vocabulary import NotShown, Purpose, Refused, Role
from kith.chronology.models import CareDetail, Entry
from kith.linking.vocabulary import Move, MoveKind
from kith.support import selectors, services
from kith.support.models import TellingBack, VoiceDue, VoiceEntry
from kith.support.rules import book_on, check_fresh, unquoted
from kith.support.vocabulary import LatestVoice, NewTellingBack, VoiceMissing, VoiceRefused, VoiceUse, Way
from kith.work.models import Task
from kith.work.vocabulary import TaskKind, TaskState
from tests.support.conftest import SAID, Support, voice
from tests.worlds.words import mentions, words

SignIn = Callable[[Staff], Client]


def test_a_voice_is_kept_word_for_word_and_told_in_the_story(support: Support) -> None:
    child = support.child()
    made = support.hear(
        child, words=f"“{SAID}”", view="Nights at home are loud.", bears_on=VoiceUse.PLAN, subject_ref=uuid4()
    )
    with connect_as("worker"):
        row = VoiceEntry.objects.get(public_id=made)
        assert (row.words, row.view, row.by_id) == (SAID, "Nights at home are loud.", support.worker.staff_id)
        entry = Entry.objects.get(kind="care.voice")
        assert (entry.pk, entry.occurred_on, entry.source) == (row.entry_id, support.today, "kith")
        told = CareDetail.objects.get(entry=entry).says
    assert told.startswith(f"“{SAID}”")
    assert told.endswith("The worker's view: Nights at home are loud.")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"words": " “” "}, "in the child's own words"),
        ({"heard_on": "tomorrow"}, "future"),
        ({"seen": False}, "cannot have been seen alone"),
        ({"seen": False, "alone": False, "way": Way.OBSERVATION, "observation": "Smiles."}, "watched"),
        ({"way": Way.OBSERVATION, "words": ""}, "what you saw them do"),
        ({"view": SAID}, "repeats the child's words"),
        ({"role": " "}, "who heard the child"),
        ({"declined": True, "words": ""}, "on which day somebody asks again"),
        ({"declined": True, "words": "", "next_try_on": "today"}, "next try must be after"),
        ({"declined": True, "words": "", "next_try_on": "too late"}, "and by"),
        ({"next_try_on": "tomorrow"}, "Leave it empty"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(support: Support, wrong: dict[str, Any], says: str) -> None:
    child = support.child()
    days = {"today": support.today, "tomorrow": support.ahead(1), "too late": support.ahead(29)}
    given_days = {name: days.get(value, value) if isinstance(value, str) else value for name, value in wrong.items()}
    with pytest.raises(VoiceRefused, match=says):
        support.hear(child, **given_days)
    with connect_as("worker"):
        assert not VoiceEntry.objects.exists() and not Entry.objects.exists()


def test_a_baby_is_heard_by_being_watched(support: Support) -> None:
    child = support.child(born_on=support.ago(60))
    support.hear(child, way=Way.OBSERVATION, words="", observation="Turns to her mother's voice.", alone=False)
    with connect_as("worker"):
        assert "Turns to her mother's voice." in CareDetail.objects.get().says


def test_no_is_an_answer_and_the_next_try_becomes_a_task(support: Support) -> None:
    child = support.child()
    support.hear(child, declined=True, words="", next_try_on=support.ahead(7))
    task = Task.objects.get(kind=TaskKind.VOICE_DUE)
    assert (task.owner_id, task.due_on, task.state) == (support.worker.staff_id, support.ahead(7), TaskState.OPEN)
    with connect_as("worker"):
        assert "would rather not" in CareDetail.objects.get().says
    support.hear(child)
    task.refresh_from_db()
    assert task.state == TaskState.DONE
    with connect_as("worker"):
        assert VoiceDue.objects.get().answered_at == support.now


def test_what_a_child_said_cannot_be_changed_by_a_page(support: Support) -> None:
    child = support.child()
    support.hear(child)
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        look(viewer=support.worker, people=[child], purpose=Purpose.SAFEGUARDING, what="test"),
    ):
        VoiceEntry.objects.update(words="Something else.")


def test_a_child_is_told_what_came_of_it(support: Support) -> None:
    child = support.child()
    made = support.hear(child, heard_on=support.ago(3))
    tell: dict[str, Any] = {"public_id": child, "voice": made, "by": support.worker, "now": support.now}
    for wrong in (NewTellingBack(), NewTellingBack(changed="Yes.", why_not="No.")):
        with pytest.raises(VoiceRefused, match="either what changed"):
            services.tell_back(new=wrong, **tell)
    for day in (support.ago(4), support.ahead(1)):
        with pytest.raises(VoiceRefused, match="between the day they were heard and today"):
            services.tell_back(new=NewTellingBack(changed="Two nights a week.", told_on=day), **tell)
    with pytest.raises(VoiceRefused, match="no such entry"):
        services.tell_back(new=NewTellingBack(changed="Two nights."), **(tell | {"voice": uuid4()}))
    services.tell_back(new=NewTellingBack(changed="Two nights a week.", told_on=support.today), **tell)
    with look(viewer=support.worker, people=[child], purpose=Purpose.SAFEGUARDING, what="test"):
        latest = selectors.latest_voice(support.person_id())
    assert latest == LatestVoice(
        public_id=made,
        heard_on=support.ago(3),
        declined=False,
        next_try_on=None,
        words=SAID,
        told_on=support.today,
    )


def test_who_does_not_work_with_the_child_writes_nothing(support: Support) -> None:
    child = support.child()
    stranger = support.viewer(support.colleague("Nell Far", "lantern"))
    with pytest.raises((NotShown, Refused)):
        services.record_voice(public_id=child, new=voice(support), by=stranger, now=support.now)
    analyst = support.partnership.viewer(Role.ANALYST)
    with pytest.raises(Refused, match="Whoever works with children"):
        services.record_voice(public_id=child, new=voice(support), by=analyst, now=support.now)


def test_gaps_name_the_own_children_whom_nobody_has_heard(support: Support) -> None:
    gap = book_on(support.today).voice_gap.days
    never = support.child("Never")
    old = support.child("Old")
    support.hear(old, heard_on=support.ago(gap + 1))
    fresh = support.child("Fresh")
    support.hear(fresh, heard_on=support.ago(gap))
    later = support.child("Later")
    support.hear(later, declined=True, words="", heard_on=support.ago(1), next_try_on=support.ahead(1))
    asked = support.child("Asked")
    support.hear(asked, declined=True, words="", heard_on=support.ago(9), next_try_on=support.today)
    support.partnership.add_person("Foreign", "Reed")
    support.child("Grown", born_on=date(1980, 1, 1))
    with connect_as("worker"):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("UPDATE linking_profile SET is_child = false WHERE forename = 'Grown'")
    found = selectors.list_voice_gaps(viewer=support.worker, purpose=Purpose.SAFEGUARDING, now=support.now)
    assert [one.public_id for one in found] == [never, old, asked]
    logged = {one.heard_on for one in found}
    assert logged == {None, support.ago(gap + 1), support.ago(9)}


def test_workers_are_asked_once_to_hear_a_child(support: Support) -> None:
    child = support.child()
    with connect_as("worker"):
        assert services.ask_for_voices(by=None, now=support.now) == 1
        assert services.ask_for_voices(by=None, now=support.now) == 0
    task = Task.objects.get(kind=TaskKind.VOICE_DUE)
    assert (task.owner_id, task.link) == (support.worker.staff_id, "/support/people/~/voice/")
    support.hear(child, heard_on=support.ago(200))
    task.refresh_from_db()
    assert task.state == TaskState.OPEN, "an old voice that is written down late answers nothing"
    support.hear(child)
    task.refresh_from_db()
    assert task.state == TaskState.DONE
    with connect_as("worker"):
        assert services.ask_for_voices(by=None, now=support.now) == 0
        later = support.now + timedelta(days=29)
        assert services.ask_for_voices(by=None, now=later) == 0


def test_voices_go_along_when_two_people_are_one(support: Support, admin: psycopg.Connection[Any]) -> None:
    first = support.child("Ada")
    support.child("Adda")
    made = support.hear(first)
    new = NewTellingBack(changed="Two nights.", told_on=support.today)
    services.tell_back(public_id=first, voice=made, new=new, by=support.worker, now=support.now)
    with connect_as("worker"):
        services.ask_for_voices(by=None, now=support.now + timedelta(days=20))
        move = Move(
            kind=MoveKind.MERGE,
            from_person=support.person_id("Ada"),
            to_person=support.person_id("Adda"),
            decision_id=1,
            by=None,
            now=support.now,
        )
        follower = services.SupportFollower()
        expected = follower.preview(move).rows
        assert follower.follow(move).rows == expected == 2
        assert set(follower.export(support.person_id("Adda"))["support_voiceentry"][0].values()) >= {SAID}
        assert not any(follower.export(support.person_id("Ada")).values())
        assert follower.purge(support.person_id("Adda"), by=None, now=support.now).rows >= 2
        assert not VoiceEntry.objects.exists() and not TellingBack.objects.exists()


@given(st.text(min_size=0, max_size=40))
def test_quotation_marks_go_only_from_around_the_whole(said: str) -> None:
    assert unquoted(f"“{said.replace('“', '').replace('”', '')}”") == said.replace("“", "").replace("”", "").strip()
    two = f"“{said} a” and “b {said}”"
    assert unquoted(two) == two


@given(st.integers(-5, 400))
def test_a_voice_is_fresh_for_as_long_as_the_book_says(age: int) -> None:
    today = date(2027, 3, 1)
    book = book_on(today)
    latest = LatestVoice(
        public_id=uuid4(),
        heard_on=today - timedelta(days=age),
        declined=False,
        next_try_on=None,
        words="x",
        told_on=None,
    )
    if age <= 42:
        check_fresh(latest, today, book, "A plan")
    else:
        with pytest.raises(VoiceMissing, match="A plan needs the child's voice"):
            check_fresh(latest, today, book, "A plan")


def test_the_page_shows_the_childs_words_first_and_a_form_that_keeps_what_was_typed(
    support: Support, signed_in: SignIn
) -> None:
    child = support.child()
    client = signed_in(support.partnership.staff[Role.PRACTITIONER])
    empty = words(client.get(f"/support/people/{child}/voice/"))
    assert "Nobody has written down yet" in empty and "would rather not now is an answer too" in empty
    typed = {
        "declined": "yes",
        "words": "",
        "way": "talk",
        "role": "Social worker",
        "setting": "At school",
        "seen": "yes",
        "alone": "yes",
        "bedroom_seen": "",
        "limits_explained": "yes",
        "view": "Loud at home.",
    } | support.day("heard_on", support.today)
    refused = client.post(f"/support/people/{child}/voice/new/", typed)
    assert refused.status_code == 422
    assert "in the child's own words" in words(refused) and "Loud at home." in refused.content.decode()
    kept = client.post(f"/support/people/{child}/voice/new/", typed | {"words": SAID}, follow=True)
    page = words(kept)
    assert page.index(SAID) < page.index("Loud at home.")
    voice_id = re.search(r"/voice/([0-9a-f-]{36})/", kept.content.decode())
    assert voice_id is not None
    told = client.post(
        f"/support/people/{child}/voice/{voice_id.group(1)}/",
        {"changed": "Two nights a week."} | support.day("told_on", support.today),
        follow=True,
    )
    assert "Two nights a week." in words(told) and "The child was told on" in words(told)
    assert client.get(f"/support/people/{child}/voice/{uuid4()}/").status_code == 404
    assert "has been heard in the last 90 days" in words(client.get("/support/voices/"))
    support.child("Unheard")
    gaps = words(client.get("/support/voices/"))
    assert "Unheard Reed" in gaps and "Never here" in gaps and not mentions(gaps, "Ada")


@pytest.mark.parametrize("role", [Role.PUBLISHER, Role.SCRUTINEER, Role.ADMINISTRATOR, Role.ANALYST, Role.DATA_STEWARD])
def test_who_does_not_work_with_children_reads_no_voice(support: Support, signed_in: SignIn, role: Role) -> None:
    child = support.child()
    support.hear(child)
    client = signed_in(support.partnership.staff[role])
    for address in (f"/support/people/{child}/voice/", f"/support/people/{child}/voice/new/", "/support/voices/"):
        answer = client.get(address)
        assert answer.status_code in (403, 404), address
        assert SAID not in answer.content.decode()
