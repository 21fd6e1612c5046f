"""Reads the directory as Open Referral shows it: pages of services, of services at places, of terms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from kith.partnership import models
from kith.partnership.rules.oruk import postcode_key
from kith.partnership.vocabulary import ApiSearch

Row = TypeVar("Row", bound=Any)


@dataclass(frozen=True, kw_only=True)
class Page(Generic[Row]):
    """One page of a list, and where it stands in the whole."""

    rows: Sequence[Row]
    number: int
    total: int
    pages: int


def published_services(search: ApiSearch) -> QuerySet[models.Service]:
    """Return the services that an Open Referral reader asks for, in the order of their ids."""
    found = models.Service.objects.select_related("organisation")
    for word in search.words.split():
        found = found.filter(
            Q(name__icontains=word) | Q(description__icontains=word) | Q(organisation__name__icontains=word)
        )
    if search.taxonomy_term_id:
        found = found.filter(terms__term__public_id=search.taxonomy_term_id)
    if search.minimum_age is not None:
        found = found.filter(Q(maximum_age__isnull=True) | Q(maximum_age__gte=search.minimum_age))
    if search.maximum_age is not None:
        found = found.filter(Q(minimum_age__isnull=True) | Q(minimum_age__lte=search.maximum_age))
    if search.postcode:
        found = found.filter(at_locations__location__postcode__startswith=postcode_key(search.postcode))
    return found.order_by("public_id").distinct()


def published_places(search: ApiSearch) -> QuerySet[models.ServiceAtLocation]:
    """Return services at places that an Open Referral reader asks for, in the order of their ids."""
    services = published_services(search).order_by().values("pk")
    found = models.ServiceAtLocation.objects.select_related("location", "service__organisation")
    if search.postcode:
        found = found.filter(location__postcode__startswith=postcode_key(search.postcode))
    return found.filter(service__in=services).order_by("ref")


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
