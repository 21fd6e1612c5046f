"""Keeps a part of a draft while somebody types it, and what a person chose from two texts."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.learning import services
from kith.learning.rules.briefings import WRITERS
from kith.learning.views.asking import viewer_of
from kith.learning.vocabulary.briefings import BriefingRefused
from kith.shell.guards import for_roles
from kith.shell.keeping import answer_kept, answer_settled

_REFUSALS = (BriefingRefused,)


@for_roles(*WRITERS)
@require_POST
def keep_part(request: HttpRequest, public_id: UUID, review: UUID) -> HttpResponse:
    """Keep what was typed into one part of a draft."""
    place = request.POST.get("field", "")
    if not (place.isascii() and place.isdigit() and len(place) <= 2):
        raise Http404

    def write(text: str, seen: int) -> int:
        return services.keep_part(
            public_id=public_id,
            review=review,
            place=int(place),
            text=text,
            seen=seen,
            by=viewer_of(request),
            now=timezone.now(),
        )

    return answer_kept(request, write, refusals=_REFUSALS, back=_draft(public_id, review))


@for_roles(*WRITERS)
@require_POST
def settle_part(request: HttpRequest, public_id: UUID, review: UUID) -> HttpResponse:
    """Keep what a person chose from two texts of one part."""

    def do(clash_id: int, text: str, seen: int) -> int:
        return services.settle_part(
            public_id=public_id,
            review=review,
            clash_id=clash_id,
            text=text,
            seen=seen,
            by=viewer_of(request),
            now=timezone.now(),
        )

    return answer_settled(request, do, refusals=_REFUSALS, back=_draft(public_id, review))


def _draft(public_id: UUID, review: UUID) -> str:
    return reverse("learning:review", args=[public_id, review])
