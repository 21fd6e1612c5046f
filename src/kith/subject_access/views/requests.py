"""Pages of a request itself: the register, taking it in, who asks, its clock, its end, the copy."""

from functools import partial
from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.shell.asking import posted
from kith.shell.guards import for_roles
from kith.subject_access import presenters, selectors, services
from kith.subject_access.forms import ExtendForm, IdentityForm, RefuseForm, RequestForm, SecondForm
from kith.subject_access.views.asking import LEADS, PURPOSE, ask, do_and_go, viewer_of
from kith.subject_access.vocabulary import ExtendedBecause, IdentityCheck, RefusedBecause

_STEPS = {
    "gather": (services.ask_gathering, "Asked. The record is gathered now; open this page again in a minute."),
    "approve": (services.approve_request, "Approved. The files are made and read back before anybody can take them."),
    "send-back": (services.send_back, "Sent back. What was decided stays and can be changed."),
    "withdraw": (services.withdraw_request, "Kept as withdrawn. Nobody sees the record because of it any more."),
}


@for_roles(*LEADS)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Show the register of requests."""
    rows = selectors.list_requests(viewer=viewer_of(request), purpose=PURPOSE)
    context = presenters.register_page(rows, timezone.localdate())
    return render(request, "subject_access/register.html", context)


@for_roles(*LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a request in."""
    viewer = viewer_of(request)
    name = selectors.name_for_request(public_id, viewer=viewer, purpose=PURPOSE)
    form = RequestForm(posted(request), initial={"received_on": timezone.localdate()})

    def do() -> None:
        services.register_request(person=public_id, new=form.new_request(), by=viewer, now=timezone.now())

    said = "Registered. Open it, and check who asks."
    back = reverse("subject_access:register")
    return ask(request, form, do, title="Take in a request for their own record", back=back, said=said, name=name)


@for_roles(*LEADS)
@require_safe
def one(request: HttpRequest, public_id: UUID, number: UUID) -> HttpResponse:
    """Show one request: its clock, how far it is, what comes next."""
    viewer = viewer_of(request)
    page = selectors.open_request(person=public_id, request=number, viewer=viewer, purpose=PURPOSE)
    context = presenters.request_page(page, viewer=viewer, today=timezone.localdate())
    return render(request, "subject_access/request.html", context)


@for_roles(*LEADS)
@require_safe
def letter(request: HttpRequest, public_id: UUID, number: UUID) -> HttpResponse:
    """Show the letter to whoever asked, to print."""
    page = selectors.open_request(person=public_id, request=number, viewer=viewer_of(request), purpose=PURPOSE)
    return render(request, "subject_access/letter.html", presenters.letter_page(page))


@for_roles(*LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: HttpRequest, public_id: UUID, number: UUID) -> HttpResponse:
    """Ask how it was made sure who asks."""
    form = IdentityForm(posted(request))

    def do() -> None:
        typed = form.cleaned_data
        check = IdentityCheck(typed["identity"])
        services.check_identity(identity=check, says=typed["says"], **_about(request, public_id, number))

    return _ask(request, form, do, public_id, number, title="Who asks?", said="Kept. The record can be gathered now.")


@for_roles(*LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: HttpRequest, public_id: UUID, number: UUID) -> HttpResponse:
    """Ask why a request takes longer."""
    form = ExtendForm(posted(request))

    def do() -> None:
        because = ExtendedBecause(form.cleaned_data["because"])
        services.extend_request(because=because, **_about(request, public_id, number))

    said = "Two months more. Tell whoever asked now, with the letter."
    return _ask(request, form, do, public_id, number, title="Take two months more", said=said)


@for_roles(*LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, public_id: UUID, number: UUID) -> HttpResponse:
    """Ask why a request is refused."""
    form = RefuseForm(posted(request))

    def do() -> None:
        because = RefusedBecause(form.cleaned_data["because"])
        services.refuse_request(because=because, **_about(request, public_id, number))

    said = "Refused. Tell whoever asked, with the reason and what they can do."
    back = reverse("subject_access:register")
    return _ask(request, form, do, public_id, number, title="Refuse the request", said=said, back=back)


@for_roles(*LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest, public_id: UUID, number: UUID) -> HttpResponse:
    """Ask who checks, as the second person, what leaves."""
    viewer, now = viewer_of(request), timezone.now()
    page = selectors.open_request(person=public_id, request=number, viewer=viewer, purpose=PURPOSE)
    form = SecondForm(posted(request), leads=selectors.who_may_approve(page.request, viewer=viewer, now=now))

    def do() -> None:
        second = int(form.cleaned_data["second"])
        services.finish_review(second_id=second, **_about(request, public_id, number))

    said = "Asked. They have the task, and see the whole record from now on."
    return _ask(request, form, do, public_id, number, title="Finish the review", said=said, button="Ask them")


@for_roles(*LEADS)
@require_POST
def do(request: HttpRequest, public_id: UUID, number: UUID, step: str) -> HttpResponse:
    """Gather, approve, send back or withdraw."""
    if step not in _STEPS:
        raise Http404
    service, said = _STEPS[step]
    back = _here(public_id, number) if step != "withdraw" else reverse("subject_access:register")
    return do_and_go(request, partial(service, **_about(request, public_id, number)), back=back, said=said)


@for_roles(*LEADS)
@require_safe
@reauthentication_required  # type: ignore[untyped-decorator]  # the library ships no types
def take(request: HttpRequest, public_id: UUID, number: UUID, form: str) -> HttpResponseBase:
    """Hand out the copy to somebody who has just proved who they are; the file's name says nothing of whose it is."""
    if form not in {"pdf", "json"}:
        raise Http404
    viewer = viewer_of(request)
    answer = selectors.open_answer(person=public_id, request=number, viewer=viewer, purpose=PURPOSE, now=timezone.now())
    content = bytes(answer.pdf if form == "pdf" else answer.json)
    found = HttpResponse(content, content_type="application/pdf" if form == "pdf" else "application/json")
    found["Content-Disposition"] = f'attachment; filename="own-record-{str(number)[:8]}.{form}"'
    return found


def _about(request: HttpRequest, public_id: UUID, number: UUID) -> dict[str, Any]:
    return {"person": public_id, "request": number, "by": viewer_of(request), "now": timezone.now()}


def _here(public_id: UUID, number: UUID) -> str:
    return reverse("subject_access:request", args=[public_id, number])


def _ask(request: HttpRequest, form: Any, do: Any, public_id: UUID, number: UUID, **words: Any) -> HttpResponse:
    """Ask about one request; who it is about is looked up, and logged, before the form is shown."""
    page = selectors.open_request(person=public_id, request=number, viewer=viewer_of(request), purpose=PURPOSE)
    return ask(request, form, do, **({"back": _here(public_id, number), "name": page.name} | words))
