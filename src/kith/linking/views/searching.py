"""The search page: asks what is known of a person, and shows who it may be."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kith.access.selectors import may_add_people
from kith.access.vocabulary import Viewer
from kith.linking.forms import SearchForm, usual_purpose
from kith.linking.presenters import found_people
from kith.linking.selectors import list_found
from kith.linking.views.searches import remember_search


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Ask, and answer on the same page; what is typed is sent in the body, so that no address holds a name."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # the doorkeeper sets it on every request
    form = SearchForm(request.POST if request.method == "POST" else None, initial={"purpose": usual_purpose(viewer)})
    context = {"form": form, "has_errors": bool(form.errors), "searched": False, "may_add": may_add_people(viewer)}
    if form.is_bound and form.is_valid():
        found = list_found(form.terms(), viewer=viewer, purpose=form.why())
        remember_search(request, form.why())
        context |= {"searched": True, "found": found_people(found, timezone.localdate()), "is_full": len(found) == 20}
    return render(request, "linking/search.html", context, status=422 if form.errors else 200)
