"""Hands the pieces of a page to the typesetter, as plain values that it draws."""

import hashlib
from dataclasses import asdict
from functools import singledispatch
from pathlib import PurePosixPath
from typing import Any, Final

from kith.publishing.models import picture_of
from kith.publishing.selectors.addresses import full_address
from kith.publishing.vocabulary.figures import ChartForm
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
from kith.shell.pictures import line_drawing
from kith.shell.vocabulary import LinePicture

_PIXELS_A_CM: Final = 48.0  # a picture is printed at about 120 dots an inch, and never wider than the page


@singledispatch
def paper_piece(piece: object) -> dict[str, Any]:
    """Return one piece as values for the typesetter.

    Raises:
        TypeError: it is no piece.
    """
    raise TypeError(f"{type(piece).__name__} is no piece of a page.")


def _runs(runs: tuple[Run, ...]) -> list[dict[str, Any]]:
    return [asdict(run) | {"url": full_address(run.url) if run.url else ""} for run in runs]


def picture_name(piece: Picture) -> str:
    """Return the name under which a picture lies beside the document."""
    return hashlib.sha256(piece.stored.encode()).hexdigest()[:16] + PurePosixPath(piece.stored).suffix


@paper_piece.register
def _(piece: Heading) -> dict[str, Any]:
    return {"is": "heading", "level": piece.level, "text": piece.text}


@paper_piece.register
def _(piece: Paragraph) -> dict[str, Any]:
    return {"is": "paragraph", "runs": _runs(piece.runs)}


@paper_piece.register
def _(piece: Listing) -> dict[str, Any]:
    return {"is": "listing", "ordered": piece.ordered, "items": [_runs(item) for item in piece.items]}


@paper_piece.register
def _(piece: Finding) -> dict[str, Any]:
    return {"is": "finding", "says": piece.says, "figure": f"{piece.n} of {piece.of}"}


@paper_piece.register
def _(piece: Quote) -> dict[str, Any]:
    return {"is": "quote", "runs": _runs((Run(text=piece.words),)), "who": piece.who}


@paper_piece.register
def _(piece: CaseStep) -> dict[str, Any]:
    return {"is": "step", "name": piece.name, "runs": _runs(piece.runs)}


@paper_piece.register
def _(piece: Picture) -> dict[str, Any]:
    words = {"alternative": piece.alternative, "caption": piece.caption}
    return {"is": "picture", "name": picture_name(piece), "width": piece.width / _PIXELS_A_CM, **words}


@paper_piece.register
def _(piece: Chart) -> dict[str, Any]:
    table, picture = piece.table, picture_of(piece)
    most = table.of or max((amount or 0 for _, amount in table.rows), default=0) or 1
    rows = [
        {
            "name": name,
            "amount": table.amount(amount),
            "share": None if amount is None else round(100 * amount / most, 2),
        }
        for name, amount in table.rows
    ]
    drawing = line_drawing(picture) if piece.form is ChartForm.LINE and isinstance(picture, LinePicture) else ""
    named = {"title": table.title, "heading": table.heading, "unit": table.unit.capitalize(), "says": piece.says}
    return {"is": "chart", **named, "rows": rows, "drawing": drawing, "whole": table.of is not None}


@paper_piece.register
def _(piece: Link) -> dict[str, Any]:
    return {"is": "link", "title": piece.title, "url": full_address(piece.url), "note": piece.note}


@paper_piece.register
def _(piece: Contact) -> dict[str, Any]:
    return {"is": "contact", "name": piece.name, "phone": piece.phone, "email": piece.email}
