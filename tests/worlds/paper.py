"""Reads a PDF back by other programs than the one that made it."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final, cast

import pikepdf

_DRAWS: Final = ("Tj", "TJ", "'", '"', "Do", "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh", "INLINE IMAGE")


def words_by_page(pages: bytes, folder: Path) -> list[str]:
    """Return the words of each page; Debian's reader is installed where it is missing."""
    if shutil.which("pdftotext") is None and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-y", "-qq", "poppler-utils"], capture_output=True, check=False)
    (folder / "read.pdf").write_bytes(pages)
    done = subprocess.run(["pdftotext", "-layout", str(folder / "read.pdf"), "-"], capture_output=True, check=True)
    return [" ".join(page.split()) for page in done.stdout.decode().split("\f") if page.strip()]


@dataclass(frozen=True)
class Tag:
    """One element of the structure: its kind, its alternative text, the kinds above it, of what a header is one."""

    kind: str
    alternative: str
    above: tuple[str, ...]
    scope: str


@dataclass(frozen=True)
class Read:
    """What a PDF says of itself."""

    title: str
    language: str
    shows_title: bool
    is_marked: bool
    part: str
    tags: tuple[Tag, ...]

    def kinds(self) -> list[str]:
        """Return the kinds of its elements in reading order."""
        return [tag.kind for tag in self.tags]

    def headings(self) -> list[int]:
        """Return the levels of its headings in reading order."""
        return [int(kind[1:]) for kind in self.kinds() if kind[0] == "H" and kind[1:].isdigit()]


def read_claims(pages: bytes) -> Read:
    """Return what a PDF says of itself, and its elements in reading order."""
    with pikepdf.open(BytesIO(pages)) as pdf:
        root: Any = pdf.Root
        viewer: Any = root.get("/ViewerPreferences") or pikepdf.Dictionary()
        mark: Any = root.get("/MarkInfo") or pikepdf.Dictionary()
        with pdf.open_metadata() as metadata:
            title, part = str(metadata.get("dc:title", "")), str(metadata.get("pdfuaid:part", ""))
        return Read(
            title=title,
            language=str(root.get("/Lang", "")),
            shows_title=bool(viewer.get("/DisplayDocTitle")),
            is_marked=bool(mark.get("/Marked")),
            part=part,
            tags=tuple(_below(root.get("/StructTreeRoot", pikepdf.Dictionary()), ())),
        )


def words_outside(pages: bytes) -> list[str]:
    """Return every operator that draws outside marked content: what is neither tagged nor marked as decoration."""
    found = []
    with pikepdf.open(BytesIO(pages)) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            depth = 0
            for instruction in pikepdf.parse_content_stream(page):
                operator = str(instruction.operator)
                depth += (operator in ("BMC", "BDC")) - (operator == "EMC")
                if depth == 0 and operator in _DRAWS:
                    found.append(f"page {number}: {operator}")
    return found


def links_outside(pages: bytes) -> list[str]:
    """Return the links of a PDF that its structure does not know, or that do not say where they lead."""
    with pikepdf.open(BytesIO(pages)) as pdf:
        return [
            str(link.get("/A", ""))
            for page in pdf.pages
            for link in cast(Any, page.get("/Annots", []))
            if link.get("/Subtype") == "/Link" and ("/StructParent" not in link or not str(link.get("/Contents", "")))
        ]


def _scope(element: Any) -> str:
    """Return of what a header cell is one, `Column` or `Row`; nothing where it does not say."""
    said = element.get("/A", [])
    for attributes in said if isinstance(said, pikepdf.Array) else [said]:
        if isinstance(attributes, pikepdf.Dictionary) and "/Scope" in attributes:
            return str(attributes["/Scope"])[1:]
    return ""


def _below(element: Any, above: tuple[str, ...]) -> Iterator[Tag]:
    kind = str(element.get("/S", ""))[1:]
    if kind:
        yield Tag(kind, str(element.get("/Alt", "")), above, _scope(element))
        above = (*above, kind)
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") != "/MCR" and "/S" in kid:
            yield from _below(kid, above)
