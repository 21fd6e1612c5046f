"""A search shows twenty people at most, logs first, and keeps silent alike about who is absent and who is hidden."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from kith.access.models import Block, Shield
from kith.access.services import connect_as
from kith.access.vocabulary import Purpose, Role, ShieldKind
from kith.linking.selectors import list_found
from kith.linking.services.search_keys import refresh_search_keys
from kith.linking.vocabulary import Found, SearchTerms
from tests.worlds.partnership import Partnership

ADA = SearchTerms(name="Ada Vale")


def refresh(*people: int) -> int:
    with connect_as("worker"):
        return refresh_search_keys(person_ids=people or None)


def find(partnership: Partnership, terms: SearchTerms, role: Role = Role.PRACTITIONER) -> Sequence[Found]:
    return list_found(terms, viewer=partnership.viewer(role), purpose=Purpose.SAFEGUARDING)


@pytest.fixture
def ada(partnership: Partnership) -> int:
    """Put Ada Vale and somebody unlike her into the record, and return Ada's id."""
    person_id, _ = partnership.add_person("Ada", "Vale")
    partnership.add_person("Tomasz", "Kowal", date(1984, 12, 30))
    refresh()
    return person_id


def test_keys_are_made_once_and_follow_the_profile(partnership: Partnership, admin: Any, ada: int) -> None:
    assert refresh() == 0
    admin.execute("UPDATE linking_profile SET surname = 'Okoro' WHERE person_id = %s", [ada])
    assert refresh(ada) > 0
    assert refresh() == 0
    assert find(partnership, ADA) == [] and [p.name for p in find(partnership, SearchTerms(name="Ada Okoro"))]
    admin.execute("UPDATE linking_person SET retired_at = now() WHERE id = %s", [ada])
    assert find(partnership, SearchTerms(name="Ada Okoro")) == []
    refresh()
    assert admin.execute("SELECT count(*) FROM linking_searchkey WHERE person_id = %s", [ada]).fetchone() == (0,)


@pytest.mark.parametrize(
    "terms",
    [
        ADA,
        SearchTerms(name="Ada Vlae"),
        SearchTerms(name="Vale, Adda"),
        SearchTerms(name="Vale"),
        SearchTerms(born_on=date(2011, 5, 4)),
        SearchTerms(name="Ada Vale", born_on=date(2011, 4, 5)),
        SearchTerms(name="Somebody Else", born_on=date(2011, 5, 4)),
    ],
)
def test_she_is_found(partnership: Partnership, ada: int, terms: SearchTerms) -> None:
    (found,) = find(partnership, terms)
    assert (found.name, found.born_on, found.public_id) == (
        "Ada Vale", date(2011, 5, 4), str(partnership.people["Ada"][1])
    )  # fmt: skip


def test_an_address_finds_unless_it_is_protected(partnership: Partnership, admin: Any, ada: int) -> None:
    agency = partnership.agencies["care"].pk
    for table, street in (("linking_address", "12 Mill Lane"), ("linking_protectedaddress", "9 Hidden Close")):
        admin.execute(
            f"INSERT INTO {table} (person_id, address, town, postcode, agency_id) VALUES (%s, %s, '', '', %s)",
            [ada, street, agency],
        )
    refresh(ada)
    assert len(find(partnership, SearchTerms(address="12 Mill Lane"))) == 1
    assert find(partnership, SearchTerms(address="9 Hidden Close")) == []
    assert admin.execute("SELECT count(*) FROM linking_searchkey WHERE key LIKE '%hidden%'").fetchone() == (0,)


def test_the_log_holds_what_was_typed_and_who_was_shown(partnership: Partnership, admin: Any, ada: int) -> None:
    find(partnership, SearchTerms(name=" Ada Vale ", born_on=date(2011, 5, 4)))
    find(partnership, SearchTerms(name="Nobody Atall"))
    find(partnership, ADA, Role.ANALYST)
    rows = admin.execute("SELECT person_id, action, what, outcome, query FROM access_log ORDER BY seq").fetchall()
    assert rows == [
        (ada, "find", "linking.search", "shown", {"name": "Ada Vale", "born_on": "2011-05-04"}),
        (None, "find", "linking.search", "shown", {"name": "Nobody Atall"}),
        (None, "find", "linking.search", "refused", {"name": "Ada Vale"}),
    ]


def test_twenty_at_most_and_each_is_logged(partnership: Partnership, admin: Any) -> None:
    for day in range(1, 26):
        partnership.add_person("Ada", "Vale", date(2011, 5, day))
    refresh()
    assert len(find(partnership, ADA)) == 20
    assert admin.execute("SELECT count(DISTINCT person_id) FROM access_log").fetchone() == (20,)
    (first, *_) = find(partnership, SearchTerms(name="Ada Vale", born_on=date(2011, 5, 17)))
    assert first.born_on == date(2011, 5, 17)


def shield(partnership: Partnership, person_id: int) -> None:
    with connect_as("worker"):
        Shield.objects.create(
            person_id=person_id, kind=ShieldKind.ADOPTION, begins_at=partnership.now - timedelta(days=1)
        )


