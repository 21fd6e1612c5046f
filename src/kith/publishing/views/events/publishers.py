"""Opens a view to publishers only: editors whose role looks after events."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from kith.publishing.models import Editor, Event
from kith.publishing.selectors.events.dates import event_of_code

RIGHT = "publishing.change_event"
View = Callable[..., HttpResponse]


def for_publishers(view: View) -> View:
    """Close a view to editors who do not look after events; the door before it asks for the second factor."""

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, *words: Any, **named: Any) -> HttpResponse:
        if not request.user.is_authenticated or not request.user.has_perm(RIGHT):
            raise PermissionDenied
        return view(request, *words, **named)

    return opened


def editor_of(request: HttpRequest) -> Editor:
    """Return who is signed in.

    Raises:
        PermissionDenied: nobody is.
    """
    user: Any = request.user  # the checker knows the users of casework only
    if not isinstance(user, Editor):
        raise PermissionDenied
    return user


def found_event(code: str) -> Event:
    """Return an event, drafts too.

    Raises:
        Http404: there is none.
    """
    event = event_of_code(code)
    if event is None:
        raise Http404
    return event
