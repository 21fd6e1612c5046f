"""A link for somebody outside: named, once, in time, signed in; opening the page uses nothing up."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from kith.access.models import Staff
from kith.access.selectors import look, viewer_of
from kith.access.services import connect_as
from kith.access.services.relationships import block_staff
from kith.access.vocabulary import Purpose, Role, Viewer
from kith.referrals.services import follow_link
from kith.referrals.vocabulary import NotReferred, ReferralAct
from tests.referrals.world import World
from tests.worlds.words import mentions

SignIn = Callable[[Staff], Client]


@pytest.fixture
def outsider(world: World, settings: Any) -> Staff:
    """Return somebody of an agency where nobody else works in Kith; mail goes where the product sends it."""
    settings.EMAIL_BACKEND = "kith.work.services.OutboxBackend"
    return world.partnership.add_staff("Una Outside", "hospital", Role.PRACTITIONER)


def sent_outside(world: World, outsider: Staff) -> tuple[UUID, int, str]:
    """Send a referral to them by name, and return it with the link that the mail holds."""
    referral, version = world.sent(receiver=world.receiver("hospital", staff_id=outsider.pk))
    mails = world.admin.execute(
        "SELECT subject, body FROM work_outgoingmail WHERE staff_id = %s AND body LIKE '%%/outside/%%'", (outsider.pk,)
    ).fetchall()
    (subject, body), *others = mails
    assert not others
    assert subject == "You have an item in Kith"
    for word in ("Ada", "Vale", str(world.person), str(referral), "referral", "child", world.sender.name):
        assert not mentions(f"{subject} {body}", word), word
    found = re.search(r"/outside/([^/\s]+)/", body)
    assert found
    return referral, version, found[1]


def sees(world: World, staff: Staff) -> bool:
    viewer = viewer_of(staff, world.now)
    with look(viewer=viewer, people=[world.person], purpose=Purpose.REFERRAL, what="test") as shown:
        return len(shown.classes[world.person_id]) > 1


def test_the_secret_is_128_bits_and_only_its_hash_is_kept(world: World, outsider: Staff) -> None:
    _, _, link = sent_outside(world, outsider)
    secret = link.split(":")[0]
    assert len(bytes.fromhex(secret)) == 16
    row = world.admin.execute("SELECT * FROM referrals_outsidelink").fetchall()
    assert secret not in str(row)
    assert world.admin.execute("SELECT expires_at - made_at FROM referrals_outsidelink").fetchall() == [
        (timedelta(hours=72),)
    ]


def test_the_link_asks_for_a_sign_in_and_opening_it_uses_nothing_up(
    world: World, outsider: Staff, signed_in: SignIn
) -> None:
    referral, _, link = sent_outside(world, outsider)
    assert "/accounts/login/" in Client().get(f"/outside/{link}/").headers["Location"]
    client = signed_in(outsider)
    for _ in range(3):  # scanners of mail follow links, some of them often
        page = client.get(f"/outside/{link}/")
        assert page.status_code == 200 and b"Continue" in page.content
        assert not mentions(page.content, "Ada")
    assert client.head(f"/outside/{link}/").status_code == 200
    assert not sees(world, outsider)
    answer = client.post(f"/outside/{link}/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/people/{world.person}/referrals/{referral}/"
    assert sees(world, outsider)
    assert "Out late with older boys" in client.get(answer.headers["Location"]).content.decode()


def test_a_link_used_twice_says_so(world: World, outsider: Staff, signed_in: SignIn) -> None:
    _, _, link = sent_outside(world, outsider)
    client = signed_in(outsider)
    assert client.post(f"/outside/{link}/").status_code == 302
    again = client.post(f"/outside/{link}/")
    assert again.status_code == 404
    assert "This link has been used" in again.content.decode()


def test_another_account_cannot_use_it_and_does_not_use_it_up(world: World, outsider: Staff, signed_in: SignIn) -> None:
    _, _, link = sent_outside(world, outsider)
    other = world.partnership.add_staff("Oda Other", "hospital", Role.PRACTITIONER)
    answer = signed_in(other).post(f"/outside/{link}/")
    assert answer.status_code == 404 and "not for this account" in answer.content.decode()
    assert not sees(world, other)
    assert signed_in(outsider).post(f"/outside/{link}/").status_code == 302


def viewer(world: World, staff: Staff) -> Viewer:
    return viewer_of(staff, world.now)


def test_a_link_that_ran_out_is_refused_by_its_seal_and_by_the_database(
    world: World, outsider: Staff, monkeypatch: pytest.MonkeyPatch, admin: psycopg.Connection[Any]
) -> None:
    _, _, link = sent_outside(world, outsider)
    later = time.time() + 72 * 3600 + 60
    with monkeypatch.context() as changed:
        changed.setattr("django.core.signing.time.time", lambda: later)
        with pytest.raises(NotReferred, match="run out"):
            follow_link(link=link, by=viewer(world, outsider))
    admin.execute("UPDATE referrals_outsidelink SET expires_at = now() - interval '1 minute'")
    with pytest.raises(NotReferred, match="run out"):
        follow_link(link=link, by=viewer(world, outsider))


@pytest.mark.parametrize("change", [lambda link: link[:-1], lambda link: "0" + link[1:], lambda link: "x", str.upper])
def test_a_link_that_was_changed_is_refused(world: World, outsider: Staff, change: Callable[[str], str]) -> None:
    _, _, link = sent_outside(world, outsider)
    changed = change(link)
    if changed == link:
        changed = "f" + link[1:]
    with pytest.raises(NotReferred, match="not for this account, or is not complete"):
        follow_link(link=changed, by=viewer(world, outsider))


def test_a_withdrawn_referral_opens_to_nobody(world: World, outsider: Staff) -> None:
    referral, version, link = sent_outside(world, outsider)
    world.act(referral, ReferralAct.WITHDRAW, version)
    with pytest.raises(NotReferred, match="has ended"):
        follow_link(link=link, by=viewer(world, outsider))
    assert not sees(world, outsider)


def test_a_block_beats_the_link(world: World, outsider: Staff) -> None:
    _, _, link = sent_outside(world, outsider)
    with connect_as("worker"):
        block_staff(staff_id=outsider.pk, person_id=world.person_id, reason="family", by=None, now=world.now)
    with pytest.raises(NotReferred):
        follow_link(link=link, by=viewer(world, outsider))
    assert world.admin.execute("SELECT used_at FROM referrals_outsidelink").fetchall() == [(None,)]


def test_the_named_colleague_answers_and_is_forgotten_at_the_end(world: World, outsider: Staff) -> None:
    referral, version, link = sent_outside(world, outsider)
    who = viewer(world, outsider)
    assert follow_link(link=link, by=who) == (world.person, referral)
    version = world.act(referral, ReferralAct.ACKNOWLEDGE, version, by=who)
    assert world.open_tasks() == [("referral_decide", outsider.pk)]
    world.act(referral, ReferralAct.DECLINE, version, by=who)
    assert not sees(world, outsider)


def test_following_a_link_is_in_the_log_before_anything_is_shown(world: World, outsider: Staff) -> None:
    _, _, link = sent_outside(world, outsider)
    follow_link(link=link, by=viewer(world, outsider))
    logged = world.admin.execute(
        "SELECT staff_id, person_id, outcome FROM access_log WHERE what = 'referrals.link'"
    ).fetchall()
    assert logged == [(outsider.pk, world.person_id, "shown")]


def test_a_new_link_ends_the_one_before_and_is_made_only_while_it_is_waited_for(
    world: World, outsider: Staff, signed_in: SignIn, admin: psycopg.Connection[Any]
) -> None:
    referral, _, first = sent_outside(world, outsider)
    admin.execute("DELETE FROM work_outgoingmail")
    sender = signed_in(world.staff["sender"])
    page = f"/people/{world.person}/referrals/{referral}/"
    assert "Send them a new link" in sender.get(page).content.decode()
    sender.post(f"{page}link/")
    body = admin.execute("SELECT body FROM work_outgoingmail WHERE body LIKE '%/outside/%'").fetchall()[0][0]
    second = body.split("/outside/")[1].split("/")[0]
    with pytest.raises(NotReferred, match="run out"):
        follow_link(link=first, by=viewer(world, outsider))
    follow_link(link=second, by=viewer(world, outsider))
    answer = sender.post(f"{page}link/", follow=True)
    assert "No new link was sent" in answer.content.decode()
    assert admin.execute("SELECT count(*) FROM referrals_outsidelink").fetchall() == [(2,)]


def test_a_link_cannot_be_made_to_last_longer(world: World, outsider: Staff) -> None:
    sent_outside(world, outsider)
    for statement in (
        "UPDATE referrals_outsidelink SET expires_at = expires_at + interval '1 hour'",
        "UPDATE referrals_outsidelink SET used_at = NULL",
        "UPDATE referrals_outsidelink SET recipient_id = made_by_id",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
