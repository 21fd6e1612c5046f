"""Pages of statutory reviews: the register, opening one, one review with its steps, facts, and what was learned."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.access.vocabulary import Purpose, Role
from kith.audit import presenters, selectors, services
from kith.audit.forms import ActForm, FactsForm, PracticeReviewForm, RapidReviewForm, StepForm
from kith.audit.rules import facts_by, may_count_reviews, may_take, review_clocks_on
from kith.audit.selectors import ReviewPage
from kith.audit.views.asking import LEADS, READERS, ask, do_and_go, viewer_of
from kith.audit.vocabulary import REVIEW_TRANSITIONS, STEP_WORDS, ReviewState, ReviewStepKind, StatutoryKind
from kith.shell.asking import posted
from kith.shell.guards import for_roles

_ANSWER = (Role.AUDITOR, Role.AGENCY_CONTACT, Role.TEAM_MANAGER)
_FORMS: Mapping[StatutoryKind, type[RapidReviewForm | PracticeReviewForm]] = {
    StatutoryKind.RAPID: RapidReviewForm,
    StatutoryKind.PRACTICE: PracticeReviewForm,
}
_TITLES = {
    StatutoryKind.RAPID: "Open a rapid review of a serious incident",
    StatutoryKind.PRACTICE: "Open a practice review without a rapid review",
}


@for_roles(*READERS)
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """Show the register: one's own reviews with names, and to whoever oversees them the counts of all."""
    viewer, now = viewer_of(request), timezone.now()
    today, answers = timezone.localdate(now), bool(viewer.roles & set(_ANSWER))
    context = presenters.reviews_page(
        selectors.list_reviews(viewer=viewer, purpose=Purpose.AUDIT) if answers else [],
        selectors.count_reviews(viewer=viewer, today=today),
        viewer=viewer,
        today=today,
        out_of_sight=selectors.count_out_of_sight(viewer=viewer, now=now) if answers else 0,
        may_count=may_count_reviews(viewer),
    )
    return render(request, "audit/reviews.html", context)


@for_roles(*_ANSWER)
@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """Let the viewer see again whom their open reviews are about."""
    return do_and_go(
        request,
        lambda: services.renew_reviews(by=viewer_of(request), now=timezone.now()),
        back=reverse("audit:reviews"),
        said="Renewed for half a year. It is kept in the trace.",
    )


