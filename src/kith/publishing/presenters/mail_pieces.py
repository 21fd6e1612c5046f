"""Draws the pieces of a page for mail readers, old ones too: every look is written into its element."""

from functools import singledispatch
from typing import Final

from django.utils.safestring import SafeString

from kith.publishing.selectors.addresses import full_address
from kith.publishing.vocabulary.pieces import (
    CaseStep,
    Chart,
    Contact,
    Finding,
    Heading,
    Link,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Run,
)
from kith.shell.components.elements import Attributes, element, together
from kith.shell.pictures.palette import BAR

_SIZES: Final = {2: "22px", 3: "20px", 4: "18px", 5: "17px"}
_SPACE: Final = "margin:0 0 16px"
_QUOTED: Final = f"{_SPACE};padding:8px 0 8px 16px;border-left:6px solid #b1b4b6"
_WIDTH: Final = 560  # pixels of the column
_CELL: Final = "padding:6px 8px 6px 0;border-bottom:1px solid #b1b4b6;text-align:left;vertical-align:top"


def mail_runs(runs: tuple[Run, ...]) -> SafeString:
    """Return words with their looks and links."""
    return together(*(_run(run) for run in runs))


def _run(run: Run) -> SafeString:
    lines = run.text.split("\n")
    said = together(lines[0], *(together(element("br"), line) for line in lines[1:]))
    if run.bold:
        said = element("strong", None, said)
    if run.italic:
        said = element("em", None, said)
    return _linked(run.url, said) if run.url else said


def _linked(url: str, said: object) -> SafeString:
    return element("a", {"href": full_address(url), "class": "kith-link", "style": "color:#00566b"}, said)


@singledispatch
def mail_piece(piece: object) -> SafeString:
    """Return one piece as HTML for mail.

    Raises:
        TypeError: it is no piece.
    """
    raise TypeError(f"{type(piece).__name__} is no piece of a page.")


@mail_piece.register
def _(piece: Heading) -> SafeString:
    style = f"margin:24px 0 8px;font-size:{_SIZES[piece.level]};line-height:1.3"
    return element(f"h{piece.level}", {"style": style}, piece.text)


@mail_piece.register
def _(piece: Paragraph) -> SafeString:
    return element("p", {"style": _SPACE}, mail_runs(piece.runs))


@mail_piece.register
def _(piece: Listing) -> SafeString:
    items = (element("li", {"style": "margin:0 0 6px"}, mail_runs(item)) for item in piece.items)
    return element("ol" if piece.ordered else "ul", {"style": f"{_SPACE};padding-left:24px"}, *items)


@mail_piece.register
def _(piece: Finding) -> SafeString:
    figure = element("strong", None, f"{piece.n} of {piece.of}")
    return element("p", {"style": _QUOTED}, piece.says, element("br"), figure)


@mail_piece.register
def _(piece: Quote) -> SafeString:
    who = together(element("br"), element("span", {"style": "font-size:15px"}, piece.who)) if piece.who else None
    return element("blockquote", {"style": _QUOTED}, mail_runs((Run(text=piece.words),)), who)


@mail_piece.register
def _(piece: CaseStep) -> SafeString:
    return element("p", {"style": _SPACE}, element("strong", None, piece.name), element("br"), mail_runs(piece.runs))


@mail_piece.register
def _(piece: Picture) -> SafeString:
    width = min(piece.width, _WIDTH)
    attributes: Attributes = {
        "src": full_address(piece.url),
        "alt": piece.alternative,
        "width": width,
        "style": f"display:block;width:100%;max-width:{width}px;height:auto;border:0",
    }
    caption = element("p", {"style": f"{_SPACE};font-size:15px"}, piece.caption) if piece.caption else None
    return together(element("p", {"style": "margin:0 0 8px"}, element("img", attributes)), caption)


@mail_piece.register
def _(piece: Chart) -> SafeString:
    table = piece.table
    most = table.of or max((amount or 0 for _, amount in table.rows), default=0) or 1
    head = (
        element("th", {"scope": "col", "style": _CELL}, table.heading),
        element("th", {"scope": "col", "style": _CELL}, table.unit.capitalize()),
        element("td", {"aria-hidden": "true", "style": f"{_CELL};width:40%"}),
    )
    rows = (
        element(
            "tr",
            None,
            element("th", {"scope": "row", "style": f"{_CELL};font-weight:400"}, name),
            element("td", {"style": _CELL}, table.amount(amount)),
            element("td", {"aria-hidden": "true", "style": _CELL}, _bar(amount, most)),
        )
        for name, amount in table.rows
    )
    title = element("caption", {"style": "text-align:left;font-weight:700;padding:0 0 6px"}, table.title)
    drawn = element(
        "table",
        {"style": f"{_SPACE};width:100%;border-collapse:collapse;font-size:16px"},
        *(title, element("thead", None, element("tr", None, *head)), element("tbody", None, *rows)),
    )
    return together(element("p", {"style": _SPACE}, piece.says) if piece.says != table.title else None, drawn)


def _bar(amount: int | None, most: int) -> SafeString | None:
    if not amount:
        return None
    # A bar is a coloured box of its share of the cell: mail readers show no drawings.
    share = max(1, round(100 * amount / most))
    style = f"width:{share}%;height:14px;background:{BAR};font-size:0;line-height:0"
    return element("div", {"class": "kith-bar", "style": style}, "\u00a0")


@mail_piece.register
def _(piece: Link) -> SafeString:
    if piece.is_action:
        style = f"display:inline-block;padding:10px 16px;background:{BAR};color:#ffffff;font-weight:700"
        return element(
            "p", {"style": _SPACE}, element("a", {"href": full_address(piece.url), "style": style}, piece.title)
        )
    return element(
        "p",
        {"style": _SPACE},
        _linked(piece.url, element("strong", None, piece.title)),
        together(element("br"), piece.note) if piece.note else None,
    )


@mail_piece.register
def _(piece: Contact) -> SafeString:
    lines = [element("strong", None, piece.name)]
    if piece.phone:
        lines += [element("br"), SafeString(element("span", None, piece.phone))]
    if piece.email:
        lines += [element("br"), _linked(f"mailto:{piece.email}", piece.email)]
    return element("p", {"style": _SPACE}, *lines)
