"""System health: what came in, what waits, whether the log holds; counts only, no child."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from kith.access.selectors import log_head
from kith.access.vocabulary import Role
from kith.chronology.selectors import feed_deliveries
from kith.feeds.selectors import feed_freshness
from kith.project.presenters import freshness_picture
from kith.project.selectors import count_jobs
from kith.shell.guards import for_roles, public


@for_roles(Role.ADMINISTRATOR, Role.DATA_STEWARD, Role.IG_LEAD)
def health(request: HttpRequest) -> HttpResponse:
    """Show when each feed brought a file and which are late, the job queue and the head of the access log."""
    today = timezone.localdate()
    return render(
        request,
        "project/health.html",
        {
            "freshness": freshness_picture(feed_deliveries(today=today), today=today),
            "feeds": feed_freshness(),
            "jobs": count_jobs(),
            "head": log_head(),
            "now": timezone.now(),
        },
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an error with a page that holds nothing: 503 when the database is down, 500 otherwise."""
    down = isinstance(sys.exc_info()[1], InterfaceError | OperationalError)
    status = 503 if down else 500
    return HttpResponse(render_to_string(f"{status}.html"), status=status)


@public(reason="A supervisor asks whether the web process answers; it says yes and nothing else.")
def alive(request: HttpRequest) -> HttpResponse:
    """Answer that the process lives."""
    return HttpResponse("ok", content_type="text/plain")
