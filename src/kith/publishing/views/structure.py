"""Pages of the partnership for everybody, as at any day until today: the chart, a group, a priority, an agency."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kith.publishing.forms.structure import AsAtForm
from kith.publishing.presenters import structure as presenters
from kith.publishing.selectors.structure import NotTold, learning_about, told_structure
from kith.publishing.vocabulary.charts import chart_on
from kith.shell.guards import public

_FOR_ALL = "What the partnership is made of is told to everybody; two people approved it."
_MOST_LEARNING = 5
View = Callable[..., HttpResponse]


def while_told(view: View) -> View:
    """Answer that the page is gone while what it shows is withdrawn, and that there is none where it never was."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, *args, **named)
        except NotTold as absent:
            if absent.was_withdrawn:
                return render(request, "publishing/gone.html", status=410)
            raise Http404 from None

    return answer


@public(reason=_FOR_ALL)
@require_safe
@while_told
def chart(request: HttpRequest) -> HttpResponse:
    """Show the partnership as at a day, as a list and as a picture."""
    day, context = _asked(request)
    context |= presenters.chart_page(told_structure(), day, timezone.localdate())
    return render(request, "publishing/structure/chart_page.html", context)


@public(reason=_FOR_ALL)
@require_safe
@while_told
def group(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one group as at a day."""
    day, context = _asked(request)
    told = told_structure()
    context |= presenters.group_page(_one(told.groups, public_id), chart_on(told, day))
    return render(request, "publishing/structure/group.html", context)


@public(reason=_FOR_ALL)
@require_safe
@while_told
def priority(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one priority with the groups that serve it and what was learned about it."""
    day, context = _asked(request)
    told = told_structure()
    found = _one(told.priorities, public_id)
    context |= presenters.priority_page(found, chart_on(told, day))
    context |= {"learning": learning_about(found.name, most=_MOST_LEARNING)}
    return render(request, "publishing/structure/priority.html", context)


@public(reason=_FOR_ALL)
@require_safe
@while_told
def agency(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one agency with the seats that it has as at a day."""
    day, context = _asked(request)
    told = told_structure()
    context |= presenters.agency_page(_one(told.agencies, public_id), chart_on(told, day))
    return render(request, "publishing/structure/agency.html", context)


def _one(rows: Any, public_id: UUID) -> Any:
    """Return one thing of those that are told and have begun; what is to come is not told."""
    today = timezone.localdate()
    found = next((one for one in rows if one.id == public_id and one.begins_on <= today), None)
    if found is None:
        raise Http404
    return found


def _asked(request: HttpRequest) -> tuple[date, dict[str, Any]]:
    """Return the day that was asked for, today when none or none that can be shown was, and what its pages show."""
    today = timezone.localdate()
    typed = request.GET if any(name.startswith("on-") for name in request.GET) else None
    form = AsAtForm(typed, initial={"on": today}, today=today)
    day = (form.is_bound and form.is_valid() and form.cleaned_data["on"]) or today
    return day, presenters.day_context(day, today) | {"form": form}
