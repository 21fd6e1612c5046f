"""The one command line, `kith`: each app brings its own commands."""

import os
import sys
from importlib import import_module
from importlib.util import find_spec

import typer

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Lets the agencies of one county keep a child safe together.",
)
_APPS = (
    *("county", "feeds", "linking", "priority", "access", "work", "partnership", "referrals", "audit", "learning"),
    "subject_access",
)
# The web process knows two database roles only; every other command may take the roles of the pipeline.
_WEB_COMMANDS = {"serve-web"}
_INTERRUPTED = 130  # how a shell is told of Ctrl-C


def _register() -> None:
    for name in _APPS:
        if find_spec(f"kith.{name}.management"):
            import_module(f"kith.{name}.management").register(app)
    import_module("kith.project.commands").register(app)


def main() -> None:
    """Run one command; what an operator can mend, and an interruption, is said in words and not as a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.project.settings")
    first = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    os.environ.setdefault("KITH_PROCESS", "web" if first in _WEB_COMMANDS else "worker")
    try:
        _register()
        app()
    except KeyboardInterrupt:
        _say_stopped()
        sys.exit(_INTERRUPTED)
    except SystemExit as end:
        if end.code == _INTERRUPTED:  # Typer makes a silent exit of Ctrl-C
            _say_stopped()
        raise
    except Exception as error:
        from kith.project.plain_words import plain_words  # noqa: PLC0415 -- loads Django, which most errors need not

        says = plain_words(error)
        if says is None:
            raise
        typer.echo(says, err=True)
        sys.exit(1)


def _say_stopped() -> None:
    typer.echo("Stopped. Nothing that was not finished has been kept; run the command again to go on.", err=True)
