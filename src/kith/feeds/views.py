"""The pages of receipts: what came in, what became of every row, what to send again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kith.access.vocabulary import Purpose, Role
from kith.feeds.presenters import receipt_page, receipts_page
from kith.feeds.selectors import list_receipts, open_receipt
from kith.shell.guards import for_roles

suppliers = for_roles(Role.DATA_STEWARD, Role.IG_LEAD, Role.AGENCY_CONTACT, Role.TEAM_MANAGER)


@suppliers
def receipts(request: HttpRequest) -> HttpResponse:
    """Show the receipts that this member of staff may see, newest first."""
    page = _page(request)
    found, total = list_receipts(viewer=request.viewer, purpose=Purpose.DATA_QUALITY, page=page)  # type: ignore[attr-defined]  # set by the doorkeeper
    return render(request, "feeds/receipts.html", receipts_page(found, page, total))


@suppliers
def receipt(request: HttpRequest, sha256: str) -> HttpResponse:
    """Show one receipt with its held rows, each with what to do about it."""
    page = _page(request)
    shown = open_receipt(viewer=request.viewer, purpose=Purpose.DATA_QUALITY, sha256=sha256, page=page)  # type: ignore[attr-defined]  # set by the doorkeeper
    return render(request, "feeds/receipt.html", receipt_page(shown, page))


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(int(text), 1) if text.isdecimal() and len(text) < 9 else 1
