"""Pages of one booking, for whoever holds its signed link: a GET shows, a POST changes."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.publishing.forms.events.open import ColleagueForm, EvaluationForm, PersonForm, SixWeekForm
from kith.publishing.models import Booking
from kith.publishing.presenters.events.mine import booking_page
from kith.publishing.runs.event_papers import certificate_pages
from kith.publishing.selectors.events.bookings import booking_now, find_booking
from kith.publishing.services.events import booking as services
from kith.publishing.services.events import learned
from kith.publishing.services.events.wording import calendar, token_of, when
from kith.publishing.vocabulary.events import BookingRefused, CertificateRefused, Changed
from kith.shell.guards import public

_HOLDER = "Whoever holds the signed link that was mailed to them sees and changes this one booking."
_VERBS: Final[dict[str, Callable[..., Any]]] = {
    "confirm": services.confirm_booking,
    "give-up": services.give_up,
    "accept": services.accept_offer,
    "decline": services.decline_offer,
    "keep": services.keep_place,
}
View = Callable[..., HttpResponse]


@dataclass(frozen=True, kw_only=True)
class _Words:
    """What a page that asks is called, what it says first, and what its button says."""

    title: str
    button: str
    lead: str = ""


def of_holder(view: View) -> View:
    """Give a view the booking that a link opens; no page of it is kept."""

    @public(reason=_HOLDER)
    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, token: str, **words: Any) -> HttpResponse:
        booking = find_booking(token)
        if booking is None:
            return render(request, "publishing/events/dead_link.html", status=404)
        return view(request, booking, **words)

    return opened


@require_safe
@of_holder
def booking(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Show one booking, and what can be done with it."""
    return _booking_page(request, booking)


@require_POST
@of_holder
def act(request: HttpRequest, booking: Booking, verb: str) -> HttpResponse:
    """Confirm, give up, accept, decline or keep."""
    if verb not in _VERBS:
        raise Http404
    try:
        _VERBS[verb](booking_id=booking.pk, now=timezone.now())
    except BookingRefused as refusal:
        return _booking_page(request, booking, refused=str(refusal), status=409)
    return redirect("booking", token_of(booking))


@require_http_methods(["GET", "HEAD", "POST"])
@of_holder
def change(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Ask for another name, role, access needs or manager."""
    initial = {name: getattr(booking, name) for name in ("name", "role", "access_needs", "manager")}
    form = PersonForm(request.POST if request.method == "POST" else None, initial=initial)

    def save() -> None:
        asked = form.asked(email=booking.email, agency=booking.agency)
        services.change_booking(booking_id=booking.pk, asked=asked, now=timezone.now())

    return _ask(request, booking, form, save, _Words(title="Change your booking", button="Save"))


@require_http_methods(["GET", "HEAD", "POST"])
@of_holder
def colleague(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Ask to whom the place is passed; this link is dead afterwards."""
    form = ColleagueForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        asked = form.colleague(booking.agency)
        try:
            services.pass_on(booking_id=booking.pk, asked=asked, now=timezone.now())
        except BookingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            context = {"event": booking.event, "when": when(booking.event), "title": "The place is your colleague’s"}
            words = "They have been told. This booking is no longer yours, and its link no longer opens."
            return render(request, "publishing/events/sent.html", context | {"then": words})
    title = "Pass the place to a colleague"
    lead = f"The place stays with {booking.agency}. Your colleague is told by mail, and you no longer have a place."
    return _form_page(request, booking, form, _Words(title=title, button="Pass it on", lead=lead))


@require_http_methods(["GET", "HEAD", "POST"])
@of_holder
def evaluation(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Ask somebody who came what they thought."""
    form = EvaluationForm(request.POST if request.method == "POST" else None)

    def save() -> None:
        learned.evaluate(booking_id=booking.pk, now=timezone.now(), **form.cleaned_data)

    lead = "Your answers are kept without your name and without the time at which you gave them."
    return _ask(request, booking, form, save, _Words(title="What did you think?", button="Send", lead=lead))


@require_http_methods(["GET", "HEAD", "POST"])
@of_holder
def six_weeks(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Ask somebody who came what they changed."""
    form = SixWeekForm(request.POST if request.method == "POST" else None)

    def save() -> None:
        typed = form.cleaned_data
        now = timezone.now()
        learned.answer_six_weeks(booking_id=booking.pk, changed=Changed(typed["changed"]), what=typed["what"], now=now)

    lead = "Your answer is kept without your name and without the time at which you gave it."
    return _ask(request, booking, form, save, _Words(title="What did you change?", button="Send", lead=lead))


@require_POST
@of_holder
def certificate(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Return the certificate of somebody who came; whoever did not is told so."""
    try:
        issued = learned.issue_certificate(booking_id=booking.pk, now=timezone.now())
    except CertificateRefused as refusal:
        return _booking_page(request, booking, refused=str(refusal), status=403)
    pages = certificate_pages(issued, booking, reverse("certificate_check"))
    answer = HttpResponse(pages, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="certificate-{issued.code}.pdf"'
    return answer


@require_safe
@of_holder
def calendar_file(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Return the event for the holder's calendar, with the link of an online one."""
    if booking.event.starts_at is None:
        raise Http404
    answer = HttpResponse(calendar([booking.event], is_private=True), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="event.ics"'
    return answer


def _booking_page(request: HttpRequest, booking: Booking, *, refused: str = "", status: int = 200) -> HttpResponse:
    context = booking_page(booking_now(booking.pk), timezone.now()) | {"refused": refused}
    return render(request, "publishing/events/booking.html", context, status=status)


def _ask(request: HttpRequest, booking: Booking, form: Any, save: Callable[[], None], words: _Words) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            save()
        except BookingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{reverse('booking', args=[token_of(booking)])}?thanks=1")
    return _form_page(request, booking, form, words)


def _form_page(request: HttpRequest, booking: Booking, form: Any, words: _Words) -> HttpResponse:
    context = {"booking": booking, "event": booking.event, "when": when(booking.event), "token": token_of(booking)}
    asked = {"form": form, "title": words.title, "button": words.button, "lead": words.lead}
    return render(request, "publishing/events/ask.html", context | asked, status=422 if form.errors else 200)
