"""Ends what somebody could see for reasons of their own when they move or leave."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from kith.access.models import Cover
from kith.access.services.covering import close_cover
from kith.access.services.telling import close_matter
from kith.access.services.traces import trace
from kith.access.vocabulary import Matter, MatterKind, Viewer


@transaction.atomic
def end_reasons(*, staff_id: int, every: bool, by: Viewer, now: datetime) -> int:
    """End the personal reasons and covers of somebody who moves or leaves, and return how many there were.

    With `every` those go too that a feed, a panel, a referral or an audit gave them as one of the old agency.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, row_id, person_id FROM access_end_reasons(%s, %s, %s)", [staff_id, now, every])
        rows = cursor.fetchall()
    for kind, row_id, person_id in rows:
        subject = {"asked": "access.relationshiprequest", "glass": "access.breakglass"}.get(kind, "access.relationship")
        trace(
            by=by.staff_id,
            action="access.ended_by_move",
            subject=subject,
            subject_id=row_id,
            person_id=person_id,
            now=now,
            after={"kind": kind, "staff": staff_id},
        )
        if kind == "asked":
            matter = Matter(kind=MatterKind.ACCESS_REQUEST, row_id=row_id, person_id=person_id)
            close_matter(matter=matter, by=by, now=now)
    covers = Cover.objects.select_for_update().filter(Q(covered=staff_id) | Q(covering=staff_id), ends_at__gt=now)
    for cover in covers:
        close_cover(cover=cover, by=by, now=now)
    return len(rows) + len(covers)
