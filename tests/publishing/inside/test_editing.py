"""Around a page: its doubtful words, drafts shown to others, editors who come and go, mails to whom it waits for."""

import sys
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.test import Client, TestCase
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kith.publishing.models import BulletinPage, Editor, IssuePage, Preview, PreviewRemark, SiteMail, WordConfirmation
from kith.publishing.models.words import wordings_of
from kith.publishing.selectors.editing import token_of
from kith.publishing.services.editing import write_to_approvers, write_to_authors
from kith.publishing.services.inviting import end_editor, invite_editor
from kith.publishing.services.previewing import make_preview
from kith.publishing.vocabulary.approval import due_after, writers
from kith.publishing.vocabulary.editing import EditingRefused, EditorRole
from tests.publishing.inside.newsroom import home, news, under
from tests.publishing.inside.people import PASSWORD, Words, an_editor, approves, signed_in, submitted, without_doubts
from tests.publishing.inside.people import written as begun

__all__ = ["without_doubts"]


@pytest.fixture(autouse=True)
def words(without_doubts: Words) -> Words:
    return without_doubts


@pytest.fixture
def ada() -> Any:
    return an_editor("Ada", EditorRole.AUTHOR)


@pytest.fixture
def ben() -> Any:
    return an_editor("Ben", EditorRole.APPROVER)


BODY = (
    ("text", "<p>Words in a <b>paragraph</b>.</p>"),
    ("quote", {"words": "Somebody’s words", "who": "Who said them"}),
    ("contact", {"name": "Office", "phone": "01632 960 101", "email": "office@kith.example.org"}),
)


def test_every_word_that_an_editor_wrote_is_read(ada: Any) -> None:
    page = news("Title", *BODY)
    page.seo_title, page.search_description, page.slug = "In searches", "Below it", "title-of-rosebank"
    read = {wording.text: wording.where for wording in wordings_of(begun(page, by=ada))}
    assert read["Title, in short."] == "Summary"
    assert read["Somebody’s words"] == "Body, block 2 (quote), words"
    assert "Words in a  paragraph ." in read
    for said in ("Title", "In searches", "Below it", "Who said them", "01632 960 101", "office@kith.example.org"):
        assert said in read
    assert read["Of Rosebank"] == "Address of the page"


def test_a_doubtful_word_is_confirmed_by_its_author_or_nothing_is_sent(ada: Any, ben: Any, words: Words) -> None:
    words.doubtful = {"Rosebank": "place", "seven": "age"}
    page = begun(news("At Rosebank", ("quote", {"words": "I was seven", "who": ""})), by=ada)
    with pytest.raises(ValidationError, match="may be about a person"):
        submitted(page, by=ada)
    browser = signed_in(ada)
    shown = browser.get(f"/cms/words/{page.pk}/").content.decode()
    for says in ("<mark>Rosebank</mark>", "looks like a street or a place", "Body, block 1 (quote), words"):
        assert says in shown
    keys = shown.split('name="ticked" value="')[1:]
    ticks = [key.split('"')[0] for key in keys]
    assert len(ticks) == 3, "title, summary and quote"
    answer = browser.post(f"/cms/words/{page.pk}/", {"ticked": ticks[:1]})
    assert "2 of 3 are not ticked" in answer.content.decode()
    assert not WordConfirmation.objects.exists()
    browser.post(f"/cms/words/{page.pk}/", {"ticked": ticks})
    assert type(page).objects.get(pk=page.pk).workflow_in_progress
    kept = WordConfirmation.objects.filter(revision=page.latest_revision)
    assert {(row.words, row.confirmed_by) for row in kept} == {("Rosebank", ada), ("seven", ada)}
    approves(page, by=ben)
    page.refresh_from_db()
    assert page.live


def test_what_is_new_in_the_next_revision_is_asked_again_and_the_old_is_known(ada: Any, words: Words) -> None:
    words.doubtful = {"Rosebank": "place"}
    page = begun(news("At Rosebank"), by=ada)
    browser = signed_in(ada)
    shown = browser.get(f"/cms/words/{page.pk}/").content.decode()
    browser.post(f"/cms/words/{page.pk}/", {"ticked": [key.split('"')[0] for key in shown.split('value="')[1:]]})
    page = type(page).objects.get(pk=page.pk)
    page.current_workflow_state.cancel(user=ada)
    words.doubtful["Elm"] = "person"
    page.search_description = "With Elm"
    page.save_revision(user=ada)
    shown = browser.get(f"/cms/words/{page.pk}/").content.decode()
    assert shown.count("(confirmed before)") == 2
    assert shown.count(" checked>") == 2
    with pytest.raises(ValidationError):
        submitted(type(page).objects.get(pk=page.pk), by=ada)


