"""Reads the text of a document that was added to a record; what cannot be read is said, and never guessed."""

import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any, Final

from lxml import etree

from kith.chronology.selectors import bytes_of
from kith.subject_access.runs.office import read_odt, read_word
from kith.subject_access.runs.papers import FAULTS, read_pdf
from kith.subject_access.vocabulary import DocumentUnread, ReadDocument

_LONGEST: Final = 200_000  # letters: about a hundred pages
_UNSEEN: Final = re.compile(r"[^\S\n\t ]|[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")  # what no database and no page can hold
_MANY_SPACES: Final = re.compile(r"[ \t]{2,}")
_MANY_LINES: Final = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
# Three letters that stand apart one by one: a name in them would be found by no rule.
_APART: Final = re.compile(r"(?<!\S)(?:[^\W\d_]\s+){2}[^\W\d_](?!\S)")
_JOINED: Final = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}  # ff, fi, fl, …
_NOTHING_READ: Final = "there is no text in it; perhaps it is a scan"
_BROKEN: Final = "it is damaged, locked, or made in a way that cannot be read"
_FAULTS: Final = (
    *(*FAULTS, zipfile.BadZipFile, etree.XMLSyntaxError, OSError, EOFError),
    *(zlib.error, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RuntimeError),
)


def _read_plain(content: bytes) -> ReadDocument:
    try:
        return ReadDocument(text=content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise DocumentUnread("it is no text in UTF-8, so that letters of it cannot be told") from None


_READERS: Final[Mapping[str, Callable[[bytes], ReadDocument]]] = {
    "text/plain": _read_plain,
    "application/pdf": read_pdf,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": read_word,
    "application/vnd.oasis.opendocument.text": read_odt,
}


def read_kept(row: Mapping[str, Any]) -> ReadDocument:
    """Return what can be read of the document of one row of the record; call it as the worker, inside a look."""
    content = bytes_of(str(row["sha256"]))
    if content is None:
        return ReadDocument(unread="the file that was added is not in the store, or is not the same any more")
    return read_document(content, str(row["media_type"]))


def read_document(content: bytes, media_type: str) -> ReadDocument:
    """Return what can be read of a document's bytes; of one that cannot be read, nothing but why."""
    reader = _READERS.get(media_type)
    if reader is None:
        return ReadDocument(unread="it is a picture, or of a kind that holds no text")
    try:
        found = reader(content)
        text = _clean(found.text)
        return ReadDocument(text=text, unread=found.unread if text else _NOTHING_READ)
    except DocumentUnread as unread:
        return ReadDocument(unread=str(unread))
    except _FAULTS:
        return ReadDocument(unread=_BROKEN)


def _clean(text: str) -> str:
    """Return a text as it is kept: no letter that no page can show, and at most one line empty.

    Raises:
        DocumentUnread: it is longer than can be looked through, or its letters stand apart.
    """
    seen = _UNSEEN.sub(" ", text.replace("\r\n", "\n").translate(_JOINED))
    whole = _MANY_LINES.sub("\n\n", _MANY_SPACES.sub(" ", seen)).strip()
    if len(whole) > _LONGEST:
        raise DocumentUnread(f"it has more than {_LONGEST:,} letters, which nobody can look through here")
    if _APART.search(whole):
        raise DocumentUnread("its letters stand apart one by one, so that no rule would find a name in it")
    return whole
