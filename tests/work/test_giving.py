"""An action with its day, and whom it is about kept out of every table that a page reads without a look."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from kith.access.services import connect_as
from kith.access.services.relationships import shield_person
from kith.access.vocabulary import LogUnavailable, NotShown, Purpose, Refused, Role, ShieldKind
from kith.work import selectors, services
from kith.work.models import Task
from kith.work.rules import links_home, with_person, without_person
from tests.worlds.partnership import Partnership

WORDS = "Ring the school about Tuesday's absence."
SignIn = Callable[[Role], Client]


def give(partnership: Partnership, person: UUID | None, *, to: Role = Role.TEAM_MANAGER) -> UUID:
    action = services.NewAction(
        owner_id=partnership.staff[to].pk,
        due_on=timezone.localdate(partnership.now) + timedelta(days=3),
        words=WORDS,
        person=person,
    )
    return services.give_action(action=action, by=partnership.viewer(Role.PRACTITIONER), now=partnership.now)


def related(partnership: Partnership) -> tuple[int, UUID]:
    person, public_id = partnership.add_person("Alma", "Reed")
    partnership.relate(partnership.staff[Role.PRACTITIONER], person)
    return person, public_id


def test_an_action_says_its_words_to_its_owner_and_logs_the_reading(
    partnership: Partnership, admin: psycopg.Connection[Any]
) -> None:
    person, public_id = related(partnership)
    task_id = give(partnership, public_id)
    owner = partnership.viewer(Role.TEAM_MANAGER)
    about = selectors.open_task(task_id, viewer=owner, purpose=Purpose.SUPERVISION)
    assert about is not None and (about.words, about.person) == (WORDS, public_id)
    logged = admin.execute("SELECT staff_id, person_id, purpose, outcome FROM access_log WHERE what = 'work.task'")
    assert logged.fetchall() == [(owner.staff_id, person, "supervision", "shown")]
    for role in (Role.ANALYST, Role.ADMINISTRATOR, Role.DATA_STEWARD):
        stranger = partnership.viewer(role)
        assert selectors.open_task(task_id, viewer=stranger, purpose=Purpose.SUPERVISION) is None


def test_no_table_that_a_page_reads_freely_says_whom_a_task_is_about(
    partnership: Partnership, admin: psycopg.Connection[Any]
) -> None:
    _, public_id = related(partnership)
    give(partnership, public_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM work_task t")
        rows = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT n::text FROM work_notice n UNION ALL SELECT m::text FROM work_outgoingmail m")
        rows += [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT has_table_privilege('work_taskwords', 'SELECT')")
        assert cursor.fetchone() == (False,)
    assert rows
    assert [row for row in rows if str(public_id) in row or "Alma" in row or WORDS in row] == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.update(link=f"/people/{public_id}/")


def test_every_page_of_a_person_is_under_an_address_that_a_task_keeps_without_them() -> None:
    """A link is cleaned under people/ and list/, an app's own before them or not: no person stands anywhere else."""
    found = {
        str(pattern.pattern)
        for resolver in get_resolver().url_patterns
        for pattern in getattr(resolver, "url_patterns", [resolver])
        if "<uuid:public_id>" in str(pattern.pattern)
    }
    elsewhere = {one for one in found if not re.match(r"(?:[a-z-]+/)?(?:people|list)/<uuid:public_id>/", one)}
    assert elsewhere <= {
        one
        for one in elsewhere
        if one.startswith(("accounts-of-staff/", "covers/", "services/", "open-referral/", "partnership/"))
    }
    assert len(found - elsewhere) >= 8


@pytest.mark.parametrize("page", ["/people/{}/", "/list/{}/", "/people/{}/looks/", "/panel/people/{}/rate/"])
def test_a_link_loses_its_person_and_gets_them_back(page: str) -> None:
    person = UUID(int=7)
    kept = without_person(page.format(person))
    assert str(person) not in kept and links_home(kept)
    assert with_person(kept, person) == page.format(person)
    assert without_person("/receipts/0123abcd/") == "/receipts/0123abcd/"


