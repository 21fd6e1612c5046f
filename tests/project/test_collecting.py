"""From the sealed drop on the public site to a task in casework, and what it counted, by the real roles of both."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from psycopg import sql
from psycopg.conninfo import make_conninfo

from kith.access.models import RoleGrant
from kith.access.services import connect_as
from kith.audit.selectors import learned_from_events
from kith.common.sealing import NotOpened, new_private_key, public_part, seal, unseal
from kith.project.collecting import FeedbackUnopened, collect_feedback, collect_learned
from kith.project.site import inbox_parameters
from kith.publishing.vocabulary.feedback import SEALED_FOR, Danger, DropUnreadable, Matter, Said, Writer
from kith.work.models import Task
from kith.work.vocabulary import RECEIVERS, NobodyReceives
from tests.worlds.partnership import Partnership

NOW, LATER = datetime(2026, 11, 2, 9, 0, tzinfo=UTC), datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
KEY = new_private_key()
SAID = Said(words="Zephyrine was kind to me.", writer=Writer.CHILD, matter=Matter.GOOD)
Roles = Callable[[str], psycopg.Connection[Any]]


@pytest.fixture
def site_as(site_database: str) -> Iterator[Roles]:
    opened: list[psycopg.Connection[Any]] = []

    def sign_in(role: str) -> psycopg.Connection[Any]:
        address = make_conninfo(**inbox_parameters(settings.INSTALLATION, role))
        opened.append(psycopg.connect(address, autocommit=True))
        return opened[-1]

    yield sign_in
    sign_in("kith_worker").execute("DELETE FROM publishing_feedbackdrop")
    for each in opened:
        each.close()


def drop(site: psycopg.Connection[Any], said: Said = SAID, key: bytes = KEY) -> UUID:
    number = uuid4()
    sealed = seal(said.pack(), public=public_part(key), purpose=SEALED_FOR)
    site.execute("INSERT INTO publishing_feedbackdrop VALUES (%s, %s, %s)", (number, sealed, NOW))
    return number


def collect() -> int:
    with connect_as("worker"):
        return collect_feedback(inbox=settings.KITH_INBOX, private_key=KEY, now=NOW)


def test_everything_is_fetched_once_and_gone_from_the_site(
    partnership: Partnership, site_as: Roles, admin: psycopg.Connection[Any]
) -> None:
    site = site_as("kith_public")
    number = drop(site)
    drop(site, Said(words="help", danger=Danger.UNSURE))
    assert collect() == 2
    assert collect() == 0
    assert site_as("kith_worker").execute("SELECT count(*) FROM publishing_feedbackdrop").fetchone() == (0,)
    kept = admin.execute("SELECT who, about, words FROM work_feedback WHERE public_id = %s", (number,)).fetchone()
    assert kept == ("A child or young person", "Something went well", "Zephyrine was kind to me.")
    assert sorted(Task.objects.values_list("kind", flat=True)) == ["feedback", "feedback_urgent"]


def test_a_crash_before_the_removal_doubles_nothing(
    partnership: Partnership, site_as: Roles, admin: psycopg.Connection[Any]
) -> None:
    site = site_as("kith_public")
    number = drop(site)
    collect()
    sealed = seal(SAID.pack(), public=public_part(KEY), purpose=SEALED_FOR)
    site.execute("INSERT INTO publishing_feedbackdrop VALUES (%s, %s, %s)", (number, sealed, NOW))  # as if still there
    assert collect() == 0
    assert Task.objects.count() == 1
    assert site_as("kith_worker").execute("SELECT count(*) FROM publishing_feedbackdrop").fetchone() == (0,)


def test_what_does_not_open_stays_and_is_said_and_holds_nothing_else_up(
    partnership: Partnership, site_as: Roles, admin: psycopg.Connection[Any]
) -> None:
    site = site_as("kith_public")
    foreign = drop(site, key=new_private_key())
    for _ in range(3):
        drop(site)
    with pytest.raises(FeedbackUnopened, match=r"1 pieces.*feedback\.key"):
        collect()
    assert Task.objects.count() == 3
    left = site_as("kith_worker").execute("SELECT number FROM publishing_feedbackdrop").fetchall()
    assert left == [(foreign,)]


def test_with_nobody_to_read_it_it_stays_sealed(partnership: Partnership, site_as: Roles) -> None:
    RoleGrant.objects.filter(role__in=RECEIVERS).update(ends_at=NOW)
    drop(site_as("kith_public"))
    with pytest.raises(NobodyReceives):
        collect()
    assert site_as("kith_worker").execute("SELECT count(*) FROM publishing_feedbackdrop").fetchone() == (1,)


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("kith_public", "SELECT number FROM publishing_feedbackdrop"),
        ("kith_public", "UPDATE publishing_feedbackdrop SET ciphertext = ''"),
        ("kith_public", "DELETE FROM publishing_feedbackdrop"),
        ("kith_worker", "INSERT INTO publishing_feedbackdrop VALUES (gen_random_uuid(), '', now())"),
        ("kith_worker", "UPDATE publishing_feedbackdrop SET ciphertext = ''"),
    ],
)
def test_the_site_only_puts_in_and_the_worker_only_takes_out(site_as: Roles, role: str, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        site_as(role).execute(statement.encode())


@given(st.builds(Said, words=st.text(), reach=st.text(), danger=st.sampled_from([None, *Danger])))
def test_what_is_sealed_opens_as_it_was_and_only_with_its_key_and_purpose(said: Said) -> None:
    sealed = seal(said.pack(), public=public_part(KEY), purpose=SEALED_FOR)
    assert Said.unpack(unseal(sealed, private=KEY, purpose=SEALED_FOR)) == said
    for private, purpose in ((new_private_key(), SEALED_FOR), (KEY, b"another")):
        with pytest.raises(NotOpened):
            unseal(sealed, private=private, purpose=purpose)
    with pytest.raises(NotOpened):
        unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]), private=KEY, purpose=SEALED_FOR)


@pytest.mark.parametrize("packed", [b"", b"[]", b"{}", b'{"words": "x"}', SAID.pack().replace(b"good", b"other")])
def test_what_is_not_feedback_is_refused(packed: bytes) -> None:
    with pytest.raises(DropUnreadable):
        Said.unpack(packed)


@pytest.fixture
def counted(site_as: Roles) -> Iterator[Callable[..., UUID]]:
    """Let the site have counted what came of the events that answer one thing."""
    site = site_as("kith_public")

    def count(at: datetime = NOW, **numbers: int | None) -> UUID:
        item = uuid4()
        known = {"booked": 30, "came": 22, "evaluated": 20, "more_confident": None, "answered_later": 12, "changed": 9}
        said = {"item": item, "series": '["Seeing neglect early"]', "counted_at": at} | known | numbers
        names = sql.SQL(", ").join(map(sql.Identifier, said))
        values = sql.SQL(", ").join(map(sql.Placeholder, said))
        site.execute(sql.SQL("INSERT INTO publishing_loopcount ({}) VALUES ({})").format(names, values), said)
        return item

    yield count
    site.execute("DELETE FROM publishing_loopcount")


def fetch() -> int:
    with connect_as("worker"):
        return collect_learned(inbox=settings.KITH_INBOX, now=NOW)


def test_what_came_of_events_comes_back_without_its_small_numbers(
    partnership: Partnership, site_as: Roles, counted: Callable[..., UUID]
) -> None:
    item = counted()
    assert (fetch(), fetch()) == (1, 0)
    told = learned_from_events([item, uuid4()])
    assert set(told) == {item}
    assert (told[item].series, told[item].came, told[item].more_confident, told[item].changed) == (
        ("Seeing neglect early",),
        22,
        None,
        9,
    )
    site_as("kith_public").execute("UPDATE publishing_loopcount SET changed = 11, counted_at = %s", (LATER,))
    assert (fetch(), learned_from_events([item])[item].changed) == (1, 11)


def test_what_the_site_tells_no_more_is_kept_no_longer(
    partnership: Partnership, site_as: Roles, counted: Callable[..., UUID]
) -> None:
    gone, stays = counted(), counted()
    fetch()
    site_as("kith_public").execute("DELETE FROM publishing_loopcount WHERE item = %s", (gone,))
    assert fetch() == 1
    assert set(learned_from_events([gone, stays])) == {stays}


@pytest.mark.parametrize("statement", ["UPDATE publishing_loopcount SET came = 0", "DELETE FROM publishing_loopcount"])
def test_the_worker_only_reads_what_the_site_counted(site_as: Roles, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        site_as("kith_worker").execute(statement.encode())
