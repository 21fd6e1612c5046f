"""Information-sharing agreements: what each agency shares, why, on what basis, and a new version of it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kith.access.forms.agreements import AgreementForm
from kith.access.presenters import agreement_choices, agreement_initial
from kith.access.selectors import list_agreements
from kith.access.selectors.agreements import list_versions
from kith.access.services import agreeing
from kith.access.views.visitors import signed_in
from kith.access.vocabulary import Role
from kith.shell.guards import for_roles

readers = for_roles(Role.IG_LEAD, Role.DATA_STEWARD, Role.ADMINISTRATOR, Role.AGENCY_CONTACT, Role.SCRUTINEER)
keepers = for_roles(Role.IG_LEAD)


@readers
def agreements(request: HttpRequest) -> HttpResponse:
    """Show what each agency shares, why, on what basis and until when."""
    context = {"agreements": list_agreements(), "today": timezone.localdate(), "may_keep": _keeps(request)}
    return render(request, "access/agreements.html", context)


@readers
def agreement(request: HttpRequest, code: str) -> HttpResponse:
    """Show every version of one agreement."""
    versions = list_versions(code)
    if not versions:
        raise Http404
    context = {"versions": versions, "code": code, "today": timezone.localdate(), "may_keep": _keeps(request)}
    return render(request, "access/agreement.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers
def new(request: HttpRequest) -> HttpResponse:
    """Record an agreement that is not kept yet."""
    form = AgreementForm(request.POST or None, agencies=agreement_choices())
    return _record(request, form, title="Record an agreement")


@require_http_methods(["GET", "HEAD", "POST"])
@keepers
def renew(request: HttpRequest, code: str) -> HttpResponse:
    """Record the next version of an agreement; the versions before it stay as they were."""
    versions = list_versions(code)
    if not versions:
        raise Http404
    latest = versions[0]
    form = AgreementForm(
        request.POST or None, agencies=agreement_choices(), initial=agreement_initial(latest), renewed=latest
    )
    return _record(request, form, title=f"Renew {code}")


def _record(request: HttpRequest, form: AgreementForm, *, title: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        made = agreeing.record_agreement(agreement=form.new_agreement(), by=signed_in(request), now=timezone.now())
        messages.success(request, f"Recorded as version {made.version}.")
        return redirect("agreement", code=made.code)
    context = {"form": form, "title": title, "has_errors": bool(form.errors)}
    return render(request, "access/record_agreement.html", context, status=422 if form.errors else 200)


def _keeps(request: HttpRequest) -> bool:
    return Role.IG_LEAD in signed_in(request).roles
