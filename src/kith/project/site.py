"""Runs what belongs to the public site in processes of its own: casework never loads what the site is made with."""

import os
import subprocess
import sys

import psycopg
from psycopg.conninfo import make_conninfo

from kith.project.installation import Installation
from kith.project.roles import open_site_tables

SITE_SETTINGS = "kith.project.site_settings"


class SiteRefused(RuntimeError):
    """Something of the public site could not be done; the message says what and what to do next."""


def migrate_site(installation: Installation) -> None:
    """Bring the schema of the site's database up to date and open its tables to the site's role.

    Raises:
        SiteRefused: with what the migration said.
    """
    run_at_site(installation, "migrate", "--verbosity=0", "--no-input", role="migrate")
    with psycopg.connect(make_conninfo(**inbox_parameters(installation, "kith_migrate"))) as owner:
        owner.execute("SET ROLE kith_owner")
        open_site_tables(owner)


def collect_site_files(installation: Installation) -> None:
    """Gather the stylesheets and scripts of the site in a folder of the installation."""
    run_at_site(installation, "collectstatic", "--verbosity=0", "--no-input", role="site")


def run_at_site(installation: Installation, *words: str, role: str) -> str:
    """Run one of the site's own commands, as the site or as the owner of its tables, and return what it printed.

    Raises:
        SiteRefused: with the end of what it said.
    """
    done = subprocess.run(  # noqa: S603 -- our own program and our own words
        [sys.executable, "-m", "django", *words, "--settings", SITE_SETTINGS],
        env=site_environment(installation) | {"KITH_PROCESS": role},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SiteRefused(
            f"The public site's `{words[0]}` stopped, so the site is not ready; casework is untouched. "
            f"Mend what it says and run the command again:\n{done.stderr.strip()[-1500:]}"
        )
    return done.stdout


def site_environment(installation: Installation) -> dict[str, str]:
    """Return the environment of a process of the site."""
    own = {
        "DJANGO_SETTINGS_MODULE": SITE_SETTINGS,
        "KITH_HOME": str(installation.home),
        "KITH_DATABASE": installation.database_name,
        "KITH_PROCESS": "site",
    }
    return dict(os.environ) | own


def inbox_parameters(installation: Installation, role: str) -> dict[str, str]:
    """Return how libpq reaches the site's database as a role."""
    entry = installation.site_connection(role)
    named = {"host": "HOST", "port": "PORT", "dbname": "NAME", "user": "USER", "password": "PASSWORD"}
    found = {ours: str(entry[theirs]) for ours, theirs in named.items() if entry[theirs]}
    more = {name: str(value) for name, value in entry["OPTIONS"].items()}
    return found | {name: value for name, value in more.items() if name not in ("server_side_binding", "options")}
