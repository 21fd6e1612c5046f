"""The administrator's page of agencies and teams."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kith.access.forms import AgencyForm, TeamForm
from kith.access.presenters import agencies_page
from kith.access.services import founding
from kith.access.views.visitors import signed_in
from kith.access.vocabulary import Role, Sector
from kith.shell.guards import for_roles


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def agencies(request: HttpRequest) -> HttpResponse:
    """Show the agencies and their teams, and found one more of either."""
    page, by, now = agencies_page(), signed_in(request), timezone.now()
    founds = request.POST.get("founds", "")
    agency = AgencyForm(request.POST if founds == "agency" else None, prefix="agency")
    team = TeamForm(request.POST if founds == "team" else None, prefix="team", agencies=page["choices"])
    if founds == "agency" and agency.is_valid():
        found = agency.cleaned_data | {"sector": Sector(agency.cleaned_data["sector"])}
        founding.found_agency(agency=founding.NewAgency(**found), by=by, now=now)
        messages.success(request, "Founded. Invite its staff on the page Accounts.")
        return redirect("agencies")
    if founds == "team" and team.is_valid():
        found = team.cleaned_data
        new = founding.NewTeam(agency_id=found["agency"], code=found["code"], name=found["name"], phone=found["phone"])
        founding.found_team(team=new, by=by, now=now)
        messages.success(request, "Founded.")
        return redirect("agencies")
    context = page | {"agency": agency, "team": team, "has_errors": bool(agency.errors or team.errors)}
    return render(request, "access/agencies.html", context, status=422 if context["has_errors"] else 200)
