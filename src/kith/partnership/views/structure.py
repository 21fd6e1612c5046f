"""Pages of the structure for everybody signed in: the chart, a group, a meeting, the work plan with its risks."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kith.access.vocabulary import Viewer
from kith.partnership import presenters, selectors
from kith.partnership.forms import AsAtForm
from kith.partnership.models import Group
from kith.partnership.rules import may_keep_structure, may_tell
from kith.partnership.vocabulary import PartGone


@require_safe
def chart(request: HttpRequest) -> HttpResponse:
    """Show the partnership as at a day, as a list and as a picture."""
    day, context = _asked(request)
    years = selectors.years_known(timezone.localdate())
    context |= presenters.chart_page(selectors.structure_as_at(day), years) | {"may_tell": may_tell(_viewer(request))}
    return render(request, "partnership/chart.html", context)


@require_safe
def group(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one group as at a day: terms of reference, seats, meetings, work, risks."""
    day, context = _asked(request)
    try:
        found = selectors.find_group(public_id)
    except PartGone:
        raise Http404 from None
    standing = presenters.find_standing(selectors.structure_as_at(day).groups, found)
    terms = selectors.terms_of(found)
    context |= presenters.group_page(found, standing, terms, selectors.seats_of(found), day)
    context |= {
        "meetings": [
            presenters.meeting_row(one, selectors.quorum_on(terms, one.held_on)) for one in selectors.meetings_of(found)
        ],
        **_plan(day, found),
    }
    return render(request, "partnership/group.html", context)


@require_safe
def meeting(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one meeting with its papers and decisions."""
    try:
        found = selectors.find_meeting(public_id)
    except PartGone:
        raise Http404 from None
    quorum = selectors.quorum_on(selectors.terms_of(found.group), found.held_on)
    context = presenters.meeting_row(found, quorum) | {
        "papers": [one for one in found.papers.all() if not one.is_withdrawn],
        "decisions": [one for one in found.decisions.all() if not one.is_withdrawn],
        "may_keep": may_keep_structure(_viewer(request)),
    }
    return render(request, "partnership/meeting.html", context)


@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """Show the work plan and the risks of every group as at a day."""
    day, context = _asked(request)
    return render(request, "partnership/plan.html", context | _plan(day))


@require_safe
def plan_export(request: HttpRequest) -> HttpResponse:
    """Hand out the work plan, or the risks, as at a day, as a table; what ended before is in it too."""
    day, _ = _asked(request)
    if request.GET.get("of") == "risks":
        name, table = "risks", presenters.risk_table([*selectors.risks_on(day), *selectors.risks_ended(day)])
    else:
        name, table = "work-plan", presenters.work_table([*selectors.work_plan(day), *selectors.work_ended(day)])
    answer = HttpResponse(presenters.table_of(table), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}-{day.isoformat()}.csv"'
    return answer


@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """Show whom to ring or write to as at a day."""
    day, context = _asked(request)
    context |= {"contacts": presenters.contact_rows(selectors.contacts_on(day))}
    return render(request, "partnership/contacts.html", context)


def _plan(day: date, group: Group | None = None) -> dict[str, Any]:
    return {
        "items": presenters.plan_rows(selectors.work_plan(day, group), day),
        "risks": presenters.risk_rows(selectors.risks_on(day, group), day),
        "ended_items": presenters.plan_rows(selectors.work_ended(day, group), day),
        "ended_risks": presenters.risk_rows(selectors.risks_ended(day, group), day),
    }


def _asked(request: HttpRequest) -> tuple[date, dict[str, Any]]:
    """Return the day that was asked for, today when none or no real one was, and what every page of a day shows."""
    today = timezone.localdate()
    form = AsAtForm(request.GET if any(name.startswith("on-") for name in request.GET) else None, initial={"on": today})
    day = (form.is_bound and form.is_valid() and form.cleaned_data["on"]) or today
    context = presenters.day_context(day, today)
    return day, context | {"form": form, "may_keep": may_keep_structure(_viewer(request))}


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # the doorkeeper sets it on every request
    return viewer
