"""Measures search over 250,000 people: database time beside a bare indexed equality, and who is in the first ten.

Run: python benchmarks/search.py [people] [--keep FOLDER [--keys]]. The record is what a county's agencies wrote down
(`search_record`); a search is what children's social care writes on meeting somebody once more (`search_queries`),
once at the county's own rates of slips and once with a slip in every search. How many match what was typed as well as
the person meant is counted by comparing it with everybody in full (`search_oracle`). With --keep the database stays
for the next run; --keys makes its keys anew after a change to them.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from search_oracle import Oracle
from search_queries import Query, make_queries, typing_only
from search_record import seen_by, write_record
from search_report import MIX, Outcome, Typed, report, report_mix

from kith.access.vocabulary import Role, Viewer
from kith.county.analysis.people import Population, invent_population
from kith.county.vocabulary import Agency, Plan
from kith.linking.analysis.search_keys import Kind, day_text

PEOPLE, QUERIES, SEED = 250_000, 1_000, 11
EMAIL = "robin@care.example.org"


def main() -> int:
    """Print the figures; return 1 when the mix misses one."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("people", nargs="?", type=int, default=PEOPLE)
    asked.add_argument("--keep", type=Path, help="a folder in which the database stays")
    asked.add_argument("--keys", action="store_true", help="make the keys of a kept database anew")
    chosen = asked.parse_args()
    with _home(chosen.keep) as home, _server(home, keep=chosen.keep is not None):
        population = _timed(
            "inventing the county", lambda: invent_population(Plan(people=chosen.people, years=3, seed=SEED))
        )
        is_new = not _ids()
        if is_new:
            print(f"{_timed('writing the records', lambda: _load(population)):,} records")
        if is_new or chosen.keys:
            print(f"{_timed('making the keys', _make_keys):,} keys changed")
        own = frozenset(seen_by(population, SEED)[Agency.CARE])
        oracle, reached = _oracle(chosen.people), True
        for what, with_slips in (("as the county writes", False), ("a slip in every search", True)):
            queries = make_queries(population, own, SEED, QUERIES, with_slips=with_slips)
            print(f"\n== {what}: {len(queries)} people, {sum(bool(query.slips) for query in queries)} with a slip ==")
            outcomes = {way: _ask(way, queries) for way in MIX}
            report(outcomes, oracle, _yardstick(queries))
            reached &= report_mix(outcomes) or with_slips  # the figure is that of what is typed, right or wrong
        return 0 if reached else 1


@contextmanager
def _home(kept: Path | None) -> Iterator[Path]:
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as folder:
        yield Path(folder)


@contextmanager
def _server(home: Path, *, keep: bool) -> Iterator[None]:
    os.environ |= {"KITH_HOME": str(home), "KITH_PROCESS": "test", "DJANGO_SETTINGS_MODULE": "kith.project.settings"}
    os.environ.pop("DATABASE_URL", None)
    import django  # noqa: PLC0415 -- the settings read the environment that is made just above

    django.setup()
    from django.conf import settings  # noqa: PLC0415 -- after Django is set up
    from django.db import connections  # noqa: PLC0415 -- after Django is set up

    from kith.project.database import embedded_server, migrate, prepare  # noqa: PLC0415 -- after Django is set up

    server = embedded_server(settings.INSTALLATION, durable=False)
    server.start()
    try:
        prepare(settings.INSTALLATION)
        migrate()
        yield
        connections.close_all()
    finally:
        server.stop()
        for folder in () if keep else (server.home, server.run_dir):  # started by root, they lie outside the home
            shutil.rmtree(folder, ignore_errors=True)


def _timed(what: str, act: Callable[[], Any]) -> Any:
    begun = time.perf_counter()
    result = act()
    print(f"{what}: {time.perf_counter() - begun:.1f} s", flush=True)
    return result


@contextmanager
def _admin() -> Iterator[Any]:
    from django.conf import settings  # noqa: PLC0415 -- after Django is set up

    from kith.project.database import admin_connection  # noqa: PLC0415 -- after Django is set up

    with admin_connection(settings.INSTALLATION, settings.INSTALLATION.connection("kith_web")["NAME"]) as admin:
        yield admin


def _ids() -> list[str]:
    """Return everybody's public id in the county's order; nothing before the record is filled."""
    with _admin() as admin:
        return [row[0] for row in admin.execute("SELECT public_id::text FROM linking_person ORDER BY id")]


