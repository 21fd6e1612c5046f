"""Pages of interventions: those of one person, agreeing one and following it, and what all of them cost and bring."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kith.access.services import opening_purpose
from kith.access.vocabulary import Purpose, Role, Viewer
from kith.chronology.vocabulary import NotAdded
from kith.partnership.selectors import list_suitable, needs_on
from kith.shell.guards import for_roles
from kith.support import services
from kith.support.forms.interventions import AgreeForm, EndForm, NeedForm, OutcomeForm, SessionsForm, StartForm
from kith.support.presenters import interventions as present
from kith.support.rules.interventions import funding_on
from kith.support.selectors.intervention_sums import count_spend, count_what_worked
from kith.support.selectors.interventions import AtPerson, open_intervention, open_interventions
from kith.support.selectors.staff import provider_staff
from kith.support.vocabulary.interventions import InterventionRefused, InterventionStale

_WRITERS = (Role.PRACTITIONER, Role.TEAM_MANAGER, Role.AGENCY_CONTACT, Role.PANEL_COORDINATOR, Role.PANEL_CHAIR)
_COUNTERS = (Role.PANEL_COORDINATOR, Role.PANEL_CHAIR, Role.ANALYST, Role.SCRUTINEER)
_FIRST_YEAR = 2024


@for_roles(*_WRITERS, Role.AUDITOR)
@require_safe
def interventions(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show what services do and did for one person."""
    page = open_interventions(public_id, viewer=_viewer(request), purpose=_purpose(request, public_id))
    context = present.interventions_page(page, timezone.localdate())
    may_write = bool(_viewer(request).roles & set(_WRITERS)) and page.who.sees_words
    return render(request, "support/interventions/list.html", context | {"may_write": may_write})


@for_roles(*_WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_intervention(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask for the need first, then for one of the open services that meet it, and what is agreed."""
    now, purpose = timezone.now(), _purpose(request, public_id)
    today = timezone.localdate(now)
    who = open_interventions(public_id, viewer=_viewer(request), purpose=purpose).who
    needs, need = needs_on(today), request.GET.get("need", "")
    if need not in needs:
        form = NeedForm(request.GET or None, needs=needs)
        context = {"form": form, "name": who.name, "back": _back(public_id), "title": "What does the child need?"}
        return render(request, "support/interventions/need.html", context)
    suitable = list_suitable(age=_age(who, today), area=who.town, need=need, on=today)
    typed = request.POST if request.method == "POST" else None
    providers = {row.provider_id for row in suitable if row.provider_id is not None}
    agree = AgreeForm(
        typed,
        services=present.service_choices(suitable),
        workers=provider_staff(providers, now=now),
        streams=funding_on(today).streams,
    )
    return _ask(
        request,
        agree,
        lambda: services.agree_intervention(
            public_id=public_id, new=agree.new_intervention(need), purpose=purpose, by=_viewer(request), now=now
        ),
        who,
        title=needs[need],
        nothing_suits=not suitable,
    )


@for_roles(*_WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def follow_intervention(request: HttpRequest, public_id: UUID, intervention: UUID, act: str) -> HttpResponse:
    """Ask how an intervention went on: that it began, its sessions, its end, its outcome."""
    purpose, viewer = _purpose(request, public_id), _viewer(request)
    who, row, _ = open_intervention(public_id, intervention, viewer=viewer, purpose=purpose)
    typed = request.POST if request.method == "POST" else None
    seen = {"seen": row.version}
    about: dict[str, Any] = {"public_id": public_id, "intervention": intervention, "purpose": purpose}
    about |= {"by": viewer, "now": timezone.now()}
    if act == "start":
        start = StartForm(typed, initial=seen)
        do: Callable[[], object] = lambda: services.start_intervention(**start.cleaned_data, **about)  # noqa: E731 -- one of four acts
        return _ask(request, start, do, who, title=f"{row.service.name} has begun")
    if act == "sessions":
        held = {"offered": row.sessions_offered, "attended": row.sessions_attended}
        told = SessionsForm(typed, initial=seen | held)
        do = lambda: services.tell_sessions(sessions=told.sessions(), seen=told.cleaned_data["seen"], **about)  # noqa: E731 -- one of four acts
        return _ask(request, told, do, who, title=f"{row.service.name}: how many sessions?")
    if act == "end":
        end = EndForm(typed, initial=seen)
        do = lambda: services.end_intervention(ending=end.ending(), seen=end.cleaned_data["seen"], **about)  # noqa: E731 -- one of four acts
        return _ask(request, end, do, who, title=f"{row.service.name} has ended")
    if act == "outcome":
        outcome = OutcomeForm(typed, initial=seen)
        do = lambda: services.tell_outcome(new=outcome.new_outcome(), seen=outcome.cleaned_data["seen"], **about)  # noqa: E731 -- one of four acts
        return _ask(request, outcome, do, who, title=f"What came of {row.service.name}?")
    raise Http404


@for_roles(*_COUNTERS)
@require_safe
def sums(request: HttpRequest) -> HttpResponse:
    """Show what interventions cost and what came of them in one financial year; small counts stay hidden."""
    today = timezone.localdate()
    last = today.year if today.month >= 4 else today.year - 1
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else last
    if not _FIRST_YEAR <= year <= last:
        raise Http404
    since, until = date(year, 4, 1), date(year + 1, 3, 31)
    book = funding_on(today)
    names = book.band_names()
    worked = count_what_worked(since=since, until=until, bands=book.age_bands, names=names)
    context = present.spend_page(count_spend(since=since, until=until), year, today)
    context |= present.worked_page(worked, names, today) | {
        "years": present.years_to_choose(_FIRST_YEAR, last, shown=year)
    }
    return render(request, "support/interventions/sums.html", context)


def _ask(request: HttpRequest, form: forms.Form, do: Callable[[], object], who: AtPerson, **more: Any) -> HttpResponse:
    """Show a form, do what it says once it is whole, and show it again when it was refused."""
    back = _back(who.public_id)
    if form.is_bound and form.is_valid():
        try:
            do()
        except (InterventionRefused, InterventionStale, NotAdded) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Kept.")
            return redirect(back)
    context = {"form": form, "back": back, "name": who.name, "has_errors": bool(form.errors)} | more
    return render(request, "support/interventions/ask.html", context, status=422 if form.errors else 200)


def _age(who: AtPerson, today: date) -> float | None:
    born = who.born_on
    return None if born is None else today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _back(public_id: UUID) -> str:
    return reverse("support:interventions", args=[public_id])


def _purpose(request: HttpRequest, public_id: UUID) -> Purpose:
    fallback = Purpose.AUDIT if _viewer(request).roles == {Role.AUDITOR} else Purpose.SAFEGUARDING
    return opening_purpose(request.session, public_id) or fallback


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # the doorkeeper sets it on every request
    return viewer
