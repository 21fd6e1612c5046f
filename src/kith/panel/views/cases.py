"""Pages about one person before the panel: the case, its steps, its rating, research, actions."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kith.access.vocabulary import Purpose
from kith.panel import presenters, selectors, services
from kith.panel.forms import (
    ActionChangeForm,
    ActionForm,
    ClosureForm,
    ElsewhereForm,
    ListForm,
    RatingForm,
    ReturnForm,
    SetAsideForm,
    StepForm,
)
from kith.panel.rules import book_on
from kith.panel.selectors.case import CasePage
from kith.panel.views.asking import PEOPLE, ask, colleagues, viewer_of
from kith.panel.vocabulary import ASK_WORDS, ActionState, OtherRoute, Section, SetAside, Status, StepKind
from kith.shell.asking import posted
from kith.shell.guards import for_roles

_WITH_WORDS = {
    StepKind.NOMINATE: (services.nominate_person, "Nominate for the panel"),
    StepKind.SECOND: (services.second_nomination, "Agree that the panel should hear of this person"),
    StepKind.REFER: (services.refer_person, "Refer to the panel"),
    StepKind.ASK_MORE: (services.ask_more, "Ask for more information"),
    StepKind.TELL_MORE: (services.tell_more, "Tell what was asked for"),
    StepKind.ACCEPT: (services.accept_case, "Accept the referral"),
    StepKind.CARRY_ON: (services.carry_on, "Carry on without the referral"),
    StepKind.LET_GO: (services.let_go, "Let go: the referral was withdrawn"),
}


@for_roles(*PEOPLE)
@require_safe
def case(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show how a case stands, what can happen next, and everything that has happened."""
    viewer, today = viewer_of(request), timezone.localdate()
    page = selectors.open_case(public_id, viewer=viewer, purpose=Purpose.PANEL)
    context = presenters.case_page(page, viewer=viewer, book=book_on(today), today=today)
    return render(request, "panel/case.html", context)


@for_roles(*PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, public_id: UUID, step: str) -> HttpResponse:
    """Ask for what one step needs, and take it."""
    if step not in set(StepKind):
        raise Http404
    kind, viewer = StepKind(step), viewer_of(request)
    page = selectors.open_case(public_id, viewer=viewer, purpose=Purpose.PANEL)
    form, do, title = _step(request, page, kind)
    back = reverse("panel:case", args=[public_id])
    return ask(request, form, do, title=title, back=back, said="Kept.", name=page.who.name)


def _step(request: HttpRequest, page: CasePage, kind: StepKind) -> tuple[forms.Form, Any, str]:
    typed = posted(request)
    about: dict[str, Any] = {"public_id": page.who.public_id, "by": viewer_of(request), "now": timezone.now()}
    if kind in _WITH_WORDS:
        service, title = _WITH_WORDS[kind]
        worded = StepForm(typed)
        return worded, lambda: service(says=worded.cleaned_data["says"], **about), title
    if kind in (StepKind.SET_ASIDE, StepKind.PROPOSE):
        answers = services.set_aside if kind is StepKind.SET_ASIDE else services.propose_answer
        aside = SetAsideForm(typed)
        return aside, lambda: _set_aside(answers, aside, about), ASK_WORDS[kind]
    if kind is StepKind.SEND_ELSEWHERE:
        other = ElsewhereForm(typed)
        return other, lambda: _send_elsewhere(other, about), "Send another way"
    if kind is StepKind.ASK_RESEARCH:
        return forms.Form(typed), partial(services.ask_research, **about), "Ask agencies what they know"
    if kind is StepKind.LIST:
        meetings = [
            (str(one.public_id), f"{timezone.localtime(one.begins_at):%-d %B %Y, %H:%M}") for one in page.meetings
        ]
        listing = ListForm(typed, meetings=meetings)
        return listing, lambda: _list(listing, about), "Put on an agenda"
    if kind is StepKind.CLOSE:
        closing = ClosureForm(typed, people=colleagues())
        return closing, lambda: _close(closing, about), "Close the case"
    raise Http404


