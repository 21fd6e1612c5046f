"""Pages on which a briefing is written beside its case: its parts, the facts it tells, its check."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kith.access.vocabulary import Purpose
from kith.audit.selectors import find_theme, findings_of
from kith.chronology.selectors import open_chronology, open_header
from kith.chronology.vocabulary import Chronology, Reading
from kith.learning import presenters, selectors, services
from kith.learning.forms import FactsForm, GiveForm, KeepForm, PartsForm, StartForm
from kith.learning.rules.briefings import WRITERS
from kith.learning.selectors import OpenReview
from kith.learning.views.asking import REFUSALS, do_and_go, done, viewer_of
from kith.learning.vocabulary.briefings import BriefingRefused, PartChanged, ReviewForm
from kith.shell.asking import posted
from kith.shell.guards import for_roles


@for_roles(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_review(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask in which form a case is told, and begin its draft."""
    viewer = viewer_of(request)
    theme = _theme(request)
    header = open_header(public_id, viewer=viewer, purpose=Purpose.AUDIT, now=timezone.now())
    form = StartForm(posted(request), is_audited=theme is not None)
    made: list[UUID] = []

    def do() -> None:
        made.append(
            services.start_review(
                public_id=public_id,
                form=ReviewForm(form.cleaned_data["form"]),
                theme=theme,
                incident_on=form.cleaned_data.get("incident_on"),
                by=viewer,
                now=timezone.now(),
            )
        )

    if form.is_bound and form.is_valid() and done(form, do):
        return redirect("learning:review", public_id, made[0])
    context = {"form": form, "name": header.name, "audit": theme, "has_errors": bool(form.errors)}
    return render(request, "learning/review_new.html", context, status=422 if form.errors else 200)


@for_roles(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, public_id: UUID, review: UUID) -> HttpResponse:
    """Show a draft beside the record of its case, and keep what is written."""
    viewer = viewer_of(request)
    with selectors.looking_at_review(public_id, review, viewer=viewer, what="learning.draft") as opened:
        answered = selectors.findings_answered(opened.briefing)
        is_on_site = selectors.on_site(opened.briefing) is not None
    findings = {row.public_id: row.says for row in findings_of(opened.briefing.theme)} if opened.briefing.theme else {}
    form = PartsForm(
        posted(request),
        form=ReviewForm(opened.briefing.form),
        held={place: (part.text, part.version) for place, part in opened.parts.items()},
        findings=findings,
        initial={"findings": [str(number) for number in answered]},
    )
    theirs = ""
    if form.is_bound and form.is_valid():
        try:
            _save(request, public_id, review, form, has_findings=bool(findings))
        except PartChanged as changed:
            form.show_both(changed)
            theirs = changed.theirs
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect("learning:review", public_id, review)
    told = {person: _record(request, number) for person, number in opened.people.items()}
    context = presenters.review_page(opened, told, theirs=theirs, is_on_site=is_on_site)
    context |= {"form": form, "has_errors": bool(form.errors)}
    return render(request, "learning/review.html", context, status=422 if form.errors else 200)


@for_roles(*WRITERS)
@require_POST
def revise(request: HttpRequest, public_id: UUID, review: UUID) -> HttpResponse:
    """Open words that the site has once more."""
    seen = request.POST.get("seen", "")
    if not seen.isdecimal():
        raise Http404

    def do() -> None:
        services.revise_briefing(
            public_id=public_id, review=review, seen=int(seen), by=viewer_of(request), now=timezone.now()
        )

    back, said = reverse("learning:review", args=[public_id, review]), "Open again. Change the words and check them."
    return do_and_go(request, do, back=back, said=said)


@for_roles(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: HttpRequest, public_id: UUID, review: UUID) -> HttpResponse:
    """Ask which facts the text tells and how finely, and say how many children they fit."""
    viewer = viewer_of(request)
    opened, offered = selectors.open_facts(public_id=public_id, review=review, viewer=viewer, purpose=Purpose.AUDIT)
    form = FactsForm(
        posted(request),
        facts=[(fact.kind, fact.ways, fact.chosen) for fact in offered.facts],
        initial={"other": offered.other},
    )

    def do() -> None:
        services.keep_facts(
            public_id=public_id,
            review=review,
            levels=form.levels(),
            other=form.cleaned_data["other"],
            by=viewer,
            now=timezone.now(),
        )

    if form.is_bound and form.is_valid() and done(form, do):
        messages.success(request, "Counted.")
        return redirect("learning:facts", public_id, review)
    context = presenters.facts_page(opened, offered, names=_names(request, opened)) | {"form": form}
    return render(request, "learning/review_facts.html", context, status=422 if form.errors else 200)


@for_roles(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, public_id: UUID, review: UUID) -> HttpResponse:
    """Show a draft as it would be read, keep what tells nobody, and give it to a second person."""
    viewer = viewer_of(request)
    try:
        opened, parts = selectors.open_check(public_id=public_id, review=review, viewer=viewer, purpose=Purpose.AUDIT)
    except BriefingRefused as refusal:
        name = _name(request, public_id)
        context = {"refused": str(refusal), "name": name, "public_id": public_id, "review": review}
        return render(request, "learning/review_check.html", context, status=409)
    page = presenters.check_page(opened, parts, names=_names(request, opened))
    gives = request.method == "POST" and "give" in request.POST
    keep = KeepForm(None if gives else posted(request), keys=page["keys"])
    give = GiveForm(posted(request) if gives else None)
    about: dict[str, Any] = {"public_id": public_id, "review": review, "by": viewer, "now": timezone.now()}
    if keep.is_bound and keep.is_valid():
        keys = set(keep.cleaned_data["keep"])
        if done(keep, lambda: services.confirm_pieces(keys=keys, **about)):
            messages.success(request, "Kept. It counts until a word around it changes.")
            return redirect("learning:check", public_id, review)
    if give.is_bound and give.is_valid() and done(give, lambda: services.check_briefing(**about)):
        messages.success(request, "Checked. A colleague now reads it and approves it, or sends it back.")
        return redirect("learning:briefings")
    errors = bool(keep.errors or give.errors)
    context = page | {"keep": keep, "give": give, "form": give if gives else keep, "has_errors": errors}
    return render(request, "learning/review_check.html", context, status=422 if errors else 200)


def _save(request: HttpRequest, public_id: UUID, review: UUID, form: PartsForm, *, has_findings: bool) -> None:
    by, now = viewer_of(request), timezone.now()
    services.save_parts(public_id=public_id, review=review, typed=form.typed(), by=by, now=now)
    if has_findings:
        findings = form.chosen_findings()
        services.answer_findings(public_id=public_id, review=review, findings=findings, by=by, now=now)


def _record(request: HttpRequest, public_id: UUID) -> Chronology:
    return open_chronology(
        public_id, viewer=viewer_of(request), purpose=Purpose.AUDIT, reading=Reading(), now=timezone.now()
    )


def _names(request: HttpRequest, opened: OpenReview) -> dict[int, str]:
    return {person: _name(request, public_id) for person, public_id in opened.people.items()}


def _name(request: HttpRequest, public_id: UUID) -> str:
    return open_header(public_id, viewer=viewer_of(request), purpose=Purpose.AUDIT, now=timezone.now()).name


def _theme(request: HttpRequest) -> UUID | None:
    """Return the audit that the address names, or say that there is none that the viewer reads."""
    named = request.GET.get("audit", "")
    if not named:
        return None
    try:
        number = UUID(named)
    except ValueError:
        raise Http404 from None
    if find_theme(number, viewer=viewer_of(request)) is None:
        raise Http404
    return number
