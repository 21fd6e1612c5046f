"""The data steward's pages: what somebody should look at, and one item to decide."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kith.access.vocabulary import Purpose, Refused, Role, Viewer
from kith.linking.forms import ReviewForm, UndoForm
from kith.linking.presenters.reviews import queue_page, review_page
from kith.linking.selectors import list_reviews, open_review
from kith.linking.services import answer_review, move_answer
from kith.linking.vocabulary import AnswerState, Verdict
from kith.shell.guards import for_roles

stewards = for_roles(Role.DATA_STEWARD)
_STEPS = {"confirm": AnswerState.CONFIRMED, "drop": AnswerState.DROPPED}


@stewards
@never_cache
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """Show what is open, without a name, the gravest first."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # the doorkeeper sets it on every request
    queue = list_reviews(viewer=viewer, purpose=Purpose.DATA_QUALITY)
    return render(request, "linking/reviews.html", queue_page(queue, timezone.now()))


@stewards
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, item_id: int) -> HttpResponse:
    """Show one item with all that helps to decide it, and take the answer, its confirmation, or its undoing."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # the doorkeeper sets it on every request
    step = request.POST.get("step", "")
    form = ReviewForm(request.POST if step == "answer" else None)
    undo = UndoForm(request.POST if step == "undo" else None, prefix="undo")
    if request.method == "POST":
        try:
            kept = _keep(request, item_id, viewer, form, undo)
        except Refused as problem:
            messages.error(request, str(problem))
            return redirect("linking:review", item_id=item_id)
        if kept:
            messages.success(request, "Kept. It is carried out in a moment; this page says how far it has come.")
            return redirect("linking:review", item_id=item_id)
    found = open_review(item_id, viewer=viewer, purpose=Purpose.DATA_QUALITY)
    page = review_page(found) | {"form": form, "undo": undo, "has_errors": bool(form.errors or undo.errors)}
    return render(request, "linking/review.html", page, status=422 if page["has_errors"] else 200)


def _keep(request: HttpRequest, item_id: int, viewer: Viewer, form: ReviewForm, undo: UndoForm) -> bool:
    step, now = request.POST.get("step", ""), timezone.now()
    if step in _STEPS:
        move_answer(item_id=item_id, to=_STEPS[step], why="", by=viewer, now=now)
        return True
    if step == "undo":
        if undo.is_valid():
            move_answer(item_id=item_id, to=AnswerState.UNDOING, why=undo.cleaned_data["why"], by=viewer, now=now)
        return undo.is_valid()
    if step != "answer":
        raise Http404
    if form.is_valid():
        verdict = Verdict(form.cleaned_data["verdict"])
        answer_review(item_id=item_id, verdict=verdict, why=form.cleaned_data["why"], by=viewer, now=now)
    return form.is_valid()
