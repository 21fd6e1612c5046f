"""Measures search over 250,000 people: database time beside a bare indexed equality, and who is in the first ten.

Run: python benchmarks/search.py [people]. The queries are the county's own records of people at the rates of
children's social care, of which only those with a slip in a name or a birthday are asked.
"""

import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import numpy as np
from search_queries import Query, former_known, make_queries, typing_only

from kith.access.vocabulary import Role, Viewer
from kith.common.names import sort_key
from kith.county.analysis.draws import NO_DAY, day_number, day_of
from kith.county.analysis.people import Population, invent_population
from kith.county.vocabulary import Plan
from kith.linking.analysis.search_keys import Kind, day_text

PEOPLE, QUERIES, SEED = 250_000, 1_000, 11
LEAST_HITS, MOST_MS, FIRST = 0.98, 50.0, 10
_PROFILE = "person_id, forename, surname, known_as, other_names, born_on, sex, sort_key, is_child, nhs_number, upn"
_ADDRESS = "person_id, address, town, postcode, agency_id"


def main() -> None:
    """Print the figures."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as home, _server(Path(home)):
        population = _timed("inventing the county", lambda: invent_population(Plan(people=people, years=3, seed=SEED)))
        ids = _timed("loading profiles and addresses", lambda: _load(population))
        changed = _timed("making the keys", _make_keys)
        print(f"{changed:,} keys, {changed / people:.1f} a person")
        records = make_queries(population, ids, SEED, QUERIES)
        viewer = _practitioner()
        bare = _yardstick(records)
        for what, fields in (
            ("name and date of birth", ("name", "born_on")),
            ("name and address", ("name", "address")),
            ("name alone", ("name",)),
        ):
            _report(what, [typing_only(query, fields) for query in records], viewer, bare)


@contextmanager
def _server(home: Path) -> Iterator[None]:
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
        for folder in (server.home, server.run_dir):  # started by root, they lie outside the temporary folder
            shutil.rmtree(folder, ignore_errors=True)


def _timed(what: str, act: Callable[[], Any]) -> Any:
    begun = time.perf_counter()
    result = act()
    print(f"{what}: {time.perf_counter() - begun:.1f} s", flush=True)
    return result


def _load(people: Population) -> list[tuple[str, int]]:
    """Write every person with their profile and present address; return public id and id in the county's order."""
    from django.db import connection, transaction  # noqa: PLC0415 -- after Django is set up

    from kith.access.models import Agency as KnownAgency  # noqa: PLC0415 -- after Django is set up
    from kith.access.services import connect_as  # noqa: PLC0415 -- after Django is set up

    agency = KnownAgency.objects.create(code="care", name="Larkshire Council", sector="care", duty_phone="")
    with connect_as("worker"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO linking_person (public_id, created_at) SELECT gen_random_uuid(), now() "
            "FROM generate_series(1, %s) RETURNING public_id::text, id",
            [len(people.forename)],
        )
        ids: list[tuple[str, int]] = cursor.fetchall()
        _copy(cursor, "linking_profile", _PROFILE, _profiles(people, [number for _, number in ids]))
        _copy(cursor, "linking_address", _ADDRESS, _addresses(people, [number for _, number in ids], agency.pk))
    _analyse()
    return ids


