"""Reads the text of a PDF that somebody else made, line by line; what it shows besides text is said, never guessed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any, Final

import pikepdf

from kith.subject_access.runs.fonts import Font, font_of
from kith.subject_access.vocabulary import DocumentUnread, ReadDocument

_MOST_PAGES: Final = 300
_DEEPEST: Final = 8  # forms within forms
_JOINS: Final = 0.15  # of the letters' height: a smaller step to the side is none between words
_SAME_LINE: Final = 0.4
_NEXT_LINE: Final = 1.7  # of the height: a line closer than this goes on with the paragraph
_HYPHEN: Final = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\n(?=[a-zß-öø-ÿ])")
_LINKS: Final = ("/Link", "/Popup")
_PICTURES: Final = "its pictures are not in this text"
_NOTES: Final = "notes, forms or files that it carries are not in this text"

Matrix = tuple[float, float, float, float, float, float]
_SAME: Final[Matrix] = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True)
class _Piece:
    """Some letters of one line: where they begin and end from the left, how far up they stand, how high they are."""

    text: str
    begins: float
    ends: float
    up: float
    high: float


@dataclass(frozen=True, kw_only=True)
class _Pen:
    """How letters are shown now; what `q` keeps and `Q` brings back."""

    page: Matrix = _SAME
    font: Font | None = None
    size: float = 0
    apart: float = 0
    words_apart: float = 0
    wide: float = 1
    rise: float = 0
    down: float = 0


@dataclass
class _Reader:
    """Follows one page's drawing: where the pen is, what was written, whether a picture was shown."""

    pen: _Pen = field(default_factory=_Pen)
    kept: list[_Pen] = field(default_factory=list)
    line: Matrix = _SAME
    at: Matrix = _SAME
    pieces: list[_Piece] = field(default_factory=list)
    fonts: dict[tuple[int, int], Font] = field(default_factory=dict)
    has_picture: bool = False

    def follow(self, content: Any, resources: Any, depth: int = 0) -> None:
        """Take every step of a page, or of a form that it shows.

        Raises:
            DocumentUnread: letters cannot be told, or stand at an angle.
        """
        if depth > _DEEPEST:
            raise DocumentUnread("it shows forms within forms without end")
        steps: Iterable[Any] = pikepdf.parse_content_stream(content)
        for operands, operator in steps:
            name, told = str(operator), list(operands)
            if name == "Do":
                self._show(resources.XObject[str(told[0])], resources, depth)
            elif name == "Tf":
                font = self._font(resources.Font[str(told[0])])
                self.pen = replace(self.pen, font=font, size=float(told[1]))
            elif name == "gs" and "/Font" in resources.ExtGState[str(told[0])]:
                raise DocumentUnread("it chooses its letters in a way that is not read here")
            elif name in _STEPS:
                _STEPS[name](self, told)

    def _font(self, font: Any) -> Font:
        key = font.objgen
        if key == (0, 0):  # it lies in the page itself, and has no number
            return font_of(font)
        if key not in self.fonts:
            self.fonts[key] = font_of(font)
        return self.fonts[key]

    def _show(self, thing: Any, resources: Any, depth: int) -> None:
        if thing.Subtype != "/Form":
            self.has_picture = True
            return
        before, line, at = self.pen, self.line, self.at
        self.pen = replace(before, page=_times(_matrix(thing.get("/Matrix", _SAME)), before.page))
        self.follow(thing, thing.get("/Resources", resources), depth + 1)
        self.pen, self.line, self.at = before, line, at

    def write(self, codes: bytes) -> None:
        """Write one string where the pen is, and move on by how wide it is."""
        pen = self.pen
        if pen.font is None:
            raise DocumentUnread("it shows letters before it says of which font")
        text, moved = [], 0.0
        for letter, width, is_space in pen.font.shown(codes):
            text.append(letter)
            moved += (width / 1000 * pen.size + pen.apart + (pen.words_apart if is_space else 0)) * pen.wide
        a, b, c, d, e, f = _times((1, 0, 0, 1, 0, pen.rise), _times(self.at, pen.page))
        if abs(b) > abs(a) * 0.01 or abs(c) > abs(d) * 0.3 or a <= 0:
            raise DocumentUnread("lines of it stand at an angle, and are not read here")
        self.pieces.append(_Piece("".join(text), e, e + a * moved, f, abs(d) * pen.size))
        self.move(moved, 0)

    def move(self, right: float, up: float) -> None:
        """Move the pen within its line."""
        self.at = _times((1, 0, 0, 1, right, up), self.at)

    def begin_line(self, right: float, up: float) -> None:
        """Begin a line so far from where the line before began."""
        self.line = self.at = _times((1, 0, 0, 1, right, up), self.line)


