"""The public part of the directory of services, as casework hands it over and the site shows it."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from kith.publishing.vocabulary.shapes import told

SERVICES_ITEM: Final = UUID("5b0f4a2e-7d3c-4c11-9a57-6f6f0d2a1c02")
"""The number under which the directory is handed over: there is one, and each hand-over replaces the one before."""


@told
@dataclass(frozen=True, kw_only=True)
class ToldNeed:
    """One thing that a child can need: its code, and in words."""

    code: str
    says: str


@told
@dataclass(frozen=True, kw_only=True)
class ToldService:
    """One open service as everybody may know it; ages in years, None where there is no bound, no area is everywhere."""

    id: UUID
    name: str
    description: str
    provider: str
    eligibility: str
    fees: str
    url: str
    email: str
    phone: str
    minimum_age: float | None
    maximum_age: float | None
    areas: tuple[str, ...]
    towns: tuple[str, ...]
    where: tuple[str, ...]
    hours: tuple[str, ...]
    needs: tuple[str, ...]


@told
@dataclass(frozen=True, kw_only=True)
class ToldServices:
    """The open services by name, and the needs by which they are found; a service names its needs by their codes."""

    needs: tuple[ToldNeed, ...]
    services: tuple[ToldService, ...]


@dataclass(frozen=True, kw_only=True)
class Looking:
    """What a reader looks for; what is left out narrows nothing."""

    words: str = ""
    need: str = ""
    age: float | None = None
    area: str = ""
    town: str = ""
