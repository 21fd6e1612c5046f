"""Pages of the public site that are no pages of an editor."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kith.shell.guards import public


@public(reason="It says to anybody what the site keeps about readers: nothing.")
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what the site keeps about those who read it."""
    return render(request, "publishing/privacy.html")