@for_roles(*LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_review(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask what a new review is about."""
    if kind not in set(StatutoryKind):
        raise Http404
    now, which = timezone.now(), StatutoryKind(kind)
    form = _FORMS[which](posted(request), deciders=selectors.who_may_audit(now))

    def do() -> None:
        services.start_review(new=form.new_review(), by=viewer_of(request), now=now)

    said = "Opened. It stands on the register with its days, and its first task is yours."
    return ask(request, form, do, title=_TITLES[which], back=reverse("audit:reviews"), said=said, button="Open")


@for_roles(*_ANSWER)
@require_safe
def door(request: HttpRequest, review: UUID) -> HttpResponse:
    """Lead from a review's own number, which names nobody, to its page."""
    person = selectors.door_of(review, viewer=viewer_of(request))
    return redirect("audit:review", person, review) if person else redirect("audit:reviews")


@for_roles(*_ANSWER)
@require_safe
def review(request: HttpRequest, public_id: UUID, review: UUID) -> HttpResponse:
    """Show one review: its days, what is known, what happened, and the next step."""
    viewer = viewer_of(request)
    page = selectors.open_review(public_id, review, viewer=viewer, purpose=Purpose.AUDIT)
    return render(request, "audit/review.html", presenters.review_page(page, viewer=viewer, today=timezone.localdate()))


@for_roles(*_ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, public_id: UUID, review: UUID, step: str) -> HttpResponse:
    """Ask for what one step of a review needs, and take it."""
    if step not in set(ReviewStepKind):
        raise Http404
    viewer, now, kind = viewer_of(request), timezone.now(), ReviewStepKind(step)
    page = selectors.open_review(public_id, review, viewer=viewer, purpose=Purpose.AUDIT)
    row, today = page.review, timezone.localdate(now)
    possible = REVIEW_TRANSITIONS[StatutoryKind(row.kind)][ReviewState(row.state)]
    if kind not in possible or not may_take(viewer, kind, lead=row.lead_id, decides=row.decides_id):
        raise Http404
    form = StepForm(
        posted(request),
        kind=kind,
        colleagues=selectors.who_may_audit(now),
        auditors=selectors.who_may_lead(now),
        initial=_begins_with(page, kind, today),
    )

    def do() -> None:
        services.take_step(
            person=public_id, review=review, new=form.new_step(), seen=form.cleaned_data["seen"], by=viewer, now=now
        )

    words = STEP_WORDS[kind]
    ends = possible[kind] in (ReviewState.CLOSED, ReviewState.WITHDRAWN) or kind is ReviewStepKind.HAND_OVER
    back = reverse("audit:reviews") if ends else reverse("audit:review", args=[public_id, review])
    hint = "" if words.asks else words.hint
    return ask(request, form, do, title=words.title, back=back, said="Kept with the review.", name=page.name, hint=hint)


def _begins_with(page: ReviewPage, kind: ReviewStepKind, today: date) -> dict[str, Any]:
    """Return what a step's form begins with: today, and what is kept already of what the step replaces."""
    row, practice = page.review, page.practice
    begins: dict[str, Any] = {"seen": row.version, "on": today, "lead": row.lead_id, "decides": row.decides_id}
    if kind is ReviewStepKind.ASK:
        begins["due_on"] = facts_by(review_clocks_on(today, row.book), today)
    if practice and kind is ReviewStepKind.SCOPE:
        begins |= {"reviewer": practice.reviewer, "says": practice.terms, "due_on": practice.publish_plan_on}
    if practice and kind in (ReviewStepKind.HEAR_FAMILY, ReviewStepKind.HEAR_CHILD):
        begins["says"] = practice.family if kind is ReviewStepKind.HEAR_FAMILY else practice.voice
    return begins


@for_roles(*_ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: HttpRequest, public_id: UUID, review: UUID) -> HttpResponse:
    """Ask what the viewer's agency knows."""
    viewer, now = viewer_of(request), timezone.now()
    page = selectors.open_review(public_id, review, viewer=viewer, purpose=Purpose.AUDIT)
    own = page.own(viewer)
    if own is None:
        raise Http404
    form = FactsForm(posted(request), initial={"facts": own.facts, "seen": own.version})

    def do() -> None:
        typed = form.cleaned_data
        services.answer_facts(
            person=public_id, review=review, facts=typed["facts"], seen=typed["seen"], by=viewer, now=now
        )

    back = reverse("audit:review", args=[public_id, review])
    said = "Kept as your agency's draft. Nobody else reads it until you return it."
    return ask(request, form, do, title="What your agency knows", back=back, said=said, name=page.name)


@for_roles(*_ANSWER)
@require_POST
def return_facts(request: HttpRequest, public_id: UUID, review: UUID) -> HttpResponse:
    """Return what the viewer's agency knows."""
    return do_and_go(
        request,
        lambda: services.return_facts(person=public_id, review=review, by=viewer_of(request), now=timezone.now()),
        back=reverse("audit:review", args=[public_id, review]),
        said="Returned. It stays as it is, and those who answer for the review read it.",
    )


@for_roles(*READERS)
@require_safe
def learning(request: HttpRequest) -> HttpResponse:
    """Show what reviews taught and what is done about it; nobody is named."""
    context = presenters.learning_page(
        selectors.learning_points(), viewer=viewer_of(request), today=timezone.localdate()
    )
    return render(request, "audit/learning.html", context)


@for_roles(*LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
def agree_learning(request: HttpRequest, recommendation: UUID) -> HttpResponse:
    """Ask what is done about what a review taught, by whom and by when."""
    row, now = selectors.find_recommendation(recommendation), timezone.now()
    if row is None:
        raise Http404
    form = ActForm(posted(request), owners=selectors.who_may_own(now))

    def do() -> None:
        typed = form.cleaned_data
        services.agree_learning_action(
            recommendation=recommendation,
            what=typed["what"],
            owner_id=int(typed["owner"]),
            due_on=typed["due_on"],
            by=viewer_of(request),
            now=now,
        )

    back, said = presenters.origin_of(row)["back"], "Agreed. Its owner has the task."
    return ask(request, form, do, title="Agree an action", back=back, said=said, hint=row.says)
