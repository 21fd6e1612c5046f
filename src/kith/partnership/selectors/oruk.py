"""Reads the directory as Open Referral shows it: pages of services, of services at places, of terms."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import BooleanField, Exists, F, Field, Func, JSONField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Left

from kith.partnership import models
from kith.partnership.rules.asking import km_between, point_of
from kith.partnership.rules.oruk import postcode_key
from kith.partnership.vocabulary import ApiSearch, Near

Row = TypeVar("Row", bound=Any)
_ENGLISH: Final = "english"
_MOST_WORDS: Final = 12
_CLOCK: Final = "^[0-2][0-9]:[0-5][0-9]"


@dataclass(frozen=True, kw_only=True)
class Page(Generic[Row]):
    """One page of a list, and where it stands in the whole."""

    rows: Sequence[Row]
    number: int
    total: int
    pages: int


def published_services(search: ApiSearch) -> QuerySet[models.Service]:
    """Return the services that an Open Referral reader asks for, in the order of their ids."""
    found = _said(models.Service.objects.select_related("organisation"), search.words)
    if search.taxonomy_term_id:
        found = found.filter(terms__term__public_id=search.taxonomy_term_id)
    if search.taxonomy_id:
        found = found.filter(terms__term__taxonomy__public_id=search.taxonomy_id)
    if search.minimum_age is not None:
        found = found.filter(Q(maximum_age__isnull=True) | Q(maximum_age__gte=search.minimum_age))
    if search.maximum_age is not None:
        found = found.filter(Q(minimum_age__isnull=True) | Q(minimum_age__lte=search.maximum_age))
    if search.postcode:
        found = found.filter(at_locations__location__postcode__startswith=postcode_key(search.postcode))
    if search.near:
        found = found.filter(at_locations__location__in=_around(search.near))
    if search.day or search.start_time or search.end_time:
        own = _open_schedules(search).filter(service=OuterRef("pk"))
        there = _open_places(search).filter(service=OuterRef("pk"))
        found = found.filter(Exists(own) | Exists(there))
    return found.order_by("public_id").distinct()


def published_places(search: ApiSearch) -> QuerySet[models.ServiceAtLocation]:
    """Return services at places that an Open Referral reader asks for, in the order of their ids.

    Where a place says when it is open, that counts for it and not what its service says in general.
    """
    whenever = replace(search, day="", start_time="", end_time="")
    services = published_services(whenever).order_by().values("pk")
    found = models.ServiceAtLocation.objects.select_related("location", "service__organisation")
    if search.postcode:
        found = found.filter(location__postcode__startswith=postcode_key(search.postcode))
    if search.near:
        found = found.filter(location__in=_around(search.near))
    if whenever != search:
        own = _open_schedules(search).filter(service=OuterRef("service"))
        found = found.filter(Q(pk__in=_open_places(search)) | Exists(own) & ~Q(more__has_key="schedules"))
    return found.filter(service__in=services).order_by("ref")


def _said(found: QuerySet[models.Service], words: str) -> QuerySet[models.Service]:
    """Return the services that say each of these words, in another form of it, or as a part of a longer one."""
    if not words.strip():
        return found
    said = SearchVector("name", "description", "eligibility", "organisation__name", config=_ENGLISH)
    found = found.annotate(said=said)
    for word in words.split()[:_MOST_WORDS]:
        stem = SearchQuery(word, config=_ENGLISH)
        terms = models.ServiceTerm.objects.annotate(said=SearchVector("term__name", config=_ENGLISH))
        sorted_by = terms.filter(Q(term__name__icontains=word) | Q(said=stem), service=OuterRef("pk"))
        found = found.filter(
            Q(name__icontains=word)
            | Q(description__icontains=word)
            | Q(organisation__name__icontains=word)
            | Q(said=stem)
            | Exists(sorted_by)
        )
    return found


def _around(near: Near) -> list[int]:
    # A directory has thousands of places at most, and what they say of their place is as it was published.
    here = (near.latitude, near.longitude)
    rows = models.Location.objects.values_list("pk", "more__latitude", "more__longitude")
    points = ((pk, point_of(latitude, longitude)) for pk, latitude, longitude in rows)
    return [pk for pk, point in points if point is not None and km_between(here, point) <= near.km]


def _open_schedules(search: ApiSearch) -> QuerySet[models.Schedule]:
    found = models.Schedule.objects.annotate(opens=Left("opens_at", 5), closes=Left("closes_at", 5))
    if search.day:
        found = found.filter(byday__iregex=_of_day(search.day))
    if search.start_time:
        found = found.filter(opens__regex=_CLOCK, opens__gte=search.start_time)
    if search.end_time:
        found = found.filter(closes__regex=_CLOCK, closes__lte=search.end_time)
    return found


def _open_places(search: ApiSearch) -> QuerySet[models.ServiceAtLocation]:
    # Compared as text: what is written as HH:MM, with or without seconds, is in the order of the clock.
    asked = [f'@.byday like_regex "{_of_day(search.day)}" flag "i"'] if search.day else []
    asked += [f'@.opens_at like_regex "{_CLOCK}" && @.opens_at >= $begins'] if search.start_time else []
    asked += [f'@.closes_at like_regex "{_CLOCK}" && @.closes_at <= $ends'] if search.end_time else []
    path = f"$.schedules[*] ? ({' && '.join(asked)})"
    values = json.dumps({"begins": search.start_time, "ends": f"{search.end_time}:59"})
    matches = Func(
        F("more"),
        Cast(Value(path), _JsonPath()),
        Cast(Value(values), JSONField()),
        function="jsonb_path_exists",
        output_field=BooleanField(),
    )
    return models.ServiceAtLocation.objects.filter(matches)


def _of_day(code: str) -> str:
    # “2MO” is the second Monday: still a Monday.
    return f"(^|[^A-Z])[+-]?[0-9]*{code}([^A-Z]|$)"


class _JsonPath(Field):  # type: ignore[type-arg]  # at run time a field takes no types
    """The type that PostgreSQL gives to a path through JSON."""

    def db_type(self, connection: Any) -> str:
        """Return the name of the type."""
        return "jsonpath"


def published_taxonomies() -> QuerySet[models.Taxonomy]:
    """Return every taxonomy."""
    return models.Taxonomy.objects.order_by("public_id")


def published_terms() -> QuerySet[models.TaxonomyTerm]:
    """Return every term with its taxonomy."""
    return models.TaxonomyTerm.objects.select_related("taxonomy").order_by("public_id")


def page_of(rows: QuerySet[Row], number: int, size: int) -> Page[Row]:
    """Return one page of a list; behind the last one it is empty."""
    total = rows.count()
    start = (number - 1) * size
    shown = list(rows[start : start + size]) if start < total else []
    return Page(rows=shown, number=number, total=total, pages=-(-total // size))


def find_published(public_id: UUID) -> models.Service | None:
    """Return one service with its parts, or nothing."""
    rows = models.Service.objects.select_related("organisation").filter(public_id=public_id)
    return with_parts(rows).first()


def find_place(ref: UUID) -> models.ServiceAtLocation | None:
    """Return one service at one place, or nothing."""
    return models.ServiceAtLocation.objects.select_related("location", "service__organisation").filter(ref=ref).first()


def find_taxonomy(public_id: UUID) -> models.Taxonomy | None:
    """Return one taxonomy, or nothing."""
    return models.Taxonomy.objects.prefetch_related("terms").filter(public_id=public_id).first()


def find_term(public_id: UUID) -> models.TaxonomyTerm | None:
    """Return one term, or nothing."""
    return published_terms().filter(public_id=public_id).first()


def every_service() -> QuerySet[models.Service]:
    """Return every service with its parts, in the order of their ids, for a file that holds the directory."""
    return with_parts(models.Service.objects.select_related("organisation").order_by("public_id"))


def with_parts(rows: QuerySet[models.Service]) -> QuerySet[models.Service]:
    """Return the same services with everything that their pages show, read at once."""
    return rows.prefetch_related("areas", "schedules", "at_locations__location", "terms__term__taxonomy")
