"""Pages of a plan: the plan, what can be written in it, and the plan to take home."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.shell.asking import posted
from kith.shell.guards import for_roles
from kith.support import presenters, selectors, services
from kith.support.forms import (
    ClosingForm,
    FamilyAnswerForm,
    GoalForm,
    PlanForm,
    ReferenceEndForm,
    ReferenceForm,
    ReviewForm,
    SeenForm,
    StepForm,
    StepMoveForm,
)
from kith.support.rules import may_support
from kith.support.selectors.plans import PlanPage
from kith.support.views.asking import READERS, REFUSALS, WRITERS, ask, purpose_of, viewer_of

Asked = tuple[forms.Form, Callable[[], object], str, str]


@for_roles(*READERS)
@require_safe
def plan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a child's plan, the child's own goal first."""
    viewer = viewer_of(request)
    page = selectors.open_plan(public_id, viewer=viewer, purpose=purpose_of(request, public_id))
    context = presenters.plan_page(page, may_write=may_support(viewer), today=timezone.localdate())
    return render(request, "support/plan.html", context)


@for_roles(*READERS)
@require_safe
def print_plan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a plan in plain words and large letters, to take home."""
    page = selectors.open_plan_to_print(public_id, viewer=viewer_of(request), purpose=purpose_of(request, public_id))
    if page.plan is None:
        raise Http404
    return render(
        request, "support/plan_to_take_home.html", presenters.plan_to_take_home(page, today=timezone.localdate())
    )


@for_roles(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def write_plan(request: HttpRequest, public_id: UUID, act: str) -> HttpResponse:
    """Ask for what one act on a plan needs, and do it."""
    if act not in _ACTS:
        raise Http404
    page = selectors.open_plan(public_id, viewer=viewer_of(request), purpose=purpose_of(request, public_id))
    return _asked(request, page, _ACTS[act](request, page, _about(request, page)))


@for_roles(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def write_goal(request: HttpRequest, public_id: UUID, goal: UUID, act: str) -> HttpResponse:
    """Ask for a goal's new words, or for a step towards it."""
    page = selectors.open_plan(public_id, viewer=viewer_of(request), purpose=purpose_of(request, public_id))
    row = next((each for each in page.goals if each.public_id == goal), None)
    if row is None or act not in ("edit", "step"):
        raise Http404
    about = _about(request, page)
    if act == "step":
        form: Any = StepForm(posted(request), people=selectors.colleagues(now=about["now"]))
        asked: Asked = (
            form,
            lambda: services.add_step(goal=goal, new=form.new_step(), **about),
            "Add a step",
            "Added. Whoever sees that it happens has been told.",
        )
    else:
        form = GoalForm(posted(request), initial={"seen": row.version, "words": row.words, "whose": row.whose})
        asked = (
            form,
            lambda: services.edit_goal(goal=goal, new=form.new_goal(), seen=form.version, **about),
            "Change the words of a goal",
            "Kept.",
        )
    return _asked(request, page, asked)


