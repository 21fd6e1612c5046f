"""What is made of a version of a toolkit: a checklist, a form, a comparison, a PDF; and the reviews that are due."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from kith.publishing.models.toolkits import ToolkitVersionPage
from kith.publishing.presenters.toolkits import changes_between, typeset_data
from kith.publishing.presenters.toolkits import checklist as as_checklist
from kith.publishing.runs.toolkits import typeset_toolkit
from kith.publishing.selectors.toolkits import find_version, reviews_due
from kith.shell.guards import public

_OPEN = "Toolkits are published for everybody; nothing that is ticked there leaves the reader's own screen."


@public(reason=_OPEN)
@require_safe
def checklist(request: HttpRequest, toolkit: str, number: int) -> HttpResponse:
    """Show the checklist of a version, to tick on the screen or on paper."""
    context = as_checklist(_version(toolkit, number), with_questions=False)
    return render(request, "publishing/toolkits/checklist.html", context)


@public(reason=_OPEN)
@require_safe
def form(request: HttpRequest, toolkit: str, number: int) -> HttpResponse:
    """Show a version as a form: its checks and its questions, with room to write on paper."""
    context = as_checklist(_version(toolkit, number), with_questions=True)
    return render(request, "publishing/toolkits/checklist.html", context)


@public(reason=_OPEN)
@require_safe
def changes(request: HttpRequest, toolkit: str, number: int) -> HttpResponse:
    """Show what a version changed in the version before it."""
    version = _version(toolkit, number)
    before = version.before()
    if before is None:
        raise Http404
    context = {
        "page": version,
        "toolkit": version.toolkit(),
        "version": version,
        "before": before,
        "passages": changes_between(before, version),
    }
    return render(request, "publishing/toolkits/changes.html", context)


@public(reason=_OPEN)
@require_safe
def pdf(request: HttpRequest, toolkit: str, number: int) -> HttpResponse:
    """Return a version as a tagged PDF."""
    version = _version(toolkit, number)
    published = version.last_published_at
    said = typeset_data(version, printed=date_format(published, "j F Y") if published else "")
    answer = HttpResponse(typeset_toolkit(said), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{toolkit}-v{number}.pdf"'
    return answer


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """Show editors which toolkits are to be reviewed; the door of the editing pages has asked who they are."""
    today = timezone.localdate()
    return render(request, "publishing/toolkits/reviews.html", {"toolkits": reviews_due(today=today), "today": today})


def _version(toolkit: str, number: int) -> ToolkitVersionPage:
    found = find_version(toolkit, number)
    if found is None:
        raise Http404
    return found