def read_pdf(content: bytes) -> ReadDocument:
    """Return the text of a PDF as it is drawn, page by page.

    Raises:
        DocumentUnread: some letters of it cannot be told, or it has more pages than can be looked through.
    """
    with pikepdf.open(BytesIO(content)) as pdf:
        if len(pdf.pages) > _MOST_PAGES:
            raise DocumentUnread(f"it has more than {_MOST_PAGES} pages, which nobody can look through here")
        texts, has_picture, fonts = [], False, dict[tuple[int, int], Font]()
        for page in pdf.pages:
            reader = _Reader(fonts=fonts)
            reader.follow(page, page.get("/Resources", pikepdf.Dictionary()))
            texts.append(_HYPHEN.sub("", "".join(_joined(reader.pieces))))
            has_picture = has_picture or reader.has_picture
        says = [_PICTURES] if has_picture else []
        says += [_NOTES] if _carries_more(pdf) else []
        return ReadDocument(text="\n\n".join(texts), unread="; ".join(says))


def _carries_more(pdf: pikepdf.Pdf) -> bool:
    notes = (note.get("/Subtype") for page in pdf.pages for note in page.get("/Annots", []))
    return bool(pdf.attachments) or "/AcroForm" in pdf.Root or any(str(kind) not in _LINKS for kind in notes)


def _joined(pieces: Sequence[_Piece]) -> Iterator[str]:
    """Give the letters in order, with a space or a new line where the pen moved on by more than within a word."""
    for before, piece in zip([None, *pieces], pieces, strict=False):
        if before is not None:
            yield _between(before, piece)
        yield piece.text


def _between(before: _Piece, piece: _Piece) -> str:
    high = max(before.high, piece.high, 0.1)
    if abs(before.up - piece.up) > _SAME_LINE * high:
        goes_on = 0 < before.up - piece.up < _NEXT_LINE * high and before.high == piece.high
        return "\n" if not goes_on or before.text.rstrip().endswith(("-", "\u00ad", "\u2010")) else " "
    gap = piece.begins - before.ends
    if gap < -high:
        return "\n"
    return " " if gap > _JOINS * high else ""


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _matrix(told: Any) -> Matrix:
    a, b, c, d, e, f = (float(one) for one in told)
    return (a, b, c, d, e, f)


def _begin_text(reader: _Reader, _: Sequence[Any]) -> None:
    reader.line = reader.at = _SAME


def _picture(reader: _Reader, _: Sequence[Any]) -> None:
    reader.has_picture = True


def _keep(reader: _Reader, _: Sequence[Any]) -> None:
    reader.kept.append(reader.pen)


def _bring_back(reader: _Reader, _: Sequence[Any]) -> None:
    reader.pen = reader.kept.pop()


def _turn(reader: _Reader, told: Sequence[Any]) -> None:
    reader.pen = replace(reader.pen, page=_times(_matrix(told), reader.pen.page))


def _place(reader: _Reader, told: Sequence[Any]) -> None:
    reader.line = reader.at = _matrix(told)


def _next(reader: _Reader, told: Sequence[Any]) -> None:
    reader.begin_line(float(told[0]), float(told[1]))


def _next_and_down(reader: _Reader, told: Sequence[Any]) -> None:
    reader.pen = replace(reader.pen, down=-float(told[1]))
    _next(reader, told)


def _line(reader: _Reader, _: Sequence[Any]) -> None:
    reader.begin_line(0, -reader.pen.down)


def _write(reader: _Reader, told: Sequence[Any]) -> None:
    reader.write(bytes(told[-1]))


def _write_line(reader: _Reader, told: Sequence[Any]) -> None:
    if len(told) > 1:
        reader.pen = replace(reader.pen, words_apart=float(told[0]), apart=float(told[1]))
    _line(reader, told)
    _write(reader, told)


def _write_apart(reader: _Reader, told: Sequence[Any]) -> None:
    for one in told[0]:
        if isinstance(one, pikepdf.String):
            reader.write(bytes(one))
        else:
            reader.move(-float(one) / 1000 * reader.pen.size * reader.pen.wide, 0)


def _sets(name: str, share: float = 1) -> Any:
    """Return a step that sets one thing of the pen."""

    def step(reader: _Reader, told: Sequence[Any]) -> None:
        reader.pen = replace(reader.pen, **{name: float(told[0]) * share})  # type: ignore[arg-type]  # all are numbers

    return step


_STEPS: Final = {
    "INLINE IMAGE": _picture, "sh": _picture, "q": _keep, "Q": _bring_back, "cm": _turn, "BT": _begin_text,
    "Tm": _place, "Td": _next, "TD": _next_and_down, "T*": _line, "Tj": _write, "'": _write_line, '"': _write_line,
    "TJ": _write_apart, "Tc": _sets("apart"), "Tw": _sets("words_apart"), "Tz": _sets("wide", 0.01),
    "Ts": _sets("rise"), "TL": _sets("down"),
}  # fmt: skip
