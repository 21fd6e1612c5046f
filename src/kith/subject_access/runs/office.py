"""Reads the text of a Word or an OpenDocument file, headers and notes too, and says what else there is in it."""

import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, Final

from lxml import etree

from kith.subject_access.vocabulary import DocumentUnread, ReadDocument

_LARGEST: Final = 30 << 20  # bytes of one part, unpacked
_MOST_PARTS: Final = 2_000
_WORD_TEXT: Final = ("document", "header", "footer", "footnotes", "endnotes", "comments")
# What says how a document looks, or about it, and is no text of it. Whatever is neither this nor text is left out, and
# that is said.
_WORD_LOOKS: Final = (
    *("[Content_Types].xml", "_rels/", "docProps/", "docMetadata/", "customXml/", "word/_rels/", "word/theme/"),
    *("word/styles", "word/settings", "word/fontTable", "word/fonts/", "word/webSettings", "word/numbering"),
    *("word/people", "word/commentsExtended", "word/commentsIds", "word/commentsExtensible", "word/glossary/"),
)
_ODT_LOOKS: Final = (
    *("mimetype", "content.xml", "styles.xml", "meta.xml", "settings.xml", "manifest.rdf"),
    *("META-INF/", "Configurations2/", "Thumbnails/"),
)
_PARAGRAPHS: Final = frozenset({"p", "h"})
_MARKS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "line-break": "\n", "noBreakHyphen": "-"}
# Settings, commands, and what was taken out or stands in another place as well.
_NOT_READ: Final = frozenset(
    {"", "pPr", "rPr", "sectPr", "instrText", "delInstrText", "delText", "moveFrom", "Fallback", "tracked-changes"}
)
_STRUCK_OUT: Final = frozenset({"delText", "tracked-changes"})
_ELSEWHERE: Final = frozenset({"altChunk", "subDoc"})
# What stands in the middle of a line without being of it: never written together with the word before or after.
_ASIDE: Final = frozenset(
    {"note", "note-citation", "annotation", "creator", "date", "creator-initials", "sender-initials", "title", "desc"}
)
_OTHERS: Final = "pictures or other files in it are not in this text"
_CHANGES: Final = "words that were struck out in it, and are still in the file, are not in this text"


def read_word(content: bytes) -> ReadDocument:
    """Return the text of a Word document (.docx): the body, then headers, footers, notes and comments.

    Raises:
        DocumentUnread: it has no body, or a part is too large.
    """
    with _opened(content) as parts:
        names = parts.namelist()
        texts = sorted(
            (name for name in names if _is_word_text(name)), key=lambda name: (name != "word/document.xml", name)
        )
        if "word/document.xml" not in names:
            raise DocumentUnread("it is no document of Word")
        others = [name for name in names if name not in texts and not name.startswith(_WORD_LOOKS)]
        return _read([_root(parts, name) for name in texts], others)


def read_odt(content: bytes) -> ReadDocument:
    """Return the text of an OpenDocument text (.odt), with the headers and footers of its pages.

    Raises:
        DocumentUnread: it has no body, or a part is too large.
    """
    with _opened(content) as parts:
        names = parts.namelist()
        if "content.xml" not in names:
            raise DocumentUnread("it is no OpenDocument text")
        roots = [_root(parts, name) for name in ("content.xml", "styles.xml") if name in names]
        return _read(roots, [name for name in names if not name.startswith(_ODT_LOOKS)])


def _opened(content: bytes) -> zipfile.ZipFile:
    parts = zipfile.ZipFile(BytesIO(content))
    if len(parts.infolist()) > _MOST_PARTS or len(set(parts.namelist())) != len(parts.namelist()):
        raise DocumentUnread("it has more parts than a document has, or two of one name")
    return parts


def _root(parts: zipfile.ZipFile, name: str) -> Any:
    with parts.open(name) as file:
        content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise DocumentUnread("a part of it is larger than a text can be")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:  # letters could stand for others
        raise DocumentUnread("a part of it says what its own letters mean")
    return root


def _is_word_text(name: str) -> bool:
    folder, _, file = name.rpartition("/")
    return folder == "word" and file.removesuffix(".xml").rstrip("0123456789") in _WORD_TEXT and file.endswith(".xml")


def _read(roots: Sequence[Any], others: Sequence[str]) -> ReadDocument:
    kinds = {_kind(one) for root in roots for one in root.iter()}
    has_others = any(not name.endswith("/") for name in others)
    says = [_OTHERS] if has_others or kinds & _ELSEWHERE else []
    says += [_CHANGES] if kinds & _STRUCK_OUT else []
    lines = "".join(piece for root in roots for piece in _told(root, is_inside=False)).split("\n")
    return ReadDocument(text="\n".join(line for line in lines if line.strip()), unread="; ".join(says))


def _told(element: Any, *, is_inside: bool) -> Iterator[str]:
    """Give the text of an element and of what is in it, in order; `is_inside` a paragraph whose bare text counts.

    Word keeps its text in elements of its own, OpenDocument in the paragraph itself.
    """
    kind = _kind(element)
    if kind in _NOT_READ | _ELSEWHERE:
        return
    apart = "\n" if kind in _PARAGRAPHS else " " if kind in _ASIDE else ""
    yield apart + _MARKS.get(kind, "")
    if kind == "s":  # so many spaces, in OpenDocument
        yield " " * min(int(next((value for name, value in element.items() if name.endswith("}c")), 1)), 80)
    inside = is_inside or kind == "t" or (kind in _PARAGRAPHS and "opendocument" in str(element.tag))
    if inside:
        yield element.text or ""
    for child in element:
        yield from _told(child, is_inside=inside)
        if inside:
            yield child.tail or ""
    yield apart


def _kind(element: Any) -> str:
    """Return an element's name without its namespace; nothing for a comment or an instruction."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
