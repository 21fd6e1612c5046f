"""Changes what the directory says of a service: its words, how it stands, its places, who provides it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from kith.access.services import trace
from kith.access.vocabulary import Refused, Viewer
from kith.partnership import models
from kith.partnership.rules import (
    Book,
    book_on,
    check_capacity,
    check_edit,
    check_status_change,
    may_edit_service,
    may_name_provider,
    status_on,
)
from kith.partnership.services.history import keep_change, said
from kith.partnership.vocabulary import (
    NewCapacity,
    ServiceEdit,
    ServiceGone,
    ServiceRefused,
    ServiceStale,
    ServiceStatus,
)

_WORDS = "name description url email phone fees eligibility minimum_age maximum_age".split()
_NOT_YOURS = (
    "Only the contact of the agency that provides this service, or the panel's coordinator, changes it. "
    "Ring the provider and ask them to."
)


@transaction.atomic
def edit_service(*, public_id: UUID, edit: ServiceEdit, seen: int, by: Viewer, now: datetime) -> int:
    """Change what a service says of itself, and return its new version; whoever comes second is told.

    Raises:
        ServiceRefused: what is typed does not hold together.
        ServiceStale: somebody has changed it since `seen`; nothing was overwritten.
        Refused: it is not theirs to change.
        ServiceGone: there is no such service.
    """
    book = book_on(timezone.localdate(now))
    check_edit(edit, frozenset(book.needs))
    service, before = _open(public_id, by)
    _claim(service, seen, edit, now)
    for word in _WORDS:
        value = getattr(edit, word)
        setattr(service, word, value.strip() if isinstance(value, str) else value)
    service.more = _more(service, now)
    service.save()
    _put_areas(service, edit.areas)
    _put_needs(service, edit.needs, book)
    keep_change(service=service, before=before, by=by.staff_id, now=now)
    return service.version


@transaction.atomic
def change_status(  # noqa: PLR0913 -- which, to what, from when, why, from which version, by whom and when
    *, public_id: UUID, to: ServiceStatus, on: date, because: str, seen: int, by: Viewer, now: datetime
) -> int:
    """Close a service from a day on, or open it again, with a reason; return its new version.

    Raises:
        ServiceRefused: the change is not allowed from here, gives no reason, or its day does not fit.
        ServiceStale: somebody has changed it since `seen`; nothing was overwritten.
        Refused: it is not theirs to change.
        ServiceGone: there is no such service.
    """
    service, before = _open(public_id, by)
    today = timezone.localdate(now)
    stands = status_on(ServiceStatus(service.status), service.closed_on, today)
    announced = service.closed_on is not None and service.closed_on > today
    if not (announced and to is ServiceStatus.ACTIVE):
        check_status_change(stands, to, because)
    elif not because.strip():
        raise ServiceRefused("Say why it stays open.")
    if to is ServiceStatus.ACTIVE and on > today:
        raise ServiceRefused("A service is opened again on the day it opens. Come back then, or choose today.")
    _claim(service, seen, None, now)
    service.status = to
    closes = to is not ServiceStatus.ACTIVE
    service.closed_on, service.closed_because = (on, because.strip()) if closes else (None, "")
    service.more = _more(service, now)
    service.save()
    keep_change(service=service, before=before, by=by.staff_id, now=now, because=because)
    return service.version


@transaction.atomic
def tell_capacity(*, public_id: UUID, new: NewCapacity, by: Viewer, now: datetime) -> int:
    """Keep what a service was told to have in places and waiting, beside what was told before.

    Raises:
        ServiceRefused: it cannot be true.
        Refused: it is not theirs to tell.
        ServiceGone: there is no such service.
    """
    check_capacity(new, timezone.localdate(now))
    service, _ = _open(public_id, by)
    row = models.Capacity.objects.create(
        service=service,
        places=new.places,
        taken=new.taken,
        weeks_to_wait=new.weeks_to_wait,
        told_on=new.told_on,
        told_by=new.told_by.strip(),
        noted_by_id=by.staff_id,
        noted_at=now,
    )
    trace(
        by=by.staff_id,
        action="partnership.capacity_told",
        subject="partnership.service",
        subject_id=service.pk,
        now=now,
        after={"places": new.places, "taken": new.taken, "weeks_to_wait": new.weeks_to_wait, "told_on": new.told_on},
    )
    return row.pk


@transaction.atomic
def name_provider(*, public_id: UUID, agency_id: int | None, by: Viewer, now: datetime) -> None:
    """Say which agency of the partnership provides a service, so that its contact may keep it.

    Raises:
        Refused: only the panel's coordinator says so.
        ServiceGone: there is no such service.
    """
    if not may_name_provider(by):
        raise Refused("The panel's coordinator says which agency provides a service.")
    service, _ = _open(public_id, by)
    home = service.organisation
    before, home.agency_id = home.agency_id, agency_id
    home.save(update_fields=["agency"])
    trace(
        by=by.staff_id,
        action="partnership.provider_named",
        subject="partnership.organisation",
        subject_id=home.pk,
        now=now,
        before={"agency": before},
        after={"agency": agency_id},
    )


def _open(public_id: UUID, by: Viewer) -> tuple[models.Service, dict[str, Any]]:
    service = models.Service.objects.select_related("organisation").filter(public_id=public_id).first()
    if service is None:
        raise ServiceGone("There is no such service in the directory.")
    if not may_edit_service(by, service.organisation.agency_id):
        raise Refused(_NOT_YOURS)
    return service, said(service)


def _claim(service: models.Service, seen: int, edit: ServiceEdit | None, now: datetime) -> None:
    """Take the next version, or refuse: of two who write at once, one is told what the other wrote."""
    rows = models.Service.objects.filter(pk=service.pk, version=seen)
    if rows.update(version=seen + 1, edited_at=now):
        service.version, service.edited_at = seen + 1, now
        return
    theirs = models.Service.objects.get(pk=service.pk)
    differs = {
        word: str(getattr(theirs, word) or "")
        for word in _WORDS
        if edit is not None and getattr(theirs, word) != getattr(edit, word)
    }
    raise ServiceStale(differs or {"status": str(theirs.status)})


def _more(service: models.Service, now: datetime) -> dict[str, Any]:
    more = dict(service.more)
    more["last_modified"] = now.isoformat()
    phones = [dict(each) for each in more.get("phones") or [] if isinstance(each, dict)]
    if service.phone and phones:
        phones[0]["number"] = service.phone
    elif service.phone:
        phones = [{"id": str(uuid5(service.public_id, "phones:0")), "number": service.phone}]
    else:
        phones = phones[1:]
        service.phone = str(phones[0].get("number") or "") if phones else ""
    if phones or "phones" in more:
        more["phones"] = phones
    return more


def _put_areas(service: models.Service, areas: tuple[str, ...]) -> None:
    wanted = list(dict.fromkeys(area.strip() for area in areas if area.strip()))
    if wanted == [area.name for area in service.areas.all()]:
        return
    old = {area.name: area for area in service.areas.all()}
    service.areas.exclude(name__in=wanted).delete()
    for place, name in enumerate(wanted):
        row = old.get(name) or models.ServiceArea(
            service=service, ref=uuid5(service.public_id, f"area:{name}"), name=name
        )
        row.place = place
        row.save()


def _put_needs(service: models.Service, needs: frozenset[str], book: Book) -> None:
    """Put our own terms for the needs; terms of other taxonomies stay, and what they mean goes on counting."""
    ours = {need.term_id: code for code, need in book.needs.items()}
    for row in service.terms.select_related("term").filter(term__public_id__in=list(ours)):
        if row.term is not None and ours[row.term.public_id] not in needs:
            row.delete()
    words = {row.term.name.casefold() for row in service.terms.select_related("term") if row.term is not None}
    held = set(service.terms.filter(term__public_id__in=list(ours)).values_list("term__public_id", flat=True))
    place = max(service.terms.values_list("place", flat=True), default=-1)
    for code in sorted(needs):
        need = book.needs[code]
        if need.term_id in held or need.also & words:
            continue
        place += 1
        models.ServiceTerm.objects.create(
            service=service,
            ref=uuid5(service.public_id, f"need:{code}"),
            place=place,
            term=_term_of(code, book),
            more={},
        )


def _term_of(code: str, book: Book) -> models.TaxonomyTerm:
    taxonomy, _ = models.Taxonomy.objects.get_or_create(
        public_id=book.taxonomy_id, defaults={"name": book.taxonomy, "more": {"version": book.version}}
    )
    need = book.needs[code]
    term, _ = models.TaxonomyTerm.objects.get_or_create(
        public_id=need.term_id,
        defaults={"name": need.says, "taxonomy": taxonomy, "more": {"taxonomy": book.taxonomy, "term": code}},
    )
    return term
