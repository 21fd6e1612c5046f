"""Writes what subscribers are told: the alert of one page, and one mail of several."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from kith.publishing.models import SitePage
from kith.publishing.presenters.mail_forms import issue_mail
from kith.publishing.selectors.addresses import full_address
from kith.publishing.vocabulary.circulation import CHOICES, STOP, Alert


def alert_of(page: SitePage) -> Alert:
    """Return what subscribers are told: a newsletter or bulletin as a whole, of other pages what they are and where."""
    summary = str(getattr(page, "summary", "") or page.search_description or "")
    context = {"title": page.title, "summary": summary, "url": full_address(page.get_url() or "/")}
    if not page.goes_out:
        return Alert(subject=page.title, **context, **_drawn("alert", context))
    form = issue_mail(page).for_reader(**_drawn("foot", {}))
    return Alert(subject=form.subject, **context, text=form.text, html=form.html)


def gather_alerts(alerts: Sequence[Alert]) -> Alert:
    """Return one mail about several pages, in the order in which they were published."""
    title = f"{len(alerts)} new pages from the {settings.KITH_PARTNERSHIP}"
    drawn = _drawn("digest", {"alerts": alerts, "title": title})
    return Alert(subject=title, title=title, summary="", url=full_address("/"), **drawn)


def _drawn(name: str, context: dict[str, Any]) -> dict[str, str]:
    around = {"partnership": settings.KITH_PARTNERSHIP, "stop": STOP, "choices": CHOICES}
    return {
        "text": render_to_string(f"publishing/mail/{name}.txt", around | context),
        "html": render_to_string(f"publishing/mail/{name}.html", around | context),
    }
