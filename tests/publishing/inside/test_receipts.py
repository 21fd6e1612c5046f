"""Receipts of the mail's carrier: by its token only, about our own mails only, and the answer says nothing."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from kith.publishing.models import MailReturn, SiteMail, Suppression
from kith.publishing.rules.receipts import LONGEST_RECEIPT, read_receipt
from kith.publishing.views.receipts import WRONG_TOKENS
from kith.publishing.vocabulary.posting import PostState, Receipt, ReceiptRefused, ReceiptStatus
from tests.publishing.inside.readers import NOON, follows, joined
from tests.publishing.inside.test_returns import sent

TOKEN = "a-long-token-that-only-the-carrier-has"


@pytest.fixture(autouse=True)
def token(settings: Any) -> Iterator[None]:
    settings.KITH_NOTIFY_RECEIPTS = TOKEN
    cache.clear()
    yield
    cache.clear()


def receipt(mail: SiteMail, status: str, **says: object) -> dict[str, object]:
    """Return a receipt as GOV.UK Notify sends it."""
    return {
        "id": "740e5834-3a29-46b4-9a6f-16142fde533a",
        "reference": mail.message_id.strip("<>"),
        "to": mail.address,
        "status": status,
        "created_at": "2019-12-02T12:00:00.000000Z",
        "completed_at": "2019-12-02T12:00:09.000000Z",
        "sent_at": "2019-12-02T12:00:01.000000Z",
        "notification_type": "email",
        "template_id": "f33517ff-2a88-4f6e-b855-c550268ce08a",
        "template_version": 1,
    } | says


def gives(reader: Client, said: object, token: str = f"Bearer {TOKEN}") -> Any:
    raw = said if isinstance(said, bytes) else json.dumps(said).encode()
    answer = reader.post("/mail/receipts", raw, content_type="application/json", headers={"authorization": token})
    assert answer.content == b"" and not answer.cookies
    return answer


def test_an_address_that_fails_for_good_is_written_to_no_more(reader: Client) -> None:
    joined("sam")
    mail = sent()
    for _ in range(2):
        assert gives(reader, receipt(mail, "permanent-failure")).status_code == 204
    assert follows("sam") == {} and MailReturn.objects.get().kind == "hard"
    assert Suppression.objects.get().because == "bounced"
    assert SiteMail.objects.get(pk=mail.pk).answer == "Notify: permanent-failure"


def test_what_arrived_is_kept_as_proof_and_changes_nothing_else(reader: Client) -> None:
    joined("sam")
    mail = sent()
    assert gives(reader, receipt(mail, "delivered")).status_code == 204
    kept = SiteMail.objects.get(pk=mail.pk)
    assert (kept.answer, kept.state) == ("Notify: delivered", PostState.HANDED)
    assert follows("sam") and not MailReturn.objects.exists()


def test_a_failure_for_now_is_counted_and_the_fifth_ends_it(reader: Client) -> None:
    joined("sam")
    for number in range(5):
        assert not Suppression.objects.exists()
        gives(reader, receipt(sent(f"mail {number}"), "temporary-failure"))
    assert Suppression.objects.exists()


def test_a_fault_of_the_carrier_is_no_fault_of_the_address_and_the_mail_is_tried_again(reader: Client) -> None:
    joined("sam")
    mail = sent()
    for _ in range(2):
        gives(reader, receipt(mail, "technical-failure"))
    again = SiteMail.objects.get(pk=mail.pk)
    assert (again.state, again.handed_at, again.tries) == (PostState.WAITING, None, mail.tries)
    assert again.not_before > NOON and follows("sam") and not MailReturn.objects.exists()


def test_only_a_mail_of_ours_to_whom_it_went_is_believed(reader: Client) -> None:
    joined("sam")
    mail = sent()
    for said in (
        receipt(mail, "permanent-failure", to="other@example.org"),
        receipt(mail, "permanent-failure", reference="no-such-mail@example.org"),
    ):
        assert gives(reader, said).status_code == 204, "the answer says nothing of whom we write to"
    assert follows("sam") and not MailReturn.objects.exists()


def test_nobody_is_believed_without_the_token(reader: Client, settings: Any) -> None:
    joined("sam")
    said = receipt(sent(), "permanent-failure")
    for token in ("", "Bearer", "Bearer wrong", f"bearer {TOKEN}", TOKEN, f"Bearer {TOKEN}x"):
        assert gives(reader, said, token).status_code == 403
    settings.KITH_NOTIFY_RECEIPTS = ""
    for token in ("Bearer ", f"Bearer {TOKEN}", ""):
        assert gives(reader, said, token).status_code == 404, "an installation without a token takes none"
    assert follows("sam")


def test_who_guesses_is_soon_not_listened_to(reader: Client) -> None:
    said = receipt(sent(), "delivered")
    assert [gives(reader, said, "Bearer guess").status_code for _ in range(WRONG_TOKENS)] == [403] * WRONG_TOKENS
    assert gives(reader, said).status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert gives(elsewhere, said).status_code == 204, "the carrier is somewhere else"


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"1", b"{}", b'{"reference": 1, "to": "a", "status": "delivered"}'])
def test_what_is_no_receipt_is_refused(reader: Client, raw: bytes) -> None:
    assert gives(reader, raw).status_code == 400


def test_looking_takes_nothing(reader: Client) -> None:
    answer = reader.get("/mail/receipts", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 405 and answer.content == b""


@given(
    st.binary(max_size=400)
    | st.recursive(st.none() | st.text(), lambda x: st.dictionaries(st.text(), x)).map(json.dumps).map(str.encode)
)
def test_anything_is_read_as_a_receipt_or_refused(raw: bytes) -> None:
    try:
        assert isinstance(read_receipt(raw), Receipt)
    except ReceiptRefused as refusal:
        assert "@" not in str(refusal)


@given(st.sampled_from(ReceiptStatus), st.text(min_size=1, max_size=90).filter(str.strip))
def test_a_receipt_is_read_as_it_was_written(status: ReceiptStatus, reference: str) -> None:
    said = {"reference": reference, "to": "Sam@Example.org", "status": status.value}
    assert read_receipt(json.dumps(said).encode()) == Receipt(
        message_id=f"<{reference}>", address="sam@example.org", status=status
    )


def test_one_that_is_too_long_is_not_read() -> None:
    with pytest.raises(ReceiptRefused):
        read_receipt(b" " * (LONGEST_RECEIPT + 1))
