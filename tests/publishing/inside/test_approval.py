"""Nobody publishes alone what they wrote, whichever way they try; briefings are looked at for people first."""

from itertools import product
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import TaskState

from kith.publishing.models import AnonymityTask, Approval, BulletinPage, NewsPage
from kith.publishing.vocabulary.approval import each_by_another
from kith.publishing.vocabulary.editing import AnonymityCheck, EditorRole
from tests.publishing.inside.newsroom import home, news, under
from tests.publishing.inside.people import Words, an_editor, approves, submitted, without_doubts, written

__all__ = ["without_doubts"]


@pytest.fixture
def ada() -> Any:
    return an_editor("Ada", EditorRole.AUTHOR)


@pytest.fixture
def ben() -> Any:
    return an_editor("Ben", EditorRole.APPROVER)


@pytest.fixture(autouse=True)
def words(without_doubts: Words) -> Words:
    return without_doubts


def test_what_one_person_wrote_a_second_one_publishes(ada: Any, ben: Any) -> None:
    page = submitted(written(news("Sound"), by=ada), by=ada)
    assert not page.live
    approves(page, by=ben)
    page.refresh_from_db()
    assert page.live
    given = Approval.objects.get()
    assert given.finished_by == ben and given.digest and given.due_on is not None


@pytest.mark.parametrize("role", list(EditorRole))
def test_nobody_publishes_alone_what_they_wrote(role: EditorRole) -> None:
    writer = an_editor("Wyn", role)
    page = written(news("Alone"), by=writer)
    with pytest.raises(ValidationError, match="somebody who did not write it"):
        page.get_latest_revision().publish(user=writer, skip_permission_checks=True)
    page = submitted(page, by=writer)
    with pytest.raises(ValidationError, match="You wrote part of this page"):
        approves(page, by=writer)
    task = page.current_workflow_task
    assert task.get_actions(page, writer) == []
    assert not TaskState.objects.reviewable_by(writer).exists()
    page.refresh_from_db()
    assert not page.live


def test_whoever_changed_a_word_since_wrote_it_too(ada: Any, ben: Any) -> None:
    chris = an_editor("Chris", EditorRole.APPROVER)
    page = written(news("Three hands"), by=ada)
    page.summary = "Ben put it better."
    page.save_revision(user=ben)
    page = submitted(page, by=ada)
    with pytest.raises(ValidationError, match="You wrote part"):
        approves(page, by=ben)
    approves(page, by=chris)
    page.refresh_from_db()
    assert page.live


def test_what_is_changed_after_an_approval_is_not_approved(ada: Any, ben: Any) -> None:
    page = submitted(written(news("Swapped"), by=ada), by=ada)
    approves(page, by=ben)
    page = NewsPage.objects.get(pk=page.pk)
    approved = page.live_revision
    content = approved.content | {"title": "Something else"}
    type(approved).objects.filter(pk=approved.pk).update(content=content)
    approved.refresh_from_db()
    with pytest.raises(ValidationError, match="as it now stands"):
        approved.publish(skip_permission_checks=True)


def test_a_copy_that_somebody_makes_live_is_nobodys_approval(ada: Any, ben: Any) -> None:
    page = submitted(written(news("Once"), by=ada), by=ada)
    approves(page, by=ben)
    page = NewsPage.objects.get(pk=page.pk)
    with pytest.raises(ValidationError, match="somebody who did not write it"):
        page.copy(user=ben, update_attrs={"title": "Twice", "slug": "twice"}, keep_live=True)


def test_an_approved_page_is_written_anew_by_whoever_changes_it(ada: Any, ben: Any) -> None:
    page = submitted(written(news("Grows"), by=ada), by=ada)
    approves(page, by=ben)
    page = NewsPage.objects.get(pk=page.pk)
    page.summary = "Longer."
    page.save_revision(user=ben)
    page = submitted(page, by=ben)
    with pytest.raises(ValidationError):
        approves(page, by=ben)
    chloe = an_editor("Chloe", EditorRole.APPROVER)
    approves(page, by=chloe)
    assert NewsPage.objects.get(pk=page.pk).summary == "Longer."


