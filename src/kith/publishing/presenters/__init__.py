"""What stands around every page of the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def around_page(request: HttpRequest) -> dict[str, Any]:
    """Return what every page shows: what to do when somebody is worried about a child."""
    return {"worried": getattr(settings, "KITH_WORRIED", {})}
