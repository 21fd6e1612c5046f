"""Pages of events that anybody can read, and the two forms that anybody can fill in. No GET changes anything."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kith.publishing.forms.events.open import AddressForm, BookingForm, CodeForm, FilterForm
from kith.publishing.models import Event, Interest
from kith.publishing.presenters.events import public as show
from kith.publishing.rules import events as rules
from kith.publishing.selectors.events.bookings import agency_names, find_interest
from kith.publishing.selectors.events.dates import (
    calendar_events,
    coming_events,
    event_places,
    find_event,
    find_series,
    past_events,
    places_of,
    shown_events,
    topics,
    why_closed,
)
from kith.publishing.selectors.events.learned import certificate_of
from kith.publishing.services.events import booking, interests
from kith.publishing.services.events.wording import calendar, when
from kith.publishing.vocabulary.events import BookingRefused, EventStatus
from kith.shell.guards import public

_PAST = 20
_READERS = "Workshops and training are told to everybody."
_SENT = "Look at your mail"


@public(reason=_READERS)
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """Show what is to come and what took place, by month."""
    now = timezone.now()
    form = FilterForm(request.GET or None, topics=topics(), places=event_places())
    form.is_valid()
    chosen = {name: form.cleaned_data.get(name, "") for name in ("topic", "place")} if form.is_bound else {}
    coming, past = coming_events(now, **chosen), past_events(now, **chosen, most=_PAST)
    context = {
        "form": form,
        "is_filtered": any(chosen.values()),
        "coming": show.months(coming, now),
        "past": show.months(past, now),
    }
    return render(request, "publishing/events/events.html", context)


@public(reason=_READERS)
@require_safe
def event(request: HttpRequest, code: str) -> HttpResponse:
    """Show one event."""
    return render(request, "publishing/events/event.html", show.event_page(_found(code), timezone.now()))


@public(reason=_READERS)
@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a series is about, with its dates."""
    found = find_series(slug)
    if found is None:
        raise Http404
    now = timezone.now()
    dates = list(shown_events().filter(series=found))
    is_past = [one.ends_at is not None and one.ends_at <= now for one in dates]
    coming = [one for one, over in zip(dates, is_past, strict=True) if not over]
    past = [one for one, over in zip(dates, is_past, strict=True) if over]
    return render(request, "publishing/events/series.html", show.series_page(found, coming, past[::-1], now))


@public(reason=_READERS)
@require_safe
def event_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Return one event for a calendar; never the link of an online one."""
    found = _found(code)
    if found.starts_at is None:
        raise Http404
    return _calendar([found], f"event-{found.code}.ics")


@public(reason=_READERS)
@require_safe
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """Return every event with a date for a calendar that looks again by itself; cancelled ones say so."""
    return _calendar(calendar_events(timezone.now()), "events.ics")


@public(reason="People of every agency book without an account; the mail to their address confirms who they are.")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, code: str) -> HttpResponse:
    """Ask who wants to come; what is typed is kept and a mail asks to confirm it."""
    found = _found(code)
    now = timezone.now()
    form = BookingForm(request.POST if request.method == "POST" else None, agencies=agency_names())
    if form.is_bound and form.is_valid():
        refused = _refused(lambda: booking.ask_for_place(event_id=found.pk, asked=form.booking(), now=now))
        if not refused:
            return _sent(
                request, found, "Nothing is booked until you press the button on the page that the mail names."
            )
        form.add_error(None, refused)
    is_full = rules.places_left(places_of(found, now)) == 0
    context = {
        "event": found,
        "form": form,
        "when": when(found),
        "closed": why_closed(found, now),
        "is_full": is_full,
    }
    return render(request, "publishing/events/book.html", context, status=422 if form.errors else 200)


@public(reason="Anybody may ask to be told a date; the mail to their address confirms it.")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tell_me(request: HttpRequest, code: str) -> HttpResponse:
    """Ask where to tell somebody that the date is confirmed."""
    found = _found(code)
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        email = form.cleaned_data["email"]
        refused = _refused(lambda: interests.ask_to_be_told(event_id=found.pk, email=email, now=timezone.now()))
        if not refused:
            return _sent(
                request, found, "You are told the date once you press the button on the page that the mail names."
            )
        form.add_error(None, refused)
    is_waiting = found.status == EventStatus.TO_BE_CONFIRMED.value
    context = {"event": found, "form": form, "when": when(found), "is_waiting": is_waiting}
    return render(request, "publishing/events/tell_me.html", context, status=422 if form.errors else 200)


@public(reason="Whoever holds the signed link of the mail says that they want to be told, or no longer.")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button that confirms, and one that ends, somebody's wish to be told a date."""
    found = find_interest(token)
    if found is None:
        return _link_is_dead(request)
    said = ""
    if request.method == "POST":
        said = _change_interest(found, wants=request.POST.get("wants") == "yes")
    context = {"event": found.event, "when": when(found.event), "interest": found, "said": said}
    return render(request, "publishing/events/interest.html", context)


@public(reason="Anybody may check that a certificate is real; the page shows no name.")
@require_safe
def certificate_check(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a certificate, and say whether it was issued."""
    form = CodeForm(request.GET or None)
    found = certificate_of(form.cleaned_data["code"]) if form.is_bound and form.is_valid() else None
    context = {"form": form, "certificate": found, "is_asked": form.is_bound and not form.errors}
    return render(request, "publishing/events/certificate_check.html", context | {"when": found and when(found.event)})


def _found(code: str) -> Event:
    found = find_event(code)
    if found is None:
        raise Http404
    return found


def _calendar(found: list[Event], name: str) -> HttpResponse:
    answer = HttpResponse(calendar(found), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


def _sent(request: HttpRequest, found: Event, then: str) -> HttpResponse:
    context = {"event": found, "when": when(found), "title": _SENT, "then": then}
    return render(request, "publishing/events/sent.html", context)


def _refused(act: Callable[[], None]) -> str:
    try:
        act()
    except BookingRefused as refusal:
        return str(refusal)
    return ""


def _change_interest(found: Interest, *, wants: bool) -> str:
    if not wants:
        interests.forget_interest(interest_id=found.pk)
        return "You will not be told. Your address is deleted."
    refused = _refused(lambda: interests.confirm_interest(interest_id=found.pk, now=timezone.now()))
    return refused or "You will be told, by one mail, when the date is confirmed."


def _link_is_dead(request: HttpRequest) -> HttpResponse:
    return render(request, "publishing/events/dead_link.html", status=404)
