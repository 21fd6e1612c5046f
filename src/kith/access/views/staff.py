"""The administrator's pages: everybody's account, and what may be changed of it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.access.forms import StaffForm
from kith.access.presenters import staff_page, team_choices
from kith.access.selectors.accounts import count_staff, find_staff, list_accounts
from kith.access.services import staffing
from kith.access.views.visitors import number, signed_in
from kith.access.vocabulary import Role
from kith.shell.guards import for_roles

administrators = for_roles(Role.ADMINISTRATOR)


@administrators
def accounts(request: HttpRequest) -> HttpResponse:
    """Show every account with its roles, a page at a time."""
    page = max(int(request.GET.get("page", "1") or 1) if request.GET.get("page", "1").isdigit() else 1, 1)
    return render(
        request, "access/accounts.html", {"accounts": list_accounts(page=page), "page": page, "total": count_staff()}
    )


@administrators
def invite(request: HttpRequest) -> HttpResponse:
    """Invite a colleague by mail."""
    form = StaffForm(request.POST or None, teams=team_choices())
    if request.method == "POST" and form.is_valid():
        agency_id, team_id = _place(form.cleaned_data["team"])
        staff, secret = staffing.invite_staff(
            new=staffing.NewStaff(
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                job_title=form.cleaned_data["job_title"],
                agency_id=agency_id,
                team_id=team_id,
                roles=tuple(map(Role, form.cleaned_data["roles"])),
            ),
            by=signed_in(request),
            now=timezone.now(),
        )
        staffing.send_join_link(staff=staff, link=_link(request, secret))
        messages.success(request, "Invited. The link in the mail works once, within 72 hours.")
        return redirect("staff_account", public_id=staff.public_id)
    return render(request, "access/invite.html", {"form": form, "has_errors": bool(form.errors)})


@administrators
def account(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one account, and change where its owner works and what they do."""
    staff = find_staff(public_id)
    if staff is None:
        raise Http404
    page = staff_page(staff)
    form = StaffForm(request.POST or None, teams=team_choices(), existing=True, initial=page["initial"])
    if request.method == "POST" and form.is_valid():
        agency_id, team_id = _place(form.cleaned_data["team"])
        by, now = signed_in(request), timezone.now()
        staffing.change_roles(staff_id=staff.pk, roles=map(Role, form.cleaned_data["roles"]), by=by, now=now)
        if (agency_id, team_id) != (staff.agency_id, staff.team_id):
            staffing.move_staff(staff_id=staff.pk, agency_id=agency_id, team_id=team_id, by=by, now=now)
        messages.success(request, "Changed.")
        return redirect("staff_account", public_id=public_id)
    return render(request, "access/account.html", page | {"form": form, "has_errors": bool(form.errors)})


@require_POST
@administrators
def account_action(request: HttpRequest, public_id: UUID, action: str) -> HttpResponse:
    """End an account, or begin or agree to a reset."""
    staff = find_staff(public_id)
    if staff is None:
        raise Http404
    by, now = signed_in(request), timezone.now()
    if action == "end":
        staffing.end_staff(staff_id=staff.pk, by=by, now=now)
        messages.success(request, "Ended. Every session and second factor of this account is gone.")
    elif action == "reset":
        secret = staffing.ask_reset(staff_id=staff.pk, by=by, now=now)
        staffing.send_join_link(staff=staff, link=_link(request, secret))
        messages.success(request, "Begun. The link in the mail works when a second administrator has agreed.")
    elif action == "agree":
        invitation = number(request.POST.get("invitation", ""))
        staffing.agree_reset(staff_id=staff.pk, invitation_id=invitation, by=by, now=now)
        messages.success(request, "Agreed. The old password, second factor and sessions are gone.")
    else:
        raise Http404
    return redirect("staff_account", public_id=public_id)


def _link(request: HttpRequest, secret: str) -> str:
    return request.build_absolute_uri(reverse("join", args=[secret]))


def _place(choice: str) -> tuple[int, int | None]:
    agency, _, team = choice.partition(":")
    return int(agency), int(team) if team else None
