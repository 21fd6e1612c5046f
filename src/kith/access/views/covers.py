"""Who stands in for whom: for team managers in their own team, for administrators everywhere."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kith.access.forms import CoverForm, end_of_day
from kith.access.presenters import cover_page, covers_page
from kith.access.services import covering
from kith.access.views.visitors import number, signed_in
from kith.access.vocabulary import Role
from kith.shell.guards import for_roles

arrangers = for_roles(Role.TEAM_MANAGER, Role.ADMINISTRATOR)


@arrangers
def covers(request: HttpRequest) -> HttpResponse:
    """Show the colleagues for whom this manager arranges cover, and who stands in for whom now."""
    return render(request, "access/covers.html", covers_page(signed_in(request), timezone.now()))


@require_http_methods(["GET", "HEAD", "POST"])
@arrangers
def cover(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Arrange cover for one colleague."""
    by, now = signed_in(request), timezone.now()
    page = cover_page(by, public_id, now)
    if page is None:
        raise Http404
    form = CoverForm(request.POST or None, colleagues=page["colleagues"])
    if request.method == "POST" and form.is_valid():
        covering.give_cover(
            covered_id=page["staff"].pk,
            covering_id=int(form.cleaned_data["covering"]),
            ends_at=end_of_day(form.cleaned_data["ends_on"]),
            by=by,
            now=now,
        )
        messages.success(request, "Arranged. It ends by itself.")
        return redirect("covers")
    context = page | {"form": form, "has_errors": bool(form.errors)}
    return render(request, "access/cover.html", context, status=422 if form.errors else 200)


@require_POST
@arrangers
def end_cover(request: HttpRequest) -> HttpResponse:
    """End a cover before its day."""
    cover_id = number(request.POST.get("cover", ""))
    covering.end_cover(cover_id=cover_id, by=signed_in(request), now=timezone.now())
    messages.success(request, "Ended. What the colleague saw by it is closed to them now.")
    return redirect("covers")
