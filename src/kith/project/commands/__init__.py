"""The commands that need the whole product: demo, serve, refresh, database, worker, doctor."""

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the commands; each loads what it needs only when it runs."""
    app.command()(demo)
    app.command()(serve)
    app.command()(refresh)
    app.command()(worker)
    app.command("site-worker")(site_worker)
    app.command()(editor)
    app.command()(doctor)
    app.command()(code)
    from kith.project.commands import circulating  # noqa: PLC0415 -- beside the others

    database = typer.Typer(no_args_is_help=True, help="Prepare and migrate the database.")
    database.command("prepare")(database_prepare)
    database.command("migrate")(database_migrate)
    app.add_typer(database, name="database")
    circulating.register(app)


def demo(
    people: Annotated[int, typer.Option(min=200, help="How many people the invented county has.")] = 20_000,
    years: Annotated[int, typer.Option(min=1, max=6, help="How many years its agencies have kept records.")] = 3,
    seed: Annotated[int, typer.Option(help="The same seed invents the same county.")] = 2019,
    port: Annotated[int, typer.Option(help="Where to serve on this machine.")] = 8000,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Build everything, then stop.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Throw the demo away and begin again.")] = False,
) -> None:
    """Build an invented county, carry its files the whole way through, and serve it."""
    from kith.project.commands import demonstration  # noqa: PLC0415 -- loads Django and the engines

    demonstration.run(
        demonstration.Wish(people=people, years=years, seed=seed, port=port, serve=not no_serve, fresh=fresh)
    )


def serve(port: Annotated[int, typer.Option(help="Where to serve on this machine.")] = 8000) -> None:
    """Start the database server, casework, the public site on the next port, and the worker; stop them together."""
    from kith.project.commands import serving  # noqa: PLC0415 -- loads Django

    serving.serve(port=port)


def refresh(as_of: Annotated[str, typer.Option(help="Rank as at this day (YYYY-MM-DD); today without.")] = "") -> None:
    """Link, tell the chronologies, give relationships and rank again from what has been loaded."""
    from kith.project.commands import refreshing  # noqa: PLC0415 -- loads Django and the engines

    refreshing.run(as_of=as_of)


def worker() -> None:
    """Run jobs until stopped."""
    from kith.project.commands import serving  # noqa: PLC0415 -- loads Django

    serving.run_worker()


def site_worker() -> None:
    """Run the public site's jobs until stopped: its mail, what is to be published at a time, the editing library's."""
    from kith.project.commands import serving  # noqa: PLC0415 -- loads Django

    serving.become_site_worker()


def editor(
    email: Annotated[str, typer.Argument(help="The address that they sign in with.")],
    name: Annotated[str, typer.Argument(help="Their name, as pages say who wrote them.")] = "",
    role: Annotated[str, typer.Option(help="author, approver, publisher or admin.")] = "admin",
    end: Annotated[bool, typer.Option("--end", help="End their access at once.")] = False,
) -> None:
    """Invite an editor of the public site, or end their access; the first one is made here, more by mail in /cms/."""
    from kith.project.commands import editing  # noqa: PLC0415 -- loads Django

    if end:
        editing.end(email=email)
    elif not name.strip() or role not in ("author", "approver", "publisher", "admin"):
        raise typer.BadParameter("Give a name, and as role one of author, approver, publisher, admin.")
    else:
        editing.invite(email=email, name=name, role=role)


def doctor() -> None:
    """Look over the installation and say what is well, what is not, and what to do."""
    from kith.project.commands import examining  # noqa: PLC0415 -- loads Django

    examining.run()


def code(
    secret: Annotated[str, typer.Argument(help="The secret that the set-up page of the second factor shows.")],
) -> None:
    """Print the six digits of now for an authenticator secret, for trying the demo without a phone."""
    from kith.project.commands.environment import start_django  # noqa: PLC0415 -- loads Django

    start_django()
    from allauth.mfa.totp.internal.auth import (  # noqa: PLC0415 -- needs the apps to be loaded
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    try:
        value = hotp_value("".join(secret.split()).upper(), next(iter(yield_hotp_counters_from_time())))
    except ValueError:
        raise typer.BadParameter(
            "that is no authenticator secret: copy the letters and digits that the set-up page shows."
        ) from None
    typer.echo(format_hotp_value(value))


def database_prepare(
    admin_url: Annotated[str, typer.Option(help="The URL of a superuser of the server, used once and not kept.")] = "",
) -> None:
    """Make the roles and the database on the server that DATABASE_URL names, or on the embedded one."""
    from kith.project.commands.environment import start_django, start_server  # noqa: PLC0415 -- loads Django

    start_django()
    from kith.project.commands.environment import installation  # noqa: PLC0415 -- after Django
    from kith.project.database import prepare, prepare_site  # noqa: PLC0415 -- after Django

    if not installation().embedded and not admin_url:
        raise typer.BadParameter(
            "DATABASE_URL names a server of your own, and only its administrator can make roles there. "
            "Run this once with --admin-url postgresql://administrator:password@host/postgres."
        )
    start_server()
    prepare(installation(), admin_url)
    prepare_site(installation(), admin_url)
    typer.echo(f"Prepared. The passwords of the roles are in {Path(installation().home) / 'secrets.json'}.")


def database_migrate() -> None:
    """Bring the schema up to date."""
    from kith.project.commands.environment import start_django, start_server  # noqa: PLC0415 -- loads Django

    start_django()
    from rich.console import Console  # noqa: PLC0415 -- as above

    from kith.project.commands.environment import installation  # noqa: PLC0415 -- after Django
    from kith.project.commands.progress import showing  # noqa: PLC0415 -- as above
    from kith.project.database import count_waiting_migrations, migrate  # noqa: PLC0415 -- as above
    from kith.project.site import migrate_site  # noqa: PLC0415 -- as above

    start_server()
    with showing(Console(), "Bringing the schema up to date", count_waiting_migrations()) as bar:
        migrate(lambda migration: bar.done())
    with showing(Console(), "Bringing the public site’s schema up to date", 1) as bar:
        migrate_site(installation())
        bar.done()
    typer.echo("The schema is up to date.")
