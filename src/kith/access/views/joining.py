"""Joining by invitation, and choosing a password in place of a one-time one."""

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from kith.access.forms import PasswordForm
from kith.access.services.staffing import accept_invitation, choose_own_password
from kith.access.views.visitors import signed_in
from kith.access.vocabulary import Refused
from kith.shell.guards import public


@public(reason="Whoever holds an invitation cannot sign in yet; the link is single-use and says nothing.")
@sensitive_post_parameters()
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Set the password of an invited account; a look at the page uses nothing up."""
    form = PasswordForm(request.POST or None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            accept_invitation(secret=secret, password=form.cleaned_data["password"], now=timezone.now())
            return redirect("account_login")
        except Refused as refusal:
            problem = str(refusal)
    return render(request, "access/join.html", {"form": form, "problem": problem, "has_errors": bool(form.errors)})


@sensitive_post_parameters()
def choose_password(request: HttpRequest) -> HttpResponse:
    """Replace a one-time password by one that only its owner knows."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        staff = choose_own_password(
            by=signed_in(request),
            password=form.cleaned_data["password"],
            now=timezone.now(),
        )
        update_session_auth_hash(request, staff)
        return redirect("/work/")
    return render(request, "access/choose_password.html", {"form": form, "has_errors": bool(form.errors)})
