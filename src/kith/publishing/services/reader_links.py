"""The links by which a reader agrees, chooses and leaves without a password: each is signed for one purpose."""

from functools import cache
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import override

from kith.publishing.selectors.addresses import full_address

_AGREE: Final = "publishing.circulation.agree"
_CHOOSE: Final = "publishing.circulation.choose"
_STOP: Final = "publishing.circulation.stop"


def agree_link(sign_up: UUID) -> str:
    """Return the full address of the page where a sign-up is agreed to."""
    return _link("circulation_agree", _AGREE, sign_up)


def choices_link(subscriber: UUID) -> str:
    """Return the full address of a subscriber's own page of choices."""
    return _link("circulation_choices", _CHOOSE, subscriber)


def stop_link(reader: UUID) -> str:
    """Return the full address that ends everything for a subscriber, or a sign-up, by one POST."""
    return _link("circulation_stop", _STOP, reader)


def signed_up(token: str) -> UUID | None:
    """Return whose agreement a token is; None for one that we did not sign."""
    return _opened(_AGREE, token)


def chooses(token: str) -> UUID | None:
    """Return whose choices a token opens; None for one that we did not sign."""
    return _opened(_CHOOSE, token)


def stops(token: str) -> UUID | None:
    """Return for whom a token ends everything; None for one that we did not sign."""
    return _opened(_STOP, token)


def _link(name: str, purpose: str, number: UUID) -> str:
    token = Signer(salt=purpose, sep=".").sign(number.hex)
    return full_address(_before_token(name)) + token


@cache
def _before_token(name: str) -> str:
    """Return the path up to the token; it is the same for all of ten thousand readers, and in the mails' language."""
    with override(settings.LANGUAGE_CODE):
        return reverse(name, args=["-"]).removesuffix("-")


def _opened(purpose: str, token: str) -> UUID | None:
    try:
        return UUID(Signer(salt=purpose, sep=".").unsign(token))
    except (BadSignature, ValueError):
        return None
