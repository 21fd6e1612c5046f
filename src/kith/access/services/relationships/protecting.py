"""Shields a person from strangers, and keeps one colleague from one person."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kith.access.models import Block, Shield, Staff
from kith.access.selectors.looks import look
from kith.access.services.telling import reassign_reviews
from kith.access.services.traces import trace
from kith.access.vocabulary import Action, BlockKind, Purpose, Refused, Role, ShieldKind, Viewer

_LONGEST_REVIEW = timedelta(days=366)
SHIELD_KINDS = {
    ShieldKind.ADDRESS: "Where they live",
    ShieldKind.ADOPTION: "Who they were before an adoption",
    ShieldKind.WITNESS_PROTECTION: "That they are here at all: a protected witness",
    ShieldKind.STAFF_CHILD: "That they are the child of somebody who works in the partnership",
}
BLOCK_KINDS = {
    BlockKind.OWN_FAMILY: "It is their own family",
    BlockKind.CONFLICT: "They have declared a conflict of interest",
}


@transaction.atomic
def block_staff(
    *,
    staff_id: int,
    person_id: int,
    reason: str,
    by: int | None,
    now: datetime,
    kind: BlockKind = BlockKind.CONFLICT,
) -> Block:
    """Keep one member of staff from one person, whatever else would show them."""
    block = Block.objects.create(
        staff_id=staff_id, person_id=person_id, kind=kind, reason=reason, begins_at=now, made_by_id=by
    )
    trace(
        by=by,
        action="access.blocked",
        subject="access.block",
        subject_id=block.pk,
        person_id=person_id,
        now=now,
        after={"kind": kind, "staff": staff_id},
    )
    return block


@transaction.atomic
def shield_person(
    *,
    person_id: int,
    kind: ShieldKind,
    reason: str,
    by: int | None,
    now: datetime,
    review_on: date | None = None,
) -> Shield:
    """Hide one person from search and from strangers, until the shield is lifted."""
    shield = Shield.objects.create(
        person_id=person_id, kind=kind, reason=reason, review_on=review_on, begins_at=now, made_by_id=by
    )
    trace(
        by=by,
        action="access.shielded",
        subject="access.shield",
        subject_id=shield.pk,
        person_id=person_id,
        now=now,
        after={"kind": kind, "review_on": review_on},
    )
    return shield


@dataclass(frozen=True, kw_only=True)
class NewShield:
    """What the information-governance lead says of a shield."""

    kind: ShieldKind
    reason: str
    review_on: date


def put_shield(*, person: UUID, shield: NewShield, by: Viewer, now: datetime) -> Shield:
    """Shield a person from the page, as the information-governance lead.

    Raises:
        NotShown: the person may not be known to them.
        Refused: the role shields nobody, no reason is given, or the review is not within a year.
    """
    _leads(by)
    if len(shield.reason.strip()) < 10:
        raise Refused("Say in a sentence why this must stay hidden; whoever lifts it decides by it.")
    today = timezone.localdate(now)
    if not today < shield.review_on <= today + _LONGEST_REVIEW:
        raise Refused("Choose a day within a year on which somebody looks at the shield again.")
    with look(
        viewer=by, people=[person], purpose=Purpose.GOVERNANCE, what="access.shield", action=Action.FIND
    ) as shown:
        return shield_person(
            person_id=shown.person_ids[person],
            kind=shield.kind,
            reason=shield.reason.strip(),
            review_on=shield.review_on,
            by=by.staff_id,
            now=now,
        )


def ask_lift(*, person: UUID, shield_id: int, because: str, by: Viewer, now: datetime) -> None:
    """Ask that a shield be lifted; nothing opens until a second person agrees.

    Raises:
        NotShown: the person may not be known to whoever asks.
        Refused: the role lifts none, no reason is given, or the shield is lifted already.
    """
    _leads(by)
    if len(because.strip()) < 10:
        raise Refused("Say in a sentence why the shield may go; a second person decides by it.")
    with look(viewer=by, people=[person], purpose=Purpose.GOVERNANCE, what="access.lift", action=Action.FIND) as shown:
        shield = _held(shield_id, shown.person_ids[person], now)
        shield.lift_asked_by_id, shield.lift_asked_at, shield.lift_because = by.staff_id, now, because.strip()
        shield.save(update_fields=["lift_asked_by", "lift_asked_at", "lift_because"])
        _trace_shield("access.asked_lift", shield, by, now, because.strip())


def lift_shield(*, person: UUID, shield_id: int, by: Viewer, now: datetime) -> None:
    """Lift a shield that somebody else asked to lift.

    Raises:
        NotShown: the person may not be known to whoever agrees.
        Refused: nobody has asked, or whoever asked would agree with themselves.
    """
    if not by.roles & {Role.IG_LEAD, Role.TEAM_MANAGER}:
        raise Refused("A team manager or an information-governance lead agrees to this.")
    with look(viewer=by, people=[person], purpose=Purpose.GOVERNANCE, what="access.lift", action=Action.FIND) as shown:
        shield = _held(shield_id, shown.person_ids[person], now)
        if shield.lift_asked_by_id is None:
            raise Refused("Nobody has asked to lift this shield. The information-governance lead asks, another agrees.")
        if shield.lift_asked_by_id == by.staff_id:
            raise Refused("Lifting a shield needs a second person: not the one who asked.")
        shield.lifted_by_id, shield.ends_at = by.staff_id, max(now, shield.begins_at)
        shield.save(update_fields=["lifted_by", "ends_at"])
        _trace_shield("access.lifted_shield", shield, by, now, shield.lift_because)


def keep_away(*, person: UUID, email: str, kind: BlockKind, reason: str, by: Viewer, now: datetime) -> Block:
    """Keep a colleague from a person, from the page of the information-governance lead.

    Raises:
        NotShown: the person may not be known to them.
        Refused: the role keeps nobody away, nobody has this address, or they are kept away already.
    """
    _leads(by)
    staff = Staff.objects.filter(email=email.lower(), is_active=True).first()
    if staff is None:
        raise Refused("Nobody who works here has this e-mail address. Look it up under the colleague's name.")
    with look(viewer=by, people=[person], purpose=Purpose.GOVERNANCE, what="access.block", action=Action.FIND) as shown:
        person_id = shown.person_ids[person]
        if Block.objects.filter(staff=staff, person_id=person_id, ends_at__isnull=True).exists():
            raise Refused("This colleague is kept from this person already.")
        block = block_staff(
            staff_id=staff.pk, person_id=person_id, kind=kind, reason=reason.strip(), by=by.staff_id, now=now
        )
        reassign_reviews(staff_id=staff.pk, by=by, now=now)
        return block


def end_block(*, person: UUID, block_id: int, because: str, by: Viewer, now: datetime) -> None:
    """Let a colleague see a person again as far as the policy goes.

    Raises:
        NotShown: the person may not be known to whoever ends it.
        Refused: the role ends none, no reason is given, it has ended, or it is one's own.
    """
    _leads(by)
    if len(because.strip()) < 5:
        raise Refused("Say in a few words why the colleague may see this person again.")
    with look(viewer=by, people=[person], purpose=Purpose.GOVERNANCE, what="access.block", action=Action.FIND) as shown:
        block = (
            Block.objects.select_for_update(of=("self",))
            .filter(pk=block_id, person_id=shown.person_ids[person], ends_at__isnull=True)
            .exclude(staff_id=by.staff_id)
            .first()
        )
        if block is None:
            raise Refused("This block has ended already, or it is your own.")
        block.ends_at, block.ended_by_id, block.ended_because = max(now, block.begins_at), by.staff_id, because.strip()
        block.save(update_fields=["ends_at", "ended_by", "ended_because"])
        trace(
            by=by.staff_id,
            action="access.ended_block",
            subject="access.block",
            subject_id=block.pk,
            person_id=block.person_id,
            now=now,
            after={"staff": block.staff_id, "because": because.strip()},
        )


def _held(shield_id: int, person_id: int, now: datetime) -> Shield:
    found = (
        Shield.objects.select_for_update(of=("self",))
        .filter(pk=shield_id, person_id=person_id)
        .exclude(ends_at__lte=now)
        .first()
    )
    if found is None:
        raise Refused("This shield has been lifted already.")
    return found


def _leads(by: Viewer) -> None:
    if Role.IG_LEAD not in by.roles:
        raise Refused("Only the information-governance lead keeps the shields and blocks.")


def _trace_shield(action: str, shield: Shield, by: Viewer, now: datetime, because: str) -> None:
    trace(
        by=by.staff_id,
        action=action,
        subject="access.shield",
        subject_id=shield.pk,
        person_id=shield.person_id,
        now=now,
        after={"kind": shield.kind, "because": because},
    )
