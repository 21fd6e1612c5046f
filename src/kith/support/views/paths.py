"""Pages of a pregnancy and of the way to adult services: the path, what can be written on it, the birth plan."""

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

from kith.access.vocabulary import Action
from kith.shell.asking import posted
from kith.shell.guards import for_roles
from kith.support import forms as asked_forms
from kith.support import presenters, selectors, services
from kith.support.rules import may_support, milestone_title
from kith.support.selectors.paths import PathPage
from kith.support.views.asking import READERS, WRITERS, ask, purpose_of, viewer_of
from kith.support.vocabulary import AdultAnswer, PathKind

Asked = tuple[forms.Form, Callable[[], object], str, str]
About = dict[str, Any]


@for_roles(*READERS)
@require_safe
def pregnancy(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a pregnancy: how far it is, what comes next, the birth plan, everything that has happened."""
    page = _open(request, public_id, PathKind.PREGNANCY)
    may_write = may_support(viewer_of(request))
    context = presenters.pregnancy_page(page, may_write=may_write, today=timezone.localdate())
    return render(request, "support/pregnancy.html", context)


@for_roles(*READERS)
@require_safe
def print_birth_plan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the birth plan as the ward reads it."""
    page = _open(request, public_id, PathKind.PREGNANCY, Action.PRINT)
    if page.birth_plan is None:
        raise Http404
    return render(request, "support/birth_plan.html", presenters.birth_plan_to_print(page))


@for_roles(*READERS)
@require_safe
def transition(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the way of a young person to adult services."""
    page = _open(request, public_id, PathKind.TRANSITION)
    may_write = may_support(viewer_of(request))
    context = presenters.transition_page(page, may_write=may_write, today=timezone.localdate())
    return render(request, "support/transition.html", context)


@for_roles(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def write_pregnancy(request: HttpRequest, public_id: UUID, act: str) -> HttpResponse:
    """Ask for what one act in a pregnancy needs, and do it."""
    return _write(request, public_id, act, PathKind.PREGNANCY, _IN_PREGNANCY)


@for_roles(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def write_transition(request: HttpRequest, public_id: UUID, act: str) -> HttpResponse:
    """Ask for what one act on the way to adult services needs, and do it."""
    return _write(request, public_id, act, PathKind.TRANSITION, _TO_ADULT)


@for_roles(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def write_milestone(request: HttpRequest, public_id: UUID, kind: str, milestone: UUID, act: str) -> HttpResponse:
    """Ask how a milestone stands, or who sees to it."""
    if kind not in set(PathKind) or act not in ("reach", "give"):
        raise Http404
    page = _open(request, public_id, PathKind(kind))
    row = next((each for each in page.milestones if each.public_id == milestone), None)
    if row is None or page.path is None:
        raise Http404
    about = _about(request, page)
    if act == "reach":
        form: Any = asked_forms.MilestoneForm(posted(request))
        do: Callable[[], object] = lambda: services.reach_milestone(milestone=milestone, new=form.reaching(), **about)  # noqa: E731 -- one of two acts
    else:
        form = asked_forms.OwnerForm(posted(request), people=selectors.colleagues(now=about["now"]))
        do = lambda: services.give_milestone(milestone=milestone, owner_id=int(form.cleaned_data["owner"]), **about)  # noqa: E731 -- one of two acts
    title = milestone_title(page.path.book_version, row.key)
    return _asked(request, page, PathKind(kind), (form, do, title, "Kept."))


def _write(
    request: HttpRequest,
    public_id: UUID,
    act: str,
    kind: PathKind,
    acts: dict[str, Callable[[HttpRequest, PathPage, About], Asked]],
) -> HttpResponse:
    if act not in acts:
        raise Http404
    page = _open(request, public_id, kind)
    return _asked(request, page, kind, acts[act](request, page, _about(request, page)))


def _begin(request: HttpRequest, page: PathPage, about: About) -> Asked:
    mothers = selectors.list_possible_mothers(
        viewer=about["by"], purpose=purpose_of(request, page.who.public_id), now=about["now"]
    )
    form = asked_forms.PregnancyForm(
        posted(request),
        people=selectors.colleagues(now=about["now"]),
        mothers=mothers,
        initial={"expected_on": page.who.expected_on},
    )
    said = "Begun. Each milestone has its day, and those that are near have been asked for."
    return form, lambda: services.begin_pregnancy(new=form.new_pregnancy(), **about), "A child is expected", said


def _mother(request: HttpRequest, page: PathPage, about: About) -> Asked:
    mothers = selectors.list_possible_mothers(
        viewer=about["by"], purpose=purpose_of(request, page.who.public_id), now=about["now"]
    )
    form = asked_forms.MotherForm(posted(request), mothers=mothers)
    return (
        form,
        lambda: services.link_mother(mother=UUID(form.cleaned_data["mother"]), **about),
        "Link the mother",
        "Linked.",
    )


def _expected(request: HttpRequest, page: PathPage, about: About) -> Asked:
    form = asked_forms.ExpectedForm(posted(request))
    said = "Kept. Milestones that are open have new days; the earlier date stays in the history."
    return form, lambda: services.change_expected(**form.cleaned_data, **about), "Change the expected date", said


def _plan(request: HttpRequest, page: PathPage, about: About) -> Asked:
    held = page.birth_plan
    initial = {"seen": held.version if held else 0} | (held.says if held else {})
    form = asked_forms.BirthPlanForm(posted(request), initial=initial)

    def do() -> object:
        return services.write_birth_plan(new=form.new_birth_plan(), seen=form.version, **about)

    return form, do, "The birth plan", "Kept."


def _alert(request: HttpRequest, page: PathPage, about: About) -> Asked:
    form = asked_forms.AlertForm(posted(request), contacts=selectors.hospital_contacts(now=about["now"]))

    def do() -> None:
        services.place_alert(contact_id=int(form.cleaned_data["contact"]), **about)

    return form, do, "Place the alert for the birth", "Sent. The hospital's contact has been asked."


def _born(request: HttpRequest, page: PathPage, about: About) -> Asked:
    form = asked_forms.BirthForm(posted(request))
    said = "Kept. The same record is the child's from now on."
    return form, lambda: services.record_birth(**form.cleaned_data, **about), "The child is born", said


def _ended(request: HttpRequest, page: PathPage, about: About, *, do: Any, title: str) -> Asked:
    form = asked_forms.DayAndWordsForm(posted(request))
    return form, lambda: do(**form.cleaned_data, **about), title, "Kept. What was asked for has ended."


def _begin_transition(request: HttpRequest, page: PathPage, about: About) -> Asked:
    form = asked_forms.TransitionForm(posted(request), people=selectors.colleagues(now=about["now"]))

    def do() -> object:
        typed = form.cleaned_data
        return services.begin_transition(service=typed["service"], lead_id=int(typed["lead"]), **about)

    return form, do, "Begin the way to adult services", "Begun. Each milestone has its day."


def _answer(request: HttpRequest, page: PathPage, about: About) -> Asked:
    if page.transition is None:
        raise Http404
    form = asked_forms.AdultAnswerForm(posted(request), initial={"seen": page.transition.version})

    def do() -> object:
        typed = form.cleaned_data
        to = AdultAnswer(typed["to"])
        return services.answer_for_service(to=to, because=typed["because"], seen=form.version, **about)

    return form, do, "What does the adult service say?", "Kept."


def _end(request: HttpRequest, page: PathPage, about: About) -> Asked:
    form = asked_forms.EndForm(posted(request))
    return form, lambda: services.end_transition(**form.cleaned_data, **about), "End this way", "Ended."


_IN_PREGNANCY: dict[str, Callable[[HttpRequest, PathPage, About], Asked]] = {
    "begin": _begin,
    "mother": _mother,
    "expected": _expected,
    "birth-plan": _plan,
    "alert": _alert,
    "born": _born,
    "lost": partial(_ended, do=services.record_loss, title="The pregnancy has ended"),
    "moved": partial(_ended, do=services.move_pregnancy, title="Another area holds the pregnancy"),
}
_TO_ADULT: dict[str, Callable[[HttpRequest, PathPage, About], Asked]] = {
    "begin": _begin_transition,
    "answer": _answer,
    "end": _end,
}


def _open(request: HttpRequest, public_id: UUID, kind: PathKind, action: Action = Action.OPEN) -> PathPage:
    purpose = purpose_of(request, public_id)
    return selectors.open_path(public_id, kind=kind, viewer=viewer_of(request), purpose=purpose, action=action)


def _about(request: HttpRequest, page: PathPage) -> About:
    return {"public_id": page.who.public_id, "by": viewer_of(request), "now": timezone.now()}


def _asked(request: HttpRequest, page: PathPage, kind: PathKind, asked: Asked) -> HttpResponse:
    form, do, title, said = asked
    back = reverse(f"support:{kind}", args=[page.who.public_id])
    return ask(
        request, form, do, title=title, back=back, said=said, **presenters.identity(page.who, timezone.localdate())
    )