def block(partnership: Partnership, person_id: int) -> None:
    with connect_as("worker"):
        Block.objects.create(
            staff=partnership.staff[Role.PRACTITIONER],
            person_id=person_id,
            reason="family",
            begins_at=partnership.now - timedelta(days=1),
        )


def body(client: Client, name: str = "Ada Vale") -> str:
    answer = client.post("/search/", {"name": name, "purpose": "safeguarding"})
    assert answer.status_code == 200
    changing = re.compile(r'nonce="[^"]+"|name="csrfmiddlewaretoken" value="[^"]+"|data-token="[^"]+"|at \d\d:\d\d')
    return changing.sub("", answer.content.decode())


@pytest.fixture
def client(partnership: Partnership, settings: Any) -> Client:
    """Sign the practitioner in, known twice over."""
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}
    return sign_in(partnership, Role.PRACTITIONER)


def sign_in(partnership: Partnership, role: Role) -> Client:
    client = Client()
    client.force_login(partnership.staff[role], backend="allauth.account.auth_backends.AuthenticationBackend")
    TOTP.activate(partnership.staff[role], "JBSWY3DPEHPK3PXP")
    return client


@pytest.mark.parametrize("hide", [shield, block])
def test_hidden_and_absent_are_the_same_bytes(partnership: Partnership, client: Client, hide: Any) -> None:
    absent = body(client)
    person_id, _ = partnership.add_person("Ada", "Vale")
    refresh()
    assert "Nobody found" in absent and "Nobody found" not in body(client)
    hide(partnership, person_id)
    assert body(client) == absent
    assert find(partnership, ADA) == []


def test_a_block_binds_only_the_colleague_it_names(partnership: Partnership, ada: int) -> None:
    block(partnership, ada)
    assert find(partnership, ADA) == [] and len(find(partnership, ADA, Role.TEAM_MANAGER)) == 1


@pytest.mark.parametrize("role", [Role.ANALYST, Role.PUBLISHER, Role.ADMINISTRATOR])
def test_roles_without_the_first_tier_cannot_tell_who_exists(
    partnership: Partnership, client: Client, role: Role
) -> None:
    other = sign_in(partnership, role)
    absent, absent_to_practitioner = body(other), body(client)
    partnership.add_person("Ada", "Vale")
    refresh()
    assert body(other) == absent
    section = re.compile(r"<section.*?</section>", re.DOTALL)
    assert section.findall(absent) == section.findall(absent_to_practitioner)


def test_a_hidden_person_leaves_no_gap_in_the_twenty(partnership: Partnership) -> None:
    people = [partnership.add_person("Ada", "Vale", date(2011, 5, day))[0] for day in range(1, 26)]
    refresh()
    shown_first = {found.born_on for found in find(partnership, ADA)}
    shield(partnership, people[0])
    assert len(find(partnership, ADA)) == 20 and shown_first != {found.born_on for found in find(partnership, ADA)}


def namesakes(partnership: Partnership, many: int = 25) -> list[int]:
    """Put so many people of one name into the record, the eldest first, as equals are listed."""
    people = [partnership.add_person("Ada", "Vale", date(2011, 5, day))[0] for day in range(1, many + 1)]
    refresh()
    return people


@pytest.mark.parametrize(("ends", "place"), [(timedelta(days=30), 0), (timedelta(hours=-1), None)])
def test_ones_own_people_come_before_others_of_their_name(
    partnership: Partnership, ends: timedelta, place: int | None
) -> None:
    youngest = namesakes(partnership)[-1]
    partnership.relate(partnership.staff[Role.PRACTITIONER], youngest, ends=ends)
    days = [found.born_on for found in find(partnership, ADA)]
    assert (days.index(date(2011, 5, 25)) if date(2011, 5, 25) in days else None) == place
    assert date(2011, 5, 25) not in {found.born_on for found in find(partnership, ADA, Role.TEAM_MANAGER)}


def test_whom_the_searchers_agency_knows_and_children_come_first(partnership: Partnership, admin: Any) -> None:
    *others, child, known = namesakes(partnership)
    admin.execute("UPDATE linking_profile SET is_child = false WHERE person_id = ANY(%s)", [[*others, known]])
    know(admin, partnership.agencies["care"].pk, known)
    first, second, *_ = find(partnership, ADA)
    assert {first.born_on, second.born_on} == {date(2011, 5, 24), date(2011, 5, 25)}
    admin.execute("UPDATE linking_profile SET is_child = true WHERE person_id = %s", [known])
    assert find(partnership, ADA)[0].born_on == date(2011, 5, 25) and child != known


def know(admin: Any, agency: int, person_id: int) -> None:
    """Let an agency have a record of somebody."""
    admin.execute(
        "WITH s AS (INSERT INTO feeds_sourceperson (agency_id, local_id) VALUES (%(agency)s, '1') RETURNING id), "
        "d AS (INSERT INTO linking_decision (kind, at, why) VALUES ('run', now(), '') RETURNING id) "
        "INSERT INTO linking_membership (person_id, source_person_id, agency_id, band, weight, reason, begins_at, "
        "decision_id) SELECT %(person)s, s.id, %(agency)s, 'certain', 30, '{}', now(), d.id FROM s, d",
        {"agency": agency, "person": person_id},
    )


