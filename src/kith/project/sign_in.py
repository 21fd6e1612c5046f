"""Which pages of the sign-in library are open, and the trace of whatever they change."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.urls import urlpatterns as library
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from kith.access.services import trace
from kith.access.vocabulary import Refused
from kith.project.open_sign_in import opened
from kith.project.selectors import Proofs, proofs_of

View = Callable[..., HttpResponseBase]

_REMOVING = {"mfa_deactivate_totp", "mfa_remove_webauthn"}


def traced(view: View) -> View:
    """Return a view of the library whose changes to a password or a second factor leave a trace or do not happen."""

    @wraps(view)
    def called(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            before = proofs_of(request.user.pk)
            if before is not None and _view_name(request) in _REMOVING:
                _refuse_last(before)
            known = len(get_authentication_records(request, request.user))
            response = view(request, *args, **kwargs)
            if before is not None:
                _trace(request.user.pk, before, proofs_of(request.user.pk))
            _trace_code_used(request, known if before else 0)
        return response

    return called


def _view_name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _refuse_last(proofs: Proofs) -> None:
    if sum(kind != "recovery_codes" for kind in proofs.factors.values()) < 2:
        raise Refused(
            "This is your only second proof, and your password alone would open your account to whoever guesses it. "
            "Nothing was removed. Set up another app or key first, then remove this one."
        )


def _trace(staff_id: int | None, before: Proofs, after: Proofs | None) -> None:
    if staff_id is None or after is None:  # signed out
        return
    if before.password != after.password:
        _write("access.changed_password", staff_id)
    for key, kind in after.factors.items() - before.factors.items():
        _write("access.added_factor", staff_id, after={"factor": key, "kind": kind})
    for key, kind in before.factors.items() - after.factors.items():
        _write("access.removed_factor", staff_id, before={"factor": key, "kind": kind})


def _trace_code_used(request: HttpRequest, known: int) -> None:
    records = get_authentication_records(request, request.user)[known:]
    if request.user.pk is not None and any(record.get("type") == "recovery_codes" for record in records):
        _write("access.used_recovery_code", request.user.pk)


def _write(
    action: str, staff_id: int, *, before: Mapping[str, Any] | None = None, after: Mapping[str, Any] | None = None
) -> None:
    trace(
        by=staff_id,
        action=action,
        subject="access.staff",
        subject_id=staff_id,
        now=timezone.now(),
        before=before,
        after=after,
    )


urlpatterns = opened(library, traced)
