"""Reads what may be told to everybody: the structure for any day, the contacts, the open services; no child in any."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from kith.partnership.models import (
    Group,
    GroupDecision,
    GroupMeeting,
    GroupSeat,
    GroupTerms,
    Member,
    Office,
    PostHolder,
    Priority,
    Service,
)
from kith.partnership.rules import address_of, book_on, hours_of, is_open, town_of
from kith.partnership.selectors.directory import needs_of
from kith.partnership.selectors.oruk import with_parts
from kith.partnership.selectors.parts import contacts_on
from kith.partnership.vocabulary import GROUP_WORDS, OFFICE_WORDS, SEAT_WORDS, STAGE_WORDS, SeatRole, ServiceStatus
from kith.publishing.vocabulary import HandedKind
from kith.publishing.vocabulary.services import ToldNeed, ToldService, ToldServices
from kith.publishing.vocabulary.shapes import written
from kith.publishing.vocabulary.structure import (
    ToldAgency,
    ToldDecision,
    ToldGroup,
    ToldHolder,
    ToldMeeting,
    ToldOffice,
    ToldPriority,
    ToldSeat,
    ToldStructure,
    ToldTerms,
)


def text_to_tell(kind: HandedKind, today: date) -> dict[str, Any]:
    """Return what would be told now, as values of JSON."""
    texts: Mapping[HandedKind, Callable[[date], dict[str, Any]]] = {
        HandedKind.STRUCTURE: lambda today: written(told_structure()),
        HandedKind.CONTACTS: told_contacts,
        HandedKind.SERVICES: lambda today: written(told_services(today)),
    }
    return texts[kind](today)


def told_structure() -> ToldStructure:
    """Return the public part of the structure for every day: no name that may not be told, no meeting not marked."""
    return ToldStructure(
        agencies=tuple(_agency(row) for row in _standing(Member).order_by("name", "pk")),
        offices=tuple(_office(row) for row in _standing(Office).order_by("pk")),
        priorities=tuple(_priority(row) for row in _standing(Priority).order_by("pk")),
        groups=_groups(),
    )


def told_services(today: date) -> ToldServices:
    """Return the services that are open on a day, by name, and every need that one can look for."""
    book = book_on(today)
    rows = with_parts(Service.objects.select_related("organisation").order_by("name", "pk"))
    return ToldServices(
        needs=tuple(ToldNeed(code=code, says=need.says) for code, need in book.needs.items()),
        services=tuple(
            _service(row, sorted(needs_of(row, book)))
            for row in rows
            if is_open(ServiceStatus(row.status), row.closed_on, today)
        ),
    )


def told_contacts(today: date) -> dict[str, Any]:
    """Return the contacts of a day, those to ring now first."""
    fields = {"name": "name", "for": "serves", "phone": "phone", "email": "email"}
    fields |= {"hours": "hours", "kind": "kind", "url": "url"}
    return {
        "contacts": [{field: getattr(row, column) for field, column in fields.items()} for row in contacts_on(today)]
    }


def _standing(model: Any) -> Any:
    return model.objects.filter(is_withdrawn=False)


def _agency(row: Member) -> ToldAgency:
    return ToldAgency(
        id=row.public_id,
        name=row.name,
        does=row.does,
        website=row.website,
        lead_post=row.lead_post,
        is_key_partner=row.is_key_partner,
        begins_on=row.begins_on,
        ends_on=row.ends_on,
    )


def _office(row: Office) -> ToldOffice:
    return ToldOffice(
        id=row.public_id,
        post=OFFICE_WORDS[row.kind],
        holder=row.holder if row.is_public else "",
        begins_on=row.begins_on,
        ends_on=row.ends_on,
    )


def _priority(row: Priority) -> ToldPriority:
    return ToldPriority(id=row.public_id, name=row.name, says=row.says, begins_on=row.begins_on, ends_on=row.ends_on)


def _groups() -> tuple[ToldGroup, ...]:
    terms = _by_group(_standing(GroupTerms).select_related("under", "priority").order_by("begins_on", "pk"))
    seats, meetings = _by_group(_seats()), _by_group(_meetings())
    return tuple(
        ToldGroup(
            id=row.public_id,
            name=row.name,
            kind=GROUP_WORDS[row.kind],
            begins_on=row.begins_on,
            ends_on=row.ends_on,
            terms=tuple(_terms(one) for one in terms[row.pk]),
            seats=tuple(_seat(one) for one in seats[row.pk]),
            meetings=tuple(_meeting(one) for one in meetings[row.pk]),
        )
        for row in _standing(Group).order_by("begins_on", "pk")
    )


def _by_group(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.group_id].append(row)
    return found


def _seats() -> list[GroupSeat]:
    order = list(SeatRole)
    rows = _standing(GroupSeat).select_related("member").prefetch_related("holders").order_by("pk")
    return sorted(rows, key=lambda one: order.index(SeatRole(one.role)))


def _meetings() -> Sequence[GroupMeeting]:
    rows = _standing(GroupMeeting).filter(is_public=True).prefetch_related("decisions")
    return list(rows.order_by("-held_on", "-pk"))


def _terms(row: GroupTerms) -> ToldTerms:
    return ToldTerms(
        begins_on=row.begins_on,
        name=row.name,
        under=_number(row.under),
        purpose=row.purpose,
        quorum=row.quorum,
        meets=row.meets,
        priority=_number(row.priority),
    )


def _seat(row: GroupSeat) -> ToldSeat:
    holders = sorted((one for one in row.holders.all() if not one.is_withdrawn), key=lambda one: one.begins_on)
    return ToldSeat(
        id=row.public_id,
        post=row.post,
        role=SEAT_WORDS[row.role],
        leads=row.role == SeatRole.CHAIR,
        agency=_number(row.member),
        deputy_post=row.deputy_post,
        begins_on=row.begins_on,
        ends_on=row.ends_on,
        holders=tuple(_holder(one) for one in holders),
    )


def _holder(row: PostHolder) -> ToldHolder:
    return ToldHolder(name=row.name if row.is_public else "", begins_on=row.begins_on, ends_on=row.ends_on)


def _meeting(row: GroupMeeting) -> ToldMeeting:
    decisions = sorted(row.decisions.all(), key=lambda one: one.pk)
    return ToldMeeting(
        id=row.public_id,
        held_on=row.held_on,
        stage=STAGE_WORDS[row.stage],
        decisions=tuple(_decision(one) for one in decisions if one.is_public and not one.is_withdrawn),
    )


def _decision(row: GroupDecision) -> ToldDecision:
    return ToldDecision(says=row.says, owner_post=row.owner_post, due_on=row.due_on)


def _number(row: Member | Group | Priority | None) -> UUID | None:
    return row.public_id if row is not None and not row.is_withdrawn else None


def _service(row: Service, needs: Sequence[str]) -> ToldService:
    places = [one.location for one in row.at_locations.all() if one.location]
    hours = [hours_of(one.byday, one.opens_at, one.closes_at, one.description) for one in row.schedules.all()]
    return ToldService(
        id=row.public_id,
        name=row.name,
        description=row.description,
        provider=row.organisation.name,
        eligibility=row.eligibility,
        fees=row.fees,
        url=row.url,
        email=row.email,
        phone=row.phone,
        minimum_age=row.minimum_age,
        maximum_age=row.maximum_age,
        areas=tuple(area.name for area in row.areas.all() if area.name),
        towns=tuple(dict.fromkeys(filter(None, (town_of(one.more) for one in places)))),
        where=tuple(dict.fromkeys(filter(None, (address_of(one.more, one.name) for one in places)))),
        hours=tuple(filter(None, hours)),
        needs=tuple(needs),
    )