def _load(people: Population) -> int:
    """Write what the agencies say, and let the product make people of it; return how many records."""
    from django.db import transaction  # noqa: PLC0415 -- after Django is set up
    from django.utils import timezone  # noqa: PLC0415 -- after Django is set up

    from kith.access.services import connect_as  # noqa: PLC0415 -- after Django is set up
    from kith.linking.services.profiles import refresh_people  # noqa: PLC0415 -- after Django is set up

    with _admin() as admin, admin.transaction():
        written = write_record(admin, people, SEED)
    _analyse()
    with connect_as("worker"), transaction.atomic():
        refresh_people(person_ids=None, now=timezone.now())
    _analyse()
    return written


def _analyse() -> None:
    """Do at once what the server does by itself some minutes after a load."""
    with _admin() as admin:
        admin.execute("VACUUM ANALYZE")


def _make_keys() -> int:
    from kith.access.services import connect_as  # noqa: PLC0415 -- after Django is set up
    from kith.linking.services.search_keys import refresh_search_keys  # noqa: PLC0415 -- after Django is set up

    with connect_as("worker"):
        changed = refresh_search_keys(person_ids=None)
    _analyse()
    return changed


def _practitioner() -> Viewer:
    """Return somebody who works for children's social care and has no relationship with anybody."""
    from django.utils import timezone  # noqa: PLC0415 -- after Django is set up

    from kith.access.models import Agency as KnownAgency  # noqa: PLC0415 -- after Django is set up
    from kith.access.models import RoleGrant, Staff  # noqa: PLC0415 -- after Django is set up
    from kith.access.selectors import viewer_of  # noqa: PLC0415 -- after Django is set up

    now = timezone.now()
    agency = KnownAgency.objects.get(code=Agency.CARE.value)
    staff = Staff.objects.filter(email=EMAIL).first()
    if staff is None:
        staff = Staff.objects.create_user(EMAIL, None, name="Robin Reed", agency=agency)
        RoleGrant.objects.create(staff=staff, role=Role.PRACTITIONER, begins_at=now - timedelta(days=1))
    return viewer_of(staff, timezone.now())


def _yardstick(queries: Sequence[Query]) -> list[float]:
    """Return the milliseconds that a bare equality on the same index takes, for each query's birthday."""
    from django.db import connection  # noqa: PLC0415 -- after Django is set up

    from kith.access.services import connect_as  # noqa: PLC0415 -- after Django is set up

    took = []
    with connect_as("worker"), connection.cursor() as cursor:
        for query in [*queries[:50], *queries]:
            key = day_text(query.terms.born_on) if query.terms.born_on else ""
            begun = time.perf_counter()
            cursor.execute(
                "SELECT person_id FROM linking_searchkey WHERE kind = %s AND key = %s", [int(Kind.BORN), key]
            )
            cursor.fetchall()
            took.append((time.perf_counter() - begun) * 1000)
    return took[50:]


def _oracle(people: int) -> Oracle:
    with _admin() as admin:
        return Oracle(admin.cursor(), people)


def _ask(way: Typed, queries: Sequence[Query]) -> list[Outcome]:
    """Search for everybody of whom this is typed; the first fifty searches only warm up."""
    from django.db import connections  # noqa: PLC0415 -- after Django is set up

    from kith.access.vocabulary import Purpose  # noqa: PLC0415 -- after Django is set up
    from kith.linking.selectors import list_found  # noqa: PLC0415 -- after Django is set up

    viewer, ids, took = _practitioner(), _ids(), []
    asked = [typing_only(query, way.fields) for query in queries]
    asked = [query for query in asked if not query.terms.are_empty()]
    if way.fields == ("nhs_number",):
        asked = _answerable(asked)

    def clock(execute: Callable[..., Any], *arguments: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            took.append((time.perf_counter() - begun) * 1000)

    places = []
    with connections["log"].execute_wrapper(clock):
        for query in [*asked[:50], *asked]:
            found = list_found(query.terms, viewer=viewer, purpose=Purpose.SAFEGUARDING)
            shown = [person.public_id for person in found]
            right = ids[query.person]
            places.append(shown.index(right) + 1 if right in shown else 0)
    return [Outcome(*one) for one in zip(asked, places[50:], took[50:], strict=True)]


def _answerable(queries: Sequence[Query]) -> list[Query]:
    """Leave out whose number no agency told: a search by number alone cannot find them, and says so at once."""
    with _admin() as admin:
        held = {row[0] for row in admin.execute("SELECT person_id FROM linking_profile WHERE nhs_number <> ''")}
    asked = [query for query in queries if query.person + 1 in held]
    print(f"  (the record holds the NHS number of {len(asked)} of the {len(queries)} of whom one was typed)")
    return asked


if __name__ == "__main__":
    sys.exit(main())
