"""Says by whatever a person, and everybody whom their record knows beside them, could be named in a text."""

from collections.abc import Iterable
from dataclasses import dataclass

from kith.feeds.services import Described, describe_source_people, others_beside
from kith.linking import models
from kith.linking.services.following import source_people_of
from kith.linking.vocabulary import Someone


@dataclass(frozen=True, kw_only=True)
class Surrounding:
    """One person, and everybody else whom the linked record knows beside them."""

    person: Someone
    others: tuple[Someone, ...]


def describe_surrounding(*, person_id: int, by: int | None) -> Surrounding:
    """Return who a person is and who stands beside them: family, household, whoever had a part in the same events.

    Everybody as all agencies' records describe them, earlier names included. Runs as the worker, inside the caller's
    transaction; the caller has logged `by` whom the person was opened.
    """
    mine = source_people_of(person_id)
    beside = others_beside(source_person_ids=mine, by=by)
    people = _people_of(beside)
    ties = dict(models.Tie.objects.filter(other_id=person_id).values_list("person_id", "kind"))
    ties = dict.fromkeys(ties, "tie") | dict(
        models.Tie.objects.filter(person_id=person_id).values_list("other_id", "kind")
    )
    kinds: dict[int, str] = {}
    for source, person in people.items():
        if person != person_id:
            kinds[person] = kinds.get(person) or beside[source]
    kinds |= {person: kind for person, kind in ties.items() if person != person_id}
    alone = {source: kind for source, kind in beside.items() if source not in people}
    others = [_somebody(person, kind, by) for person, kind in kinds.items()]
    others += [
        _joined(describe_source_people(source_person_ids=[source], by=by), kind) for source, kind in alone.items()
    ]
    return Surrounding(
        person=_somebody(person_id, "", by), others=tuple(one for one in others if one.names or one.identifiers)
    )


def _people_of(sources: Iterable[int]) -> dict[int, int]:
    """Return the person whom each of agencies' people is now, for those who are linked."""
    rows = models.Membership.objects.filter(source_person_id__in=list(sources), ends_at=None)
    return dict(rows.values_list("source_person_id", "person_id"))


def _somebody(person_id: int, kind: str, by: int | None) -> Someone:
    told = describe_source_people(source_person_ids=source_people_of(person_id), by=by)
    profile = models.Profile.objects.filter(pk=person_id).first()
    if profile is not None:
        whole = " ".join(filter(None, (profile.forename, profile.surname)))
        names = tuple(filter(None, (whole, profile.known_as, *profile.other_names)))
        told.insert(
            0,
            Described(
                source_person_id=0,
                names=names,
                is_child=profile.is_child,
                born_on=profile.born_on.isoformat() if profile.born_on else "",
                identifiers=tuple(filter(None, (profile.nhs_number, profile.upn))),
                contacts=(),
                addresses=tuple(_addresses(person_id)),
                towns=tuple(_towns(person_id)),
            ),
        )
    return _joined(told, kind)


def _addresses(person_id: int) -> Iterable[str]:
    for stays in (models.Address, models.ProtectedAddress):
        for stay in stays.objects.filter(person_id=person_id).order_by("pk"):
            yield from filter(None, (stay.address, f"{stay.address} {stay.postcode}".strip(), stay.postcode))


def _towns(person_id: int) -> Iterable[str]:
    for stays in (models.Address, models.ProtectedAddress):
        yield from stays.objects.filter(person_id=person_id).exclude(town="").values_list("town", flat=True)


def _joined(told: Iterable[Described], kind: str) -> Someone:
    rows = list(told)

    def each(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for row in rows for value in getattr(row, name)))

    return Someone(
        names=each("names"),
        kind=kind,
        is_child=any(row.is_child for row in rows),
        born_on=tuple(dict.fromkeys(row.born_on for row in rows if row.born_on)),
        identifiers=each("identifiers"),
        contacts=each("contacts"),
        addresses=each("addresses"),
        towns=each("towns"),
    )