def test_a_better_match_comes_before_ones_own_people(partnership: Partnership) -> None:
    near, _ = partnership.add_person("Ava", "Vale")
    partnership.add_person("Ada", "Vale")
    refresh()
    partnership.relate(partnership.staff[Role.PRACTITIONER], near)
    assert [found.name for found in find(partnership, ADA)] == ["Ada Vale", "Ava Vale"]


@pytest.mark.parametrize("hide", [shield, block])
def test_ones_own_people_stay_hidden(partnership: Partnership, client: Client, hide: Any) -> None:
    absent = body(client)
    (own,) = namesakes(partnership, 1)
    partnership.relate(partnership.staff[Role.PRACTITIONER], own)
    hide(partnership, own)
    assert body(client) == absent


def test_an_unknown_birthday_is_nearer_than_another(partnership: Partnership, admin: Any) -> None:
    last = namesakes(partnership)[-1]
    admin.execute("UPDATE linking_profile SET born_on = NULL WHERE person_id = %s", [last])
    refresh(last)
    typed = SearchTerms(name="Ada Vale", born_on=date(1990, 12, 30))
    assert find(partnership, typed)[0].born_on is None and find(partnership, ADA)[0].born_on is not None


def test_a_door_brings_up_whoever_lives_there_under_any_name(partnership: Partnership, admin: Any, ada: int) -> None:
    namesakes(partnership)
    agency = partnership.agencies["care"].pk
    for person_id, street in ((partnership.people["Tomasz"][0], "12 Mill Lane"), (ada, "14 Mill Lane")):
        admin.execute(
            "INSERT INTO linking_address (person_id, address, town, postcode, agency_id) "
            "VALUES (%s, %s, '', 'QX3 4AB', %s)",
            [person_id, street, agency],
        )
    refresh()
    found = find(partnership, SearchTerms(name="Ada Vale", address="12 Mill Lane, QX3 4AB"))
    assert "Tomasz Kowal" in [person.name for person in found[:10]]


def test_the_page_asks_and_answers_without_a_name_in_its_address(
    partnership: Partnership, client: Client, ada: int
) -> None:
    asked = client.get("/search/?name=Ada+Vale")
    assert asked.status_code == 200 and "Vale" not in asked.content.decode()
    answer = client.post("/search/", {"name": "Ada Vale", "purpose": "safeguarding"})
    text = answer.content.decode()
    assert f"/people/{partnership.people['Ada'][1]}/" in text and "15 years" in text
    assert "Vale" not in re.search(r"<title>.*?</title>", text, re.DOTALL)[0]  # type: ignore[index]  # every page has a title
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "typed", [{}, {"name": "  "}, {"born_on-day": "31", "born_on-month": "2", "born_on-year": "2011"}]
)
def test_nothing_and_no_such_day_are_refused_before_anything_is_read(
    client: Client, admin: Any, typed: dict[str, str]
) -> None:
    answer = client.post("/search/", typed | {"purpose": "safeguarding"})
    assert answer.status_code == 422
    assert admin.execute("SELECT count(*) FROM access_log").fetchone() == (0,)


def test_only_the_log_role_may_search_and_only_by_the_function(partnership: Partnership, admin: Any, ada: int) -> None:
    call = "search_people(bigint, text, smallint[], text[], integer[], jsonb)"
    allowed = admin.execute(
        "SELECT r, has_function_privilege(r, %s, 'EXECUTE'), has_table_privilege(r, 'linking_searchkey', 'SELECT') "
        "FROM unnest(ARRAY['kith_web', 'kith_log', 'kith_public']) r",
        [call],
    ).fetchall()
    assert allowed == [("kith_web", False, False), ("kith_log", True, False), ("kith_public", False, False)]


def test_every_lookup_uses_the_index(partnership: Partnership, admin: psycopg.Connection[Any], ada: int) -> None:
    body_text = admin.execute("SELECT prosrc FROM pg_proc WHERE proname = 'search_people'").fetchone()
    assert body_text and "k.kind = a.kind AND k.key = a.key" in body_text[0]
    admin.execute(
        "INSERT INTO linking_searchkey (kind, key, person_id) SELECT 11, 'x' || n, %s FROM generate_series(1, 20000) n",
        [ada],
    )
    admin.execute("ANALYZE linking_searchkey")
    plan = admin.execute(
        "EXPLAIN SELECT met.person_id "
        "FROM unnest(ARRAY[11, 41]::smallint[], ARRAY['vale|a', '20110504']) a (kind, key) "
        "CROSS JOIN LATERAL (SELECT k.person_id FROM linking_searchkey k WHERE k.kind = a.kind AND k.key = a.key "
        "AND k.person_id <> ALL('{1,2}') LIMIT 1000) met"
    ).fetchall()
    text = " ".join(row[0] for row in plan)
    assert "Index Only Scan using linking_searchkey_pkey" in text and "Seq Scan" not in text
