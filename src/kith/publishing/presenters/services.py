"""Shows the directory of services to everybody, and writes it in Open Referral UK form."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID, uuid5

from kith.publishing.presenters.links import safe_address
from kith.publishing.vocabulary.services import SERVICES_ITEM, ToldService, ToldServices

SHOWN: Final = 25
Entry = dict[str, Any]


def list_page(found: Sequence[ToldService], page: int) -> dict[str, Any]:
    """Return one page of what was found, and how many there are in all; a page that there is not is the nearest."""
    last = max(1, -(-len(found) // SHOWN))
    page = min(max(page, 1), last)
    return {
        "total": len(found),
        "rows": [{"service": one, "ages": ages(one)} for one in found[(page - 1) * SHOWN : page * SHOWN]],
        "page": page,
        "last": last,
        "before": page - 1 if page > 1 else None,
        "after": page + 1 if page < last else None,
    }


def service_page(one: ToldService, needs: Mapping[str, str]) -> dict[str, Any]:
    """Return one service: what is said of it, label by label, where there is something to say."""
    lines = (
        ("Ages", (ages(one),)),
        ("Areas", (", ".join(one.areas) or "Everywhere",)),
        ("Needs it meets", tuple(needs[code] for code in one.needs if code in needs)),
        ("Whom it is for", (one.eligibility,)),
        ("What it costs", (one.fees,)),
        ("Where", one.where),
        ("When", one.hours),
    )
    said = [(label, [text for text in texts if text]) for label, texts in lines]
    return {"service": one, "lines": [line for line in said if line[1]], "url": safe_address(one.url)}


def ages(one: ToldService) -> str:
    """Return whom a service takes, by age."""
    low, high = one.minimum_age, one.maximum_age
    if low is None:
        return "All ages" if high is None else f"Up to {high:g}"
    return f"From {low:g}" if high is None else f"{low:g} to {high:g}"


def open_referral_page(told: ToldServices, page: int) -> Entry:
    """Return one page of the services in the form of Open Referral UK 3.0, whole."""
    last = max(1, -(-len(told.services) // SHOWN))
    rows = sorted(told.services, key=lambda one: str(one.id))[(page - 1) * SHOWN : page * SHOWN]
    says = {need.code: need.says for need in told.needs}
    return {
        "total_items": len(told.services),
        "total_pages": last,
        "page_number": page,
        "size": len(rows),
        "first_page": page == 1,
        "last_page": page >= last,
        "empty": not rows,
        "contents": [_entry(one, says) for one in rows],
    }


def _entry(one: ToldService, says: Mapping[str, str]) -> Entry:
    own = {"url": one.url, "email": one.email, "fees_description": one.fees, "eligibility_description": one.eligibility}
    bounds = {"minimum_age": one.minimum_age, "maximum_age": one.maximum_age}
    lists = {
        "phones": [{"id": _part(one.id, "phone"), "number": one.phone}] if one.phone else [],
        "service_areas": [{"id": _part(one.id, f"area {area}"), "name": area} for area in one.areas],
        "attributes": [
            {
                "id": _part(one.id, f"need {code}"),
                "taxonomy_term": {"id": _part(SERVICES_ITEM, code), "name": says[code], "description": says[code]},
            }
            for code in one.needs
            if code in says
        ],
    }
    organisation = {"id": _part(SERVICES_ITEM, one.provider), "name": one.provider, "description": one.provider}
    return {
        "id": str(one.id),
        "name": one.name,
        "description": one.description,
        "status": "active",
        "organization": organisation,
        **{field: value for field, value in (own | bounds).items() if value not in ("", None)},
        **{field: value for field, value in lists.items() if value},
    }


def _part(of: UUID, name: str) -> str:
    """Return the number of a part, which is the same each time."""
    return str(uuid5(of, name))
