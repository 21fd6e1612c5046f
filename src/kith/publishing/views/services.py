"""Pages of the directory of services for everybody: a search, one service, and the whole for other directories."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kith.publishing.forms.structure import LookingForm
from kith.publishing.presenters import services as presenters
from kith.publishing.rules.services import areas_of, found_services, towns_of
from kith.publishing.selectors.structure import told_services
from kith.publishing.views.structure import while_told
from kith.publishing.vocabulary.services import Looking
from kith.shell.guards import public

_FOR_ALL = "The open services are told to everybody; two people approved them."


@public(reason=_FOR_ALL)
@require_safe
@while_told
def services(request: HttpRequest) -> HttpResponse:
    """Show the services that fit what somebody looks for."""
    told = told_services()
    asked = request.GET.copy()
    asked.pop("page", None)
    form = LookingForm(asked or None, needs=told.needs, areas=areas_of(told.services), towns=towns_of(told.services))
    form.is_valid()
    found = found_services(told.services, form.looking() if form.is_bound else Looking())
    context = presenters.list_page(found, _page(request)) | {"form": form, "asked": asked.urlencode()}
    return render(request, "publishing/services/list.html", context)


@public(reason=_FOR_ALL)
@require_safe
@while_told
def service(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one service."""
    told = told_services()
    found = next((one for one in told.services if one.id == public_id), None)
    if found is None:
        raise Http404
    context = presenters.service_page(found, {need.code: need.says for need in told.needs})
    return render(request, "publishing/services/service.html", context)


@public(reason=_FOR_ALL)
@require_safe
@while_told
def open_referral(request: HttpRequest) -> HttpResponse:
    """Hand out a page of the services in Open Referral UK form."""
    answer = JsonResponse(presenters.open_referral_page(told_services(), _page(request)))
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _page(request: HttpRequest) -> int:
    page = request.GET.get("page", "1")
    return max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 else 1
