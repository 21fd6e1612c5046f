"""Reads the policy files that the product carries, and the policies that lists were made by."""

from datetime import date
from functools import cache
from pathlib import Path

from kith.priority.models import Policy as StoredPolicy
from kith.priority.rules.policy_text import PolicyFault, policy_from_text
from kith.priority.vocabulary import Policy

FOLDER = Path(__file__).resolve().parent.parent / "policies"


def policy_at(path: Path) -> Policy:
    """Return the policy of one file; raise PolicyFault, naming the file, when it cannot be used."""
    try:
        return policy_from_text(path.read_text(encoding="utf-8"))
    except PolicyFault as fault:
        raise PolicyFault([f"{path.name}: {each}" for each in fault.faults]) from fault


def policy_file_in_force(on: date, folder: Path = FOLDER) -> Path:
    """Return the file of the version that holds on a day; the earliest one for any day before it."""
    found = sorted((policy_at(path).effective_on, path) for path in folder.glob("*.toml"))
    if not found:
        raise PolicyFault([f"{folder.name} holds no policy file. Put one there, such as 2026.11-1.toml."])
    return next((path for effective_on, path in reversed(found) if effective_on <= on), found[0][1])


def policy_in_force(on: date, folder: Path = FOLDER) -> Policy:
    """Return the version that holds on a day."""
    return policy_at(policy_file_in_force(on, folder))


@cache
def policy_by_digest(digest: str) -> Policy:
    """Return a policy that some list was made by, read from the words that were stored with it."""
    return policy_from_text(StoredPolicy.objects.get(digest=digest).text)
