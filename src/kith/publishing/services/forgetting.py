"""Forgets what the site no longer needs of readers: the words of mails, addresses, histories."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q

from kith.publishing.models.circulation import ListImportLine, MailReturn, SignUp, Subscriber, Subscription, Telling
from kith.publishing.models.post import SiteMail, SiteMailFile
from kith.publishing.rules.circulation import ADDRESS_LASTS, HISTORY_LASTS, SIGN_UP_LASTS, WORDS_LAST
from kith.publishing.vocabulary.posting import PostState

_GONE: Final = {"address": None, "name": "", "role": "", "agency": ""}


@transaction.atomic
def forget(*, now: datetime) -> None:
    """Drop the words of mails after a week, sign-ups after a week, addresses 28 days after their reader left, and the
    history of who was told what after a year. A mail that still waits is left alone.
    """
    gone = SiteMail.objects.exclude(state=PostState.WAITING)
    worded = gone.filter(made_at__lt=now - WORDS_LAST).exclude(text="", html="", unsubscribe="")
    SiteMailFile.objects.filter(mail__in=worded).delete()
    worded.update(text="", html="", unsubscribe="")
    SignUp.objects.filter(made_at__lt=now - SIGN_UP_LASTS).delete()
    ListImportLine.objects.filter(list__made_at__lt=now - ADDRESS_LASTS).exclude(text="").update(text="")
    _forget_readers(now)
    gone.filter(made_at__lt=now - HISTORY_LASTS).delete()
    Telling.objects.filter(announcement__made_at__lt=now - HISTORY_LASTS).delete()
    MailReturn.objects.filter(made_at__lt=now - HISTORY_LASTS).delete()


def _forget_readers(now: datetime) -> None:
    follows = Subscription.objects.filter(subscriber=OuterRef("pk"), ended_at__isnull=True)
    left = (
        Subscriber.objects.filter(~Exists(follows), address__isnull=False)
        .annotate(left_at=Max("subscriptions__ended_at"))
        .filter(Q(left_at__lt=now - ADDRESS_LASTS) | Q(left_at__isnull=True, made_at__lt=now - ADDRESS_LASTS))
    )
    people = dict(left.values_list("pk", "address"))
    SiteMail.objects.filter(address__in=people.values()).exclude(state=PostState.WAITING).update(address="")
    Subscriber.objects.filter(pk__in=people).update(**_GONE)
