"""Finds people for whoever searches: at most twenty, that they exist and who knows them, logged before it answers."""

import json
from collections.abc import Sequence
from datetime import date

from kith.access.selectors import ask_log
from kith.access.vocabulary import Purpose, Viewer
from kith.linking.analysis.search_query import keys_of_query
from kith.linking.vocabulary import Found, SearchTerms


def list_found(terms: SearchTerms, *, viewer: Viewer, purpose: Purpose) -> Sequence[Found]:
    """Return the people most like what was typed, the likeliest first.

    Nobody is found by a viewer whose roles may not search, and nobody who is shielded, or blocked for the viewer: the
    answer is then the same as when there is no such person.

    Raises:
        LogUnavailable: the search could not be logged, so nothing may be shown.
    """
    keys = keys_of_query(terms)
    rows = ask_log(
        "SELECT search_people(%s, %s, %s::smallint[], %s::text[], %s::integer[], %s::jsonb)",
        [
            viewer.staff_id,
            purpose,
            [int(kind) for kind, _, _ in keys],
            [key for _, key, _ in keys],
            [weight for _, _, weight in keys],
            json.dumps(_typed(terms)),
        ],
    )
    return [_found(row) for row in rows]


def _typed(terms: SearchTerms) -> dict[str, str]:
    born_on = terms.born_on.isoformat() if terms.born_on else ""
    typed = {"name": terms.name, "born_on": born_on, "nhs_number": terms.nhs_number, "address": terms.address}
    return {field: value.strip() for field, value in typed.items() if value.strip()}


def _found(row: dict[str, object]) -> Found:
    born_on, agencies = row["born_on"], row["agencies"]
    return Found(
        public_id=str(row["public_id"]),
        name=str(row["name"]),
        born_on=date.fromisoformat(str(born_on)) if born_on else None,
        is_child=bool(row["is_child"]),
        agencies=tuple(map(str, agencies)) if isinstance(agencies, list) else (),
    )
