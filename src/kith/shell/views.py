"""Pages of the shell itself; none of them knows a child."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from kith.shell import presenters
from kith.shell.guards import public


@public(reason="Colours, which the sign-in page needs.")
@require_safe
@cache_control(public=True, max_age=300)
def theme(request: HttpRequest) -> HttpResponse:
    """Return the partnership's colours as custom properties; one built stylesheet serves every brand."""
    return HttpResponse(presenters.brand_stylesheet(getattr(settings, "KITH_BRAND", {})), content_type="text/css")


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Return nothing: the request itself tells the door that somebody is still here."""
    return HttpResponse(status=204)


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component and picture with sample values."""
    return render(request, "shell/gallery.html", presenters.gallery_context())


@public(reason="A statement that anybody may read.")
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement."""
    return render(request, "shell/accessibility.html")


@public(reason="A statement that anybody may read.")
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what this service keeps about people and about those who use it."""
    return render(request, "shell/privacy.html")
