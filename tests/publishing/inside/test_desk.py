"""The keepers' pages: closed to other editors, numbers that are right, proof of what was sent, files in and out."""

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kith.publishing.models import ListImport, SiteMail, Subscriber
from kith.publishing.presenters.alerts import alert_of, gather_alerts
from kith.publishing.services import announcing, forgetting, subscribing
from kith.publishing.services.delivering import deliver_mail
from kith.publishing.services.posting import post
from kith.publishing.vocabulary.circulation import EndedBecause, Frequency, Topic
from kith.publishing.vocabulary.editing import EditorRole
from kith.publishing.vocabulary.posting import Attachment
from tests.publishing.inside.newsroom import home, news, under
from tests.publishing.inside.people import an_editor, signed_in
from tests.publishing.inside.readers import NOON, follows, joined, keeper
from tests.publishing.inside.test_returns import report

PAGES = ["", "import/", "returns/", "outbox/"]


def text(client: Client, page: str) -> str:
    answer = client.get(f"/cms/circulation/{page}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("page", [*PAGES, "export/", "person/", "outbox/1/"])
def test_an_editor_who_does_not_keep_the_list_sees_none_of_it(reader: Client, page: str) -> None:
    joined("sam")
    assert reader.get(f"/cms/circulation/{page}")["Location"].startswith("/accounts/login/")
    editor = keeper(reader, superuser=False)
    writers = Group.objects.create(name="Writers")
    writers.permissions.add(Permission.objects.get(codename="access_admin"))
    editor.groups.add(writers)
    for ask in (reader.get, reader.post):
        answer = ask(f"/cms/circulation/{page}", {"address": "sam@example.org"})
        assert answer.status_code in (302, 403, 405)
        assert "sam@example.org" not in answer.content.decode()
    assert "Circulation list" not in reader.get("/cms/").content.decode()


def test_a_publisher_keeps_the_list_as_the_guide_says() -> None:
    browser = signed_in(an_editor("Pia", EditorRole.PUBLISHER))
    assert browser.get("/cms/circulation/").status_code == 200
    writer = signed_in(an_editor("Ada", EditorRole.AUTHOR))
    assert writer.get("/cms/circulation/").status_code in (302, 403)


def test_the_right_to_keep_the_list_can_be_given(reader: Client) -> None:
    editor = keeper(reader, superuser=False)
    keepers = Group.objects.create(name="Keepers")
    keepers.permissions.set(Permission.objects.filter(codename__in=["access_admin", "change_subscriber"]))
    editor.groups.add(keepers)
    assert "0 people are on the list" in text(reader, "")


def test_the_pages_say_what_to_expect_where_there_is_nothing(reader: Client) -> None:
    keeper(reader)
    for page, says in zip(PAGES, ["Nothing yet", "have agreed", "None.", "No mail."], strict=True):
        assert says in text(reader, page)


def test_the_numbers_and_the_proof_are_right(reader: Client) -> None:
    keeper(reader)
    early = timezone.now() - timedelta(days=6)
    joined("sam", Topic.NEWS, Topic.EVENTS, at=early, role="Nurse")
    joined("kim", Topic.NEWS, frequency=Frequency.WEEKLY, at=early)
    under(home(), news("New arrangements"))
    now = timezone.now()
    announcing.announce(write=alert_of, gather=gather_alerts, now=now, local=timezone.localtime(now).replace(hour=6))
    deliver_mail(clock=lambda: now)
    shown = text(reader, "")
    assert "2 people are on the list" in shown
    assert '<th scope="row">News</th><td>1</td><td>0</td><td>1</td><td>2</td>' in shown
    assert "<td>1</td><td>1 handed over</td>" in shown
    proof = reader.post("/cms/circulation/person/", {"address": "Sam@example.org"}).content.decode()
    for says in ("Nurse", "New arrangements", "handed over", "kept in the local outbox", "goes on", "Asked for it on"):
        assert says in proof
    assert "not on the list" in reader.post("/cms/circulation/person/", {"address": "no@example.org"}).content.decode()
    assert reader.post("/cms/circulation/person/", {"address": "no"}).status_code == 422
    outbox = text(reader, "outbox/?state=handed")
    assert "sam@example.org" in outbox
    assert "No mail." in text(reader, "outbox/?state=refused")
    mail = SiteMail.objects.get(key__startswith="told/")
    assert "New arrangements, in short." in text(reader, f"outbox/{mail.pk}/")
    assert reader.get("/cms/circulation/outbox/0/").status_code == 404


def test_a_list_is_imported_on_a_page_and_the_refused_lines_come_back_as_a_file(reader: Client) -> None:
    editor = keeper(reader)
    raw = b"email,name\nsam@example.org,=cmd()\nbroken,=cmd()\n" + b"bad\n" * 150
    form = {"topics": ["news"], "frequency": "daily", "consent": "On paper", "consented_on": "2019-10-01"}
    answer = reader.post("/cms/circulation/import/", form | {"file": SimpleUploadedFile("old.csv", raw)})
    row = ListImport.objects.get()
    assert answer["Location"] == f"/cms/circulation/import/{row.public_id}/"
    assert (row.made_by, row.name, row.consent) == (editor, "old.csv", "On paper")
    first = text(reader, f"import/{row.public_id}/")
    assert "152 lines = 1 added + 0 known + 151 refused" in first
    assert "Page 1 of 2" in first
    assert '<th scope="row">153</th>' in text(reader, f"import/{row.public_id}/?page=2")
    got = reader.get(f"/cms/circulation/import/{row.public_id}/lines.csv")
    lines = list(csv.DictReader(io.StringIO(got.getvalue().decode())))
    assert [int(line["line"]) for line in lines] == list(range(3, 154))
    assert follows("sam") == {"news": "daily"}
    exported = reader.post("/cms/circulation/export/").getvalue().decode()
    assert "'=cmd()" in exported, "no cell may run as a formula"
    assert reader.get("/cms/circulation/export/").status_code == 405


@pytest.mark.parametrize("raw", [b"", b"name\nSam", b"\xff\xfe"])
def test_a_file_that_is_no_list_is_answered_on_the_page(reader: Client, raw: bytes) -> None:
    keeper(reader)
    answer = reader.post("/cms/circulation/import/", {"frequency": "daily", "file": SimpleUploadedFile("old.csv", raw)})
    assert answer.status_code == 422
    assert not ListImport.objects.exists()


def test_a_returned_mail_is_taken_in_and_whoever_asks_is_written_to_again(reader: Client) -> None:
    keeper(reader)
    joined("sam")
    mail = SiteMail.objects.get()
    page = "/cms/circulation/returns/"
    nothing = reader.post(page, {"file": SimpleUploadedFile("x.eml", b"Subject: x\n\nx")}).content.decode()
    assert "Nothing changed" in nothing
    done = reader.post(page, {"file": SimpleUploadedFile("x.eml", report(mail))}).content.decode()
    assert "it is about 1 of our mails" in done
    assert "s…@example.org" in done and "sam@example.org" not in done
    person = reader.post("/cms/circulation/person/", {"address": "sam@example.org"}).content.decode()
    assert "Written to no more" in person and "hard" in person
    lifted = reader.post("/cms/circulation/person/", {"address": "sam@example.org", "lift": "1"}).content.decode()
    assert "Written to no more" not in lifted


def test_what_is_no_longer_needed_of_readers_is_forgotten_in_time() -> None:
    leaver, stayer = joined("leaver", role="Nurse"), joined("stayer", role="Nurse")
    calendar = Attachment(name="a.ics", content_type="text/calendar", content=b"x")
    post(key="file", address="stayer@example.org", subject="S", text="T", attachments=[calendar], now=NOON)
    deliver_mail(clock=lambda: NOON)
    post(key="waits", address="stayer@example.org", subject="S", text="T", now=NOON)
    subscribing.leave(reader=leaver.public_id, because=EndedBecause.UNSUBSCRIBED, now=NOON)
    expected = [  # days, leaver's address known, words of a sent mail, its row
        (6, True, True, True),
        (8, True, False, True),
        (27, True, False, True),
        (29, False, False, True),
        (364, False, False, True),
        (366, False, False, False),
    ]
    for days, address, words, row in expected:
        forgetting.forget(now=NOON + timedelta(days=days))
        leaver.refresh_from_db()
        mail = SiteMail.objects.filter(key="file").first()
        assert (leaver.address is not None, bool(mail and mail.text), mail is not None) == (address, words, row), days
        assert not mail or mail.files.exists() == words  # type: ignore[attr-defined]  # the site's apps are not typed
        assert bool(leaver.role) == address
        assert SiteMail.objects.filter(address="leaver@example.org").exists() == address
    stayer.refresh_from_db()
    assert (stayer.address, stayer.role) == ("stayer@example.org", "Nurse")
    assert SiteMail.objects.get(key="waits").text == "T", "what still waits keeps its words"
    assert Subscriber.objects.count() == 2
