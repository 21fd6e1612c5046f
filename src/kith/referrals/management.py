"""The command that takes in referrals which another system wrote, and says what became of each."""

import csv
from pathlib import Path
from typing import Annotated

import typer

from kith.shell.commands import refuse, set_up


def register(app: typer.Typer) -> None:
    """Add `kith refer`."""
    app.command("refer")(refer)


def refer(
    file: Annotated[Path, typer.Argument(help="Referrals as JSON, or as CSV with one referral a line.")],
    email: Annotated[str, typer.Option("--as", help="Your e-mail address in Kith: the referrals are yours.")] = "",
    purpose: Annotated[str, typer.Option("--purpose", help="Why you hand it in: referral.")] = "",
    out: Annotated[Path | None, typer.Option("--receipt", help="Where to write the receipt, as CSV.")] = None,
) -> None:
    """Send the referrals of a file through the same gate as the page, and say what became of each.

    In = sent + refused + duplicate. What is refused stays a draft of yours; mend the file and hand it in again.
    """
    if not email or purpose != "referral":
        refuse("Nothing was read. Say who you are and why: kith refer FILE --as you@example.org --purpose referral.")
    set_up()
    from django.utils import timezone

    from kith.access.selectors import find_viewer
    from kith.access.services import connect_as
    from kith.referrals import presenters, services
    from kith.referrals.vocabulary import Became, FileUnread

    with connect_as("web"):
        viewer = find_viewer(email, timezone.now())
        if viewer is None:
            refuse(f"No active member of staff has the address {email}. Check --as. Nothing was read.")
        try:
            receipt = services.import_file(content=file.read_bytes(), by=viewer, now=timezone.now())
        except OSError as error:
            refuse(f"{file.name} could not be opened ({error.strerror}). Nothing of it was taken in.")
        except FileUnread as refusal:
            refuse(f"{file.name} could not be read. {refusal} Nothing of it was taken in.")
    sent, refused, duplicate = (receipt.count(each) for each in (Became.SENT, Became.REFUSED, Became.DUPLICATE))
    typer.echo(f"{file.name}: {receipt.total} in = {sent} sent + {refused} refused + {duplicate} duplicate.")
    rows = presenters.receipt_rows(receipt)
    for number, reference, _, because in (row for row in rows if row[2] == Became.REFUSED):
        typer.echo(f"  {number} {reference or '(no reference)'}: {because}")
    if out is not None:
        with out.open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows([presenters.COLUMNS, *rows])
    raise typer.Exit(1 if refused else 0)
