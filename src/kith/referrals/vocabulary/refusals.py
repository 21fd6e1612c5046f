"""Why a referral is not sent, not changed or not answered; each says what to do next."""

from collections.abc import Mapping
from typing import Any, Final

from kith.referrals.vocabulary.risk import RING_FIRST
from kith.referrals.vocabulary.states import ACT_WORDS, STATE_WORDS, ReferralAct, ReferralState


class NotReferred(ValueError):
    """A referral that cannot be made, sent or answered; the message says why and what to do next."""


class NotComplete(NotReferred):
    """Something that must be said before sending is missing; `missing` names each field and what to do."""

    def __init__(self, missing: Mapping[str, str]) -> None:
        """Keep what is missing, by field."""
        self.missing = dict(missing)
        super().__init__(" ".join(self.missing.values()))


class EventLeftOut(NotReferred):
    """A known event of the record is neither included nor left out with a reason."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "Something that the record knows is left out. Include each known event, or say in a sentence why not."
        )


class RingFirst(NotReferred):
    """The police lead knows of a risk that the sender may not read."""

    def __init__(self) -> None:
        """Say what the partnership has agreed to say, and no more."""
        super().__init__(RING_FIRST)


class NotAllowedNow(NotReferred):
    """An act that is not allowed in the state of the referral, or is not this colleague's to take."""

    def __init__(self, act: ReferralAct, state: ReferralState, *, is_theirs: bool = True) -> None:
        """Say what stands, and what could be done."""
        asked = ACT_WORDS[act].split(",")[0]
        if is_theirs:
            says = (
                f"“{asked}” is not possible now: the referral stands at “{STATE_WORDS[state].lower()}”. Open it again."
            )
        else:
            says = f"“{asked}” is not yours to do. The history says who has it; ask them, or your manager."
        super().__init__(says)


class ChangedMeanwhile(NotReferred):
    """Somebody else changed the referral while it was being written; both texts are kept."""

    def __init__(self, theirs: Mapping[str, Any]) -> None:
        """Keep what stands now, so that the page shows it beside what was typed."""
        self.theirs = dict(theirs)
        super().__init__(
            "Somebody changed this referral while you wrote. Nothing of yours is lost: it is below, beside what "
            "stands now. Keep what is right of both and save again."
        )


# Said alike when an agency has named nobody and when whoever it named is kept away from this child: the sender must
# not learn that somebody there is the child's family.
NO_CONTACT: Final = (
    "Nobody at this agency can receive this referral in Kith. Choose another agency, or ring them and ask your "
    "administrator to name another agency contact."
)
# Said alike of whoever has left, has no role that reads a referral, or is kept away from this child.
CANNOT_RECEIVE: Final = (
    "This colleague cannot receive this referral in Kith. Not everybody's work there includes reading one. "
    "Choose another colleague, or ring their agency and ask who can."
)
SERVICE_GONE: Final = "This service is no longer in the directory. Choose another one."
SERVICE_CLOSED: Final = "This service has closed and takes no more referrals. Choose another one."
