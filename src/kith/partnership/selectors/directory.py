"""Reads the directory for people here: a list to search, one service, what suits an age, an area and a need."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from kith.partnership.models import Capacity, Service, ServiceChange, TaxonomyTerm
from kith.partnership.rules import Book, book_on, is_open, status_on, takes_age, takes_area
from kith.partnership.selectors.oruk import with_parts
from kith.partnership.vocabulary import Search, ServiceClosed, ServiceGone, ServiceStatus


@dataclass(frozen=True, kw_only=True)
class Places:
    """What a service was last told to have, and whether that is too old to count on."""

    places: int
    taken: int
    weeks_to_wait: int | None
    told_on: date
    told_by: str
    is_stale: bool

    @property
    def free(self) -> int:
        """Return how many places are free, never below none."""
        return max(0, self.places - self.taken)


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One service of a list."""

    service_id: int
    public_id: UUID
    name: str
    description: str
    provider: str
    provider_id: int | None
    status: ServiceStatus
    minimum_age: float | None
    maximum_age: float | None
    areas: tuple[str, ...]
    places: Places | None


def list_services(search: Search, today: date) -> Sequence[Listed]:
    """Return the services that fit a search, by name."""
    book = book_on(today)
    found = _matching(search, book)
    rows = [_listed(row, book, today) for row in with_parts(found.prefetch_related("capacities"))]
    if search.open_on is not None:
        rows = [row for row in rows if row.status is ServiceStatus.ACTIVE]
    return rows


def list_suitable(*, age: float | None, area: str, need: str, on: date) -> Sequence[Listed]:
    """Return the open services for this age, area and need; free places and short waits first.

    An age or an area that is not known narrows nothing; words about places that are too old count as none.
    """
    rows = list_services(Search(need=need, age=age, area=area, open_on=on), on)
    return sorted(rows, key=_soonest)


def check_open(service_id: int, on: date) -> str:
    """Return the name of a service that takes people on a day.

    Raises:
        ServiceGone: there is no such service.
        ServiceClosed: it takes nobody.
    """
    row = Service.objects.filter(pk=service_id).first()
    if row is None:
        raise ServiceGone("There is no such service in the directory. Choose one from the list.")
    if not is_open(ServiceStatus(row.status), row.closed_on, on):
        raise ServiceClosed(row.name, row.closed_on)
    return row.name


def find_service(public_id: UUID) -> Service:
    """Return one service with everything its page shows.

    Raises:
        ServiceGone: there is no such service.
    """
    rows = Service.objects.select_related("organisation__agency").prefetch_related("capacities")
    row = with_parts(rows.filter(public_id=public_id)).first()
    if row is None:
        raise ServiceGone("There is no such service in the directory.")
    return row


def find_listed(public_id: UUID, on: date) -> Listed | None:
    """Return one service as a list shows it on a day, or None when the directory has no such service."""
    rows = Service.objects.select_related("organisation").prefetch_related("capacities")
    row = with_parts(rows.filter(public_id=public_id)).first()
    return _listed(row, book_on(on), on) if row else None


def why_unsuited(service: Listed, *, age: float | None, area: str) -> str:
    """Return in a sentence why a service is not for this age or area, or nothing; what is not known narrows nothing."""
    if not takes_age(service.minimum_age, service.maximum_age, age):
        low = f"from {service.minimum_age:g}" if service.minimum_age is not None else ""
        high = f"up to {service.maximum_age:g}" if service.maximum_age is not None else ""
        wanted = " ".join(filter(None, (low, high)))
        return f"{service.name} takes people {wanted}, which is not this child's age. Choose another service."
    if not takes_area(service.areas, area):
        return f"{service.name} takes nobody from where the child lives. Choose another service."
    return ""


def service_names(service_ids: Iterable[int]) -> Mapping[int, str]:
    """Return the names of services."""
    return dict(Service.objects.filter(pk__in=list(service_ids)).values_list("pk", "name"))


def provider_of(service_id: int) -> int | None:
    """Return the agency of the partnership that provides a service, where it is one."""
    return Service.objects.filter(pk=service_id).values_list("organisation__agency_id", flat=True).first()


def changes_of(service: Service, limit: int = 20) -> Sequence[ServiceChange]:
    """Return the last changes of a service, the newest first."""
    return list(ServiceChange.objects.filter(service=service).select_related("by").order_by("-version")[:limit])


def areas_known() -> Sequence[str]:
    """Return every area that a service names."""
    return sorted(set(Service.objects.filter(areas__isnull=False).values_list("areas__name", flat=True)) - {""})


def needs_on(day: date) -> Mapping[str, str]:
    """Return what a child can need, in words, by code, as the book of a day has it."""
    return {code: need.says for code, need in book_on(day).needs.items()}


def needs_of(service: Service, book: Book) -> frozenset[str]:
    """Return the needs that a service meets, by our own terms or by what other directories call them."""
    terms = [row.term for row in service.terms.all() if row.term is not None]
    return frozenset(code for code in book.needs if any(_means(term, book, code) for term in terms))


def places_of(rows: Iterable[Capacity], book: Book, today: date) -> Places | None:
    """Return what was told last, or nothing."""
    last = next(iter(rows), None)
    if last is None:
        return None
    return Places(
        places=last.places,
        taken=last.taken,
        weeks_to_wait=last.weeks_to_wait,
        told_on=last.told_on,
        told_by=last.told_by,
        is_stale=today - last.told_on > book.stale_after,
    )


def _matching(search: Search, book: Book) -> QuerySet[Service]:
    found = Service.objects.select_related("organisation")
    for word in search.words.split():
        found = found.filter(
            Q(name__icontains=word) | Q(description__icontains=word) | Q(organisation__name__icontains=word)
        )
    if search.age is not None:
        found = found.filter(
            Q(minimum_age__isnull=True) | Q(minimum_age__lte=search.age),
            # Somebody of 17 and a half is 17 to a service that takes people up to 17.
            Q(maximum_age__isnull=True) | Q(maximum_age__gt=search.age - 1),
        )
    if search.area.strip():
        found = found.filter(Q(areas__isnull=True) | Q(areas__name__iexact=search.area.strip()))
    if search.need:
        need = book.needs.get(search.need)
        if need is None:
            return found.none()
        found = found.filter(pk__in=_meeting(need.term_id, need.also))
    return found.distinct().order_by("name", "pk")


def _meeting(term_id: UUID, also: frozenset[str]) -> QuerySet[Service, int]:
    named = Q(terms__term__public_id=term_id)
    for word in also:
        named |= Q(terms__term__name__iexact=word)
    return Service.objects.filter(named).values_list("pk", flat=True)


def _means(term: TaxonomyTerm, book: Book, code: str) -> bool:
    need = book.needs[code]
    return term.public_id == need.term_id or term.name.casefold() in need.also


def _listed(row: Service, book: Book, today: date) -> Listed:
    return Listed(
        service_id=row.pk,
        public_id=row.public_id,
        name=row.name,
        description=row.description,
        provider=row.organisation.name,
        provider_id=row.organisation.agency_id,
        status=status_on(ServiceStatus(row.status), row.closed_on, today),
        minimum_age=row.minimum_age,
        maximum_age=row.maximum_age,
        areas=tuple(area.name for area in row.areas.all()),
        places=places_of(row.capacities.all(), book, today),
    )


def _soonest(row: Listed) -> tuple[bool, bool, int, str]:
    told = row.places if row.places is not None and not row.places.is_stale else None
    if told is None:
        return (True, True, 0, row.name)
    return (False, told.free == 0, told.weeks_to_wait or 0, row.name)
