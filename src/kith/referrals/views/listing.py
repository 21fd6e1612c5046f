"""The lists: one's own referrals, and the numbers of the county."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kith.access.vocabulary import Purpose, Role
from kith.referrals import presenters, selectors
from kith.referrals.views.about import viewer_of
from kith.shell.guards import for_roles


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show the referrals that whoever is signed in sent and received."""
    viewer = viewer_of(request)
    found = selectors.list_referrals(viewer=viewer, purpose=Purpose.REFERRAL, now=timezone.now())
    outcomes = selectors.list_outcomes(viewer=viewer, purpose=Purpose.REFERRAL)
    return render(request, "referrals/list.html", presenters.list_page(found, outcomes))


@require_safe
def outcome(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Show what became of a referral to whoever sent it, when the child is no longer theirs to see."""
    found = selectors.open_outcome(referral_id, viewer=viewer_of(request), purpose=Purpose.REFERRAL)
    return render(request, "referrals/outcome.html", presenters.outcome_page(found))


@for_roles(Role.PANEL_COORDINATOR, Role.ADMINISTRATOR)
@require_safe
def police_contact(request: HttpRequest) -> HttpResponse:
    """Show who waits because the police have named nobody to ring, and what to do about it."""
    waiting = selectors.waiting_for_police(viewer_of(request).staff_id)
    context = presenters.police_contact_page(waiting, selectors.police_phones(), has_lead=_has_lead())
    return render(request, "referrals/police_contact.html", context)


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Show the share of referrals that note a risk, by quarter and agency, over the last two years."""
    since = timezone.localdate() - timedelta(days=730)
    counted = selectors.count_by_quarter(viewer=viewer_of(request), since=since)
    return render(request, "referrals/numbers.html", presenters.numbers_page(counted))


def _has_lead() -> bool:
    return selectors.police_has_contact(timezone.now())
