"""No gateway, no points: indicators that no agreement in force covers are taken out, and named."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from kith.priority.vocabulary import Indicator, Policy


@dataclass(frozen=True)
class Permitted:
    """A policy as far as the agreements in force allow it, with the indicators that had to go."""

    policy: Policy
    refused: tuple[Indicator, ...]


def permitted_policy(policy: Policy, feeds_agreed: Collection[str]) -> Permitted:
    """Return the policy without indicators whose gateway is closed; one open gateway of several is enough."""
    open_gateways = {f"isa:{feed}" for feed in feeds_agreed}
    kept = tuple(each for each in policy.indicators if open_gateways & set(each.gateway))
    refused = tuple(each for each in policy.indicators if each not in kept)
    return Permitted(policy=replace(policy, indicators=kept), refused=refused)
