"""One's own work, and the demo's outbox."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kith.access.selectors import opening_purpose
from kith.access.vocabulary import Purpose, Refused, Viewer
from kith.shell.guards import for_roles, public
from kith.work import presenters, selectors, services
from kith.work.forms import ActionForm, FeedbackForm, MoveForm, NotPossibleForm
from kith.work.rules import GIVERS, with_person
from kith.work.vocabulary import (
    RECEIVERS,
    AlreadyClosed,
    ClosesByItself,
    FeedbackNotYours,
    FeedbackOutcome,
    NotPossibleBecause,
    NotYours,
    WorkArea,
)


def my_work(request: HttpRequest) -> HttpResponse:
    """Show what waits for the viewer, soonest first."""
    viewer = _viewer(request)
    asked = request.GET.get("area", "")
    area = WorkArea(asked) if asked in set(WorkArea) else None
    number = request.GET.get("page", "")
    at = int(number) if number.isdecimal() and len(number) < 6 else 1
    page = presenters.my_work_page(viewer=viewer, now=timezone.now(), area=area, number=at)
    more = {"is_demo": settings.KITH_DEMO, "may_give": bool(viewer.roles & GIVERS)}
    more |= {"reads_feedback": bool(viewer.roles & set(RECEIVERS))}
    return render(request, "work/my_work.html", page | more)


def task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Ask what became of one task: done, not possible because, or moved to a colleague."""
    viewer, now = _viewer(request), timezone.now()
    row = next((row for row in selectors.tasks_of(viewer=viewer, now=now) if row.public_id == task_id), None)
    if row is None:
        raise Http404
    became = request.POST.get("became", "")
    about = selectors.open_task(task_id, viewer=viewer, purpose=Purpose.SAFEGUARDING)
    why = NotPossibleForm(request.POST if became == "not_possible" else None)
    move = MoveForm(request.POST if became == "moved" else None, colleagues=selectors.colleagues_of(viewer=viewer))
    try:
        said = _answer(viewer, task_id, became, why, move)
    except (NotYours, AlreadyClosed, ClosesByItself) as refusal:
        messages.error(request, str(refusal))
        return redirect("my_work")
    if said:
        messages.success(request, said)
        return redirect("my_work")
    context = {
        "task": presenters.task_line(row, timezone.localdate(now)),
        "words": about.words if about else "",
        "why": why,
        "move": move,
        "has_errors": bool(why.errors or move.errors),
    }
    return render(request, "work/task.html", context)


@require_safe
def open_page(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Lead from a task to the page of the person it is about, for those who may know of them."""
    viewer = _viewer(request)
    row = next((row for row in selectors.tasks_of(viewer=viewer, now=timezone.now()) if row.public_id == task_id), None)
    about = selectors.open_task(task_id, viewer=viewer, purpose=Purpose.SAFEGUARDING) if row else None
    if row is None or about is None or about.person is None:
        raise Http404
    return redirect(with_person(row.link, about.person))


@for_roles(*GIVERS)
def give(request: HttpRequest, public_id: UUID | None = None) -> HttpResponse:
    """Give a colleague an action, about one person or about nobody."""
    viewer, now = _viewer(request), timezone.now()
    colleagues = [(viewer.staff_id, "I do it myself"), *selectors.colleagues_of(viewer=viewer)]
    form = ActionForm(request.POST or None, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        chosen = opening_purpose(request.session, public_id) if public_id else None
        action = services.NewAction(**form.cleaned_data, person=public_id, purpose=chosen or Purpose.SAFEGUARDING)
        try:
            services.give_action(action=action, by=viewer, now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Given. It is in your colleague's inbox with its day.")
            return redirect("my_work")
    context = {"form": form, "has_errors": bool(form.errors), "about_somebody": public_id is not None}
    return render(request, "work/give.html", context, status=422 if form.errors else 200)


@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    """Take the news as read."""
    services.read_notices(by=_viewer(request), now=timezone.now())
    return redirect("my_work")


@for_roles(*RECEIVERS)
@require_safe
def feedback_list(request: HttpRequest) -> HttpResponse:
    """Show that something was written on the public site, what waits first; never what it says."""
    rows = selectors.list_feedback(viewer=_viewer(request), purpose=Purpose.SAFEGUARDING)
    return render(request, "work/feedback_list.html", presenters.feedback_list(rows))


def feedback(request: HttpRequest, number: UUID) -> HttpResponse:
    """Show what somebody wrote on the public site, and ask what was done about it."""
    viewer, now = _viewer(request), timezone.now()
    found = selectors.open_feedback(number, viewer=viewer, purpose=Purpose.SAFEGUARDING)
    if found is None:
        raise Http404
    form = FeedbackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        outcome = FeedbackOutcome(form.cleaned_data["outcome"])
        try:
            services.answer_feedback(
                number=str(number), outcome=outcome, done=form.cleaned_data["done"], by=viewer, now=now
            )
        except FeedbackNotYours as refusal:
            messages.error(request, str(refusal))
            return redirect("feedback", number)
        messages.success(request, "Kept. The task is closed.")
        return redirect("my_work")
    context = presenters.feedback_page(found) | {"form": form, "has_errors": bool(form.errors)}
    return render(request, "work/feedback.html", context, status=422 if form.errors else 200)


@public(reason="The demo's mails are read here before anybody can sign in; without the demo there is no such page.")
def outbox(request: HttpRequest) -> HttpResponse:
    """Show the local outbox of the demo."""
    if not settings.KITH_DEMO:
        raise Http404
    return render(request, "work/outbox.html", presenters.outbox_page())


def _answer(viewer: Viewer, task_id: UUID, became: str, why: NotPossibleForm, move: MoveForm) -> str:
    """Do what was chosen and return what to say, nothing when nothing valid was chosen."""
    now = timezone.now()
    if became == "done":
        services.finish_task(task_id=task_id, by=viewer, now=now)
        return "Done. Whoever gave you the task has been told."
    if became == "not_possible" and why.is_valid():
        because = NotPossibleBecause(why.cleaned_data["because"])
        services.say_not_possible(task_id=task_id, because=because, by=viewer, now=now)
        return "Closed as not possible. Whoever gave you the task has been told why."
    if became == "moved" and move.is_valid():
        services.reassign_task(task_id=task_id, to_id=int(move.cleaned_data["to"]), by=viewer, now=now)
        return "Moved. Your colleague has been told; the clock runs on."
    return ""


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the doorkeeper
    return viewer
