"""Writes the pieces of a page as plain text, for mail readers that show nothing else."""

import textwrap
from functools import singledispatch
from typing import Final

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

WIDE: Final = 72


def wrapped(text: str, first: str = "", then: str = "") -> str:
    """Return a text in lines of at most 72 characters; an address is never broken."""
    lines = text.split("\n")
    return "\n".join(
        textwrap.fill(
            line,
            WIDE,
            initial_indent=first if place == 0 else then,
            subsequent_indent=then,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for place, line in enumerate(lines)
    )


def underlined(text: str, mark: str) -> str:
    """Return a heading with a line under it."""
    said = wrapped(text)
    return f"{said}\n{mark * min(WIDE, max(len(line) for line in said.splitlines()))}"


def plain_runs(runs: tuple[Run, ...]) -> str:
    """Return words, each link followed by its address."""
    said = "".join(f"{run.text} ({full_address(run.url)})" if run.url else run.text for run in runs)
    return said.replace("mailto:", "").strip()


@singledispatch
def plain_piece(piece: object) -> str:
    """Return one piece as plain text.

    Raises:
        TypeError: it is no piece.
    """
    raise TypeError(f"{type(piece).__name__} is no piece of a page.")


@plain_piece.register
def _(piece: Heading) -> str:
    return underlined(piece.text, "-")


@plain_piece.register
def _(piece: Paragraph) -> str:
    return wrapped(plain_runs(piece.runs))


@plain_piece.register
def _(piece: Listing) -> str:
    marks = (f"{place}. " if piece.ordered else "* " for place in range(1, len(piece.items) + 1))
    return "\n".join(
        wrapped(plain_runs(item), mark, " " * len(mark)) for mark, item in zip(marks, piece.items, strict=True)
    )


@plain_piece.register
def _(piece: Finding) -> str:
    return wrapped(f"{piece.says} {piece.n} of {piece.of}.", "* ", "  ")


@plain_piece.register
def _(piece: Quote) -> str:
    return wrapped(f"“{piece.words.strip()}”{f' – {piece.who}' if piece.who else ''}", "  ", "  ")


@plain_piece.register
def _(piece: CaseStep) -> str:
    return wrapped(f"{piece.name}: {plain_runs(piece.runs)}")


@plain_piece.register
def _(piece: Picture) -> str:
    return wrapped(f"[Picture: {piece.alternative}]{f' {piece.caption}' if piece.caption else ''}")


@plain_piece.register
def _(piece: Chart) -> str:
    table = piece.table
    widest = min(40, max(len(name) for name, _ in table.rows))
    rows = [f"  {name:<{widest}}  {table.amount(amount)}" for name, amount in table.rows]
    says = [wrapped(piece.says)] if piece.says != table.title else []
    return "\n".join([*says, f"{table.title} ({table.unit}):", *rows])


@plain_piece.register
def _(piece: Link) -> str:
    note = f"{wrapped(piece.note)}\n" if piece.note else ""
    return f"{wrapped(piece.title)}\n{note}{full_address(piece.url)}"


@plain_piece.register
def _(piece: Contact) -> str:
    return "\n".join(line for line in (piece.name, piece.phone, piece.email) if line)
