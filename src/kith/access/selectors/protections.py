"""Reads what protects one person: shields in force, and who is kept away."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from kith.access.models import Block, Shield
from kith.access.selectors.looks import look
from kith.access.vocabulary import Action, Purpose, Viewer


@dataclass(frozen=True, kw_only=True)
class Protections:
    """The shields and blocks of one person that hold now."""

    shields: Sequence[Shield]
    blocks: Sequence[Block]


def open_protections(person: UUID, *, viewer: Viewer, purpose: Purpose) -> Protections:
    """Return what protects one person; the look is logged first.

    Raises:
        NotShown: the person may not be known to the viewer.
    """
    now = timezone.now()
    holds = Q(ends_at__isnull=True) | Q(ends_at__gt=now)
    with look(viewer=viewer, people=[person], purpose=purpose, what="access.protections", action=Action.FIND) as shown:
        mine = {"person_id": shown.person_ids[person]}
        shields = Shield.objects.select_related("lift_asked_by", "made_by").filter(holds, **mine)
        blocks = Block.objects.select_related("staff").filter(holds, **mine)
        return Protections(shields=list(shields.order_by("begins_at")), blocks=list(blocks.order_by("begins_at")))
