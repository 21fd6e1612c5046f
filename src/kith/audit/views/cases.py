"""Pages of an audit's cases: side by side, one with its tools, one section of a tool, a moderated grade."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.access.vocabulary import Purpose
from kith.audit import presenters, selectors, services
from kith.audit.forms import ModerateForm, SectionForm
from kith.audit.rules import may_lead
from kith.audit.views.asking import LEADS, SEES_CASES, ask, do_and_go, lead_of, theme_of, viewer_of
from kith.audit.vocabulary import SECTION_WORDS, Grade, Section
from kith.shell.asking import posted
from kith.shell.guards import for_roles


@for_roles(*SEES_CASES)
@require_safe
def cases(request: HttpRequest, theme: UUID) -> HttpResponse:
    """Show the cases of an audit side by side."""
    found = theme_of(request, theme)
    pages = selectors.open_cases(found, viewer=viewer_of(request), purpose=Purpose.AUDIT)
    return render(request, "audit/cases.html", presenters.cases_page(found, pages, selectors.questions_of(found)))


@for_roles(*SEES_CASES)
@require_safe
def case(request: HttpRequest, theme: UUID, public_id: UUID) -> HttpResponse:
    """Show one case with what each agency says of it."""
    found, viewer = theme_of(request, theme), viewer_of(request)
    page = selectors.open_case(found, public_id, viewer=viewer, purpose=Purpose.AUDIT)
    may_moderate = may_lead(viewer) and bool(selectors.moderations_of(found))
    context = presenters.case_page(
        found,
        page,
        viewer=viewer,
        asked=selectors.asked_of(found),
        questions=selectors.questions_of(found),
        may_moderate=may_moderate,
    )
    return render(request, "audit/case.html", context)


@for_roles(*SEES_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, theme: UUID, public_id: UUID, section: str) -> HttpResponse:
    """Ask what the viewer's agency says in one section of its tool."""
    found, viewer = theme_of(request, theme), viewer_of(request)
    page = selectors.open_case(found, public_id, viewer=viewer, purpose=Purpose.AUDIT)
    row = next(
        (
            each
            for tool in page.tools
            for each in tool.sections.all()
            if tool.agency_id == viewer.agency_id and each.section == section
        ),
        None,
    )
    if row is None:
        raise Http404
    held = {name: getattr(row, name) for name in ("evidence", "good_practice", "to_develop", "grade", "because")}
    form = SectionForm(posted(request), initial=held | {"seen": row.version})

    def do() -> None:
        services.answer_section(
            theme=found,
            public_id=public_id,
            section=Section(section),
            answer=form.answer(),
            seen=form.cleaned_data["seen"],
            by=viewer,
            now=timezone.now(),
        )

    words = presenters.section_words(row)
    back = reverse("audit:case", args=[public_id, theme])
    more: dict[str, Any] = {"name": page.name, "hint": words["asks"], "record": words["record"]}
    return ask(request, form, do, title=words["title"], back=back, said="Kept.", **more)


@for_roles(*SEES_CASES)
@require_POST
def return_tool(request: HttpRequest, theme: UUID, public_id: UUID) -> HttpResponse:
    """Return the tool of the viewer's agency for one case."""
    found, viewer = theme_of(request, theme), viewer_of(request)
    return do_and_go(
        request,
        lambda: services.return_tool(theme=found, public_id=public_id, by=viewer, now=timezone.now()),
        back=reverse("audit:case", args=[public_id, theme]),
        said="Returned. It stays as it is, and the moderation meeting reads it.",
    )


@for_roles(*LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
def moderate(request: HttpRequest, theme: UUID, public_id: UUID, tool: UUID, section: str) -> HttpResponse:
    """Ask which grade a meeting gave to one section, and why."""
    found, viewer = lead_of(request, theme), viewer_of(request)
    page = selectors.open_case(found, public_id, viewer=viewer, purpose=Purpose.AUDIT)
    held = next((each for each in page.tools if each.public_id == tool), None)
    if held is None or section not in set(Section):
        raise Http404
    meetings = [(str(one.public_id), f"{one.held_on:%-d %B %Y}") for one in selectors.moderations_of(found)]
    form = ModerateForm(posted(request), meetings=meetings)

    def do() -> None:
        typed = form.cleaned_data
        services.moderate_grade(
            theme=found,
            public_id=public_id,
            tool=tool,
            section=Section(section),
            moderation=UUID(typed["moderation"]),
            grade=Grade(typed["grade"]),
            because=typed["because"],
            by=viewer,
            now=timezone.now(),
        )

    title = f"{SECTION_WORDS[Section(section)]}: what {held.agency.name} was given"
    back = reverse("audit:case", args=[public_id, theme])
    return ask(request, form, do, title=title, back=back, said="Kept beside the agency's own grade.", name=page.name)
