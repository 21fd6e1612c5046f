"""Mail: one outbox for everything, three ways out, and never a word about a child."""

import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from email.message import EmailMessage as ParsedMessage
from email.parser import Parser
from email.policy import default as modern
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core import mail as django_mail
from django.core.mail import get_connection
from django.test import override_settings

import kith.work
from kith.access.services import connect_as, look
from kith.access.vocabulary import Purpose, Role
from kith.work import selectors, services
from kith.work.models import OutgoingMail
from kith.work.services.mailing import MailSaysTooMuch
from kith.work.services.transports import Letter, NotifyTransport, NotTaken, SmtpTransport, UnknownTransport
from kith.work.vocabulary import MailKind, MailState, NewTask, TaskKind
from tests.work.conftest import MONDAY
from tests.worlds.partnership import Partnership

BACKEND = "kith.work.services.OutboxBackend"
TEMPLATES = Path(kith.work.__file__).parent / "templates" / "work" / "mail"
KEY = f"kith-{uuid4()}-{uuid4()}"


class Postbox:
    """A mail server's other half: keeps what it takes, refuses whom it is told to refuse."""

    def __init__(self, refuses: str = "") -> None:
        self.taken: list[ParsedMessage] = []
        self._refuses = refuses

    async def handle_RCPT(  # noqa: N802 -- the library calls it by this name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._refuses:
            return self._refuses
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- as above
        content = envelope.content
        assert isinstance(content, bytes)
        self.taken.append(Parser(policy=modern).parsestr(content.decode()))
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def smtp_server(postbox: Postbox) -> Iterator[None]:
    controller = Controller(postbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        with override_settings(
            KITH_MAIL_TRANSPORT="smtp", EMAIL_HOST="127.0.0.1", EMAIL_PORT=controller.port, EMAIL_USE_TLS=False
        ):
            yield
    finally:
        controller.stop()


def item_for(partnership: Partnership, role: Role = Role.PRACTITIONER) -> OutgoingMail:
    services.send_mail(to=partnership.staff[role].pk, kind=MailKind.ITEM, context={}, by=None, now=MONDAY)
    return OutgoingMail.objects.latest("pk")


def deliver(now: Any = MONDAY) -> int:
    with connect_as("worker"):
        return services.deliver_mail(now=now)


def test_in_the_local_outbox_a_mail_stays_and_can_be_read(partnership: Partnership) -> None:
    kept = item_for(partnership)
    assert kept.state == MailState.KEPT
    assert deliver() == 0
    (shown,) = selectors.outbox()
    assert (shown.staff.email, shown.subject) == (kept.staff.email, "You have an item in Kith")
    assert "/work/" in shown.body


def test_a_mail_goes_out_by_smtp_once_and_its_text_is_dropped(partnership: Partnership) -> None:
    postbox = Postbox()
    with smtp_server(postbox):
        waiting = item_for(partnership)
        assert waiting.state == MailState.WAITING
        assert deliver() == 1
        assert deliver() == 0
    (message,) = postbox.taken
    assert message["To"] == waiting.staff.email
    assert message["Subject"] == "You have an item in Kith"
    assert message["Message-ID"] == f"<{waiting.public_id}@kith.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "Sign in to see it" in message.get_content()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.body, waiting.sent_at) == (MailState.SENT, "", MONDAY)


def test_a_mail_that_waits_asks_the_worker_for_delivery(partnership: Partnership, admin: psycopg.Connection) -> None:
    with smtp_server(Postbox()):
        item_for(partnership)
    jobs = admin.execute("SELECT task_name, queue_name, args FROM procrastinate_jobs").fetchall()
    assert ("work.deliver_mail", "mail", {}) in jobs


@pytest.mark.parametrize(("answer", "final"), [("550 no such mailbox", True), ("451 try later", False)])
def test_a_refusal_is_final_or_tried_again_and_kept_without_the_servers_words(
    partnership: Partnership, answer: str, final: bool
) -> None:
    with smtp_server(Postbox(refuses=answer)):
        kept = item_for(partnership)
        deliver()
        kept.refresh_from_db()
        assert kept.state == (MailState.FAILED if final else MailState.WAITING)
        assert kept.last_error == f"SMTP {answer[:3]}: the recipient was refused"
        assert (kept.not_before > MONDAY) is not final
        assert selectors.count_failed_mails() == int(final)


def test_a_server_that_is_down_is_tried_five_times_and_then_given_up(partnership: Partnership) -> None:
    with override_settings(KITH_MAIL_TRANSPORT="smtp", EMAIL_HOST="127.0.0.1", EMAIL_PORT=free_port()):
        kept, now, tried = item_for(partnership), MONDAY, 0
        while kept.state == MailState.WAITING:
            deliver(now)
            kept.refresh_from_db()
            tried, now = tried + 1, max(now, kept.not_before)
    assert (tried, kept.attempts, kept.state) == (5, 5, MailState.FAILED)
    assert kept.last_error == "SMTP: ConnectionRefusedError"
    assert now - MONDAY == timedelta(hours=4, minutes=36)


class Notify(BaseHTTPRequestHandler):
    """Answers as GOV.UK Notify's API does for one kind of request."""

    status = 201
    asked: list[tuple[str, str, dict[str, Any]]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append((self.path, self.headers["Authorization"], body))
        self.send_response(self.status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        errors = [{"error": "BadRequestError", "message": "words of the other side"}]
        self.wfile.write(json.dumps({"id": str(uuid4()), "errors": errors}).encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def notify_server(status: int) -> Iterator[type[Notify]]:
    handler = type("Answers", (Notify,), {"status": status, "asked": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    template = {"KITH_NOTIFY_TEMPLATE": "9d751e0e-f929-4891-82a1-a3e1c3c18ee3"}
    try:
        with override_settings(KITH_MAIL_TRANSPORT="notify", KITH_NOTIFY_URL=url, KITH_NOTIFY_KEY=KEY, **template):
            yield handler
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_mail_goes_out_by_notify_with_our_reference(partnership: Partnership) -> None:
    with notify_server(201) as notify:
        kept = item_for(partnership)
        assert deliver() == 1
    ((path, authorization, body),) = notify.asked
    assert path == "/v2/notifications/email"
    assert authorization.startswith("Bearer ")
    assert body["email_address"] == kept.staff.email
    assert body["reference"] == str(kept.public_id)
    assert set(body["personalisation"]) == {"subject", "body"}


@pytest.mark.parametrize(("status", "final"), [(400, True), (403, True), (429, False), (500, False)])
def test_what_notify_refuses_is_final_or_tried_again(status: int, final: bool) -> None:
    with notify_server(status), pytest.raises(NotTaken) as refusal:
        NotifyTransport().hand_over(letter())
    assert (refusal.value.is_final, refusal.value.why) == (final, f"Notify {status}")


def test_nobody_at_the_other_end_is_tried_again() -> None:
    nobody = override_settings(KITH_NOTIFY_URL=f"http://127.0.0.1:{free_port()}", KITH_NOTIFY_KEY=KEY)
    with nobody, pytest.raises(NotTaken) as refusal:
        NotifyTransport().hand_over(letter())
    assert not refusal.value.is_final
    with override_settings(EMAIL_HOST="127.0.0.1", EMAIL_PORT=free_port()), pytest.raises(NotTaken):
        SmtpTransport().hand_over(letter())


def letter() -> Letter:
    return Letter(public_id=uuid4(), address="robin@care.example.org", subject="Subject", body="Body")


def test_a_transport_that_there_is_not_says_which_there_are(partnership: Partnership) -> None:
    with (
        override_settings(KITH_MAIL_TRANSPORT="pigeon"),
        pytest.raises(UnknownTransport, match="outbox, smtp or notify"),
    ):
        item_for(partnership)


def test_django_and_its_libraries_mail_through_the_same_outbox(partnership: Partnership) -> None:
    staff = partnership.staff[Role.PRACTITIONER]
    sent = get_connection(BACKEND).send_messages(
        [
            django_mail.EmailMessage(
                "Password\nreset", "Your link: http://kith.example.org/x/", None, [staff.email.upper()]
            ),
            django_mail.EmailMessage("Password reset", "Your link", None, ["stranger@elsewhere.example.org"]),
        ]
    )
    assert sent == 1
    (kept,) = selectors.outbox()
    assert (kept.staff_id, kept.kind, kept.subject) == (staff.pk, MailKind.ACCOUNT, "Password reset")


def test_words_do_not_go_into_a_mail(partnership: Partnership) -> None:
    with pytest.raises(MailSaysTooMuch):
        services.send_mail(
            to=partnership.staff[Role.PRACTITIONER].pk,
            kind=MailKind.DIGEST,
            context={"open": 2, "overdue": "Alfie"},  # type: ignore[dict-item]  # what must not happen
            by=None,
            now=MONDAY,
        )
    assert not OutgoingMail.objects.exists()


def test_a_digest_says_how_many_and_nothing_else(partnership: Partnership) -> None:
    owner = partnership.staff[Role.PRACTITIONER].pk
    services.send_mail(to=owner, kind=MailKind.DIGEST, context={"open": 3, "overdue": 1}, by=None, now=MONDAY)
    assert "You have 3 open tasks in Kith, 1 of them overdue." in selectors.outbox()[0].body


def test_no_template_of_a_mail_can_hold_more_than_numbers_and_this_site() -> None:
    found = {path.stem for path in TEMPLATES.glob("*.txt")}
    assert found == {kind.value for kind in MailKind if kind is not MailKind.ACCOUNT}
    for path in TEMPLATES.glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r"\{\{\s*([\w.]+)", text)) <= {"address", "open", "overdue"}, path
        assert "{%" not in text, path
        assert "{" not in text.splitlines()[0], "a subject is the same for everybody"


def test_one_item_mail_a_day_however_much_there_is(partnership: Partnership) -> None:
    owner = partnership.staff[Role.PRACTITIONER].pk
    new = NewTask(kind=TaskKind.HELD_ROWS, owner_id=owner, link="/receipts/", subject="feeds.sourcefile")
    for hours in (0, 3, 14):  # 9:00, 12:00 and 23:00 of one day in London
        services.add_task(new=new, by=None, now=MONDAY + timedelta(hours=hours))
    assert OutgoingMail.objects.count() == 1
    services.add_task(new=new, by=None, now=MONDAY + timedelta(hours=16))
    assert OutgoingMail.objects.count() == 2


def test_no_word_about_a_child_reaches_a_notice_a_task_or_a_mail(
    partnership: Partnership, admin: psycopg.Connection
) -> None:
    canary, born_on = "Zyxomir", date(2010, 2, 28)
    person, public_id = partnership.add_person(canary, "Quillfeather", born_on)
    owner = partnership.staff[Role.PRACTITIONER]
    partnership.relate(owner, person)
    by = partnership.viewer(Role.PRACTITIONER)
    postbox = Postbox()
    with smtp_server(postbox):
        with look(viewer=by, people=[public_id], purpose=Purpose.SAFEGUARDING, what="work.task"):
            new = NewTask(
                kind=TaskKind.ACTION,
                owner_id=owner.pk,
                link=f"/people/{public_id}/",
                subject="panel.action",
                person_id=person,
            )
            services.add_task(new=new, by=None, now=MONDAY)
        with connect_as("worker"):
            services.escalate_overdue(now=MONDAY + timedelta(days=60))
        deliver(MONDAY + timedelta(days=60))
    assert len(postbox.taken) >= 3  # the owner at first, then those to whom it climbed
    leaked = [canary, "Quillfeather", born_on.isoformat(), "28/02/2010", str(public_id)]
    for message in postbox.taken:
        said = re.sub(r"[\w.-]+@kith\.example\.org|Date: .*|=_\S+", "", message.as_string())
        assert not [word for word in leaked if word in said]
    for table in ("work_task", "work_notice", "work_escalation", "work_outgoingmail"):
        rows = admin.execute(f"SELECT to_jsonb(t)::text FROM {table} t").fetchall()
        assert rows
        assert not [word for word in leaked[:4] for (row,) in rows if word in row], table
