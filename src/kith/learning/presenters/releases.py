"""Shows releases: the register, one release with each of its statements, and what would give a number away."""

from collections.abc import Sequence
from typing import Any, Final

from kith.access.vocabulary import Viewer
from kith.learning.models import Release
from kith.learning.rules.county import period_words
from kith.learning.rules.release_words import sentence, wholes
from kith.learning.rules.releasing import Kept, may_propose, may_propose_county
from kith.learning.vocabulary import RELEASE_WORDS, TELLING_WORDS, ReleaseState, Telling, Told, WorkedOut
from kith.learning.vocabulary.county import BREAKDOWN_WORDS, Breakdown, Period

_COLOURS: Final = {
    ReleaseState.PROPOSED: "yellow",
    ReleaseState.DECLINED: "grey",
    ReleaseState.APPROVED: "blue",
    ReleaseState.HANDED: "green",
    ReleaseState.WITHDRAWN: "red",
}


def releases_page(releases: Sequence[Release], themes: Sequence[Any], viewer: Viewer) -> dict[str, Any]:
    """Return the register, and the audits of which somebody may propose figures."""
    return {
        "rows": [_head(release) for release in releases],
        "themes": themes,
        "may_propose": may_propose(viewer),
        "may_propose_county": may_propose_county(viewer),
    }


def release_page(
    release: Release, statements: Sequence[Kept], faults: Sequence[WorkedOut], *, viewer: Viewer
) -> dict[str, Any]:
    """Return one release: what readers are told, what the checker says, and what this viewer may do."""
    of, state = wholes(statements), ReleaseState(release.state)
    told = [
        {"says": sentence(one, of.get(one.question) if one.told is Told.FINDING else None), "how": _how(one)}
        for one in statements
        if one.told is not Told.KNOWN and one.telling is not Telling.UNTOLD
    ]
    is_own = release.proposed_by_id == viewer.staff_id
    waits = state is ReleaseState.PROPOSED
    return _head(release) | {
        "told": told,
        "faults": fault_words(faults),
        "waits": waits,
        "is_own": is_own,
        "may_approve": waits and not is_own and not faults,
        "may_decline": waits,
        "may_withdraw": state in (ReleaseState.APPROVED, ReleaseState.HANDED),
    }


def fault_words(faults: Sequence[WorkedOut]) -> list[str]:
    """Return what could be worked out, and which statement to tell more coarsely."""
    return [_fault(fault) for fault in faults]


def _fault(fault: WorkedOut) -> str:
    numbers = " or ".join(str(number) for number in sorted(fault.possible))
    mend = f"Tell more coarsely: {fault.coarsen}." if fault.coarsen else "Earlier releases alone give it away."
    return f"{fault.cell}: it could only be {numbers}. {mend}"


def _how(one: Kept) -> str:
    return TELLING_WORDS[one.telling]


def _head(release: Release) -> dict[str, Any]:
    state = ReleaseState(release.state)
    return {
        "release": release,
        "of_what": of_what(release),
        "state": RELEASE_WORDS[state],
        "colour": _COLOURS[state],
    }


def of_what(release: Release) -> str:
    """Return in words of what a release tells: the audit's title, or the county and the period."""
    if release.theme is not None:
        return release.theme.title
    if release.begins_on is None or release.ends_on is None:
        return "The county"
    period = period_words(Period(begins_on=release.begins_on, ends_on=release.ends_on))
    parted = BREAKDOWN_WORDS[Breakdown(release.breakdown)].lower()
    return f"The county, {period}" + ("" if release.breakdown == Breakdown.WHOLE else f", {parted}")