def _set_aside(answers: Callable[..., Status], form: SetAsideForm, about: dict[str, Any]) -> None:
    typed = form.cleaned_data
    answers(reason=SetAside(typed["reason"]), says=typed["says"], until=typed["until"], **about)


def _send_elsewhere(form: ElsewhereForm, about: dict[str, Any]) -> None:
    typed = form.cleaned_data
    services.send_elsewhere(route=OtherRoute(typed["route"]), says=typed["says"], **about)


def _list(form: ListForm, about: dict[str, Any]) -> None:
    typed = form.cleaned_data
    services.list_case(meeting=UUID(typed["meeting"]), section=Section(typed["section"]), **about)


def _close(form: ClosureForm, about: dict[str, Any]) -> None:
    typed = form.cleaned_data
    services.close_case(
        answers=form.answers(),
        step_down_id=int(typed["step_down"]),
        open_actions_because=typed["open_actions_because"],
        **about,
    )


@for_roles(*PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask how grave the risk is, domain by domain."""
    viewer, now = viewer_of(request), timezone.now()
    page = selectors.open_case(public_id, viewer=viewer, purpose=Purpose.PANEL)
    form = RatingForm(posted(request), domains=book_on(timezone.localdate(now)).domains)
    return ask(
        request,
        form,
        lambda: services.rate_case(public_id=public_id, rating=form.new_rating(), by=viewer, now=now),
        title="How grave is the risk?",
        back=reverse("panel:case", args=[public_id]),
        said="Kept. What the domains give and what you set stand side by side.",
        name=page.who.name,
    )


@for_roles(*PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def research(request: HttpRequest, public_id: UUID, research: UUID) -> HttpResponse:
    """Ask what the viewer's agency knows."""
    viewer, now = viewer_of(request), timezone.now()
    who, row, due_on = selectors.open_research(public_id, research, viewer=viewer, purpose=Purpose.PANEL)
    form = ReturnForm(posted(request))
    return ask(
        request,
        form,
        lambda: services.return_research(
            research=row.public_id, public_id=public_id, new=form.new_return(), by=viewer, now=now
        ),
        title=f"What does {row.agency.name} know?",
        back="/work/",
        said="Thank you. What you share goes to the meeting; what you hold back stays with your agency.",
        button="Return",
        name=who.name,
        due_on=due_on,
    )


@for_roles(*PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask for an action and its owner."""
    viewer, now = viewer_of(request), timezone.now()
    page = selectors.open_case(public_id, viewer=viewer, purpose=Purpose.PANEL)
    form = ActionForm(posted(request), people=colleagues())
    return ask(
        request,
        form,
        lambda: services.agree_action(public_id=public_id, new=form.new_action(), by=viewer, now=now),
        title="Agree an action",
        back=reverse("panel:case", args=[public_id]),
        said="Agreed. Its owner has been told, and the clock runs.",
        name=page.who.name,
    )


@for_roles(*PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def change_action(request: HttpRequest, public_id: UUID, action: UUID) -> HttpResponse:
    """Ask how an action stands; whoever comes second sees what the first wrote."""
    viewer, now = viewer_of(request), timezone.now()
    page = selectors.open_case(public_id, viewer=viewer, purpose=Purpose.PANEL)
    row = next((each for each in page.actions if each.public_id == action), None)
    if row is None:
        raise Http404
    form = ActionChangeForm(posted(request), initial={"seen": row.version, "to": row.state})
    return ask(
        request,
        form,
        lambda: _change(form, {"public_id": public_id, "action": action, "by": viewer, "now": now}),
        title="How does this action stand?",
        back=reverse("panel:case", args=[public_id]),
        said="Kept.",
        name=page.who.name,
        action=presenters.case.action_row(row, timezone.localdate(now)),
    )


def _change(form: ActionChangeForm, about: dict[str, Any]) -> None:
    typed = form.cleaned_data
    services.change_action(
        to=ActionState(typed["to"]), seen=typed["seen"], evidence=typed["evidence"], because=form.reason(), **about
    )
