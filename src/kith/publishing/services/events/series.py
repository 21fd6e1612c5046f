"""Adds and changes series, and the agencies that can be chosen."""

from django.db import transaction

from kith.publishing.models import BookingAgency, Editor, Series, SeriesFinding
from kith.publishing.services.tracing import note
from kith.publishing.vocabulary import HandedKind
from kith.publishing.vocabulary.events import EventRefused


@transaction.atomic
def save_series(*, series: Series, findings: list[str], by: Editor | None) -> Series:
    """Keep a series with the findings that it answers, each as `kind/item`, and return it.

    Raises:
        EventRefused: another series has its address.
    """
    if Series.objects.filter(slug=series.slug).exclude(pk=series.pk).exists():
        raise EventRefused("Another series has this address. Nothing was saved; choose another.")
    action = "wagtail.edit" if series.pk else "wagtail.create"
    series.save()
    named = [choice.partition("/")[::2] for choice in findings]
    SeriesFinding.objects.filter(series=series).exclude(item__in=[item for _, item in named]).delete()
    for kind, item in named:
        SeriesFinding.objects.get_or_create(series=series, item=item, defaults={"kind": HandedKind(kind).value})
    note(series, action, by)
    return series


@transaction.atomic
def name_agencies(*, names: list[str]) -> None:
    """Keep the agencies that somebody who books can choose; bookings keep the name under which they were made."""
    BookingAgency.objects.exclude(name__in=names).delete()
    for name in names:
        BookingAgency.objects.get_or_create(name=name)
