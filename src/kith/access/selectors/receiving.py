"""Says who may be asked about one person: those whose work includes reading a referral, and whom nothing keeps away."""

from collections.abc import Iterable
from datetime import datetime

from kith.access.models import Staff
from kith.access.rules import may
from kith.access.selectors.relations import list_kept_away
from kith.access.selectors.staff import viewer_of
from kith.access.vocabulary import Action, DataClass, RelationshipState


def who_can_receive(
    *,
    person_id: int,
    staff_ids: Iterable[int],
    now: datetime,
    state: RelationshipState = RelationshipState.REFERRAL_RECEIVER,
) -> list[int]:
    """Return those of these members of staff to whom something about a person may be sent, in the order given.

    Left out are, without a difference that a caller could pass on: whoever has left, whoever holds no role that
    reads a referral, and whoever is kept away from this person. A block says that somebody is the child's family or
    has a conflict; who sends, or allocates, must not learn that, so there is one answer for all three.
    `state` is how they will stand to the person: the panel's own people receive by their seat.
    Call it inside a look at the person.
    """
    wanted = list(staff_ids)
    kept_away = list_kept_away(person_id=person_id, now=now)
    at_work = Staff.objects.select_related("agency").filter(pk__in=wanted, is_active=True)
    reading = {staff.pk for staff in at_work if staff.pk not in kept_away and _reads_as(state, staff, now)}
    return [staff_id for staff_id in wanted if staff_id in reading]


def _reads_as(state: RelationshipState, staff: Staff, now: datetime) -> bool:
    viewer = viewer_of(staff, now)
    return may(
        roles=viewer.roles,
        states=[state],
        data_class=DataClass.CARE,
        action=Action.OPEN,
        sector=viewer.sector,
    )
