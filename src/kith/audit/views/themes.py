"""Pages of an audit itself: the list, planning, choosing the cases, asking agencies, moderation, closing."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.audit import presenters, selectors, services
from kith.audit.forms import AskForm, CohortForm, ModerationForm, ThemeForm
from kith.audit.views.asking import LEADS, READERS, ask, do_and_go, lead_of, theme_of, viewer_of
from kith.audit.vocabulary import CohortRule
from kith.shell.asking import posted
from kith.shell.guards import for_roles


@for_roles(*READERS)
@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    """Show the audits that the viewer reads."""
    viewer = viewer_of(request)
    return render(request, "audit/themes.html", presenters.themes_page(selectors.themes_for(viewer), viewer))


@for_roles(*LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_theme(request: HttpRequest) -> HttpResponse:
    """Ask what an audit asks."""
    viewer, now = viewer_of(request), timezone.now()
    form = ThemeForm(posted(request), subgroups=selectors.subgroups(now), earlier=selectors.earlier_themes(viewer))
    return ask(
        request,
        form,
        lambda: services.plan_theme(new=form.new_theme(), by=viewer, now=now),
        title="Plan an audit",
        back=reverse("audit:themes"),
        said="Planned. Open it, and choose the cases.",
    )


@for_roles(*READERS)
@require_safe
def theme(request: HttpRequest, theme: UUID) -> HttpResponse:
    """Show one audit: what it asks, how far it is, what comes next."""
    found = theme_of(request, theme)
    context = presenters.theme_page(
        found,
        viewer=viewer_of(request),
        cohorts=selectors.cohorts_of(found),
        asked=selectors.asked_of(found),
        questions=selectors.questions_of(found),
        moderations=selectors.moderations_of(found),
    )
    return render(request, "audit/theme.html", context)


@for_roles(*LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, theme: UUID) -> HttpResponse:
    """Ask how the cases are chosen; count first whom the rule finds, and draw only when asked to."""
    found, viewer, now = lead_of(request, theme), viewer_of(request), timezone.now()
    form = CohortForm(posted(request), initial={"begins_on": found.begins_on, "ends_on": found.ends_on})
    counted = None
    if form.is_bound and "count" in request.POST:
        if form.is_valid():
            typed = form.cleaned_data
            counted = selectors.count_found(
                CohortRule(typed["rule"]), typed["begins_on"], typed["ends_on"], viewer=viewer
            )
        about = {"title": "Choose the cases", "back": reverse("audit:theme", args=[theme])}
        context = {"form": form, "counted": counted, "theme": found} | about
        return render(request, "audit/choose.html", context, status=422 if form.errors else 200)
    return ask(
        request,
        form,
        lambda: services.fix_cohort(theme=found, new=form.new_cohort(), by=viewer, now=now),
        title="Choose the cases",
        back=reverse("audit:theme", args=[theme]),
        said="The cases are chosen, and the reason is kept.",
        template="audit/choose.html",
        theme=found,
    )


@for_roles(*LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_agency(request: HttpRequest, theme: UUID) -> HttpResponse:
    """Ask which agency fills in its tools, who does it, and by when."""
    found, now = lead_of(request, theme), timezone.now()
    form = AskForm(posted(request), auditors=selectors.who_may_audit(now))

    def do() -> None:
        typed = form.cleaned_data
        services.ask_agency(
            theme=found, auditor_id=int(typed["auditor"]), due_on=typed["due_on"], by=viewer_of(request), now=now
        )

    back = reverse("audit:theme", args=[theme])
    said = "Asked. They have the task, and see the cases until the audit ends."
    return ask(request, form, do, title="Ask an agency for its tools", back=back, said=said, button="Ask")


@for_roles(*LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
def moderation(request: HttpRequest, theme: UUID) -> HttpResponse:
    """Ask when agencies met to moderate, and which."""
    found, viewer, now = lead_of(request, theme), viewer_of(request), timezone.now()
    form = ModerationForm(posted(request), agencies=selectors.agencies_of(found, viewer))

    def do() -> None:
        typed = form.cleaned_data
        agencies = [int(agency) for agency in typed["agencies"]]
        services.hold_moderation(theme=found, agencies=agencies, held_on=typed["held_on"], by=viewer, now=now)

    back = reverse("audit:theme", args=[theme])
    said = "Kept. Open a case to write down the grades that the meeting gave."
    return ask(request, form, do, title="Write down a moderation meeting", back=back, said=said)


@for_roles(*LEADS)
@require_POST
def do(request: HttpRequest, theme: UUID, step: str) -> HttpResponse:
    """Draft the tools, count the findings, or close."""
    found = lead_of(request, theme)
    steps = {
        "draft": (services.draft_tools, "audit:cases", "The tools are drafted from the record as it stands now."),
        "count": (services.count_findings, "audit:findings", "Counted from what the record showed of each case."),
        "close": (services.close_theme, "audit:theme", "Closed. Nobody sees the cases because of this audit any more."),
    }
    if step not in steps:
        raise Http404
    service, leads_to, said = steps[step]
    back = reverse(leads_to, args=[theme])
    return do_and_go(
        request, lambda: service(theme=found, by=viewer_of(request), now=timezone.now()), back=back, said=said
    )