@pytest.mark.parametrize("fails", ["missing", "broken"])
def test_without_the_detector_nothing_is_sent(
    ada: Any, words: Words, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    page = begun(news("Unread"), by=ada)
    if fails == "missing":
        monkeypatch.setitem(sys.modules, "kith.common.disclosure", None)
    else:
        monkeypatch.setattr(sys.modules["kith.common.disclosure"], "suspects", lambda text: 1 / 0)
    with pytest.raises(ValidationError, match="detector does not load"):
        submitted(page, by=ada)
    answer = signed_in(ada).get(f"/cms/words/{page.pk}/", follow=True)
    assert "detector does not load" in answer.content.decode()


def test_the_real_detector_is_asked(ada: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "kith.common.disclosure")
    page = begun(news("What Jayden told us at 14"), by=ada)
    with pytest.raises(ValidationError, match="may be about a person"):
        submitted(page, by=ada)
    shown = signed_in(ada).get(f"/cms/words/{page.pk}/").content.decode()
    assert "<mark>Jayden</mark>" in shown


def shown_to(page: Any, by: Any, **more: Any) -> tuple[Preview, str]:
    given = {"shown_to": "Kim Reed, police", "email": "kim@example.org"} | more
    preview = make_preview(page=page, by=by, now=timezone.now(), **given)
    return preview, f"/preview/{token_of(preview)}/"


def test_somebody_without_an_account_reads_a_draft_and_says_what_they_think(ada: Any, reader: Client) -> None:
    page = begun(news("Only a draft"), by=ada)
    preview, address = shown_to(page, ada)
    assert address in SiteMail.objects.get(address="kim@example.org").text
    shown = reader.get(address)
    assert "Only a draft, in short." in shown.content.decode()
    assert "Draft for Kim Reed, police" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"] and "noindex" in shown["X-Robots-Tag"]
    assert not shown.cookies
    before = timezone.now()
    for look in (reader.get, reader.head):
        assert look(f"{address}remark").status_code == 200
    assert not PreviewRemark.objects.exists(), "looking says nothing"
    assert reader.post(f"{address}remark", {"kind": "change", "says": " "}).status_code == 422
    reader.post(f"{address}remark", {"kind": "change", "says": "Call it learning, not findings."})
    said = PreviewRemark.objects.get()
    assert (said.kind, said.preview) == ("change", preview) and said.said_at >= before
    assert "Call it learning" in SiteMail.objects.get(address="ada@example.org").text
    page.refresh_from_db()
    assert not page.live and reader.get("/only-a-draft/").status_code == 404
    assert "Call it learning" in signed_in(ada).get(f"/cms/previews/{page.pk}/").content.decode()


def test_a_link_to_a_draft_ends(ada: Any, reader: Client) -> None:
    page = begun(news("Ends"), by=ada)
    preview, address = shown_to(page, ada)
    Preview.objects.filter(pk=preview.pk).update(ends_at=timezone.now() - timedelta(seconds=1))
    assert reader.get(address).status_code == 410
    again, address = shown_to(page, ada)
    signed_in(ada).post(f"/cms/previews/end/{again.pk}/")
    assert reader.get(address).status_code == 410
    assert reader.post(f"{address}remark", {"kind": "agree"}).status_code == 410
    last, address = shown_to(page, ada)
    end_editor(editor=ada, by=None, now=timezone.now())
    assert reader.get(address).status_code == 410, "whoever showed it has left"
    assert reader.get(f"/preview/{token_of(last)}x/").status_code == 404
    assert not PreviewRemark.objects.exists()


def test_with_an_issue_its_articles_are_shown_and_nothing_else(ada: Any, reader: Client) -> None:
    issue = begun(IssuePage(title="Spring issue", season="Spring 2020"), by=ada)
    article, other = under(issue, news("In it"), live=False), under(home(), news("Not in it"), live=False)
    _, address = shown_to(issue, ada)
    assert f"{address}{article.pk}/" in reader.get(address).content.decode()
    assert "In it, in short." in reader.get(f"{address}{article.pk}/").content.decode()
    assert reader.get(f"{address}{other.pk}/").status_code == 404


def test_an_invited_editor_chooses_a_password_once_and_needs_a_second_proof(reader: Client) -> None:
    now = timezone.now()
    editor, address = invite_editor(email="Nia@Example.org", name="Nia", role=EditorRole.APPROVER, by=None, now=now)
    path = address[address.index("/welcome/") :]
    assert reader.get(path).status_code == 200
    assert not Editor.objects.get(pk=editor.pk).has_usable_password(), "looking changes nothing"
    assert reader.post(path, {"password": "short", "again": "short"}).status_code == 422
    done = reader.post(path, {"password": PASSWORD, "again": PASSWORD})
    assert done["Location"] == "/accounts/login/?next=/cms/"
    assert reader.get(path).status_code == 410, "it works once"
    reader.post("/accounts/login/", {"login": "nia@example.org", "password": PASSWORD})
    assert reader.get("/cms/")["Location"] == "/accounts/2fa/totp/activate/"
    with pytest.raises(EditingRefused, match="edits already"):
        invite_editor(email="nia@example.org", name="Nia", role=EditorRole.AUTHOR, by=None, now=now)


def test_an_administrator_invites_by_mail_and_ends_an_access_at_once(ada: Any) -> None:
    root, mina = signed_in(an_editor("Root", EditorRole.ADMIN)), signed_in(an_editor("Mina", EditorRole.AUTHOR))
    assert mina.get("/cms/editors/").status_code in (302, 403)
    root.post("/cms/editors/", {"name": "Nia", "email": "nia@example.org", "role": "author"})
    assert "/welcome/" in SiteMail.objects.get(address="nia@example.org").text
    assert "Nia" in root.get("/cms/editors/").content.decode()
    mina_herself = Editor.objects.get(name="Mina")
    assert mina.get("/cms/").status_code == 200
    root.post(f"/cms/editors/end/{mina_herself.pk}/")
    assert mina.get("/cms/").status_code == 302
    mina_herself.refresh_from_db()
    assert not mina_herself.is_active and mina_herself.ended_by is not None
    assert not Authenticator.objects.filter(user=mina_herself).exists()


def test_nobody_locks_the_site_by_leaving() -> None:
    root = an_editor("Root", EditorRole.ADMIN)
    with pytest.raises(EditingRefused, match="last site administrator"):
        end_editor(editor=root, by=None, now=timezone.now())
    with pytest.raises(EditingRefused, match="your own access"):
        end_editor(editor=root, by=root, now=timezone.now())


def test_approvers_are_written_to_once_and_again_when_it_is_late(ada: Any, ben: Any) -> None:
    now = timezone.now()
    submitted(begun(news("Waits"), by=ada), by=ada)
    assert [write_to_approvers(by=None, now=now), write_to_approvers(by=None, now=now)] == [1, 0]
    later = now + timedelta(days=9)
    assert [write_to_approvers(by=None, now=later), write_to_approvers(by=None, now=later)] == [1, 0]
    assert set(SiteMail.objects.values_list("address", flat=True)) == {"ben@example.org"}
    assert SiteMail.objects.filter(subject__startswith="Late").count() == 1


def test_an_author_is_told_what_became_of_it(ada: Any, ben: Any) -> None:
    page = submitted(begun(news("Told"), by=ada), by=ada)
    page.current_workflow_task.on_action(page.current_workflow_task_state, ben, "reject", comment="Too long.")
    assert write_to_authors(by=None, now=timezone.now()) == 1
    assert "Too long." in SiteMail.objects.get(address="ada@example.org").text
    page = type(page).objects.get(pk=page.pk)
    page.current_workflow_state.resume(ada)
    approves(page, by=ben)
    assert write_to_authors(by=None, now=timezone.now()) == 1


def test_a_page_that_the_model_refuses_is_said_in_words(ada: Any) -> None:
    publisher = an_editor("Pat", EditorRole.PUBLISHER)
    page = begun(news("Bulk"), by=publisher)
    browser = signed_in(publisher)
    answer = browser.post(f"/cms/bulk/publishing/sitepage/publish/?id={page.pk}&next=/cms/", follow=True)
    assert "somebody who did not write it" in answer.content.decode()
    page.refresh_from_db()
    assert not page.live


def test_the_button_that_publishes_alone_is_not_there_and_does_nothing(ada: Any) -> None:
    root = an_editor("Root", EditorRole.ADMIN)
    browser = signed_in(root)
    page = begun(news("Alone"), by=root)
    shown = browser.get(f"/cms/pages/{page.pk}/edit/").content.decode()
    assert "action-publish" not in shown and "action-submit" in shown
    browser.post(
        f"/cms/pages/{page.pk}/edit/",
        {"title": "Alone", "slug": "alone", "summary": "", "body-count": "0", "action-publish": "1"},
    )
    page.refresh_from_db()
    assert not page.live


def test_a_bulletin_says_how_it_is_approved(ada: Any) -> None:
    page = begun(BulletinPage(title="Bulletin"), by=ada)
    assert "Anonymity check" in str(page.get_workflow())


@given(st.lists(st.integers(1, 4), min_size=1, max_size=12), st.data())
def test_writers_are_all_hands_since_the_last_approval(hands: list[int], data: st.DataObject) -> None:
    numbered = list(enumerate(hands, 1))
    approved = data.draw(st.sets(st.integers(1, len(hands))))
    revision = data.draw(st.integers(1, len(hands)))
    found = writers(numbered, approved, revision)
    slow = set()
    for number, who in reversed(numbered[:revision]):
        if number != revision and number in approved:
            break
        slow.add(who)
    assert found == slow


@given(st.dates(), st.integers(0, 30))
def test_a_due_day_is_a_working_day_so_many_working_days_on(day: Any, count: int) -> None:
    try:
        due = due_after(day, count)
    except OverflowError:
        return
    between = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert sum(one.weekday() < 5 for one in between) == count
    assert count == 0 or due.weekday() < 5


def test_an_old_address_leads_to_the_new_one(ada: Any, ben: Any, reader: Client) -> None:
    page = submitted(begun(news("Before"), by=ada), by=ada)
    approves(page, by=ben)
    page = type(page).objects.get(pk=page.pk)
    page.slug = "after"
    page.save_revision(user=ada)
    page = submitted(page, by=ada)
    with TestCase.captureOnCommitCallbacks(execute=True):
        approves(page, by=ben)
    moved = reader.get("/before/")
    assert (moved.status_code, moved["Location"]) == (301, "/after/")
    issue = under(home(), IssuePage(title="Spring", season="Spring 2020"))
    with TestCase.captureOnCommitCallbacks(execute=True):
        type(page).objects.get(pk=page.pk).move(issue, pos="last-child")
    assert reader.get("/after/")["Location"] == "/spring/after/"
    assert "/before" in signed_in(an_editor("Pat", EditorRole.PUBLISHER)).get("/cms/redirects/").content.decode()


def test_what_went_before_is_kept_and_can_be_compared(ada: Any, ben: Any) -> None:
    page = submitted(begun(news("Kept"), by=ada), by=ada)
    approves(page, by=ben)
    page = type(page).objects.get(pk=page.pk)
    page.summary = "Said anew."
    page.save_revision(user=ada)
    browser = signed_in(ada)
    first, second = page.revisions.order_by("pk")
    compared = browser.get(f"/cms/pages/{page.pk}/revisions/compare/{first.pk}...{second.pk}/").content.decode()
    assert "Said anew." in compared and "Kept, in short." in compared
    history = browser.get(f"/cms/pages/{page.pk}/history/").content.decode()
    assert "Ben" in history


def test_no_page_of_the_library_removes_an_editor(ada: Any) -> None:
    browser = signed_in(an_editor("Root", EditorRole.ADMIN))
    for address in (f"/cms/users/{ada.pk}/delete/", f"/cms/bulk/publishing/editor/delete/?id={ada.pk}", "/cms/groups/"):
        assert browser.post(address)["Location"] == "/cms/editors/"
    assert Editor.objects.filter(pk=ada.pk, is_active=True).exists()
