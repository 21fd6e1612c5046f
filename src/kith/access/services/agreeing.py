"""Records what agencies agree to share; a version that is kept is never changed, only followed by the next."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from kith.access.models import Agreement
from kith.access.services.traces import trace
from kith.access.vocabulary import Purpose, Refused, Role, Viewer


@dataclass(frozen=True, kw_only=True)
class NewAgreement:
    """One version of an agreement as the information-governance lead states it; it ends before `valid_to`."""

    code: str
    agency_id: int
    feed: str
    purposes: tuple[Purpose, ...]
    fields: tuple[str, ...]
    lawful_basis: str
    retention_class: str
    valid_from: date
    valid_to: date


@transaction.atomic
def record_agreement(*, agreement: NewAgreement, by: Viewer, now: datetime) -> Agreement:
    """Record an agreement, as the next version when its code is known; from its first day on it is the one in force.

    Raises:
        Refused: the role records none, it lacks a purpose, a field or a basis, it ends before it begins, the code is
            another agency's or feed's, or somebody else recorded the same version at this moment.
    """
    if Role.IG_LEAD not in by.roles:
        raise Refused("Only the information-governance lead records agreements.")
    if not (agreement.purposes and agreement.fields and agreement.lawful_basis.strip() and agreement.retention_class):
        raise Refused("An agreement says why, which fields, on what basis and how long: one of them is missing.")
    if agreement.valid_to <= agreement.valid_from:
        raise Refused("An agreement ends after it begins.")
    known = Agreement.objects.filter(code=agreement.code)
    if known.exclude(agency_id=agreement.agency_id, feed=agreement.feed).exists():
        raise Refused("This code belongs to another agency or feed. Choose another code.")
    version = (known.aggregate(latest=Max("version"))["latest"] or 0) + 1
    words = asdict(agreement)
    words |= {"purposes": list(agreement.purposes), "fields": list(agreement.fields)}
    try:
        with transaction.atomic():
            made = Agreement.objects.create(**words, version=version)
    except IntegrityError:
        raise Refused("Somebody recorded this version at the same moment. Look at theirs first.") from None
    trace(
        by=by.staff_id,
        action="access.recorded_agreement",
        subject="access.agreement",
        subject_id=made.pk,
        now=now,
        after=words | {"version": version},
    )
    return made
