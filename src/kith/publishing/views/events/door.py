"""Pages at the door of an event: the register, signing in by picture or code, the sheet to print."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.publishing.forms.events.editing import PriorityForm, WalkInForm
from kith.publishing.forms.events.open import CodeForm
from kith.publishing.models import Booking, Event
from kith.publishing.presenters.events.editing import register as register_page
from kith.publishing.runs.event_papers import sign_in_sheet
from kith.publishing.selectors.events.bookings import by_code
from kith.publishing.services.events import coming
from kith.publishing.services.events.waiting import give_priority
from kith.publishing.services.events.wording import when
from kith.publishing.views.events.publishers import editor_of, for_publishers, found_event
from kith.publishing.vocabulary.events import BookingRefused, SignedInBy, SignInRefused


@require_safe
@for_publishers
def register(request: HttpRequest, code: str) -> HttpResponse:
    """Show who has a place and who came, with a button for each."""
    return render(request, "publishing/events/cms/register.html", register_page(found_event(code)))


@require_http_methods(["GET", "HEAD", "POST"])
@for_publishers
def door(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for a short code, and show whose it is."""
    event = found_event(code)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        booking = by_code(event, form.cleaned_data["code"])
        if booking is not None:
            return redirect(f"{reverse('events_scan', args=[event.code, booking.code])}?how=code")
        form.add_error("code", "Nobody at this event has this code. Look for the name in the register")
    context = {"event": event, "when": when(event), "form": form}
    return render(request, "publishing/events/cms/door.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_publishers
def scan(request: HttpRequest, code: str, booking_code: str) -> HttpResponse:
    """Show whose picture was scanned; the button signs them in."""
    event = found_event(code)
    booking = by_code(event, booking_code)
    if booking is None:
        raise Http404
    refused = ""
    if request.method == "POST":
        how = SignedInBy.CODE if request.POST.get("how") == "code" else SignedInBy.SCAN
        try:
            before = coming.sign_in(booking_id=booking.pk, how=how, by=editor_of(request), now=timezone.now())
        except SignInRefused as refusal:
            refused = str(refusal)
        else:
            _say(request, booking, before is not None)
            return redirect("events_door", event.code)
    typed = "code" if request.GET.get("how") == "code" else "scan"
    context = {"event": event, "when": when(event), "booking": booking, "refused": refused, "how": typed}
    return render(request, "publishing/events/cms/scan.html", context, status=409 if refused else 200)


@require_POST
@for_publishers
def tick(request: HttpRequest, code: str, booking_code: str) -> HttpResponse:
    """Take down in the register that somebody came, or take it back."""
    event = found_event(code)
    booking = _booking(event, booking_code)
    if request.POST.get("came") == "no":
        coming.sign_out(booking_id=booking.pk, by=editor_of(request))
        messages.success(request, f"{booking.name} is no longer signed in.")
        return redirect("events_register", event.code)
    now, by = timezone.now(), editor_of(request)
    try:
        before = coming.sign_in(booking_id=booking.pk, how=SignedInBy.REGISTER, by=by, now=now)
    except SignInRefused as refusal:
        messages.error(request, str(refusal))
    else:
        _say(request, booking, before is not None)
    return redirect("events_register", event.code)


@require_http_methods(["GET", "HEAD", "POST"])
@for_publishers
def walk_in(request: HttpRequest, code: str) -> HttpResponse:
    """Ask who came without booking."""
    event = found_event(code)
    form = WalkInForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            coming.add_walk_in(event_id=event.pk, asked=form.asked(), by=editor_of(request), now=timezone.now())
        except (SignInRefused, BookingRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{form.cleaned_data['name']} is signed in.")
            return redirect("events_register", event.code)
    context = {"form": form, "title": "Somebody came without booking", "button": "Sign in", "code": event.code}
    return render(request, "publishing/events/cms/ask.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_publishers
def priority(request: HttpRequest, code: str, booking_code: str) -> HttpResponse:
    """Ask how early somebody's turn on the waiting list is."""
    event = found_event(code)
    booking = _booking(event, booking_code)
    form = PriorityForm(request.POST if request.method == "POST" else None, initial={"priority": booking.priority})
    if form.is_bound and form.is_valid():
        wanted = form.cleaned_data["priority"]
        give_priority(booking_id=booking.pk, priority=wanted, by=editor_of(request), now=timezone.now())
        messages.success(request, "The waiting list is in its new order.")
        return redirect("events_desk_event", event.code)
    context = {"form": form, "title": f"Waiting list: {booking.name}", "button": "Save", "code": event.code}
    return render(request, "publishing/events/cms/ask.html", context, status=422 if form.errors else 200)


@require_safe
@for_publishers
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Return the sign-in sheet as PDF."""
    event = found_event(code)
    answer = HttpResponse(sign_in_sheet(event), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="sign-in-sheet-{event.code}.pdf"'
    return answer


def _booking(event: Event, booking_code: str) -> Booking:
    found = by_code(event, booking_code)
    if found is None:
        raise Http404
    return found


def _say(request: HttpRequest, booking: Booking, was_in: bool) -> None:
    if was_in:
        messages.warning(request, f"{booking.name} was signed in already. If this is somebody else, look at the codes.")
    else:
        messages.success(request, f"{booking.name} is signed in.")
