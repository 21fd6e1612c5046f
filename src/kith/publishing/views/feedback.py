"""The page on which anybody writes to the partnership: without a name, a cookie or a script."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from kith.publishing.forms.feedback import FeedbackForm, opened_mark
from kith.publishing.services.feedback import TooMany, drop_feedback
from kith.publishing.vocabulary.feedback import PAUSE
from kith.shell.guards import public


@public(reason="Whoever wants to tell something about how children are kept safe must be able to, without a name.")
@csrf_exempt  # nobody is signed in here, so there is nothing to borrow; the token's cookie would mark the reader
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
@cache_control(no_store=True)
def tell_us(request: HttpRequest) -> HttpResponse:
    """Show the form, or seal what was written and say what happens next; no copy of the words stays in the browser."""
    now = timezone.now()
    form = FeedbackForm(request.POST if request.method == "POST" else None, initial={"opened": opened_mark(now)})
    if request.method == "POST" and form.is_valid():
        try:
            drop_feedback(
                said=form.said(now),
                address=request.META.get("REMOTE_ADDR", ""),
                public_key=getattr(settings, "KITH_FEEDBACK_SEAL", b""),
                now=now,
            )
        except TooMany:
            return _shown(request, form, status=429, too_many=True)
        return redirect("told_us")
    return _shown(request, form, status=422 if form.errors else 200)


@public(reason="It says what happens with what somebody has just written, and nothing of what it says.")
@require_safe
@cache_control(no_store=True)
def told_us(request: HttpRequest) -> HttpResponse:
    """Say that it has been sent, who reads it, and what to do when it cannot wait."""
    return render(request, "publishing/feedback/told_us.html")


def _shown(request: HttpRequest, form: FeedbackForm, *, status: int, **more: Any) -> HttpResponse:
    context = {"form": form, "has_errors": bool(form.errors), "pause": int(PAUSE.total_seconds() // 60), **more}
    return render(request, "publishing/feedback/tell_us.html", context, status=status)
