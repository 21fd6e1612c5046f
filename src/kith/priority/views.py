"""The pages of the list: the list, one card, what is wrong with it and how that is answered, the policy in words."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kith.access.services import opening_purpose
from kith.access.vocabulary import Purpose, Refused, Viewer
from kith.chronology.selectors import feed_deliveries
from kith.priority import presenters, selectors, services
from kith.priority.forms import AnswerForm, CorrectionForm
from kith.priority.presenters.words import CORRECTIONS
from kith.priority.rules.purposes import purpose_of_list
from kith.priority.selectors.policies import policy_in_force
from kith.priority.vocabulary import Card, CorrectionKind, Corrections, Lane


@require_safe
def consider_next(request: HttpRequest) -> HttpResponse:
    """Show the list, lane by lane; narrowed by lane or town, never by a name."""
    viewer = _viewer(request)
    asked = request.GET.get("lane", "")
    lane = Lane(asked) if asked in set(presenters.LANES_SHOWN) else None
    town = request.GET.get("town", "")[:60]
    page = selectors.list_shown(viewer=viewer, purpose=purpose_of_list(viewer.roles), lane=lane, town=town)
    late = presenters.late_feeds(feed_deliveries(today=timezone.localdate()))
    return render(request, "priority/list.html", presenters.list_page(page, lane=lane, town=town) | {"late": late})


@require_safe
def card(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show why one child stands where they stand."""
    found = _card(request, public_id)
    return render(request, "priority/card.html", presenters.card_page(found))


@require_http_methods(["GET", "HEAD", "POST"])
def wrong(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take down what somebody says is wrong on a card."""
    found = _card(request, public_id)
    form = CorrectionForm(
        request.POST if request.method == "POST" else None, kinds=list(CORRECTIONS.items()), lines=_lines(found)
    )
    if form.is_bound and form.is_valid():
        services.request_correction(
            public_id=public_id,
            what=CorrectionKind(form.cleaned_data["what"]),
            indicator=form.cleaned_data["indicator"],
            says=form.cleaned_data["says"],
            purpose=_purpose(request, public_id),
            by=_viewer(request),
            now=timezone.now(),
        )
        messages.success(
            request, "Thank you. What you wrote goes to the data steward, who takes it up with the agency that told it."
        )
        return redirect("priority:card", public_id)
    context = {"form": form, "public_id": public_id, "has_errors": bool(form.errors)}
    return render(request, "priority/wrong.html", context, status=422 if form.errors else 200)


@require_safe
def corrections(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show what was said to be wrong about one child, and what became of it."""
    found = _corrections(request, public_id)
    return render(request, "priority/corrections.html", presenters.corrections_page(found))


@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, public_id: UUID, correction_id: UUID) -> HttpResponse:
    """Answer one thing that was said to be wrong; what is answered is read with the others."""
    found = _corrections(request, public_id)
    row = next((row for row in found.rows if row.public_id == correction_id), None)
    if row is None:
        raise Http404
    if not row.may_answer:
        return redirect("priority:corrections", public_id)
    offered = [(state, text) for state, text in presenters.ANSWERS.items() if state is not row.state]
    form = AnswerForm(request.POST if request.method == "POST" else None, answers=offered, agencies=found.agencies)
    if form.is_bound and form.is_valid() and _answered(request, public_id, correction_id, form):
        messages.success(request, "Kept. Whoever said it has been told that there is an answer.")
        return redirect("priority:corrections", public_id)
    page = presenters.corrections_page(found) | {"row": presenters.said_row(row, public_id), "form": form}
    page["has_errors"] = bool(form.errors)
    return render(request, "priority/correction.html", page, status=422 if form.errors else 200)


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """Show the policy in words: that of the list shown, or the newest one before the first list."""
    run = selectors.run_in_force()
    shown = run.policy if run else policy_in_force(timezone.localdate())
    return render(request, "priority/policy.html", presenters.policy_page(shown))


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # the doorkeeper sets it on every request
    return viewer


def _purpose(request: HttpRequest, public_id: UUID) -> Purpose:
    # a card is opened from the list, for the list's purpose, unless the child has been opened for another
    return opening_purpose(request.session, public_id) or purpose_of_list(_viewer(request).roles)


def _card(request: HttpRequest, public_id: UUID) -> Card:
    return selectors.open_card(public_id, viewer=_viewer(request), purpose=_purpose(request, public_id))


def _corrections(request: HttpRequest, public_id: UUID) -> Corrections:
    return selectors.open_corrections(public_id, viewer=_viewer(request), purpose=_purpose(request, public_id))


def _answered(request: HttpRequest, public_id: UUID, correction_id: UUID, form: AnswerForm) -> bool:
    try:
        services.answer_correction(
            public_id=public_id,
            correction=correction_id,
            answer=form.answer(),
            purpose=_purpose(request, public_id),
            by=_viewer(request),
            now=timezone.now(),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _lines(found: Card) -> list[tuple[str, str]]:
    policy = found.run.policy
    return [
        (each.indicator, policy.indicator(each.indicator).says)
        for each in found.standing.contributions
        if each.is_shown
    ]
