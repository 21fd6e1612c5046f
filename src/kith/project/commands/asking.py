"""Brings the demo's children before the panel: referred, accepted, rated, and every agency asked what it knows."""

from datetime import datetime, timedelta
from uuid import UUID

from kith.access.vocabulary import Purpose, Sector, Viewer
from kith.panel import services
from kith.panel.rules import book_on
from kith.panel.selectors import open_case
from kith.panel.vocabulary import Colour, DomainRating, NewRating, NewReturn
from kith.project.commands.choosing import Cast, Known
from kith.project.commands.stories import Story


def refer(cast: Cast, one: Known, told: Story, days: float) -> None:
    """Let a child's worker refer the child to the panel."""
    services.refer_person(public_id=one.child, says=told.why, by=one.worker, now=cast.ago(days))


def accept(cast: Cast, one: Known, days: float) -> None:
    """Let the coordinator take a referral in, which gives the panel's people their seats."""
    says = "Several agencies know a part of this, and none of them the whole."
    services.accept_case(public_id=one.child, says=says, by=cast.coordinator, now=cast.ago(days))


def rate(cast: Cast, one: Known, told: Story, days: float) -> None:
    """Rate every domain of a child's life."""
    domains = tuple(
        DomainRating(
            domain=domain,
            colour=Colour.RED if domain in told.red else Colour.AMBER if domain in told.amber else Colour.GREEN,
            evidence=told.evidence if domain in told.red + told.amber else "",
            protects=told.protects if domain == "family" else "",
        )
        for domain in book_on(cast.now.date()).domains
    )
    rating = NewRating(domains=domains, analysis=told.analysis)
    services.rate_case(public_id=one.child, rating=rating, by=cast.coordinator, now=cast.ago(days))


def ask(cast: Cast, one: Known, meeting: UUID | None, days: float) -> None:
    """Ask every agency with a contact what it knows of a child."""
    agencies = [contact.agency_id for contact in cast.contacts]
    services.ask_research(
        public_id=one.child, meeting=meeting, agencies=agencies, by=cast.coordinator, now=cast.ago(days)
    )


def answer(cast: Cast, one: Known, told: Story, days: float, *, without: Sector | None = None) -> None:
    """Let every agency but one return what it knows; one of them holds something back and says why."""
    page = open_case(one.child, viewer=cast.coordinator, purpose=Purpose.PANEL)
    waiting = {row.agency_id: row.public_id for row in page.research if row.returned_at is None}
    for contact in cast.contacts:
        if contact.sector is without or contact.agency_id not in waiting:
            continue
        new = _return(told, contact, one, cast.ago(days))
        services.return_research(
            research=waiting[contact.agency_id], public_id=one.child, new=new, by=contact, now=cast.ago(days)
        )


def _return(told: Story, contact: Viewer, one: Known, now: datetime) -> NewReturn:
    facts = told.facts.get(contact.sector.value, "")
    if facts in ("", "Not known."):
        return NewReturn(known=False)
    held_back = contact.sector is Sector.POLICE and "held back" in facts
    return NewReturn(
        known=True,
        role="Allocated social worker" if contact.sector is Sector.CARE else "Knows the child",
        worker=one.worker.name if contact.sector is Sector.CARE else contact.name,
        last_contact_on=(now - timedelta(days=5)).date(),
        facts=facts,
        opinions=told.analysis if contact.sector is Sector.CARE else "",
        strengths=told.protects if contact.sector is Sector.EDUCATION else "",
        voice=told.said if contact.sector is Sector.CHARITY else "",
        held_back="Where the adult lives and who reported him." if held_back else "",
        held_back_because="An investigation is open and would be put at risk." if held_back else "",
    )
