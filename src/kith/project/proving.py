"""Says whether somebody proved lately who they are, so that nobody who has just signed in is asked again."""

import time

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest


def has_proved_lately(request: HttpRequest) -> bool:
    """Test whether somebody proved within the last minutes who they are, at sign-in or again."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
