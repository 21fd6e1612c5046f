"""The lists: one's own referrals, and the numbers of the county."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kith.access.vocabulary import Purpose
from kith.referrals import presenters, selectors
from kith.referrals.views.about import viewer_of


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show the referrals that whoever is signed in sent and received."""
    found = selectors.list_referrals(viewer=viewer_of(request), purpose=Purpose.REFERRAL, now=timezone.now())
    return render(request, "referrals/list.html", presenters.list_page(found))


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Show the share of referrals that note a risk, by quarter and agency, over the last two years."""
    since = timezone.localdate() - timedelta(days=730)
    counted = selectors.count_by_quarter(viewer=viewer_of(request), since=since)
    return render(request, "referrals/numbers.html", presenters.numbers_page(counted))