@for_roles(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def write_step(request: HttpRequest, public_id: UUID, step: UUID, act: str) -> HttpResponse:
    """Ask how a step stands, or what it should say."""
    page = selectors.open_plan(public_id, viewer=viewer_of(request), purpose=purpose_of(request, public_id))
    row = next((each for goal in page.goals for each in goal.steps.all() if each.public_id == step), None)
    if row is None or act not in ("edit", "move"):
        raise Http404
    about = _about(request, page)
    if act == "move":
        form: Any = StepMoveForm(posted(request), initial={"seen": row.version})
        asked: Asked = (
            form,
            lambda: services.move_step(step=step, move=form.step_move(), seen=form.version, **about),
            "How does this step stand?",
            "Kept.",
        )
    else:
        initial = {
            "seen": row.version,
            "what": row.what,
            "actor": row.actor,
            "actor_says": row.actor_says,
            "owner": str(row.owner_id),
            "due_on": row.due_on,
        }
        form = StepForm(posted(request), people=selectors.colleagues(now=about["now"]), initial=initial)
        asked = (
            form,
            lambda: services.edit_step(step=step, new=form.new_step(), seen=form.version, **about),
            "Change a step",
            "Kept.",
        )
    return _asked(request, page, asked, quote=row.what)


@for_roles(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def end_reference(request: HttpRequest, public_id: UUID, reference: UUID) -> HttpResponse:
    """Ask on which day a plan that others hold ended."""
    page = selectors.open_plan(public_id, viewer=viewer_of(request), purpose=purpose_of(request, public_id))
    row = next((each for each in page.references if each.public_id == reference and each.ended_on is None), None)
    if row is None:
        raise Http404
    form = ReferenceEndForm(posted(request), initial={"seen": row.version})
    asked: Asked = (
        form,
        lambda: services.end_reference(
            reference=reference, ended_on=form.cleaned_data["ended_on"], seen=form.version, **_about(request, page)
        ),
        "A plan that others hold has ended",
        "Kept. It stays in the list with its end.",
    )
    return _asked(request, page, asked, quote=presenters.reference_words(row))


@for_roles(*WRITERS)
@require_POST
def settle(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Keep one of two texts."""
    change, seen, which = (request.POST.get(name, "") for name in ("change", "seen", "which"))
    if not (change.isdecimal() and seen.isdecimal() and which in ("mine", "stands")):
        raise Http404
    try:
        services.settle_change(
            public_id=public_id,
            change=int(change),
            take=which == "mine",
            seen=int(seen),
            by=viewer_of(request),
            now=timezone.now(),
        )
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Settled. Both texts stay in the history.")
    return redirect("support:plan", public_id)


def _begin(request: HttpRequest, page: PlanPage, about: dict[str, Any]) -> Asked:
    form = PlanForm(posted(request), people=selectors.colleagues(now=about["now"]))
    return form, lambda: services.begin_plan(new=form.new_plan(), **about), "Make a plan", "Made. Now add a first goal."


def _edit(request: HttpRequest, page: PlanPage, about: dict[str, Any]) -> Asked:
    row = _plan(page)
    initial = {
        "seen": row.version,
        "child_goal": row.child_goal,
        "lead": str(row.lead_id),
        "review_on": row.review_on,
    }
    form = PlanForm(posted(request), people=selectors.colleagues(now=about["now"]), initial=initial)
    title = "Change what the plan is for"
    return form, lambda: services.edit_plan(new=form.new_plan(), seen=form.version, **about), title, "Kept."


def _goal(request: HttpRequest, page: PlanPage, about: dict[str, Any]) -> Asked:
    form = GoalForm(posted(request))
    said = "Added. Now add a step towards it."
    return form, lambda: services.add_goal(new=form.new_goal(), **about), "Add a goal", said


def _refer(request: HttpRequest, page: PlanPage, about: dict[str, Any]) -> Asked:
    form = ReferenceForm(posted(request))
    title = "Refer to a plan that others hold"
    return form, lambda: services.refer_to(new=form.new_reference(), **about), title, "Kept. Nothing of it is copied."


def _answer(request: HttpRequest, page: PlanPage, about: dict[str, Any]) -> Asked:
    form = FamilyAnswerForm(posted(request))
    title = "What do the child and the family say to the plan?"
    return form, lambda: services.say_answer(new=form.new_answer(), **about), title, "Kept with the plan."


def _agree(request: HttpRequest, page: PlanPage, about: dict[str, Any]) -> Asked:
    form = SeenForm(posted(request), initial={"seen": _plan(page).version})
    title = "Work by this plan from now on"
    return form, lambda: services.agree_plan(seen=form.version, **about), title, "Agreed. It stands in the chronology."


def _review(request: HttpRequest, page: PlanPage, about: dict[str, Any]) -> Asked:
    form = ReviewForm(posted(request), initial={"seen": _plan(page).version})
    title = "What did the review find?"
    return form, lambda: services.review_plan(new=form.new_review(), seen=form.version, **about), title, "Kept."


def _close(request: HttpRequest, page: PlanPage, about: dict[str, Any]) -> Asked:
    form = ClosingForm(posted(request), initial={"seen": _plan(page).version})
    said = "Closed. It stays to be read."
    return form, lambda: services.close_plan(new=form.new_closing(), seen=form.version, **about), "Close the plan", said


_ACTS: dict[str, Callable[[HttpRequest, PlanPage, dict[str, Any]], Asked]] = {
    "begin": _begin,
    "edit": _edit,
    "goal": _goal,
    "refer": _refer,
    "answer": _answer,
    "agree": _agree,
    "review": _review,
    "close": _close,
}


def _plan(page: PlanPage) -> Any:
    if page.plan is None:
        raise Http404
    return page.plan


def _about(request: HttpRequest, page: PlanPage) -> dict[str, Any]:
    return {"public_id": page.who.public_id, "by": viewer_of(request), "now": timezone.now()}


def _asked(request: HttpRequest, page: PlanPage, asked: Asked, **more: Any) -> HttpResponse:
    form, do, title, said = asked
    back = reverse("support:plan", args=[page.who.public_id])
    about = presenters.identity(page.who, timezone.localdate())
    return ask(request, form, do, title=title, back=back, said=said, **(about | more))
