"""Pages of what an audit found: findings, recommendations, actions with their evidence, what is different now."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kith.audit import presenters, selectors, services
from kith.audit.forms import ActForm, EvidenceForm, SayForm
from kith.audit.rules import may_read_findings
from kith.audit.views.asking import LEADS, READERS, ask, do_and_go, lead_of, theme_of, viewer_of
from kith.shell.asking import posted
from kith.shell.guards import for_roles


@for_roles(*READERS)
@require_safe
def findings(request: HttpRequest, theme: UUID) -> HttpResponse:
    """Show what an audit found, what follows from it, and how referrals go on since."""
    found, viewer, today = theme_of(request, theme), viewer_of(request), timezone.localdate()
    quarters = selectors.noting_by_quarter(viewer=viewer, since=timezone.localdate(found.made_at))
    context = presenters.findings_page(found, selectors.findings_of(found), quarters, viewer=viewer, today=today)
    return render(request, "audit/findings.html", context)


@for_roles(*READERS)
@require_safe
def difference(request: HttpRequest, theme: UUID) -> HttpResponse:
    """Show what moved since the audit that this one repeats."""
    found = theme_of(request, theme)
    moved, questions = selectors.difference_of(found), selectors.questions_of(found)
    return render(request, "audit/difference.html", presenters.difference_page(found, moved, questions))


@for_roles(*LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
def recommend(request: HttpRequest, theme: UUID, finding: UUID) -> HttpResponse:
    """Ask what should be different because of a finding."""
    found = lead_of(request, theme)
    row = next((each for each in selectors.findings_of(found) if each.public_id == finding), None)
    if row is None:
        raise Http404
    form = SayForm(posted(request), label="What do you recommend?")

    def do() -> None:
        services.recommend(
            theme=found, finding=finding, says=form.cleaned_data["says"], by=viewer_of(request), now=timezone.now()
        )

    back = reverse("audit:findings", args=[theme])
    return ask(request, form, do, title="Recommend", back=back, said="Kept. Agree who does it.", hint=row.says)


@for_roles(*LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: HttpRequest, theme: UUID, recommendation: UUID) -> HttpResponse:
    """Ask what is done about a recommendation, by whom and by when."""
    found, now = lead_of(request, theme), timezone.now()
    form = ActForm(posted(request), owners=selectors.who_may_own(now))

    def do() -> None:
        typed = form.cleaned_data
        services.agree_audit_action(
            theme=found,
            recommendation=recommendation,
            what=typed["what"],
            owner_id=int(typed["owner"]),
            due_on=typed["due_on"],
            by=viewer_of(request),
            now=now,
        )

    back = reverse("audit:findings", args=[theme])
    return ask(request, form, do, title="Agree an action", back=back, said="Agreed. Its owner has the task.")


@require_http_methods(["GET", "HEAD", "POST"])
def action(request: HttpRequest, action: UUID) -> HttpResponse:
    """Show one action; its owner says there what was done."""
    row, viewer, now = selectors.find_action(action), viewer_of(request), timezone.now()
    if row is None or not (may_read_findings(viewer) or row.owner_id == viewer.staff_id):
        raise Http404
    form = EvidenceForm(posted(request), initial={"seen": row.version})

    def do() -> None:
        typed = form.cleaned_data
        services.show_evidence(action=action, evidence=typed["evidence"], seen=typed["seen"], by=viewer, now=now)

    context = presenters.action_page(row, viewer=viewer, today=timezone.localdate(now))
    back = reverse("audit:action", args=[action])
    said = "The subgroup has it now."
    return ask(request, form, do, title="One action", back=back, said=said, template="audit/action.html", **context)


@for_roles(*LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: HttpRequest, action: UUID, step: str) -> HttpResponse:
    """Accept for the subgroup what an owner showed, or send it back with what is missing."""
    row, viewer, now = selectors.find_action(action), viewer_of(request), timezone.now()
    if row is None or step not in ("accept", "send-back"):
        raise Http404
    back = reverse("audit:action", args=[action])
    if step == "accept":
        if request.method != "POST":
            raise Http404
        seen = int(typed) if (typed := request.POST.get("seen", "")).isdecimal() else 0
        return do_and_go(
            request,
            lambda: services.accept_evidence(action=action, seen=seen, by=viewer, now=now),
            back=back,
            said="Accepted.",
        )
    form = SayForm(posted(request), label="What is missing?")

    def do() -> None:
        services.send_back(action=action, because=form.cleaned_data["says"], seen=row.version, by=viewer, now=now)

    return ask(request, form, do, title="Send an action back", back=back, said="Sent back; its clock runs again.")
