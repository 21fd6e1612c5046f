"""Says whom somebody works with, why, until when, and what is new."""

from typing import Any

from kith.access.vocabulary import RelationshipSource
from kith.chronology.presenters import words
from kith.chronology.vocabulary import OwnPage, OwnPerson

_BECAUSE = {
    RelationshipSource.ALLOCATION: "You are their worker",
    RelationshipSource.SCHOOL_ROLL: "They are on your school's roll",
    RelationshipSource.YOUTH_JUSTICE: "You are their youth-justice worker",
    RelationshipSource.PANEL: "The panel considers them",
    RelationshipSource.REFERRAL: "They were referred to you",
    RelationshipSource.SUPPORT: "You do something for them, or see to it",
    RelationshipSource.AUDIT_COHORT: "They are in an audit of yours",
    RelationshipSource.SUBJECT_ACCESS: "You answer their request for their own record",
    RelationshipSource.REQUEST: "You asked, and a manager agreed",
}


def own_page(found: OwnPage) -> dict[str, Any]:
    """Return what the page shows."""
    return {
        "people": [_person(one) for one in found.people],
        "total": words.count(found.total, "person", "people"),
        "page": found.page,
        "before": found.page - 1 if found.page > 1 else None,
        "after": found.page + 1 if found.page < found.page_count else None,
    }


def _person(one: OwnPerson) -> dict[str, Any]:
    reasons = [_BECAUSE[source] for source in RelationshipSource if source in one.sources]
    return {
        "public_id": one.public_id,
        "name": f"{one.name} (known as {one.known_as})" if one.known_as else one.name,
        "age": _age(one),
        "because": "You cover for a colleague" if one.for_colleague else "; ".join(reasons),
        "until": words.day(one.until),
        "latest_on": words.day(one.latest_on),
        "latest": one.latest,
        "news": f"{one.news} new" if one.news else "",
    }


def _age(one: OwnPerson) -> str:
    if one.age is not None:
        return str(one.age)
    return f"due {words.day(one.expected_on)}" if one.expected_on else "not known"
