"""Who may give which reason for looking at a person."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from kith.access.vocabulary import Purpose, Role

_EVERYBODY = (Purpose.SAFEGUARDING, Purpose.PANEL, Purpose.REFERRAL, Purpose.SUPERVISION)
_BY_ROLE: Mapping[Role, tuple[Purpose, ...]] = MappingProxyType(
    {
        Role.AUDITOR: (Purpose.AUDIT,),
        Role.DATA_STEWARD: (Purpose.DATA_QUALITY,),
        Role.IG_LEAD: (Purpose.SUBJECT_ACCESS, Purpose.GOVERNANCE),
    }
)


def purposes_of(roles: Iterable[Role]) -> tuple[Purpose, ...]:
    """Return the reasons that somebody with these roles may give, the commonest first."""
    held = set(roles)
    own = tuple(purpose for role, purposes in _BY_ROLE.items() if role in held for purpose in purposes)
    return _EVERYBODY + own
