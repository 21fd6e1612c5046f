"""The command of learning: a text without whoever it is about."""

import json
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from kith.learning.rules.deidentifying import Deidentifier
    from kith.learning.vocabulary import Deidentified

REFUSED = 3  # the exit code of a text that was refused; 1 is a fault of the program, 2 of how it was called
_BOTH = "Give --record with a text on standard input, or --records together with --notes."


def register(app: typer.Typer) -> None:
    """Add `kith deidentify` to the command line."""
    app.command("deidentify")(deidentify)


def deidentify(
    record: Annotated[
        Path | None, typer.Option(help="JSON of one linked record; the text comes on standard input.")
    ] = None,
    records: Annotated[Path | None, typer.Option(help="JSON of many linked records by their names.")] = None,
    notes: Annotated[Path | None, typer.Option(help="JSON lines, each with a record's name and a text.")] = None,
    key: Annotated[
        str, typer.Option(help="The same key gives the same pseudonyms. Keep it as you keep the case.")
    ] = "",
) -> None:
    """Replace whoever a linked record knows in a text, and say what a person must confirm before it is published.

    Prints JSON: text, and spans with start and end in the text as given, kind and action (replaced or to_confirm). A
    text without a linked record, or without the word lists, is refused: nothing of it is printed, the exit code is 3.
    Pseudonyms differ each time unless a key is given. Needs no database.
    """
    from kith.common.disclosure import WordListDamaged
    from kith.learning.vocabulary import RecordUnlinked

    if (record is None) == (records is None) or (records is None) != (notes is None):
        typer.echo(
            f"Nothing was read, because it is not clear which text and whose record are meant. {_BOTH}", err=True
        )
        raise typer.Exit(2)
    try:
        refused = _one(record, key) if record else _many(_read(records), notes, key)
    except (RecordUnlinked, WordListDamaged) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(REFUSED) from None
    if refused:
        typer.echo(f"{refused} refused; the lines say why. The others are complete.", err=True)
        raise typer.Exit(REFUSED)


def _one(record: Path, key: str) -> int:
    treats = _knows(_read(record), key)
    given = sys.stdin.buffer.read()
    try:
        text = given.decode("utf-8")
    except UnicodeDecodeError as error:
        typer.echo(
            f"The text is not UTF-8: byte {error.start + 1} cannot be read, so a name could hide there. Nothing was "
            "printed. Save the text as UTF-8 and give it again.",
            err=True,
        )
        raise typer.Exit(REFUSED) from None
    typer.echo(json.dumps(_shown(treats.deidentify(text))))
    return 0


def _many(records: Any, notes: Path | None, key: str) -> int:
    """Print a line for each note, and return how many were refused for want of their record."""
    from rich.console import Console
    from rich.progress import track

    from kith.learning.vocabulary import RecordUnlinked

    known: dict[str, Deidentifier] = {}
    lines = list(_lines(notes))
    refused = 0
    for name, text in track(lines, "Taking names out", console=Console(stderr=True)):
        try:
            if name not in known:
                known[name] = _knows(records.get(name) if isinstance(records, dict) else None, key)
        except RecordUnlinked as error:
            refused += 1
            typer.echo(json.dumps({"record": name, "refused": str(error)}))
            continue
        typer.echo(json.dumps({"record": name, **_shown(known[name].deidentify(text))}))
    return refused


def _knows(entry: Any, key: str) -> "Deidentifier":
    from kith.learning.rules.deidentifying import Deidentifier
    from kith.learning.rules.records import linked_record

    return Deidentifier(linked_record(entry), key or secrets.token_hex(16))


def _read(path: Path | None) -> Any:
    """Return what a file of JSON holds.

    Raises:
        RecordUnlinked: the file is not there or is no JSON, so there is no record.
    """
    from kith.learning.vocabulary import RecordUnlinked

    try:
        return json.loads(path.read_text(encoding="utf-8")) if path else None
    except (OSError, ValueError):
        raise RecordUnlinked(
            f"There is no linked record: {path} cannot be read as JSON. Nothing was replaced or printed. "
            "Write the record to that file in the shape of docs/deidentifying.md and run the command again."
        ) from None


def _lines(notes: Path | None) -> Iterator[tuple[str, str]]:
    """Give each note's record and text.

    Raises:
        RecordUnlinked: the file cannot be read, or a line names no record or has no text.
    """
    from kith.learning.vocabulary import RecordUnlinked

    try:
        written = notes.read_text(encoding="utf-8").splitlines() if notes else []
        entries = [json.loads(line) for line in written if line.strip()]
    except (OSError, ValueError):
        raise RecordUnlinked(f"{notes} cannot be read as JSON lines, so nothing was replaced or printed.") from None
    for number, entry in enumerate(entries, 1):
        named = isinstance(entry, dict) and isinstance(entry.get("record"), str) and isinstance(entry.get("text"), str)
        if not named:
            raise RecordUnlinked(
                f"Line {number} of {notes} has no record and text, so nothing was replaced or printed."
            )
        yield entry["record"], entry["text"]


def _shown(done: "Deidentified") -> dict[str, Any]:
    spans = [
        {
            "start": span.start,
            "end": span.end,
            "kind": span.kind.value,
            "action": span.action.value,
            "text_start": span.text_start,
            "text_end": span.text_end,
        }
        for span in done.spans
    ]
    return {"text": done.text, "spans": spans}
