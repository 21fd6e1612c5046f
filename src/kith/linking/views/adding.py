"""The page that adds a person: after a search, and after saying that nobody who was found is the person."""

from collections.abc import Sequence
from hashlib import sha256

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kith.access.selectors import may_add_people
from kith.access.vocabulary import Purpose, Refused, Viewer
from kith.feeds.services import keep_hand_record
from kith.linking.forms import AddPersonForm
from kith.linking.presenters import found_people
from kith.linking.selectors import list_found
from kith.linking.views.searches import forget_search, search_before
from kith.linking.vocabulary import Found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: HttpRequest) -> HttpResponse:
    """Ask what is known of a new person, show whom they may be, and keep them when they are none of those."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # the doorkeeper sets it on every request
    if not may_add_people(viewer):
        raise Refused("Your role does not add people. Ask the worker who met them, or your data steward.")
    purpose = search_before(request)
    if purpose is None:
        messages.info(request, "Search first: the person may be in the record already.")
        return redirect("linking:search")
    form = AddPersonForm(request.POST if request.method == "POST" else None, today=timezone.localdate())
    found: Sequence[Found] = ()
    if form.is_bound and form.is_valid():
        found = _alike(form, viewer, purpose)
        if not found or request.POST.get("none_of_these") == _mark(found):
            keep_hand_record(typed=form.typed_person(), purpose=purpose, by=viewer, now=timezone.now())
            forget_search(request)
            messages.success(request, "Added. A search finds them within a minute, and you are told here.")
            return redirect("/work/")
        if "none_of_these" in request.POST or "looked" in request.POST:
            form.add_error(None, "Look at the people below. Tick the box if none of them is the person.")
    context = {
        "form": form,
        "has_errors": bool(form.errors),
        "found": found_people(found, timezone.localdate()),
        "mark": _mark(found),
    }
    return render(request, "linking/add_person.html", context, status=422 if form.errors else 200)


def _alike(form: AddPersonForm, viewer: Viewer, purpose: Purpose) -> Sequence[Found]:
    """Return everybody who is found by what was typed, each once, the likeliest first."""
    people: dict[str, Found] = {}
    for terms in form.searches():
        if not terms.are_empty():
            people |= {one.public_id: one for one in list_found(terms, viewer=viewer, purpose=purpose)} | people
    return list(people.values())


def _mark(found: Sequence[Found]) -> str:
    """Return a mark of these people: a tick counts for those who were shown, not for others who are found later."""
    return sha256(",".join(sorted(one.public_id for one in found)).encode()).hexdigest()[:32]
