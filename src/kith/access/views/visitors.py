"""Says who calls a page, and reads the numbers that its forms send."""

from uuid import UUID

from django.http import Http404, HttpRequest

from kith.access.vocabulary import Viewer


def signed_in(request: HttpRequest) -> Viewer:
    """Return the viewer whom the doorkeeper let in."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # the doorkeeper sets it on every request
    return viewer


def number(text: str) -> int:
    """Return the number of a row that a form sent; anything else is no page of ours."""
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Http404
    return int(text)


def person_of(request: HttpRequest) -> UUID:
    """Return the person whom a form of ours names by their random number."""
    try:
        return UUID(request.POST.get("person", ""))
    except ValueError:
        raise Http404 from None
