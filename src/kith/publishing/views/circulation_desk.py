"""The circulation list for its keepers, on the editing pages: who follows what, lists in and out, returns, proof."""

import csv
from collections.abc import Callable
from functools import wraps
from itertools import chain
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.common.spreadsheets import inert
from kith.publishing.forms.desk import ImportForm, PersonForm, ReturnsForm
from kith.publishing.models import ListImport
from kith.publishing.presenters import desk
from kith.publishing.selectors import circulation as selectors
from kith.publishing.services.importing import import_list
from kith.publishing.services.returning import lift_suppression, take_message
from kith.publishing.vocabulary.circulation import Frequency, ListRefused
from kith.publishing.vocabulary.posting import PostState
from kith.shell.guards import public

KEEPS_THE_LIST = "publishing.change_subscriber"
_DOOR = "The door of the editing pages has let only editors in, and the view asks whether they keep the list."
Answer = Callable[..., HttpResponseBase]


class _Echo:
    """Gives each line back that is written to it."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


def keepers_only(view: Answer) -> Answer:
    """Close a view to editors who may not see addresses."""

    @public(reason=_DOOR)
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(KEEPS_THE_LIST):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@keepers_only
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show how many follow what, what was announced, and what needs a look."""
    return render(request, "publishing/desk/overview.html", desk.overview_page() | {"person": PersonForm()})


@keepers_only
@require_http_methods(["POST"])
def person(request: HttpRequest) -> HttpResponse:
    """Show one person's subscriptions and every mail to them; the address comes by POST, never in a link."""
    form = PersonForm(request.POST)
    if not form.is_valid():
        context = desk.overview_page() | {"person": form}
        return render(request, "publishing/desk/overview.html", context, status=422)
    address = form.cleaned_data["address"].strip().lower()
    if "lift" in request.POST:
        lift_suppression(address=address)
    return render(request, "publishing/desk/person.html", desk.person_page(address=address))


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def take_list(request: HttpRequest) -> HttpResponse:
    """Take in a list, and lead to what became of each of its lines."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            row = import_list(
                raw=file.read(),
                name=str(file.name),
                consent=form.said(),
                frequency=Frequency(form.cleaned_data["frequency"]),
                by=request.user.pk,
                now=timezone.now(),
            )
            return redirect("circulation_import", number=row.public_id)
        except ListRefused as refusal:
            form.add_error("file", str(refusal))
    context = {"form": form, "imports": selectors.list_imports(most=20)}
    return render(request, "publishing/desk/import.html", context, status=422 if form.errors else 200)


@keepers_only
@require_safe
def imported(request: HttpRequest, number: UUID) -> HttpResponse:
    """Show what became of a list: each line that was not added, with its number and reason."""
    row = _import(number)
    return render(request, "publishing/desk/imported.html", desk.import_page(row, page=request.GET.get("page", "1")))


@keepers_only
@require_safe
def unadded(request: HttpRequest, number: UUID) -> HttpResponseBase:
    """Give the lines that were not added as a file, to be mended and imported again."""
    row = _import(number)
    lines = selectors.unadded_lines(row).values_list("number", "outcome", "reason", "text")
    return _file("lines-not-added.csv", ("line", "outcome", "reason", "text"), lines.iterator(chunk_size=2_000))


@keepers_only
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """Give the whole list as a file, in the form in which it can be imported elsewhere."""
    heading = ("email", "name", "role", "agency", "topics", "how often", "consented on", "consent")
    rows = ([person[name] for name in heading] for person in selectors.list_subscribers())
    return _file("circulation-list.csv", heading, rows)


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def returns(request: HttpRequest) -> HttpResponse:
    """Take in a mail that came back, and show which addresses are written to no more."""
    form = ReturnsForm(request.POST or None, request.FILES or None)
    taken = None
    if request.method == "POST" and form.is_valid():
        taken = take_message(raw=form.cleaned_data["file"].read(), now=timezone.now())
    context = {"form": form, "taken": taken, "suppressions": selectors.list_suppressions(most=200)}
    return render(request, "publishing/desk/returns.html", context, status=422 if form.errors else 200)


@keepers_only
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Show the newest mails of the site and how each stands."""
    asked = request.GET.get("state", "")
    state = PostState(asked) if asked in set(PostState) else None
    return render(request, "publishing/desk/outbox.html", desk.outbox_page(state=state))


@keepers_only
@require_safe
def letter(request: HttpRequest, number: int) -> HttpResponse:
    """Show one mail as it was written; its words go after a week."""
    page = desk.letter_page(number=number)
    if page is None:
        raise Http404
    return render(request, "publishing/desk/letter.html", page)


def _import(number: UUID) -> ListImport:
    row = selectors.find_import(number=number)
    if row is None:
        raise Http404
    return row


def _file(name: str, heading: Any, rows: Any) -> StreamingHttpResponse:
    writer = csv.writer(_Echo())
    lines = (writer.writerow([inert(str(cell)) for cell in row]) for row in chain([heading], rows))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
