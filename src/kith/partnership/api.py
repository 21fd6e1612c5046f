"""The directory for everybody, in the read API of Open Referral UK 3.0: it names services and no child."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kith.partnership.presenters import oruk as write
from kith.partnership.rules.asking import read_search, read_whole
from kith.partnership.selectors import oruk as read
from kith.partnership.vocabulary import Misasked
from kith.shell.guards import public

_OPEN = public(reason="It is the public directory of services; it holds services, places and terms, and nobody's name.")
_LARGEST = 500
_NOT_FOUND = "The directory holds nothing under this id. Look it up in the list."


def _answer(view: Callable[..., Any]) -> Callable[..., JsonResponse]:
    """Make a view answer in JSON to every site, also when it was asked wrongly or finds nothing."""

    def answered(request: HttpRequest, **about: UUID) -> JsonResponse:
        try:
            found, status = view(request, **about), 200
        except Misasked as fault:
            found, status = {"error": str(fault)}, 400
        if found is None:
            found, status = {"error": _NOT_FOUND}, 404
        answer = JsonResponse(found, status=status)
        answer["Access-Control-Allow-Origin"] = "*"
        return answer

    answered.__doc__ = view.__doc__
    return _OPEN(require_safe(answered))


@_answer
def about(request: HttpRequest) -> Any:
    """Say which profile in which version is spoken here."""
    return write.PROFILE


@_answer
def services(request: HttpRequest) -> Any:
    """List services, narrowed by the filters of the profile."""
    today = timezone.localdate()
    return _page(
        request, read.published_services(read_search(request.GET)), lambda row: write.service_summary(row, today)
    )


@_answer
def service(request: HttpRequest, public_id: UUID) -> Any:
    """Show one service whole."""
    found = read.find_published(public_id)
    return write.service(found, timezone.localdate()) if found else None


@_answer
def service_at_locations(request: HttpRequest) -> Any:
    """List services at places, narrowed by the filters of the profile."""
    today = timezone.localdate()
    return _page(request, read.published_places(read_search(request.GET)), lambda row: write.place(row, today))


@_answer
def service_at_location(request: HttpRequest, public_id: UUID) -> Any:
    """Show one service at one place."""
    found = read.find_place(public_id)
    return write.place(found, timezone.localdate()) if found else None


@_answer
def taxonomies(request: HttpRequest) -> Any:
    """List taxonomies."""
    return _page(request, read.published_taxonomies(), write.taxonomy)


@_answer
def taxonomy(request: HttpRequest, public_id: UUID) -> Any:
    """Show one taxonomy with its terms."""
    found = read.find_taxonomy(public_id)
    return write.taxonomy(found, with_terms=True) if found else None


@_answer
def taxonomy_terms(request: HttpRequest) -> Any:
    """List terms."""
    return _page(request, read.published_terms(), write.term)


@_answer
def taxonomy_term(request: HttpRequest, public_id: UUID) -> Any:
    """Show one term."""
    found = read.find_term(public_id)
    return write.term(found) if found else None


def _page(request: HttpRequest, rows: Any, one: Callable[[Any], Any]) -> Any:
    number, size = read_whole(request.GET, "page", 1), read_whole(request.GET, "per_page", 50)
    return write.page(read.page_of(rows, number, min(size, _LARGEST)), one)
