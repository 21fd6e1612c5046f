"""Says from where on the network a request comes, to slow down a flood."""

from django.conf import settings
from django.http import HttpRequest


def origin_of(request: HttpRequest) -> str:
    """Return where a request comes from, behind as many proxies as the installation says it has."""
    proxies = int(getattr(settings, "KITH_SITE_PROXIES", 0))
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    return passed[-proxies] if proxies and len(passed) >= proxies else str(request.META.get("REMOTE_ADDR", ""))
