"""Reads the partnership as at a day: who is in it, which groups there are, who sits where; it holds no child."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from kith.partnership.models import Group, GroupSeat, GroupTerms, Member, Office, PostHolder, Priority
from kith.partnership.rules import holds_on
from kith.partnership.vocabulary import (
    GroupKind,
    OfficeKind,
    SeatRole,
    StandingGroup,
    StandingMember,
    StandingOffice,
    StandingPriority,
    StandingSeat,
    Structure,
)


def structure_as_at(day: date) -> Structure:
    """Return the whole partnership on a day, with every name, for people who are signed in."""
    members = [one for one in Member.objects.filter(is_withdrawn=False).order_by("name", "pk") if holds_on(one, day)]
    return Structure(
        as_at=day,
        members=tuple(_member(one) for one in members),
        offices=tuple(_offices(day)),
        priorities=tuple(
            StandingPriority(public_id=one.public_id, name=one.name, says=one.says)
            for one in Priority.objects.filter(is_withdrawn=False).order_by("pk")
            if holds_on(one, day)
        ),
        groups=_groups(day),
    )


def years_known(today: date) -> Sequence[int]:
    """Return the years from the first group's to last year, for which there is a December to look at."""
    first = Group.objects.filter(is_withdrawn=False).order_by("begins_on").values_list("begins_on", flat=True).first()
    return range(first.year, today.year) if first else ()


def _member(row: Member) -> StandingMember:
    return StandingMember(
        public_id=row.public_id,
        name=row.name,
        does=row.does,
        website=row.website,
        lead_post=row.lead_post,
        is_key_partner=row.is_key_partner,
    )


def _offices(day: date) -> Iterable[StandingOffice]:
    for row in Office.objects.filter(is_withdrawn=False).order_by("pk"):
        if holds_on(row, day):
            yield StandingOffice(
                public_id=row.public_id,
                kind=OfficeKind(row.kind),
                holder=row.holder,
                is_vacant=False,
            )


def _groups(day: date) -> tuple[StandingGroup, ...]:
    """Return the groups of a day as a forest: one whose superior is not there on that day stands by itself."""
    rows = [one for one in Group.objects.filter(is_withdrawn=False).order_by("begins_on", "pk") if holds_on(one, day)]
    terms = _terms_of(day)
    seats = _seats_of(day)
    there = {row.pk for row in rows}
    below: dict[int | None, list[Group]] = defaultdict(list)
    for row in rows:
        above = terms[row.pk][1].under_id if row.pk in terms else None
        below[above if above in there else None].append(row)

    def standing(row: Group) -> StandingGroup:
        groups = tuple(standing(one) for one in below[row.pk])
        return _group(row, *terms.get(row.pk, (None, None)), seats=tuple(seats[row.pk]), groups=groups)

    return tuple(standing(row) for row in below[None])


def _terms_of(day: date) -> dict[int, tuple[int, GroupTerms]]:
    """Return each group's terms of a day with their number: the first that it ever had are 1."""
    found: dict[int, tuple[int, GroupTerms]] = {}
    for row in GroupTerms.objects.filter(is_withdrawn=False, begins_on__lte=day).order_by("begins_on", "pk"):
        found[row.group_id] = (found[row.group_id][0] + 1 if row.group_id in found else 1, row)
    return found


def _seats_of(day: date) -> dict[int, list[StandingSeat]]:
    holders = {
        row.seat_id: row for row in PostHolder.objects.filter(is_withdrawn=False).order_by("pk") if holds_on(row, day)
    }
    order = list(SeatRole)
    found: dict[int, list[StandingSeat]] = defaultdict(list)
    rows = GroupSeat.objects.filter(is_withdrawn=False).select_related("member").order_by("pk")
    for row in sorted((one for one in rows if holds_on(one, day)), key=lambda one: order.index(SeatRole(one.role))):
        holder = holders.get(row.pk)
        found[row.group_id].append(
            StandingSeat(
                public_id=row.public_id,
                post=row.post,
                agency=row.member.name if row.member else "",
                role=SeatRole(row.role),
                deputy_post=row.deputy_post,
                holder=holder.name if holder else "",
                is_vacant=holder is None,
            )
        )
    return found


def _group(
    row: Group,
    number: int | None,
    terms: GroupTerms | None,
    *,
    seats: tuple[StandingSeat, ...],
    groups: tuple[StandingGroup, ...],
) -> StandingGroup:
    return StandingGroup(
        public_id=row.public_id,
        name=terms.name if terms else row.name,
        kind=GroupKind(row.kind),
        purpose=terms.purpose if terms else "",
        terms_number=number,
        terms_from=terms.begins_on if terms else None,
        review_on=terms.review_on if terms else None,
        quorum=terms.quorum if terms else None,
        meets=terms.meets if terms else "",
        seats=seats,
        groups=groups,
    )
