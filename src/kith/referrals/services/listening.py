"""Tells the apps above that a referral has moved; which they are, the project's settings name."""

from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from kith.access.vocabulary import Viewer
from kith.referrals.vocabulary import Moved, ReferralListener


def tell_listeners(*, moved: Moved, by: Viewer, now: datetime) -> None:
    """Let each app above do its own part of a step, inside the step's look and transaction."""
    listeners: list[ReferralListener] = [import_string(path)() for path in settings.KITH_REFERRAL_LISTENERS]
    for listener in listeners:
        listener.moved(moved, by=by, now=now)
