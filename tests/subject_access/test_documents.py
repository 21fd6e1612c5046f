"""Documents of a record: each is read whole, or in part and that is said, or not at all and why."""

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.shell.printing import typeset
from kith.subject_access.runs.documents import read_document
from kith.subject_access.runs.making import TEMPLATE
from tests.subject_access.files import (
    DOCX,
    ODT,
    PDF,
    PLACED,
    lines,
    odt,
    paper,
    paragraph,
    pieces,
    saved,
    word,
)

PICTURE = b"\x89PNG\r\n\x1a\n" + b"\x00" * 30
WHOLE = {
    "text": ("text/plain", b"\xef\xbb\xbfDear family,\r\n\r\n\r\n\r\nthank you.", "Dear family,\n\nthank you."),
    "word": (
        DOCX,
        word(
            paragraph("Zqor", "lan was seen") + "<w:tbl><w:tr><w:tc>" + paragraph("Cell") + "</w:tc></w:tr></w:tbl>",
            header1_xml=paragraph("Head"),
            footnotes_xml=paragraph("Note"),
            comments_xml=paragraph("Remark"),
            theme__theme1_xml=b"<a/>",
        ),
        "Zqorlan was seen\nCell\nRemark\nNote\nHead",
    ),
    "word that was moved, tabbed, and shown in a box": (
        DOCX,
        word(
            "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:moveFrom><w:r><w:t>once</w:t></w:r></w:moveFrom><w:r>"
            "<w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p><w:p><w:r><w:t>out</w:t></w:r><w:txbxContent>"
            + paragraph("box")
            + "</w:txbxContent></w:p>"
        ),
        "a\tb\nout\nbox",
    ),
    "odt": (
        ODT,
        odt(
            "<text:h>Title</text:h><text:p>Zq<text:span>orlan</text:span><text:s text:c='2'/>met<text:tab/>her"
            "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>below</text:p>"
            "</text:note-body></text:note>again</text:p>",
            footer="<text:p>Foot</text:p>",
        ),
        "Title\nZqorlan met\ther 1 \nbelow\n again\nFoot",
    ),
    "pdf": (
        PDF,
        paper(lines("First line of it", "goes on here."), lines("Second page.")),
        "First line of it goes on here.\n\nSecond page.",
    ),
    "pdf in pieces": (PDF, paper(pieces(*PLACED)), "Zqorlan met her"),
    "pdf with a form": (PDF, paper("/FormA Do", more={"FormA": lines("In a form").encode()}), "In a form"),
    "pdf with a hyphen": (PDF, paper(lines("She met Zqor-", "lan there.")), "She met Zqorlan there."),
    "pdf with letters pushed together": (
        PDF,
        paper("BT /F 10 Tf 50 700 Td [(Zq) 40 (or) -50 (lan) -300 (met)] TJ ET"),
        "Zqorlan met",
    ),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_document_of_text_is_read_whole(name: str) -> None:
    media_type, content, text = WHOLE[name]
    read = read_document(content, media_type)
    assert (read.text, read.unread) == (text, "")
    assert read.is_whole


def test_a_paper_of_our_own_is_read_as_it_was_written() -> None:
    words: dict[str, Any] = dict.fromkeys(("title", "agency", "name", "asked_on", "days", "made_on", "reference"), "Zq")
    account: dict[str, Any] = dict.fromkeys(("rows", "told", "left_out", "again", "replaced"), 3) | {"grounds": []}
    words |= {"about": ["Zqmaya met Zqorlan on the efficient ferry. " * 6], "reading": [], "rights": ["One", "Two"]}
    words |= {"account": account, "years": [], "parts": [], "looks": [], "replacements": []}
    read = read_document(typeset(TEMPLATE, words), PDF)
    assert read.is_whole
    assert read.text.count("Zqmaya met Zqorlan on the efficient ferry.") == 6


def _with_a_file() -> bytes:
    with pikepdf.open(BytesIO(paper(lines("Text.")))) as pdf:
        pdf.attachments["more.txt"] = b"Zqorlan"
        return saved(pdf)


def _locked() -> bytes:
    with pikepdf.open(BytesIO(paper(lines("Text.")))) as pdf:
        return saved(pdf, encryption=pikepdf.Encryption(owner="a", user="b"))


def _with_a_note() -> bytes:
    with pikepdf.open(BytesIO(paper(lines("Text.")))) as pdf:
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Contents="Zqorlan")
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([note]))
        return saved(pdf)


