"""What comes back about mails: believed only about mails that we sent, and acted on at once."""

from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from kith.publishing.models import MailReturn, SiteMail, Subscription, Suppression
from kith.publishing.rules.returns import read_return, status_in
from kith.publishing.services.delivering import deliver_mail
from kith.publishing.services.posting import post
from kith.publishing.services.returning import lift_suppression, take_message
from kith.publishing.vocabulary.circulation import ReturnKind
from tests.publishing.inside.readers import NOON, follows, joined
from tests.publishing.sink import Sink, listening


def report(
    mail: SiteMail, *, to: str = "", status: str = "5.1.1", action: str = "failed", headers_only: bool = True
) -> bytes:
    """Return a report of delivery as a mail server writes it (RFC 3464)."""
    address = to or mail.address
    original = f"From: kith@example.org\r\nTo: {mail.address}\r\nMessage-ID: {mail.message_id}\r\nSubject: News\r\n"
    kind = "text/rfc822-headers" if headers_only else "message/rfc822"
    return (
        "From: mailer-daemon@mx.example.org\r\nTo: bounces@example.org\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example.org\r\n\r\n"
        f"Final-Recipient: rfc822; {address}\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; 550 {status} what it says\r\n\r\n"
        f"--b\r\nContent-Type: {kind}\r\n\r\n{original}\r\n--b--\r\n"
    ).encode()


def complaint(mail: SiteMail) -> bytes:
    """Return a report of a complaint as a mail provider writes it (RFC 5965)."""
    return (
        "From: feedback@provider.example.org\r\nTo: bounces@example.org\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nA reader complains.\r\n"
        "--b\r\nContent-Type: message/feedback-report\r\n\r\n"
        "Feedback-Type: abuse\r\nUser-Agent: Provider/1.0\r\nVersion: 1\r\n\r\n"
        "--b\r\nContent-Type: message/rfc822\r\n\r\n"
        f"From: kith@example.org\r\nTo: Sam <{mail.address}>\r\n"
        f"Message-ID: {mail.message_id}\r\n\r\nWords.\r\n--b--\r\n"
    ).encode()


def sent(key: str = "one", name: str = "sam") -> SiteMail:
    post(key=key, address=f"{name}@example.org", subject="News", text="Words.", now=NOON)
    deliver_mail(clock=lambda: NOON)
    return SiteMail.objects.get(key=key)


@pytest.mark.parametrize("headers_only", [True, False])
def test_an_address_that_does_not_exist_is_written_to_no_more(headers_only: bool) -> None:
    joined("sam")
    mail = sent()
    assert take_message(raw=report(mail, headers_only=headers_only), now=NOON) == 1
    assert follows("sam") == {}
    assert set(Subscription.objects.values_list("ended_because", flat=True)) == {"bounced"}
    row = Suppression.objects.get()
    assert (row.hint, row.because) == ("s…@example.org", "bounced")
    assert lift_suppression(address="sam@example.org")
    assert not lift_suppression(address="sam@example.org")


def test_a_full_mailbox_is_counted_and_acted_on_the_fifth_time_in_thirty_days() -> None:
    joined("sam")
    for number in range(6):
        mail = sent(f"mail {number}")
        at = NOON + timedelta(days=0 if number == 0 else 30 + number)  # the first is too long ago to count
        assert take_message(raw=report(mail, status="4.2.2"), now=at) == 1
        assert Suppression.objects.exists() == (number == 5)
    assert MailReturn.objects.filter(kind="soft").count() == 6


def test_the_same_report_twice_counts_once() -> None:
    joined("sam")
    mail = sent()
    for _ in range(9):
        take_message(raw=report(mail, status="5.2.2"), now=NOON)
    assert MailReturn.objects.count() == 1
    assert not Suppression.objects.exists()


def test_a_complaint_ends_everything_at_once() -> None:
    joined("sam")
    assert take_message(raw=complaint(sent()), now=NOON) == 1
    assert follows("sam") == {}
    assert Suppression.objects.get().because == "complained"
    assert set(Subscription.objects.values_list("ended_because", flat=True)) == {"complained"}


def test_a_complaint_outranks_a_bounce() -> None:
    mail = sent()
    take_message(raw=report(mail), now=NOON)
    take_message(raw=complaint(mail), now=NOON)
    assert Suppression.objects.get().because == "complained"


def test_nobody_can_silence_somebody_else() -> None:
    joined("sam")
    joined("kim")
    mail = sent()
    forged = SiteMail(address="sam@example.org", message_id="<made-up@kith.example.org>")
    for raw in (
        report(mail, to="kim@example.org"),
        report(forged),
        complaint(forged),
        report(mail, action="delayed"),
        report(mail, action="delivered", status="2.0.0"),
    ):
        assert take_message(raw=raw, now=NOON) == 0
    assert follows("sam") and follows("kim")
    assert not Suppression.objects.exists() and not MailReturn.objects.exists()


def test_a_mail_that_is_no_report_means_nothing() -> None:
    out_of_office = EmailMessage()
    out_of_office["Subject"] = "Out of the office"
    out_of_office["In-Reply-To"] = sent().message_id
    out_of_office.set_content("I am away until Monday. 5.1.1")
    for raw in (out_of_office.as_bytes(), b"", b"\x00\xff" * 100, b"Content-Type: multipart/report\r\n\r\n--"):
        assert read_return(raw) == []


@given(st.binary(max_size=300), st.integers(min_value=0))
def test_a_damaged_report_never_breaks_the_reading(noise: bytes, place: int) -> None:
    raw = report(SiteMail(address="sam@example.org", message_id="<one@kith.example.org>"))
    at = place % len(raw)
    for found in read_return(raw[:at] + noise + raw[at + len(noise) :]):
        assert found.kind in ReturnKind


@pytest.mark.parametrize(
    ("words", "status"),
    [("5.1.1 No such user", "5.1.1"), ("#5.7.1 smtp; 550", "5.7.1"), ("10.5.1.1 said no", ""), ("no", "")],
)
def test_the_enhanced_status_is_found_in_an_answer(words: str, status: str) -> None:
    assert status_in(words) == status


@pytest.mark.parametrize(
    ("answer", "suppressed"), [("550 5.1.1 No such person", True), ("550 5.7.1 Not today", False), ("550 No", False)]
)
def test_an_address_that_the_server_refuses_for_good_is_suppressed_only_when_it_does_not_exist(
    answer: str, suppressed: bool
) -> None:
    joined("sam")
    sink: Any = Sink({"sam@example.org": answer})
    with (
        listening(sink) as port,
        override_settings(KITH_MAIL_TRANSPORT="smtp", EMAIL_HOST="127.0.0.1", EMAIL_PORT=port),
    ):
        deliver_mail(clock=lambda: NOON)
    assert Suppression.objects.exists() == suppressed
    assert bool(follows("sam")) != suppressed
