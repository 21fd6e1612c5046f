"""Pages that read: the story of a person, one entry, a document, a print, and who looked."""

from datetime import date
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kith.access.selectors import list_looks_at
from kith.access.vocabulary import PROTECTORS, Purpose, Role
from kith.chronology import presenters, selectors, services
from kith.chronology.forms import RetractionForm
from kith.chronology.views.openings import opened, viewer_of
from kith.chronology.vocabulary import KITH, PURPOSE_WORDS, NotAdded, Period, Reading


@require_safe
def own(request: HttpRequest) -> HttpResponseBase:
    """Show the people with whom whoever is signed in works."""
    viewer, text = viewer_of(request), request.GET.get("page", "1")
    page = max(int(text), 1) if text.isdecimal() and len(text) < 5 else 1
    purpose = Purpose.AUDIT if Role.AUDITOR in viewer.roles else Purpose.SAFEGUARDING
    found = selectors.list_own_people(viewer=viewer, purpose=purpose, page=page, now=timezone.now())
    return render(request, "chronology/own.html", presenters.own_page(found))


@require_http_methods(["GET", "HEAD", "POST"])
@opened
def person(request: HttpRequest, public_id: UUID, purpose: Purpose) -> HttpResponseBase:
    """Show one person's story; the first visit asks why."""
    viewer = viewer_of(request)
    chronology = selectors.open_chronology(
        public_id, viewer=viewer, purpose=purpose, reading=_reading(request), now=timezone.now()
    )
    context = presenters.person_page(chronology) | {"purpose": PURPOSE_WORDS[purpose]}
    context["may_protect"] = bool(viewer.roles & PROTECTORS)
    context["may_take_requests"] = Role.IG_LEAD in viewer.roles
    return render(request, "chronology/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@opened
def print_out(request: HttpRequest, public_id: UUID, purpose: Purpose) -> HttpResponseBase:
    """Show the story as a table for a court or a panel; the log calls it a print."""
    chronology = selectors.open_print(
        public_id, viewer=viewer_of(request), purpose=purpose, reading=_reading(request), now=timezone.now()
    )
    return render(request, "chronology/print.html", presenters.person_page(chronology))


@require_http_methods(["GET", "HEAD", "POST"])
@opened
def entry(request: HttpRequest, public_id: UUID, purpose: Purpose, *, entry_id: int) -> HttpResponseBase:
    """Show one entry; with POST, retract one that was made here."""
    viewer, now = viewer_of(request), timezone.now()
    form = RetractionForm(request.POST if request.method == "POST" else None, initial={"opened_for": purpose.value})
    if form.is_bound and form.is_valid():
        try:
            services.record_retraction(
                public_id=public_id,
                entry_id=entry_id,
                reason=form.cleaned_data["reason"],
                purpose=purpose,
                by=viewer,
                now=now,
            )
            return redirect("chronology:entry", public_id, entry_id)
        except NotAdded as error:
            form.add_error(None, str(error))
    page = selectors.open_entry(public_id, entry_id, viewer=viewer, purpose=purpose, now=now)
    context = {
        "person": presenters.identity(page.header),
        "row": presenters.entry_row(page.entry, public_id),
        "fields": presenters.entry_fields(page.code_scheme, page.code, page.fields),
        "documents": presenters.document_rows(page.documents, public_id),
        "can_retract": page.entry.source == KITH and not page.entry.retracted,
        "form": form,
        "has_errors": bool(form.errors),
    }
    return render(request, "chronology/entry.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@opened
def document(request: HttpRequest, public_id: UUID, purpose: Purpose, *, document_id: int) -> HttpResponseBase:
    """Hand over one document's bytes under a name that says nothing."""
    found, path = selectors.open_document(public_id, document_id, viewer=viewer_of(request), purpose=purpose)
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"document-{found.document_id}{presenters.ending_of(found.media_type)}",
        content_type=found.media_type,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opened
def looks(request: HttpRequest, public_id: UUID, purpose: Purpose) -> HttpResponseBase:
    """Show who looked at a person, when, why and at what."""
    viewer, now = viewer_of(request), timezone.now()
    header = selectors.open_header(public_id, viewer=viewer, purpose=purpose, now=now)
    found = list_looks_at(public_id, viewer=viewer, purpose=purpose)
    context = {"person": presenters.identity(header), "looks": presenters.look_rows(found)}
    return render(request, "chronology/looks.html", context)


def _reading(request: HttpRequest) -> Reading:
    asked = request.GET
    period = asked.get("period", "")
    begins_on, ends_on = _day(asked.get("from")), _day(asked.get("to"))
    if begins_on and ends_on and ends_on < begins_on:
        begins_on, ends_on = ends_on, begins_on
    return Reading(
        period=Period(period) if period in set(Period) else Period.EVERYTHING,
        begins_on=begins_on,
        ends_on=ends_on,
        agency_id=_number(asked.get("agency")),
        page=_number(asked.get("page")) or 1,
        opened=_number(asked.get("opened")),
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text and len(text) == 10 else None
    except ValueError:
        return None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 16 else None
