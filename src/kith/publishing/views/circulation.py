"""The circulation list for its readers: sign up, agree, choose, leave. No GET changes anything.

Mail scanners open every link of a mail, so that only the press of a button, which POSTs, counts. None of these pages
knows a session or sets a cookie: what a link may do is signed into the link itself, and CSRF protection has nothing
to protect.
"""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import translate_url
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from kith.publishing.forms.circulation import ChoicesForm, LinkForm, SignUpForm
from kith.publishing.presenters.circulation import choices_of, sign_up_page
from kith.publishing.selectors.addresses import full_address
from kith.publishing.services import reader_links, subscribing
from kith.publishing.views.origins import origin_of
from kith.publishing.vocabulary.circulation import EndedBecause, SignUpRefused, SubscriptionSource
from kith.publishing.vocabulary.posting import AddressRefused
from kith.shell.guards import public
from kith.shell.words import mark

_ANYBODY = "Anybody may ask to be on the circulation list; whoever reads the address agrees or does not."
_LINK = "What the link may do is signed into it; it came to the reader's own address."


@public(reason=_ANYBODY)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Ask for an address and what its reader wants; answer the same whether it is known or not."""
    form = SignUpForm(request.POST or None, initial={"topics": request.GET.getlist("topic")})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                subscribing.sign_up(
                    address=form.cleaned_data["address"],
                    choices=form.choices(),
                    origin=origin_of(request),
                    now=timezone.now(),
                )
                return redirect("circulation_asked")
            except AddressRefused as refusal:
                form.add_error("address", mark(refusal))
            except SignUpRefused as refusal:
                form.add_error(None, mark(refusal))
                status = 429
    return render(request, "publishing/circulation/sign_up.html", {"form": form}, status=status)


@public(reason=_ANYBODY)
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way, to whoever reads the address."""
    return render(request, "publishing/circulation/asked.html")


@public(reason=_LINK)
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: HttpRequest, token: str) -> HttpResponse:
    """Show what was asked for and one button; the button puts its reader onto the list."""
    number = _known(reader_links.signed_up(token))
    if request.method == "POST":
        subscriber = subscribing.agree(sign_up=number, now=timezone.now())
        if subscriber is not None:
            link = reader_links.choices_link(subscriber.public_id)
            return render(request, "publishing/circulation/agreed.html", {"choices": _path(link)})
    page = sign_up_page(sign_up=number, now=timezone.now())
    if page is None:
        return render(request, "publishing/circulation/too_old.html", status=410)
    return render(request, "publishing/circulation/agree.html", page)


@public(reason=_LINK)
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a reader gets and let them choose anew."""
    number = _known(reader_links.chooses(token))
    initial = choices_of(subscriber=number)
    if initial is None:
        return render(request, "publishing/circulation/too_old.html", status=410)
    form = ChoicesForm(request.POST or None, initial=initial)
    kept = request.method == "POST" and form.is_valid()
    if kept:
        source, now = SubscriptionSource.CHOSEN, timezone.now()
        subscribing.set_choices(subscriber=number, choices=form.choices(), source=source, now=now)
    context = {"form": form, "kept": kept, "stop": _path(reader_links.stop_link(number))}
    failed = request.method == "POST" and not kept
    return render(request, "publishing/circulation/choices.html", context, status=422 if failed else 200)


@public(reason=_LINK)
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button that ends everything; a POST, also one that a mail program sends by itself, ends it."""
    number = _known(reader_links.stops(token))
    if request.method != "POST":
        return render(request, "publishing/circulation/stop.html")
    by_mail_program = request.POST.get("List-Unsubscribe") == "One-Click"
    because = EndedBecause.ONE_CLICK if by_mail_program else EndedBecause.UNSUBSCRIBED
    subscribing.leave(reader=number, because=because, now=timezone.now())
    return render(request, "publishing/circulation/stopped.html")


@public(reason=_ANYBODY)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def send_link(request: HttpRequest) -> HttpResponse:
    """Ask for an address and write to it where its choices are; answer the same whether it is known or not."""
    form = LinkForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                subscribing.send_choices_link(
                    address=form.cleaned_data["address"], origin=origin_of(request), now=timezone.now()
                )
                return redirect("circulation_asked")
            except AddressRefused as refusal:
                form.add_error("address", mark(refusal))
            except SignUpRefused as refusal:
                form.add_error(None, mark(refusal))
                status = 429
    return render(request, "publishing/circulation/send_link.html", {"form": form}, status=status)


def _known(number: UUID | None) -> UUID:
    """Return the number that a link was signed for.

    Raises:
        Http404: we did not sign it.
    """
    if number is None:
        raise Http404
    return number


def _path(link: str) -> str:
    """Return a link of ours without the host, in the language of the page: the reader is there already."""
    here = get_language() or settings.LANGUAGE_CODE
    with override(settings.LANGUAGE_CODE):  # that of mails, which the link was written for
        return translate_url(link.removeprefix(full_address("/").rstrip("/")), here)
