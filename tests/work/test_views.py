"""One's own work and the outbox, as a browser sees them."""

from collections.abc import Callable
from uuid import UUID, uuid4

from django.test import Client, override_settings
from django.utils import timezone

from kith.access.vocabulary import Role
from kith.work.models import Task
from kith.work.vocabulary import TaskState
from tests.worlds.partnership import Partnership

SignIn = Callable[[Role], Client]
Give = Callable[..., UUID]


def test_an_empty_page_teaches(signed_in: SignIn) -> None:
    page = signed_in(Role.PRACTITIONER).get("/work/")
    assert page.status_code == 200
    assert b"Nothing waits for you." in page.content
    assert b"appears here with the day by which it is due" in page.content


def test_tasks_are_shown_with_their_day_and_overdue_first(signed_in: SignIn, give: Give) -> None:
    give()  # given on 2 November 2026, long ago or not: its day is on the page
    page = signed_in(Role.PRACTITIONER).get("/work/").content.decode()
    assert "30 November 2026" in page
    assert "Carry out an action agreed for somebody you work with" in page
    assert "A new task is yours." in page


def test_a_task_is_finished_on_its_page(signed_in: SignIn, give: Give) -> None:
    task_id, client = give(now=timezone.now()), signed_in(Role.PRACTITIONER)
    assert b"What became of it?" in client.get(f"/work/tasks/{task_id}/").content
    answer = client.post(f"/work/tasks/{task_id}/", {"became": "done"}, follow=True)
    assert b"Done." in answer.content
    assert Task.objects.get(public_id=task_id).state == TaskState.DONE


def test_not_possible_needs_its_reason(signed_in: SignIn, give: Give) -> None:
    task_id, client = give(), signed_in(Role.PRACTITIONER)
    refused = client.post(f"/work/tasks/{task_id}/", {"became": "not_possible", "because": ""})
    assert b"Choose why it is not possible" in refused.content
    client.post(f"/work/tasks/{task_id}/", {"became": "not_possible", "because": "no_capacity"})
    assert Task.objects.get(public_id=task_id).not_possible_because == "no_capacity"


def test_a_colleague_takes_a_task(signed_in: SignIn, give: Give, partnership: Partnership) -> None:
    task_id, client = give(), signed_in(Role.PRACTITIONER)
    manager, stranger = partnership.staff[Role.TEAM_MANAGER], partnership.staff[Role.ANALYST]
    client.post(f"/work/tasks/{task_id}/", {"became": "moved", "to": str(stranger.pk)})
    assert Task.objects.get(public_id=task_id).state == TaskState.OPEN
    client.post(f"/work/tasks/{task_id}/", {"became": "moved", "to": str(manager.pk)})
    moved = Task.objects.get(public_id=task_id).moved_to
    assert moved is not None and moved.owner_id == manager.pk


def test_a_task_of_another_and_one_that_is_not_answer_alike(signed_in: SignIn, give: Give) -> None:
    task_id, client = give(), signed_in(Role.ANALYST)
    other, absent = client.get(f"/work/tasks/{task_id}/"), client.get(f"/work/tasks/{uuid4()}/")
    assert (other.status_code, absent.status_code) == (404, 404)
    assert Task.objects.get(public_id=task_id).state == TaskState.OPEN
    assert client.post(f"/work/tasks/{task_id}/", {"became": "done"}).status_code == 404


def test_news_is_read_by_post_only(signed_in: SignIn, give: Give) -> None:
    give()
    client = signed_in(Role.PRACTITIONER)
    assert client.get("/work/read/").status_code == 405
    page = client.post("/work/read/", follow=True)
    assert b"A new task is yours." not in page.content


def test_the_page_asks_who_you_are(database: str) -> None:
    assert Client().get("/work/").status_code == 302


def test_the_outbox_is_there_in_a_demo_only(signed_in: SignIn, give: Give) -> None:
    give()
    with override_settings(KITH_DEMO=False):
        assert Client().get("/outbox/").status_code == 404
    with override_settings(KITH_DEMO=True):
        page = Client().get("/outbox/").content.decode()
    assert "You have an item in Kith" in page
    assert "robin.practitioner@care.example.org" in page
