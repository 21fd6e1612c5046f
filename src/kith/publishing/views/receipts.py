"""Takes the receipts of the carrier of our mail: what became of each. An answer says nothing about anybody."""

from hashlib import sha256
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from kith.publishing.rules.receipts import LONGEST_RECEIPT, read_receipt
from kith.publishing.services.returning import take_receipt
from kith.publishing.views.origins import origin_of
from kith.publishing.vocabulary.posting import ReceiptRefused
from kith.shell.guards import public

WRONG_TOKENS: Final = 20  # from one place in one pause; after these it is not even listened to
_PAUSE: Final = 600  # seconds
_TAKEN, _NOT_READ, _NOT_ALLOWED, _NOT_HERE, _NOT_SO, _TOO_MANY = 204, 400, 403, 404, 405, 429


@csrf_exempt  # a program asks, by a token of its own; nobody is signed in here
@public(reason="The carrier of our mail says what became of a mail; it proves itself by a token.")
@never_cache
def receipts(request: HttpRequest) -> HttpResponse:
    """Take one receipt; the answer is the same whether the mail is known or not."""
    return HttpResponse(status=_take(request), content_type="text/plain")


def _take(request: HttpRequest) -> int:
    """Return the status of the answer."""
    token: str = getattr(settings, "KITH_NOTIFY_RECEIPTS", "")
    if not token:
        return _NOT_HERE
    if request.method != "POST":
        return _NOT_SO
    counted = f"wrong-receipts-{sha256(origin_of(request).encode()).hexdigest()}"
    if cache.get(counted, 0) >= WRONG_TOKENS:
        return _TOO_MANY
    if not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}"):
        cache.add(counted, 0, _PAUSE)
        cache.incr(counted)
        return _NOT_ALLOWED
    try:
        take_receipt(receipt=read_receipt(request.read(LONGEST_RECEIPT + 1)), now=timezone.now())
    except ReceiptRefused:
        return _NOT_READ
    return _TAKEN
