"""The command that lets the first administrator in; everybody else is invited by one."""

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(administrator)


def administrator(
    email: Annotated[str, typer.Argument(help="The work e-mail address of the first administrator.")],
    name: Annotated[str, typer.Argument(help="Their full name.")],
    agency: Annotated[
        str, typer.Option(help="The short code of their agency; it is founded if missing.")
    ] = "partnership",
    agency_name: Annotated[str, typer.Option(help="The name of that agency.")] = "The partnership",
) -> None:
    """Make the first administrator of an installation, and print the link by which they join."""
    import django

    django.setup()
    from django.conf import settings
    from django.utils import timezone

    from kith.access.services import founding
    from kith.access.vocabulary import Refused, Sector

    new = founding.NewAgency(code=agency, name=agency_name, sector=Sector.PARTNERSHIP)
    try:
        _, secret = founding.found_administrator(email=email, name=name, agency=new, by=None, now=timezone.now())
    except Refused as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{name} joins once, within 72 hours, by this link; it is shown here and nowhere else:")
    typer.echo(f"{settings.KITH_ADDRESS.rstrip('/')}/join/{secret}/")
