"""The page that says which records are one person, and why."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kith.access.services import opening_purpose
from kith.access.vocabulary import Viewer
from kith.linking.presenters import records_page
from kith.linking.selectors import open_records


@require_safe
def records(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the evidence to whoever has said why they look; the person's own page asks the others."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # the doorkeeper sets it on every request
    address = f"/people/{public_id}/"
    purpose = opening_purpose(request.session, public_id)
    if purpose is None:
        return redirect(address)
    opened = open_records(public_id, viewer=viewer, purpose=purpose)
    return render(request, "linking/records.html", records_page(opened, address))
