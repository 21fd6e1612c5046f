"""Pages of a child's voice: everything over time, a new entry, what came of one, whom nobody has heard."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kith.access.vocabulary import Purpose
from kith.shell.asking import posted
from kith.shell.guards import for_roles
from kith.support import presenters, selectors, services
from kith.support.forms import TellingBackForm, VoiceForm
from kith.support.rules import book_on, may_support
from kith.support.views.asking import READERS, WRITERS, ask, purpose_of, viewer_of


@for_roles(*READERS)
@require_safe
def voice(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show everything a child has said, the child's words first and largest."""
    viewer = viewer_of(request)
    page = selectors.open_voice(public_id, viewer=viewer, purpose=purpose_of(request, public_id))
    context = presenters.voice_page(page, may_write=may_support(viewer), today=timezone.localdate())
    return render(request, "support/voice.html", context)


@for_roles(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def record_voice(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask what a child said, and keep it."""
    viewer, now, purpose = viewer_of(request), timezone.now(), purpose_of(request, public_id)
    page = selectors.open_voice(public_id, viewer=viewer, purpose=purpose)
    form = VoiceForm(posted(request))
    return ask(
        request,
        form,
        lambda: services.record_voice(public_id=public_id, new=form.new_voice(), by=viewer, now=now, purpose=purpose),
        title="What did the child say?",
        back=reverse("support:voice", args=[public_id]),
        said="Kept, in the child's own words. It stands in the chronology too.",
        **presenters.identity(page.who, timezone.localdate(now)),
    )


@for_roles(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def tell_back(request: HttpRequest, public_id: UUID, voice: UUID) -> HttpResponse:
    """Ask what came of what a child said."""
    viewer, now, purpose = viewer_of(request), timezone.now(), purpose_of(request, public_id)
    page = selectors.open_voice(public_id, viewer=viewer, purpose=purpose)
    entry = next((each for each in page.entries if each.public_id == voice), None)
    if entry is None:
        raise Http404
    form = TellingBackForm(posted(request))
    return ask(
        request,
        form,
        lambda: services.tell_back(
            public_id=public_id, voice=voice, new=form.new_telling_back(), by=viewer, now=now, purpose=purpose
        ),
        title="What came of it?",
        back=reverse("support:voice", args=[public_id]),
        said="Kept.",
        quote=entry.words or entry.observation,
        **presenters.identity(page.who, timezone.localdate(now)),
    )


@for_roles(*WRITERS)
@require_safe
def gaps(request: HttpRequest) -> HttpResponse:
    """Show which children of one's own nobody has heard for too long."""
    now = timezone.now()
    found = selectors.list_voice_gaps(viewer=viewer_of(request), purpose=Purpose.SAFEGUARDING, now=now)
    today = timezone.localdate(now)
    context = presenters.gaps_page(list(found), days=book_on(today).voice_gap.days, today=today)
    return render(request, "support/gaps.html", context)
