"""The page that says why records are one person: in words, logged, and only for those who may see it."""

from datetime import date
from typing import Any
from uuid import UUID

import psycopg
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client

from kith.access.selectors import look
from kith.access.services import connect_as
from kith.access.vocabulary import Purpose, Role
from kith.linking.services import merge_people
from tests.linking.agencies import Agencies
from tests.worlds.partnership import Partnership

ADA = {"forename": "Ada", "surname": "Vale", "born_on": date(2012, 2, 29), "sex": "F", "postcode": "QX1 1AB",
       "address": "4 Larch Row", "town": "Larkbridge"}  # fmt: skip


@pytest.fixture
def ada(partnership: Partnership, admin: psycopg.Connection[Any]) -> tuple[int, UUID]:
    """Let Ada be known to the council and, under a nickname, to the police."""
    agencies = Agencies(partnership, admin)
    agencies.say("care", "C-1", **ADA)
    agencies.say("police", "P-1", **(ADA | {"surname": "Vail", "address": "9 Quay Street", "postcode": "QX2 2AB"}))
    agencies.link()
    person = agencies.person("C-1")
    return person, agencies.rows("SELECT public_id FROM linking_person WHERE id = %s", person)[0][0]


def sign_in(partnership: Partnership, role: Role) -> Client:
    """Sign somebody in, known twice over."""
    client = Client()
    client.force_login(partnership.staff[role], backend="allauth.account.auth_backends.AuthenticationBackend")
    TOTP.activate(partnership.staff[role], "JBSWY3DPEHPK3PXP")
    return client


def opened(client: Client, public_id: UUID) -> str:
    """Choose a purpose on the person's own page, then open the records."""
    client.post(f"/people/{public_id}/", {"purpose": "safeguarding"})
    return client.get(f"/people/{public_id}/records/", follow=True).content.decode()


def test_the_page_says_in_words_why(partnership: Partnership, ada: tuple[int, UUID]) -> None:
    partnership.relate(partnership.staff[Role.PRACTITIONER], ada[0])
    page = opened(sign_in(partnership, Role.PRACTITIONER), ada[1])
    assert "Nearly the same surname" in page
    assert "The same date of birth: very strong evidence for one person." in page
    assert "Larkshire Constabulary" in page and "Ada Vale" in page


def test_the_look_is_logged(partnership: Partnership, ada: tuple[int, UUID], admin: psycopg.Connection[Any]) -> None:
    partnership.relate(partnership.staff[Role.PRACTITIONER], ada[0])
    opened(sign_in(partnership, Role.PRACTITIONER), ada[1])
    rows = admin.execute("SELECT count(*) FROM access_log WHERE what = 'linking.records'").fetchall()
    assert rows[0][0] >= 1


def test_who_may_not_read_headlines_reads_no_evidence(partnership: Partnership, ada: tuple[int, UUID]) -> None:
    page = opened(sign_in(partnership, Role.PRACTITIONER), ada[1])
    assert "evidence for one person" not in page


def test_without_a_purpose_the_persons_own_page_asks(partnership: Partnership, ada: tuple[int, UUID]) -> None:
    answer = sign_in(partnership, Role.PRACTITIONER).get(f"/people/{ada[1]}/records/")
    assert answer.status_code == 302 and answer.headers["Location"] == f"/people/{ada[1]}/"


def test_the_words_of_a_decision_come_with_the_look_and_never_without(
    partnership: Partnership, admin: psycopg.Connection[Any]
) -> None:
    agencies = Agencies(partnership, admin)
    beth = _decide_about_somebody(agencies, "B", "Beth's aunt says so")
    cara = _decide_about_somebody(agencies, "C", "Cara's uncle says so")
    partnership.relate(partnership.staff[Role.PRACTITIONER], beth[0])
    client = sign_in(partnership, Role.PRACTITIONER)
    assert "Beth&#x27;s aunt says so" in opened(client, beth[1])
    assert "Cara&#x27;s uncle says so" not in opened(client, cara[1])  # not theirs, so existence only
    viewer = partnership.viewer(Role.PRACTITIONER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM linking_decided(%s)", [beth[0]])
        assert cursor.fetchall() == []  # no look, no ticket
        with look(viewer=viewer, people=[beth[1]], purpose=Purpose.SAFEGUARDING, what="test"):
            cursor.execute("SELECT why FROM linking_decided(%s)", [beth[0]])
            assert cursor.fetchall() == [("Beth's aunt says so",)]
            cursor.execute("SELECT why FROM linking_decided(%s)", [cara[0]])
            assert cursor.fetchall() == []  # the ticket is another child's
    denied = pytest.raises(ProgrammingError, match="permission denied")
    with denied, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT why FROM linking_decision")


def _decide_about_somebody(agencies: Agencies, letter: str, why: str) -> tuple[int, UUID]:
    """Let a steward merge the two records of a person, in words about them."""
    for number, forename in enumerate(("Ines", "Otto")):
        agencies.say("care", f"{letter}-{number}", forename=forename + letter, surname=f"Moor{letter}")
    agencies.link()
    kept, gone = (agencies.person(f"{letter}-{number}") for number in range(2))
    steward = agencies.partnership.staff[Role.DATA_STEWARD].pk
    with connect_as("worker"):
        merge_people(kept=kept, gone=gone, by=steward, why=why, now=agencies.partnership.now)
    return kept, agencies.rows("SELECT public_id FROM linking_person WHERE id = %s", kept)[0][0]
