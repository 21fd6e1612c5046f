"""What every page is drawn with: the partnership's name, the navigation, who is signed in, the time left."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from kith.shell.vocabulary import NavigationItem


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return what `shell/base.html` needs, from the settings and from `request.viewer` where there is one."""
    viewer = getattr(request, "viewer", None)
    return {
        "partnership": getattr(settings, "KITH_PARTNERSHIP", "Kith"),
        "is_demo": getattr(settings, "KITH_DEMO", False),
        "viewer": viewer,
        "navigation": navigation_for(request, viewer) if viewer else [],
        "session_seconds": session_seconds(request) if viewer else None,
        "warn_seconds": WARN_SECONDS,
    }


WARN_SECONDS = 120


def navigation_for(request: HttpRequest, viewer: Any) -> list[NavigationItem]:
    """Return the entries of settings.KITH_NAVIGATION that this viewer's roles may open, in order.

    An entry is `(label, url, roles)`; no roles means everyone who is signed in.
    """
    held = {str(role) for role in getattr(viewer, "roles", ())}
    return [
        NavigationItem(label=label, url=url, current=request.path.startswith(url))
        for label, url, roles in getattr(settings, "KITH_NAVIGATION", ())
        if not roles or held.intersection(map(str, roles))
    ]


def session_seconds(request: HttpRequest) -> int:
    """Return how long this session may idle: the door may have set it, else the shortest the settings name."""
    chosen = getattr(request, "idle_seconds", None)
    if chosen is not None:
        return int(chosen)
    allowed: Mapping[str, int] = getattr(settings, "KITH_IDLE_SECONDS", {"child": 900})
    return min(allowed.values())
