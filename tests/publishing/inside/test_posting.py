"""The site's mail: kept once, handed over once, over one conversation, with headers that nobody can write into."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.parser import BytesParser
from email.policy import default as modern
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from kith.publishing.models import SiteMail
from kith.publishing.rules.posting import check_address, one_line, pause_before
from kith.publishing.services.delivering import deliver_mail
from kith.publishing.services.mime import bytes_of
from kith.publishing.services.posting import Posting, post, post_many
from kith.publishing.vocabulary.posting import AddressRefused, Attachment, Letter, PostState, UnknownTransport
from tests.publishing.sink import Sink, free_port, listening

NOON = datetime(2019, 12, 2, 12, 0, tzinfo=UTC)
STOP = "https://learning.example.org/circulation/stop/abc"


def posted(key: str = "welcome/1", address: str = "sam@example.org", **more: Any) -> bool:
    return post(key=key, address=address, subject=more.pop("subject", "Hello"), text="Words.", now=NOON, **more)


def deliver(at: datetime = NOON) -> int:
    return deliver_mail(clock=lambda: at)


@contextmanager
def sent_to(sink: Sink, **more: Any) -> Iterator[Sink]:
    with (
        listening(sink) as port,
        override_settings(KITH_MAIL_TRANSPORT="smtp", EMAIL_HOST="127.0.0.1", EMAIL_PORT=port, **more),
    ):
        yield sink


def test_the_same_key_is_one_mail_and_asks_for_one_delivery() -> None:
    assert posted()
    assert not posted(subject="Something else")
    assert posted("welcome/2")
    assert list(SiteMail.objects.order_by("pk").values_list("key", "subject")) == [
        ("welcome/1", "Hello"),
        ("welcome/2", "Hello"),
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs WHERE status = 'todo'")
        assert [(name, json.loads(args)) for name, args in cursor.fetchall()] == [("publishing.deliver_mail", {})]


def test_a_mail_stays_in_the_local_outbox_by_default() -> None:
    posted()
    assert deliver() == 1
    mail = SiteMail.objects.get()
    assert (mail.state, mail.handed_at, mail.answer) == (PostState.HANDED, NOON, "kept in the local outbox")
    assert mail.text == "Words."


def test_a_mail_of_a_list_says_how_to_leave_it_by_one_post_and_others_do_not() -> None:
    posted("list", html="<p>Words.</p>", unsubscribe=STOP)
    calendar = Attachment(name="event.ics", content_type="text/calendar", content=b"BEGIN:VCALENDAR\r\n")
    posted("place", attachments=[calendar])
    with sent_to(Sink(), KITH_MAIL_BOUNCES="bounces@example.org") as sink:
        assert deliver() == 2
    of_list, of_place = sink.taken
    assert of_list["List-Unsubscribe"] == f"<{STOP}>"
    assert of_list["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [part.get_content_type() for part in of_list.walk()][1:] == ["text/plain", "text/html"]
    assert of_place["List-Unsubscribe"] is None
    (file,) = of_place.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == ("event.ics", "text/calendar")
    assert sink.envelopes[0] == ("bounces@example.org", ["sam@example.org"])
    assert [mail["Message-ID"] for mail in sink.taken] == list(
        SiteMail.objects.order_by("pk").values_list("message_id", flat=True)
    )
    assert sink.conversations == 1


def test_what_is_acknowledged_is_never_repeated() -> None:
    posted()
    with sent_to(Sink()) as sink:
        assert [deliver(), deliver(NOON + timedelta(days=1))] == [1, 0]
    assert len(sink.taken) == 1


def test_what_is_refused_for_good_is_not_tried_again_and_the_rest_goes_on() -> None:
    for name in ("gone", "full", "sam"):
        posted(name, f"{name}@example.org")
    answers = {"gone@example.org": "550 5.1.1 No such person", "full@example.org": "452 4.2.2 Full"}
    with sent_to(Sink(answers)) as sink:
        assert deliver() == 1
        assert deliver(NOON + timedelta(seconds=59)) == 0
        assert SiteMail.objects.get(key="full").tries == 1, "its pause is not over"
        for pause in (1, 5, 30, 240, 1_000):
            deliver(NOON + timedelta(minutes=2 * pause))
    states = dict(SiteMail.objects.values_list("key", "state"))
    assert states == {"gone": "refused", "full": "refused", "sam": "handed"}
    assert dict(SiteMail.objects.values_list("key", "tries")) == {"gone": 1, "full": 5, "sam": 1}
    assert SiteMail.objects.get(key="gone").answer == "SMTP 550: the recipient was refused"
    assert len(sink.taken) == 1


def test_a_server_that_is_away_costs_no_mail_a_try() -> None:
    posted()
    with override_settings(KITH_MAIL_TRANSPORT="smtp", EMAIL_HOST="127.0.0.1", EMAIL_PORT=free_port()):
        assert deliver() == 0
    mail = SiteMail.objects.get()
    assert (mail.state, mail.tries, mail.answer) == (PostState.WAITING, 0, "")
    with sent_to(Sink()) as sink:
        assert deliver() == 1
    assert sink.taken[0]["Message-ID"] == mail.message_id


def test_a_server_that_takes_few_at_a_time_is_spoken_with_again() -> None:
    post_many(
        postings=[Posting(key=str(n), address="sam@example.org", subject="Hello", text="Words.") for n in range(7)],
        now=NOON,
    )
    with sent_to(Sink(hangs_up_after=3)) as sink:
        assert deliver() == 7
    assert (len(sink.taken), sink.conversations) == (7, 3)


def test_no_more_leave_in_a_minute_than_the_provider_takes() -> None:
    post_many(
        postings=[Posting(key=str(n), address="sam@example.org", subject="Hello", text="Words.") for n in range(5)],
        now=NOON,
    )
    with override_settings(KITH_MAIL_PER_MINUTE=2):
        seconds = (0, 30, 59, 60, 119, 120, 180)
        assert [deliver(NOON + timedelta(seconds=n)) for n in seconds] == [2, 0, 0, 2, 0, 1, 0]


@pytest.mark.parametrize(
    "address",
    [
        "sam@example.org\nBcc: all@example.org",
        "sam@example.org,all@example.org",
        "Sam <sam@example.org>",
        "sam",
        "@example.org",
        "sam@example",
        "s m@example.org",
        "",
        f"{'s' * 250}@example.org",
    ],
)
def test_what_is_no_address_is_refused_and_nothing_is_posted(address: str) -> None:
    with pytest.raises(AddressRefused) as refusal:
        posted(address=address)
    assert len(address) < len("sam@example.org") or address not in str(refusal.value)
    assert not SiteMail.objects.exists()


def test_a_line_end_that_somebody_copied_with_an_address_is_no_part_of_it() -> None:
    assert posted(address=" sam@example.org\r\n")
    assert SiteMail.objects.get().address == "sam@example.org"


@given(st.text())
def test_a_subject_is_one_line_whatever_is_written_into_it(words: str) -> None:
    line = one_line(words)
    assert len(line.splitlines()) <= 1
    assert line.isprintable()
    assert one_line(line) == line


@given(st.text(st.sampled_from('ab@.,\r\n<> :;"')))
def test_an_address_that_passes_cannot_start_a_header_or_name_two(address: str) -> None:
    try:
        check_address(address)
    except AddressRefused:
        return
    assert address.count("@") == 1
    assert not set("\r\n ,;<>") & set(address)


def test_a_subject_with_a_line_break_adds_no_header() -> None:
    posted(subject="Hello\r\nBcc: all@example.org\r\n\r\nand more")
    with sent_to(Sink()) as sink:
        deliver()
    (mail,) = sink.taken
    assert mail["Subject"] == "Hello Bcc: all@example.org and more"
    assert mail["Bcc"] is None


def test_the_pauses_grow_and_end() -> None:
    pauses = [pause_before(tries) for tries in range(1, 6)]
    known = [pause for pause in pauses if pause]
    assert known == sorted(known) and len(known) == 4
    assert pauses[-1] is None


def test_a_way_that_there_is_not_is_named() -> None:
    posted()
    with override_settings(KITH_MAIL_TRANSPORT="pigeon"), pytest.raises(UnknownTransport, match="pigeon"):
        deliver()


class Notify(BaseHTTPRequestHandler):
    """The other half of GOV.UK Notify: keeps what it is asked, and answers with the status that it is told."""

    status = 201
    asked: list[dict[str, Any]]

    def do_POST(self) -> None:
        self.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b'{"id": "1", "errors": [], "status_code": %d}' % self.status)

    def log_message(self, *words: Any) -> None:
        """Say nothing."""


@contextmanager
def notify(status: int) -> Iterator[list[dict[str, Any]]]:
    asked: list[dict[str, Any]] = []
    kind = type("Answering", (Notify,), {"status": status, "asked": asked})
    server = HTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    key = "kith-00000000-0000-4000-8000-000000000000-00000000-0000-4000-8000-000000000001"
    try:
        with override_settings(
            KITH_MAIL_TRANSPORT="notify",
            KITH_NOTIFY_URL=f"http://127.0.0.1:{server.server_port}",
            KITH_NOTIFY_KEY=key,
            KITH_NOTIFY_TEMPLATE="template",
        ):
            yield asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(("status", "state"), [(201, "handed"), (400, "refused"), (429, "waiting"), (500, "waiting")])
def test_notify_gets_the_words_the_reference_and_the_way_out(status: int, state: str) -> None:
    posted(unsubscribe=STOP)
    with notify(status) as asked:
        deliver()
    mail = SiteMail.objects.get()
    assert mail.state == state
    assert asked[0]["email_address"] == "sam@example.org"
    assert asked[0]["personalisation"] == {"subject": "Hello", "body": "Words."}
    assert asked[0]["one_click_unsubscribe_url"] == STOP
    assert asked[0]["reference"] == mail.message_id.strip("<>")


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=120)


@given(subject=WORDS, text=WORDS, html=WORDS, name=WORDS, content=st.binary(max_size=200))
def test_what_is_written_is_what_is_read(subject: str, text: str, html: str, name: str, content: bytes) -> None:
    letter = Letter(
        message_id="<7d0b@kith.example.org>",
        address="sam@example.org",
        subject=one_line(subject),
        text=text,
        html=html,
        unsubscribe=STOP,
        attachments=[Attachment(name=f"a{name}", content_type="text/calendar; method=REQUEST", content=content)],
    )
    raw = bytes_of(letter, sender="Zoë’s partnership <no-reply@kith.example.org>")
    assert raw.isascii() and max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
    read = BytesParser(policy=modern).parsebytes(raw)
    assert not read.defects
    assert read["From"].addresses[0].display_name == "Zoë’s partnership"
    assert (read["To"], read["Message-ID"]) == ("sam@example.org", letter.message_id)
    assert read["List-Unsubscribe"] == f"<{STOP}>"
    assert " ".join(str(read["Subject"]).split()) == letter.subject
    body = read.get_body(("plain",))
    assert body is not None and body.get_content() == text
    drawn = read.get_body(("html",))
    assert (drawn.get_content() if drawn else "") == html
    (file,) = read.iter_attachments()
    assert file.get_payload(decode=True) == content
    assert file.get_filename() == one_line(f"a{name}")
    assert file["Content-Type"].params["method"] == "REQUEST"
