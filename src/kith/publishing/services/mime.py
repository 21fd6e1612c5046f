"""Writes a letter as the bytes that a mail server takes, with headers that no text can write into."""

from collections.abc import Iterator
from email import encoders, policy
from email.header import Header
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr, parseaddr
from typing import Final

from django.utils import timezone

from kith.publishing.rules.posting import one_line
from kith.publishing.vocabulary.posting import Attachment, Letter

# Long links stay whole; no header is folded, and none is longer than the 998 characters of RFC 5322, 2.1.1.
_POLICY: Final = policy.compat32.clone(max_line_length=None)
_LONGEST_HEADER: Final = 900


def bytes_of(letter: Letter, *, sender: str) -> bytes:
    """Return one letter as RFC 5322 bytes: text, HTML beside it where there is any, and its files."""
    message = _with_files(letter) if letter.attachments else _body(letter)
    for name, value in _headers(letter, sender):
        message[name] = _ascii(one_line(value, _LONGEST_HEADER))
    return message.as_bytes(policy=_POLICY.clone(linesep="\r\n"))


def _headers(letter: Letter, sender: str) -> Iterator[tuple[str, str]]:
    name, address = parseaddr(sender)
    yield "From", formataddr((name, address))
    yield "To", letter.address
    yield "Subject", letter.subject
    yield "Date", format_datetime(timezone.now())
    yield "Message-ID", letter.message_id
    yield "Auto-Submitted", "auto-generated"
    if letter.unsubscribe:
        yield "Precedence", "bulk"
        yield "List-Unsubscribe", f"<{letter.unsubscribe}>"
        yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"


def _ascii(value: str) -> str:
    return value if value.isascii() else Header(value, "utf-8", maxlinelen=_LONGEST_HEADER).encode(linesep="")


def _body(letter: Letter) -> Message:
    text = MIMEText(letter.text, "plain", "utf-8", policy=_POLICY)
    if not letter.html:
        return text
    both = MIMEMultipart("alternative", boundary=_boundary(letter, "body"), policy=_POLICY)
    both.attach(text)
    both.attach(MIMEText(letter.html, "html", "utf-8", policy=_POLICY))
    return both


def _with_files(letter: Letter) -> Message:
    whole = MIMEMultipart("mixed", boundary=_boundary(letter, "files"), policy=_POLICY)
    body = _body(letter)
    del body["MIME-Version"]
    whole.attach(body)
    for file in letter.attachments:
        whole.attach(_file(file))
    return whole


def _file(file: Attachment) -> Message:
    part = Message(policy=_POLICY)
    part["Content-Type"] = _ascii(one_line(file.content_type, _LONGEST_HEADER))
    part.set_payload(file.content)
    encoders.encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=_file_name(one_line(file.name)))
    return part


def _file_name(name: str) -> str | tuple[str, str, str]:
    return name if name.isascii() else ("utf-8", "", name)


def _boundary(letter: Letter, what: str) -> str:
    """Return a line that stands in no body, for every body is in base64; it is the mail's own number."""
    return f"={what}={letter.message_id.strip('<>').partition('@')[0]}="
