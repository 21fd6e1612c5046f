"""The error pages of the site that are drawn without a request: each still says what to do about a child."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from kith.publishing.presenters import around_error


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an error with a page that asks no database: 503 when it is down, 500 otherwise."""
    down = isinstance(sys.exc_info()[1], InterfaceError | OperationalError)
    status = 503 if down else 500
    context = around_error() | {"partnership": settings.KITH_PARTNERSHIP, "is_demo": settings.KITH_DEMO}
    return HttpResponse(render_to_string(f"{status}.html", context), status=status)
