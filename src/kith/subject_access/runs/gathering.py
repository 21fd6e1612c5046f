"""Gathers somebody's whole record in one logged look and one transaction, and treats every text of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from kith.access.selectors import find_staff, list_looks_told, look
from kith.access.selectors.accounts import list_agencies
from kith.access.services import connect_as
from kith.access.vocabulary import ROLE_NAMES, Action, DataClass, NotShown, Purpose, Role, Sector, Viewer
from kith.common.disclosure.lexicon import lexicon
from kith.learning.services import KnownAround, KnownPerson, Treater
from kith.linking.services import Surrounding, describe_surrounding, export_person
from kith.linking.vocabulary import Someone
from kith.subject_access.models import SubjectRequest
from kith.subject_access.runs.sorting import Export, Sorter
from kith.subject_access.selectors import person_of
from kith.subject_access.services import fail_job, keep_gathering
from kith.subject_access.vocabulary import THIRD, WORKER, Known, RequestJob, RequestRefused

_SHORTEST_NUMBER: Final = 4  # letters and digits: a shorter one would be found in any text
_LONGEST_TOWN: Final = 4  # words, as in a town upon a river
_KINDS: Final[Mapping[str, str]] = {
    "parent": "a parent",
    "step_parent": "a step-parent",
    "grandparent": "a grandparent",
    "sibling": "a brother or sister",
    "partner": "a partner",
    "carer": "a carer",
    "household": "somebody in the household",
    "tie": "a relative",
}


@dataclass(frozen=True)
class _Worker:
    staff_id: int
    name: str
    agency_id: int


def gather(request_id: int) -> None:
    """Gather the record that one request asks for; a second try begins anew and doubles nothing.

    Where it is not asked for any more, as when the same job comes twice, nothing is done: what people have decided of
    what was gathered would be forgotten.
    """
    now = timezone.now()
    with connect_as("worker"):
        request = SubjectRequest.objects.get(pk=request_id)
        if request.job != RequestJob.GATHERING:
            return
        viewer = find_staff(request.lead_id, now)
        person_id, public_id = person_of(request)
        if viewer is None or public_id is None:
            fail_job(request=request, says="Whoever leads this request works here no more.", by=None, now=now)
            return
    try:
        with connect_as("web"):
            _gather(request, person_id, public_id, viewer, now)
    except (NotShown, RequestRefused):
        with connect_as("worker"):
            fail_job(
                request=request,
                says="It was not gathered: whoever leads may not take the whole record out, or it has ended.",
                by=None,
                now=now,
            )


def _gather(request: SubjectRequest, person_id: int, public_id: UUID, viewer: Viewer, now: datetime) -> None:
    looks = [
        _look_told(asdict(one)) for one in list_looks_told(public_id, viewer=viewer, purpose=Purpose.SUBJECT_ACCESS)
    ]
    about = {"viewer": viewer, "people": [public_id], "purpose": Purpose.SUBJECT_ACCESS, "action": Action.EXPORT}
    with look(**about, what="subject_access.gather") as shown:  # type: ignore[arg-type]  # one map for a long line
        if not all(shown.may_see(person_id, one) for one in DataClass):
            raise NotShown
        with connect_as("worker"), transaction.atomic():
            export = export_person(person_id=person_id, by=viewer.staff_id)
            around = describe_surrounding(person_id=person_id, by=viewer.staff_id)
            agencies = {one.pk: (one.name, Sector(one.sector)) for one in list_agencies()}
            workers = _workers()
            known = known_around(around, [name for name, _ in agencies.values()], _named(workers, export), agencies)
            staff = {one.staff_id: one.agency_id for one in workers}
            sorter = Sorter(Treater(known), agencies, staff, request.from_on, request.until_on)
            keep_gathering(
                request=request,
                rows=sorter.sort(export),
                looks=looks,
                name=next(iter(around.person.names), ""),
                known=to_be_found(known),
                by=viewer,
                now=now,
            )


def known_around(
    around: Surrounding,
    agency_names: Sequence[str],
    workers: Iterable[_Worker],
    agencies: Mapping[int, tuple[str, Sector]],
) -> KnownAround:
    """Return who is the subject, who is everybody else, and by what words each is replaced.

    What others share with the subject, such as the address they live at together, is the subject's own.
    """
    me = around.person
    own = (*me.identifiers, *me.contacts, *me.addresses)
    others = [KnownPerson(names=one.names, says=_says(one), ground=THIRD) for one in around.others if one.names]
    others += [
        KnownPerson(names=(one.name,), says=f"a worker of {agencies[one.agency_id][0]}", ground=WORKER)
        for one in workers
    ]
    mine = {_bare(one) for one in own}

    def theirs(name: str) -> tuple[str, ...]:
        values = (value for one in around.others for value in getattr(one, name))
        return tuple(dict.fromkeys(value for value in values if _bare(value) not in mine and _is_telling(value)))

    return KnownAround(
        subject=me.names or ("The person",),
        others=tuple(others),
        own=(*agency_names, *(town for town in me.towns if _is_a_town(town))),
        own_addresses=me.addresses,
        own_marks=(*me.identifiers, *me.contacts),
        identifiers=(*theirs("identifiers"), *theirs("contacts")),
        places=theirs("addresses"),
        dates=tuple({day for one in around.others for day in one.born_on} - set(me.born_on)),
        ground=THIRD,
    )


def to_be_found(known: KnownAround) -> Known:
    """Return what may not be found in the copy that leaves."""
    return Known(
        names=tuple(name for one in known.others for name in one.names),
        marks=(*known.identifiers, *known.places),
        own=known.subject,
        passages=(*known.own, *known.own_addresses, *known.own_marks),
    )


def _says(one: Someone) -> str:
    if one.kind in _KINDS:
        return _KINDS[one.kind]
    return "another child" if one.is_child else "another adult"


def _workers() -> list[_Worker]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name, agency_id FROM access_staff ORDER BY id")
        return [_Worker(*row) for row in cursor.fetchall()]


def _named(workers: Iterable[_Worker], export: Export) -> list[_Worker]:
    """Return the workers who are named somewhere in a record: staff, and whoever a feed says is responsible."""
    rows = [row for tables in export.values() for found in tables.values() for row in found]
    said = "\n".join(str(value) for row in rows for value in row.values() if isinstance(value, str | dict | list))
    low = said.casefold()
    found = {one.name.casefold(): one for one in workers if one.name.casefold() in low}
    for row in rows:
        name, agency = row.get("worker_name"), row.get("agency_id")
        if isinstance(name, str) and name.strip() and isinstance(agency, int):
            found.setdefault(name.strip().casefold(), _Worker(0, name.strip(), agency))
    return list(found.values())


def _look_told(one: dict[str, Any]) -> list[str]:
    day: date = one["on"]
    roles = ", ".join(ROLE_NAMES[Role(role)] for role in one["roles"]) or "Kith itself"
    what = f"{one['action'].replace('_', ' ')}{'' if one['outcome'] == 'shown' else ', ' + one['outcome']}"
    return [
        f"{day.day} {day:%B %Y}",
        one["agency"] or "Kith",
        roles,
        one["purpose"].replace("_", " "),
        what,
        str(one["looks"]),
    ]


def _is_a_town(text: str) -> bool:
    """Test whether a field for a town holds one: a few words, none of them a forename."""
    words = text.casefold().replace("-", " ").split()
    return len(words) <= _LONGEST_TOWN and all(word.isalpha() and word not in lexicon().given for word in words)


def _bare(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _is_telling(text: str) -> bool:
    """Test whether a number, a contact or an address is one: long enough, with a digit, an @ or a second word."""
    return len(_bare(text)) >= _SHORTEST_NUMBER and any(letter.isdigit() or letter in "@ " for letter in text)
