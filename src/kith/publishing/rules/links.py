"""Links that only the one to whom they were sent can have: signed, each for one use of one thing."""

from uuid import UUID

from django.core.signing import BadSignature, Signer


def signed_link(use: str, public_id: UUID, count: int = 1) -> str:
    """Return what stands in a link for one use; a later count makes every earlier link worthless."""
    return _signer(use).sign(f"{public_id.hex}-{count}")


def opened_link(use: str, token: str) -> tuple[UUID, int] | None:
    """Return the thing and the count of a link, None where it was not signed here for this use."""
    try:
        public_id, _, count = _signer(use).unsign(token).partition("-")
        return UUID(hex=public_id), int(count)
    except (BadSignature, ValueError):
        return None


def _signer(use: str) -> Signer:
    return Signer(salt=f"kith.publishing.events.{use}", sep=".")
