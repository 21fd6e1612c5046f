"""Pages of the publishers: series, events, bookings, results."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kith.publishing.forms.events.editing import AgenciesForm, CancelForm, EventForm, SeriesForm, initial_of
from kith.publishing.models import Event, Series
from kith.publishing.presenters.events import editing as show
from kith.publishing.selectors.events.bookings import agency_names
from kith.publishing.selectors.events.dates import (
    every_event,
    every_series,
    finding_choices,
    finding_keys,
    quotas_of,
    reminders_of,
    series_of,
)
from kith.publishing.services.events import dates
from kith.publishing.services.events.series import name_agencies, save_series
from kith.publishing.views.events.publishers import editor_of, for_publishers, found_event
from kith.publishing.vocabulary.events import EventRefused

_MOST = 200


@dataclass(frozen=True, kw_only=True)
class _Page:
    """What a page that asks is called, what its button says, and which page follows."""

    title: str
    to: str
    code: str = ""
    lead: str = ""
    button: str = "Save"


@require_safe
@for_publishers
def desk(request: HttpRequest) -> HttpResponse:
    """Show every event and series."""
    context = {"rows": show.desk(every_event(_MOST), timezone.now()), "series": every_series()}
    return render(request, "publishing/events/cms/desk.html", context)


@require_safe
@for_publishers
def event_desk(request: HttpRequest, code: str) -> HttpResponse:
    """Show one event with its bookings, its waiting list and the reasons."""
    return render(request, "publishing/events/cms/event.html", show.event_desk(found_event(code), timezone.now()))


@require_http_methods(["GET", "HEAD", "POST"])
@for_publishers
def edit_series(request: HttpRequest, series_id: int | None = None) -> HttpResponse:
    """Ask what a series is about."""
    series = series_of(series_id) if series_id else Series()
    if series is None:
        raise Http404
    initial = {name: getattr(series, name) for name in ("title", "topic", "summary", "description", "aims", "audience")}
    if series.pk:
        initial["findings"] = finding_keys(series)
    form = SeriesForm(_posted(request), findings=finding_choices(), initial=initial)

    def save() -> str:
        findings = form.cleaned_data.get("findings", [])
        save_series(series=form.written_to(series), findings=findings, by=editor_of(request))
        return "The series is saved."

    return _ask(request, form, save, _Page(title="Series" if series.pk else "A new series", to="events_desk"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_publishers
def agencies(request: HttpRequest) -> HttpResponse:
    """Ask which agencies can be chosen by whoever books."""
    form = AgenciesForm(_posted(request), initial={"names": "\n".join(agency_names())})

    def save() -> str:
        name_agencies(names=form.lines())
        return "The agencies are saved."

    return _ask(request, form, save, _Page(title="Which agencies can people choose?", to="events_desk"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_publishers
def add_event(request: HttpRequest) -> HttpResponse:
    """Ask what a new event is."""
    series = {one.pk: one.title for one in every_series()}
    initial = {"capacity": 20, "offer_hours": 48, "status": "draft", "reminders": "7, 1"}
    form = EventForm(_posted(request), series=series, initial=initial)
    made: list[Event] = []

    def save() -> str:
        made.append(dates.add_event(plan=form.plan(), by=editor_of(request), now=timezone.now()))
        return "The event is added."

    page = _ask(request, form, save, _Page(title="A new event", to="events_desk"))
    return redirect("events_desk_event", made[0].code) if made else page


@require_http_methods(["GET", "HEAD", "POST"])
@for_publishers
def edit_event(request: HttpRequest, code: str) -> HttpResponse:
    """Ask what an event is from now on; whoever it concerns is told."""
    event = found_event(code)
    initial = initial_of(event, quotas_of(event), reminders_of(event))
    series = {one.pk: one.title for one in every_series()}
    form = EventForm(_posted(request), series=series, initial=initial)

    def save() -> str:
        before = event.moved_sequence
        after = dates.change_event(event_id=event.pk, plan=form.plan(), by=editor_of(request), now=timezone.now())
        return (
            "The event was moved, and everybody with a place was asked whether they keep it."
            if (after.moved_sequence > before)
            else "The event is saved."
        )

    lead = "Another date, time or venue of a confirmed event is a move: everybody who booked is told and asked."
    page = _Page(title=f"Change: {event.series.title}", to="events_desk_event", code=code, lead=lead)
    return _ask(request, form, save, page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_publishers
def cancel_event(request: HttpRequest, code: str) -> HttpResponse:
    """Ask why an event is cancelled; everybody who booked is told."""
    event = found_event(code)
    form = CancelForm(_posted(request))

    def save() -> str:
        because = form.cleaned_data["because"]
        told = dates.cancel_event(event_id=event.pk, because=because, by=editor_of(request), now=timezone.now())
        return f"The event is cancelled. Told by mail: {told}."

    lead = "This cannot be undone. Everybody with a place, and everybody who waits for one, is told at once."
    title = f"Cancel: {event.series.title}"
    page = _Page(title=title, to="events_desk_event", code=code, lead=lead, button="Cancel the event")
    return _ask(request, form, save, page)


@require_safe
@for_publishers
def bookings_file(request: HttpRequest, code: str) -> HttpResponse:
    """Return every booking as CSV."""
    answer = HttpResponse(show.bookings_csv(found_event(code)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="bookings-{code.upper()}.csv"'
    return answer


@require_safe
@for_publishers
def results(request: HttpRequest, code: str) -> HttpResponse:
    """Show what people said of an event, without names."""
    return render(request, "publishing/events/cms/results.html", show.results_page(found_event(code)))


@require_safe
@for_publishers
def loop(request: HttpRequest) -> HttpResponse:
    """Show what came of all events and of the findings that they answer."""
    return render(request, "publishing/events/cms/loop.html", show.loop_page())


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _ask(request: HttpRequest, form: Any, save: Callable[[], str], page: _Page) -> HttpResponse:
    """Show a form, or do what it asks, say what was done and go on."""
    if form.is_bound and form.is_valid():
        try:
            messages.success(request, save())
        except EventRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(page.to, page.code) if page.code else redirect(page.to)
    context = {"form": form, "title": page.title, "lead": page.lead, "button": page.button, "code": page.code}
    return render(request, "publishing/events/cms/ask.html", context, status=422 if form.errors else 200)