IN_PART = {
    "word with a picture": (DOCX, word(paragraph("Text."), media__one_png=PICTURE), "pictures"),
    "word with words struck out": (
        DOCX,
        word(paragraph("Text.") + "<w:p><w:del><w:r><w:delText>Zqorlan</w:delText></w:r></w:del></w:p>"),
        "struck out",
    ),
    "odt with a picture": (ODT, odt("<text:p>Text.</text:p>", one=PICTURE), "pictures"),
    "odt with words struck out": (
        ODT,
        odt("<text:tracked-changes><text:p>Zqorlan</text:p></text:tracked-changes><text:p>Text.</text:p>"),
        "struck out",
    ),
    "pdf with a picture": (PDF, paper(lines("Text.") + " /Shot Do", more={"Shot": PICTURE}), "pictures"),
    "pdf with a file": (PDF, _with_a_file(), "files that it carries"),
    "pdf with a note": (PDF, _with_a_note(), "notes"),
}


@pytest.mark.parametrize("name", IN_PART)
def test_what_a_text_does_not_hold_is_said_and_a_person_decides(name: str) -> None:
    media_type, content, says = IN_PART[name]
    read = read_document(content, media_type)
    assert read.text == "Text."
    assert says in read.unread and not read.is_whole
    assert "Zq" not in read.unread


NOT_AT_ALL = {
    "a picture": ("image/png", PICTURE, "a picture"),
    "a kind nobody knows": ("application/x-larch", b"Zqorlan", "holds no text"),
    "text of another coding": ("text/plain", "Zqørlan".encode("latin-1"), "UTF-8"),
    "an empty text": ("text/plain", b" \n\n", "no text in it"),
    "a text that is too long": ("text/plain", b"word " * 60_000, "more than 200,000 letters"),
    "letters apart": ("text/plain", b"It was Z q o r l a n again.", "stand apart"),
    "a word that is a zip of something else": (DOCX, word("", media_one=b"")[:40], "damaged"),
    "a word without a body": (DOCX, odt("<text:p>Text.</text:p>"), "no document of Word"),
    "an odt without a body": (ODT, word(paragraph("Text.")), "no OpenDocument text"),
    "a word that says what letters mean": (
        DOCX,
        word(paragraph("Text."), header1_xml=b'<!DOCTYPE h [<!ENTITY z "Zqorlan">]><h>&z;</h>'),
        "letters mean",
    ),
    "a scan": (PDF, paper("/Shot Do", more={"Shot": PICTURE}), "perhaps it is a scan"),
    "a pdf that is locked": (PDF, _locked(), "locked"),
    "a pdf whose letters nobody tells": (PDF, paper(lines("Text."), told=False), "cannot be told"),
    "a pdf whose letters have no width": (PDF, paper(lines("Text."), widths=False), "cannot be told"),
    "a pdf at an angle": (PDF, paper("BT /F 10 Tf 0 1 -1 0 50 50 Tm (Zqorlan) Tj ET"), "at an angle"),
    "a pdf with letters apart": (PDF, paper(pieces(*((50 + 9 * n, one) for n, one in enumerate("Zqorlan")))), "apart"),
    "a pdf of forms without end": (PDF, paper("/FormA Do", more={"FormA": b"/FormA Do"}), "without end"),
    "a pdf that is none": (PDF, b"%PDF-1.7 nothing", "damaged"),
}


@pytest.mark.parametrize("name", NOT_AT_ALL)
def test_of_what_cannot_be_read_nothing_is_given_but_why(name: str) -> None:
    media_type, content, says = NOT_AT_ALL[name]
    read = read_document(content, media_type)
    assert read.text == ""
    assert says in read.unread
    assert "Zq" not in read.unread


@given(name=st.sampled_from(sorted(WHOLE)), at=st.floats(0, 1), swapped=st.binary(min_size=1, max_size=4))
def test_a_damaged_document_is_read_or_refused_and_never_a_fault(name: str, at: float, swapped: bytes) -> None:
    media_type, content, _ = WHOLE[name]
    place = int(at * len(content))
    read = read_document(content[:place] + swapped + content[place + len(swapped) :], media_type)
    assert read.text or read.unread
