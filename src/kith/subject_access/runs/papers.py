"""Reads the text of a PDF that somebody else made; what it shows besides text is said, never guessed.

A library finds the letters and their order. Beside it every step of every page is counted here, so that nothing that
is drawn is passed over in silence: where letters are missing from the text, the paper is not read at all.
"""

import logging
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from typing import Any, Final

import pikepdf
from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTAnno, LTChar, LTComponent, LTContainer, LTTextBox
from pdfminer.psexceptions import PSException

from kith.subject_access.vocabulary import DocumentUnread, ReadDocument

logging.getLogger("pdfminer").setLevel(logging.CRITICAL + 1)  # what it logs may be words of somebody's record

FAULTS: Final = (pikepdf.PdfError, pikepdf.PasswordError, PSException)
_MOST_PAGES: Final = 300
_DEEPEST: Final = 8  # forms within forms
_LAYOUT: Final = LAParams(all_texts=True)  # the texts of forms are texts of the page
_HYPHEN: Final = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\n(?=[a-zß-öø-ÿ])")
_LINKS: Final = ("/Link", "/Popup")
_TOLD_BY_NAME: Final = ("/WinAnsiEncoding", "/MacRomanEncoding")
_SIMPLE: Final = ("/Type1", "/TrueType", "/MMType1")
_UNSEEN: Final = frozenset({"Cc", "Co", "Cn", "Cs"})  # controls, private use, not given, half of a letter
_PICTURES: Final = "its pictures are not in this text"
_NOTES: Final = "notes, forms or files that it carries are not in this text"
_MUTE: Final = "its letters cannot be told: a font of it does not say what they are"


@dataclass
class _Drawn:
    """What the steps of a paper draw: how many letters, and whether a picture."""

    letters: int = 0
    has_picture: bool = False

    def follow(self, content: Any, resources: Any, depth: int = 0) -> None:
        """Take every step of a page, or of a form that it shows.

        Raises:
            DocumentUnread: the letters of a font could only be guessed, or forms have no end.
        """
        if depth > _DEEPEST:
            raise DocumentUnread("it shows forms within forms without end")
        bytes_each, kept = 1, list[int]()
        steps: Iterable[Any] = pikepdf.parse_content_stream(content)
        for operands, operator in steps:
            match str(operator):
                case "q":
                    kept.append(bytes_each)
                case "Q":
                    bytes_each = kept.pop()
                case "Tf":
                    bytes_each = _bytes_each(resources.Font[str(operands[0])])
                case "Tj" | "'" | '"' | "TJ":
                    self.letters += sum(_codes(operands[-1], bytes_each))
                case other:
                    self._look(other, operands, resources, depth)

    def _look(self, step: str, operands: Any, resources: Any, depth: int) -> None:
        """Take a step that writes nothing itself."""
        if step == "gs" and "/Font" in resources.ExtGState[str(operands[0])]:
            raise DocumentUnread("it chooses its letters in a way that is not read here")
        if step in ("INLINE IMAGE", "sh"):
            self.has_picture = True
        if step == "Do":
            thing = resources.XObject[str(operands[0])]
            if thing.Subtype == "/Form":
                self.follow(thing, thing.get("/Resources", resources), depth + 1)
            else:
                self.has_picture = True


def read_pdf(content: bytes) -> ReadDocument:
    """Return the text of a PDF as it is drawn, page by page.

    Raises:
        DocumentUnread: some letters of it cannot be told, stand at an angle or are not in the text, or it has more
            pages than can be looked through.
    """
    drawn = _Drawn()
    with pikepdf.open(BytesIO(content)) as pdf:
        if len(pdf.pages) > _MOST_PAGES:
            raise DocumentUnread(f"it has more than {_MOST_PAGES} pages, which nobody can look through here")
        for page in pdf.pages:
            drawn.follow(page, page.get("/Resources", pikepdf.Dictionary()))
        carries_more = _carries_more(pdf)
    pages = list(extract_pages(BytesIO(content), laparams=_LAYOUT))
    letters = [part for page in pages for part in _parts(page) if isinstance(part, LTChar)]
    _check_letters(letters)
    boxes = [[part.get_text() for part in _parts(page) if isinstance(part, LTTextBox)] for page in pages]
    if len(letters) != drawn.letters or _marks(chain(*boxes)) != _marks(one.get_text() for one in letters):
        raise DocumentUnread("letters that it shows are not in the text that was read")
    says = [_PICTURES] if drawn.has_picture else []
    says += [_NOTES] if carries_more else []
    text = "\n\n".join("\n".join(_paragraph(box) for box in of_page) for of_page in boxes)
    return ReadDocument(text=text, unread="; ".join(says))


def _bytes_each(font: Any) -> int:
    """Return how many bytes each code of a font has; refuse one whose letters could only be guessed."""
    is_told = "/ToUnicode" in font
    if font.Subtype == "/Type0" and font.Encoding == "/Identity-H" and is_told:
        return 2
    is_named = str(font.get("/Encoding")) in _TOLD_BY_NAME
    if str(font.Subtype) in _SIMPLE and "/Widths" in font and (is_told or is_named):
        return 1
    raise DocumentUnread(_MUTE)


def _codes(shown: Any, bytes_each: int) -> Iterator[int]:
    for one in shown if isinstance(shown, pikepdf.Array) else [shown]:
        if isinstance(one, pikepdf.String):
            yield -(-len(bytes(one)) // bytes_each)


def _check_letters(letters: Iterable[LTChar]) -> None:
    for one in letters:
        text = one.get_text()
        # What no font tells comes as its number in brackets.
        if not text or text.startswith("(cid:") or any(unicodedata.category(each) in _UNSEEN for each in text):
            raise DocumentUnread(_MUTE)
        if not one.upright:
            raise DocumentUnread("lines of it stand at an angle, and are not read here")


def _marks(texts: Iterable[str]) -> int:
    """Return how many marks texts have that can be seen."""
    return sum(not mark.isspace() for text in texts for mark in text)


def _parts(thing: LTComponent | LTAnno) -> Iterator[LTComponent | LTAnno]:
    yield thing
    if isinstance(thing, LTContainer):
        for part in thing:
            yield from _parts(part)


def _paragraph(box: str) -> str:
    """Return the lines of a box as one, a word that was parted at a line's end whole again."""
    return re.sub(r" *\n", " ", _HYPHEN.sub("", box.strip()))


def _carries_more(pdf: pikepdf.Pdf) -> bool:
    notes = (note.get("/Subtype") for page in pdf.pages for note in page.get("/Annots", []))
    return bool(pdf.attachments) or "/AcroForm" in pdf.Root or any(str(kind) not in _LINKS for kind in notes)