def _copy(cursor: Any, table: str, columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
    """Fill a table by way of a temporary one, since a guarded table refuses COPY."""
    cursor.execute(f"CREATE TEMPORARY TABLE given ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA")  # noqa: S608 -- our own names
    with cursor.copy(f"COPY given ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM given")  # noqa: S608 -- our own names
    cursor.execute("DROP TABLE given")


def _addresses(people: Population, ids: Sequence[int], agency: int) -> Iterator[tuple[Any, ...]]:
    today = np.full(len(ids), day_number(Plan(people=1, years=1, seed=1).last_day))
    places = people.addresses
    for number, home in zip(ids, people.address_on(np.arange(len(ids)), today).tolist(), strict=True):
        yield number, places.line[home], places.town[home], places.postcode[home], agency


def _profiles(people: Population, ids: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    knows = former_known(SEED, len(ids))
    for person, number in enumerate(ids):
        forename, surname, former = people.forename[person], people.surname[person], people.former_surname[person]
        born = int(people.roles.born[person])
        yield (
            number, forename, surname, "", [former] if former and knows[person] else [],
            None if born == NO_DAY else day_of(born), people.sex[person], sort_key(surname, forename), True,
            people.nhs_number[person], "",
        )  # fmt: skip


def _analyse() -> None:
    """Do at once what the server does by itself some minutes after a load."""
    from django.db import connections  # noqa: PLC0415 -- after Django is set up

    with connections["migrate"].cursor() as cursor:
        cursor.execute("ANALYZE linking_person, linking_profile, linking_address, linking_searchkey")


def _make_keys() -> int:
    from kith.access.services import connect_as  # noqa: PLC0415 -- after Django is set up
    from kith.linking.services.search_keys import refresh_search_keys  # noqa: PLC0415 -- after Django is set up

    with connect_as("worker"):
        changed = refresh_search_keys(person_ids=None)
    _analyse()
    return changed


def _practitioner() -> Viewer:
    from django.utils import timezone  # noqa: PLC0415 -- after Django is set up

    from kith.access.models import Agency as KnownAgency  # noqa: PLC0415 -- after Django is set up
    from kith.access.models import RoleGrant, Staff  # noqa: PLC0415 -- after Django is set up
    from kith.access.selectors import viewer_of  # noqa: PLC0415 -- after Django is set up

    now = timezone.now()
    agency = KnownAgency.objects.get(code="care")
    staff = Staff.objects.create_user("robin@care.example.org", None, name="Robin Reed", agency=agency)
    RoleGrant.objects.create(staff=staff, role=Role.PRACTITIONER, begins_at=now - timedelta(days=1))
    return viewer_of(staff, now)


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


def _report(what: str, queries: Sequence[Query], viewer: Viewer, bare: Sequence[float]) -> None:
    """Search for everybody and print times and hits."""
    took, missed = _search_all(queries, viewer)
    known = sum(query.is_known for query in queries)
    lost = Counter(query.is_known for query in missed)
    p50, p95 = median(took), quantiles(took, n=20)[-1]
    print(f"\n{what}: {len(queries)} queries, every one with a slip")
    print(f"  database p50 {p50:.1f} ms, p95 {p95:.1f} ms (at most {MOST_MS:.0f})")
    print(
        f"  beside a bare equality (p50 {median(bare):.2f}, p95 {quantiles(bare, n=20)[-1]:.2f} ms): "
        f"{p50 / median(bare):.0f} and {p95 / quantiles(bare, n=20)[-1]:.0f} times"
    )
    print(f"  in the first ten: {1 - len(missed) / len(queries):.1%} (at least {LEAST_HITS:.0%})")
    print(
        f"  of the {known:,} whose typed surname the record holds: {1 - lost[True] / max(known, 1):.1%}; of the "
        f"{len(queries) - known:,} others (no agency told it): {1 - lost[False] / max(len(queries) - known, 1):.1%}"
    )
    if not any(query.terms.born_on or query.terms.address for query in queries):
        crowded = sum(query.rivals >= FIRST for query in queries)
        print(f"  ceiling: {1 - crowded / len(queries):.1%} ({crowded} times ten others have exactly the name typed)")
    slips = Counter(query.slips for query in missed)
    print("  missed by slip:", ", ".join(f"{slip} {n}" for slip, n in slips.most_common(8)) or "none", flush=True)


def _search_all(queries: Sequence[Query], viewer: Viewer) -> tuple[list[float], list[Query]]:
    """Return the milliseconds of each search, and whom it missed; the first fifty searches only warm up."""
    from django.db import connections  # noqa: PLC0415 -- after Django is set up

    from kith.access.vocabulary import Purpose  # noqa: PLC0415 -- after Django is set up
    from kith.linking.selectors import list_found  # noqa: PLC0415 -- after Django is set up

    took: list[float] = []

    def clock(execute: Callable[..., Any], *arguments: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            took.append((time.perf_counter() - begun) * 1000)

    missed = []
    with connections["log"].execute_wrapper(clock):
        for query in queries[:50]:
            list_found(query.terms, viewer=viewer, purpose=Purpose.SAFEGUARDING)
        took.clear()
        for query in queries:
            found = list_found(query.terms, viewer=viewer, purpose=Purpose.SAFEGUARDING)
            if query.public_id not in [person.public_id for person in found[:FIRST]]:
                missed.append(query)
    return took, missed


if __name__ == "__main__":
    main()