def test_a_bulletin_is_checked_for_people_first(ada: Any, ben: Any) -> None:
    page = submitted(written(BulletinPage(title="Bulletin"), by=ada), by=ada)
    assert isinstance(page.current_workflow_task, AnonymityTask)
    all_but_one = dict.fromkeys((check.value for check in list(AnonymityCheck)[1:]), True)
    with pytest.raises(ValidationError, match="every point"):
        approves(page, by=ben, **all_but_one)
    approves(page, by=ben, **dict.fromkeys((check.value for check in AnonymityCheck), True))
    page.refresh_from_db()
    assert not page.live, "the check alone publishes nothing"
    checked = Approval.objects.get(status=TaskState.STATUS_APPROVED)
    assert set(checked.checked) == set(AnonymityCheck) and checked.finished_by == ben
    chris = an_editor("Chris", EditorRole.APPROVER)
    task = BulletinPage.objects.get(pk=page.pk).current_workflow_task
    assert task.get_actions(page, ben) == [] and not TaskState.objects.reviewable_by(ben).exists()
    assert task.get_actions(page, chris) and TaskState.objects.reviewable_by(chris).exists()
    with pytest.raises(ValidationError, match="another step"):
        approves(page, by=ben)
    approves(page, by=chris)
    page.refresh_from_db()
    assert page.live


def test_a_live_bulletin_has_two_approvers_however_its_approvals_came_about(ada: Any, ben: Any) -> None:
    page = submitted(written(BulletinPage(title="One for both"), by=ada), by=ada)
    approves(page, by=ben, **dict.fromkeys((check.value for check in AnonymityCheck), True))
    approves(page, by=an_editor("Chris", EditorRole.APPROVER))
    Approval.objects.update(finished_by=ben)
    page = BulletinPage.objects.get(pk=page.pk)
    with pytest.raises(ValidationError, match="somebody who did not write it"):
        page.save()


@pytest.mark.parametrize(
    ("heading", "most", "is_changed"), [("Soon", "5", False), ("Later", "5", True), ("Soon", "6", True)]
)
def test_who_opens_a_page_and_approves_has_not_written_it(ada: Any, heading: str, most: str, is_changed: bool) -> None:
    blocks = [
        ("coming_events", {"heading": "Soon", "most": 5, "topic": ""}),
        ("structure", {"heading": "Who we are", "as_at": None}),
    ]
    page = written(news("Opened", *blocks), by=ada).get_latest_revision_as_object()
    sent = {"title": "Opened", "slug": page.slug, "summary": page.summary, "tell_subscribers": "on", "body-count": "2"}
    said = [{"heading": heading, "most": most, "topic": ""}, {"heading": "Who we are", "as_at": ""}]
    for number, (block, values) in enumerate(zip(page.body, said, strict=True)):
        sent |= {f"body-{number}-value-{name}": value for name, value in values.items()}
        sent |= {f"body-{number}-{name}": value for name, value in (("id", block.id), ("order", str(number)))}
        sent |= {f"body-{number}-type": block.block_type, f"body-{number}-deleted": ""}
    sent |= {f"comments-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")}
    form = page.get_edit_handler().get_form_class()(sent, instance=page, for_user=ada)
    assert form.is_valid(), form.errors
    assert ("body" in form.changed_data, form.has_changed()) == (is_changed, is_changed)


@given(st.lists(st.sets(st.integers(1, 4)), max_size=3))
def test_each_step_is_taken_by_somebody_of_its_own(steps: list[set[int]]) -> None:
    chosen = [who for who in product(*steps) if len(set(who)) == len(who)]  # every way to name one person a step
    assert each_by_another(steps) == bool(chosen)


def test_an_approval_without_the_anonymity_check_publishes_no_bulletin(ada: Any, ben: Any) -> None:
    page = submitted(written(BulletinPage(title="Past it"), by=ada), by=ada)
    page.current_workflow_task.deactivate()
    page = BulletinPage.objects.get(pk=page.pk)
    with pytest.raises(ValidationError, match="somebody who did not write it"):
        approves(page, by=ben)


def test_a_page_that_no_person_wrote_needs_no_second_one() -> None:
    assert under(home(), news("By the software")).live


def test_an_editor_is_never_forgotten(ada: Any) -> None:
    with pytest.raises(ValidationError, match="End the access"):
        ada.delete()
