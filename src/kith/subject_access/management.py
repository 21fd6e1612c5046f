"""The command of subject access: how the requests stand, and the copy of one that is released."""

import os
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kith.shell.commands import refuse, refuse_full, set_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kith.access.vocabulary import Viewer

_PURPOSE = "subject_access"
_SHORTEST = 8  # letters and digits of a request's number, as people speak of it


def register(app: typer.Typer) -> None:
    """Add `kith subject-access`."""
    app.command("subject-access")(subject_access)


def subject_access(
    request: Annotated[str, typer.Argument(help="The reference of a request, as the list shows it.")] = "",
    email: Annotated[str, typer.Option("--as", help="Your e-mail address in Kith.")] = "",
    purpose: Annotated[str, typer.Option("--purpose", help="Why you look: subject_access.")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="An empty or a new folder for the copy.")] = None,
) -> None:
    """List the requests for somebody's own record with their days left, or write the copy of a released one.

    Without a reference it lists; the list names nobody. With one it writes the PDF and the JSON that the page gives, to
    whom the page gives them, logged as taken by you before a byte is written.
    """
    if not email or purpose != _PURPOSE:
        refuse(
            "Nothing was read. Say who you are and why: kith subject-access --as you@example.org --purpose "
            f"{_PURPOSE}. With a reference and --out FOLDER it writes the copy."
        )
    if bool(request) != bool(out):
        refuse("Nothing was read. Give the reference of a request and --out FOLDER for its copy, or neither to list.")
    if out is None:
        _list(email)
        return
    refuse_full(out, mixed="other copy")
    files = _copy(request, email)
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content in files.items():
        # Only whoever makes it reads it, from the first byte on.
        with os.fdopen(os.open(out / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
    typer.echo(f"{len(files)} files are in {out}: the same as the page gives. Keep them as safe as the record itself.")


def _list(email: str) -> None:
    """Print the register, the soonest due first; no name stands in it."""
    with _asking(email) as (viewer, now):
        from django.utils import timezone

        from kith.access.vocabulary import Purpose
        from kith.subject_access import presenters, selectors

        rows = selectors.list_requests(viewer=viewer, purpose=Purpose.SUBJECT_ACCESS)
        page = presenters.register_page(rows, timezone.localdate(now))
    for row in page["rows"]:
        due = row["request"].due_on
        typer.echo(f"{row['reference']}  due {due:%d %b %Y}  {row['left'] or 'ended':<13}  {row['state']}")
    if not page["rows"]:
        typer.echo("There is no request.")


def _copy(request: str, email: str) -> "Mapping[str, bytes]":
    """Return the files of the copy by their names, which say nothing of whose they are."""
    with _asking(email) as (viewer, now):
        from kith.access.vocabulary import Purpose
        from kith.subject_access import selectors

        about = {"viewer": viewer, "purpose": Purpose.SUBJECT_ACCESS}
        rows = selectors.list_requests(**about)  # type: ignore[arg-type]  # one map
        found = [row for row in rows if str(row.request.public_id).startswith(request.lower())]
        if len(request) < _SHORTEST or len(found) != 1:
            refuse("There is no request of that reference. Copy it from the list: the command without a reference.")
        number, person = found[0].request.public_id, found[0].person
        if person is None:
            refuse("This request is not yours to open, or the person is kept no more. Nothing was written.")
        answer = selectors.open_answer(person=person, request=number, now=now, **about)  # type: ignore[arg-type]  # as above
        return {
            f"own-record-{str(number)[:8]}.pdf": bytes(answer.pdf),
            f"own-record-{str(number)[:8]}.json": bytes(answer.json),
        }


@contextmanager
def _asking(email: str) -> "Iterator[tuple[Viewer, datetime]]":
    """Give who asks and when, with the web process's own rights; what is refused is said in words."""
    set_up()
    from django.utils import timezone

    from kith.access.selectors import find_viewer
    from kith.access.services import connect_as
    from kith.access.vocabulary import LogUnavailable, NotShown, Refused

    now = timezone.now()
    with connect_as("web"):
        viewer = find_viewer(email, now)
        if viewer is None:
            refuse(f"No active member of staff has the address {email}. Check --as. Nothing was read.")
        try:
            yield viewer, now
        except NotShown:
            refuse("This request is not yours to open. Nothing was written.")
        except (Refused, LogUnavailable) as refusal:
            refuse(f"{refusal} Nothing was written.")