def test_the_way_from_a_task_to_a_person_asks_whose_task_it_is(partnership: Partnership, signed_in: SignIn) -> None:
    person, public_id = related(partnership)
    task_id = give(partnership, public_id)
    owner, stranger = signed_in(Role.TEAM_MANAGER), signed_in(Role.PANEL_COORDINATOR)
    listed = owner.get("/work/").content.decode()
    assert f"/work/tasks/{task_id}/open/" in listed and str(public_id) not in listed
    assert owner.get(f"/work/tasks/{task_id}/open/").headers["Location"] == f"/people/{public_id}/"
    assert WORDS.replace("'", "&#x27;") in owner.get(f"/work/tasks/{task_id}/").content.decode()
    assert stranger.get(f"/work/tasks/{task_id}/open/").status_code == 404
    with connect_as("worker"):
        shield_person(person_id=person, kind=ShieldKind.ADOPTION, reason="", by=None, now=partnership.now)
    assert owner.get(f"/work/tasks/{task_id}/open/").status_code == 404
    assert "Ring the school" not in owner.get(f"/work/tasks/{task_id}/").content.decode()


def test_a_moved_action_keeps_its_words(partnership: Partnership) -> None:
    _, public_id = related(partnership)
    task_id = give(partnership, public_id)
    heir = partnership.add_staff("Sam Taylor", "care", Role.PRACTITIONER)
    owner = partnership.viewer(Role.TEAM_MANAGER)
    moved = services.reassign_task(task_id=task_id, to_id=heir.pk, by=owner, now=partnership.now)
    from kith.access.selectors import viewer_of

    about = selectors.open_task(moved, viewer=viewer_of(heir, partnership.now), purpose=Purpose.SAFEGUARDING)
    assert about is not None and about.words == WORDS


def test_who_gives_an_action_about_a_child_knows_the_childs_story(partnership: Partnership) -> None:
    person, public_id = partnership.add_person("Alma", "Reed")
    with pytest.raises(Refused, match="no current reason"):
        give(partnership, public_id)
    with connect_as("worker"):
        shield_person(person_id=person, kind=ShieldKind.ADOPTION, reason="", by=None, now=partnership.now)
    with pytest.raises(NotShown):
        give(partnership, public_id)
    assert not Task.objects.exists()


def test_an_action_stays_in_the_agency_and_is_not_due_yesterday(partnership: Partnership) -> None:
    with pytest.raises(Refused, match="your own agency"):
        give(partnership, None, to=Role.AGENCY_CONTACT)
    today = timezone.localdate(partnership.now)
    by, owner = partnership.viewer(Role.PRACTITIONER), partnership.staff[Role.TEAM_MANAGER].pk
    for due_on, words, match in ((today - timedelta(days=1), WORDS, "past"), (today, "Ring.", "in a sentence")):
        action = services.NewAction(owner_id=owner, due_on=due_on, words=words)
        with pytest.raises(Refused, match=match):
            services.give_action(action=action, by=by, now=partnership.now)
    with pytest.raises(Refused, match="gives no actions"):
        services.give_action(
            action=services.NewAction(owner_id=owner, due_on=today, words=WORDS),
            by=partnership.viewer(Role.ADMINISTRATOR),
            now=partnership.now,
        )


def test_the_page_gives_an_action_about_a_person_and_about_nobody(partnership: Partnership, signed_in: SignIn) -> None:
    _, public_id = related(partnership)
    client, day = signed_in(Role.PRACTITIONER), timezone.localdate() + timedelta(days=5)
    typed = {"owner_id": partnership.staff[Role.TEAM_MANAGER].pk, "due_on": day, "words": WORDS}
    for page in ("/work/give/", f"/people/{public_id}/action/"):
        assert client.get(page).status_code == 200
        assert client.post(page, typed | {"words": ""}).status_code == 422
        assert client.post(page, typed | {"owner_id": "x"}).status_code == 422
        assert b"Given." in client.post(page, typed, follow=True).content
    assert sorted(Task.objects.values_list("link", "due_on")) == [("/people/~/", day), ("/work/", day)]
    assert signed_in(Role.ADMINISTRATOR).get("/work/give/").status_code == 403


def test_without_the_log_no_task_says_a_word(
    partnership: Partnership, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, public_id = related(partnership)
    task_id, client = give(partnership, public_id), signed_in(Role.TEAM_MANAGER)

    def down(*_: object) -> None:
        raise LogUnavailable("The access log could not be written.")

    monkeypatch.setattr(selectors, "ask_log", down)
    page = client.get(f"/work/tasks/{task_id}/")
    assert page.status_code == 503
    assert "Ring the school" not in page.content.decode()
