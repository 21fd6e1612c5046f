"""Writes the directory in Open Referral UK form: what came in word for word goes out word for word."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from kith.partnership import models
from kith.partnership.rules import status_on
from kith.partnership.selectors.oruk import Page
from kith.partnership.vocabulary import ServiceStatus

PROFILE = {
    "version": "HSDS-UK-3.0",
    "profile": "https://docs.openreferraluk.org/en/latest/",
    "openapi_url": "https://docs.openreferraluk.org/en/latest/openapi30.json",
}


def page(found: Page[Any], write: Callable[[Any], Mapping[str, Any]]) -> dict[str, Any]:
    """Return the page object of the profile."""
    return {
        "total_items": found.total,
        "total_pages": found.pages,
        "page_number": found.number,
        "size": len(found.rows),
        "first_page": found.number == 1,
        "last_page": found.number >= found.pages,
        "empty": not found.rows,
        "contents": [write(row) for row in found.rows],
    }


def service_summary(row: models.Service, today: date) -> dict[str, Any]:
    """Return a service as a list shows it: without its parts."""
    lists = {field: value for field, value in row.more.items() if not isinstance(value, list)}
    return _service_words(row, today, lists) | {"organization": organisation(row.organisation, whole=False)}


def service(row: models.Service, today: date) -> dict[str, Any]:
    """Return a service whole."""
    return _service_words(row, today, row.more) | {
        "organization": organisation(row.organisation),
        "service_areas": [_part(area, name=area.name) for area in row.areas.all()],
        "schedules": [
            _part(
                each,
                byday=each.byday,
                opens_at=each.opens_at,
                closes_at=each.closes_at,
                description=each.description,
            )
            for each in row.schedules.all()
        ],
        "service_at_locations": [_at_location(each) for each in row.at_locations.all()],
        "attributes": [_attribute(each) for each in row.terms.all()],
    }


def place(row: models.ServiceAtLocation, today: date) -> dict[str, Any]:
    """Return one service at one place."""
    return {"location": None} | _at_location(row) | {"service": service_summary(row.service, today)}


def organisation(row: models.Organisation, *, whole: bool = True) -> dict[str, Any]:
    """Return an organisation; without its lists where it stands in a list itself."""
    more = row.more if whole else {field: value for field, value in row.more.items() if not isinstance(value, list)}
    return _one(
        row.public_id,
        more,
        always={"name": row.name, "description": row.description},
        website=row.website,
        email=row.email,
    )


def taxonomy(row: models.Taxonomy, *, with_terms: bool = False) -> dict[str, Any]:
    """Return a taxonomy, with its terms where it stands alone."""
    written = _one(row.public_id, row.more, always={"name": row.name, "description": row.description})
    written.setdefault("version", "")
    return written | {"taxonomy_terms": [_term(each) for each in row.terms.all()]} if with_terms else written


def term(row: models.TaxonomyTerm) -> dict[str, Any]:
    """Return a term with the taxonomy that it belongs to."""
    written = _term(row)
    return written | {"taxonomy_detail": taxonomy(row.taxonomy)} if row.taxonomy else written


def _term(row: models.TaxonomyTerm) -> dict[str, Any]:
    written = _one(row.public_id, row.more, always={"name": row.name, "description": row.description})
    written.setdefault("taxonomy", "")
    return written


def _service_words(row: models.Service, today: date, more: Mapping[str, Any]) -> dict[str, Any]:
    ages = {"minimum_age": row.minimum_age, "maximum_age": row.maximum_age}
    status = status_on(ServiceStatus(row.status), row.closed_on, today)
    return _one(
        row.public_id,
        more,
        always={"name": row.name, "description": row.description, "status": status.value},
        url=row.url,
        email=row.email,
        fees=row.fees,
        eligibility_description=row.eligibility,
    ) | {name: _number(age) for name, age in ages.items() if age is not None}


def _at_location(row: models.ServiceAtLocation) -> dict[str, Any]:
    written = _one(row.ref, row.more)
    if row.location is not None:
        where = row.location
        written["location"] = _one(where.public_id, where.more, name=where.name, description=where.description)
    return written


def _attribute(row: models.ServiceTerm) -> dict[str, Any]:
    written = _one(row.ref, row.more)
    return written | {"taxonomy_term": term(row.term)} if row.term is not None else written


def _part(row: models.PartOfService, **words: str) -> dict[str, Any]:
    return _one(row.ref, row.more, None, **words)


def _one(ref: Any, more: Mapping[str, Any], /, always: Mapping[str, str] | None = None, **words: str) -> dict[str, Any]:
    said = {field: text for field, text in words.items() if text}
    return {"id": str(ref), **(always or {}), **said, **more}


def _number(age: float) -> float | int:
    return int(age) if age == int(age) else age


def whole_directory(rows: Sequence[models.Service], today: date) -> dict[str, Any]:
    """Return the whole directory as one page, as a file that another directory can take in."""
    found = Page(rows=rows, number=1, total=len(rows), pages=1 if rows else 0)
    return page(found, lambda row: service(row, today))
