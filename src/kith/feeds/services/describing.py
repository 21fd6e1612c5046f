"""Says who else stands in what agencies told of somebody, and by whatever each of them could be named in a text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kith.feeds.models import EventParticipant, PersonRecord, TieRecord


@dataclass(frozen=True, kw_only=True)
class Described:
    """One row of an agency about one of its people, as far as it could name them; empty texts are left out."""

    source_person_id: int
    names: tuple[str, ...]
    is_child: bool
    born_on: str
    identifiers: tuple[str, ...]
    contacts: tuple[str, ...]
    addresses: tuple[str, ...]
    towns: tuple[str, ...] = ()


def others_beside(*, source_person_ids: Sequence[int], by: int | None) -> dict[int, str]:
    """Return every other of an agency's people who is tied to these or had a part in the same event, with the tie.

    The tie is what the other is to them, empty for a part in an event. Runs as the worker; the caller has logged `by`
    whom.
    """
    mine = list(source_person_ids)
    events = EventParticipant.objects.filter(source_person_id__in=mine).values_list("event_id", flat=True)
    beside = EventParticipant.objects.filter(event_id__in=list(events)).exclude(source_person_id__in=mine)
    found = dict.fromkeys(beside.values_list("source_person_id", flat=True), "")
    # A tie says that `other` is the `kind` of the first; read backwards it only says that they belong together.
    found |= dict.fromkeys(
        TieRecord.objects.filter(other_id__in=mine).values_list("source_person_id", flat=True), "tie"
    )
    found |= dict(TieRecord.objects.filter(source_person_id__in=mine).values_list("other_id", "kind"))
    return {one: kind for one, kind in found.items() if one not in set(mine)}


def describe_source_people(*, source_person_ids: Iterable[int], by: int | None) -> list[Described]:
    """Return every row, also of earlier files, that describes one of these; the caller has logged `by` whom."""
    rows = PersonRecord.objects.filter(source_person_id__in=list(source_person_ids)).order_by("pk")
    return [_described(row) for row in rows]


def _described(row: PersonRecord) -> Described:
    names = [
        " ".join(filter(None, (row.forename, row.middle_names, row.surname))),
        row.known_as,
        " ".join(filter(None, (row.forename, row.former_surname))) if row.former_surname else "",
    ]
    ids = [row.nhs_number, row.upn, *(str(value) for value in row.other_ids.values())]
    places = [row.address, f"{row.address} {row.postcode}".strip(), row.postcode]
    return Described(
        source_person_id=row.source_person_id,
        names=_kept(names),
        is_child=row.is_child,
        born_on=row.born_on.isoformat() if row.born_on else "",
        identifiers=_kept(ids),
        contacts=_kept([row.phone, row.email]),
        addresses=_kept(places),
        towns=_kept([row.town]),
    )


def _kept(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip() for value in values if value and value.strip()))
