"""Pages and handed-over things for the tests of the site, and the issue that the browser reads."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.utils import timezone

from kith.project.commands.publicising import hand_over_winter
from kith.project.site import inbox_parameters
from kith.publishing.models import AnnualReportPage, HomePage, IssuePage, NewsPage, SitePage
from kith.publishing.presenters.mail_forms import issue_mail
from kith.publishing.services import hand_over
from kith.publishing.services.demonstrating import fill_contacts, fill_toolkits, fill_voices
from kith.publishing.services.winter.publishing import publish_newsletter
from kith.publishing.vocabulary import HandedKind, Message, Verb

STEPS = ("The background", "Before the incident", "The incident", "The work since", "What we learned")


def home() -> Any:
    return HomePage.objects.get()


def under(parent: SitePage, page: SitePage, *, live: bool = True) -> Any:
    """Put a page below another, published by the editors' own way or left a draft."""
    page.live = False
    parent.add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish()
    return type(page).objects.get(pk=page.pk)


def news(title: str, *body: tuple[str, Any]) -> NewsPage:
    return NewsPage(title=title, summary=f"{title}, in short.", body=list(body))


def tell(kind: HandedKind, verb: Verb = Verb.APPROVE, *, item: UUID | None = None, **says: Any) -> UUID:
    """Let the casework worker put a message into the inbox; its connection is its own, so what it told stays."""
    item = item or uuid4()
    told = {"title": "What we learned", "approved_by": "Audit subgroup"} | says
    hand_over(
        message=Message(message=uuid4(), item=item, kind=kind, verb=verb, **told),
        inbox=inbox_parameters(settings.INSTALLATION, "kith_worker"),
        by=7,
        now=timezone.now(),
    )
    return item


def briefing(steps: Sequence[str] = STEPS, **says: Any) -> UUID:
    text = {"steps": [{"heading": step, "text": "Nobody had asked before."} for step in steps]}
    return tell(HandedKind.BRIEFING, text=text, **says)


def figures(n: int = 4, of: int = 8, **says: Any) -> UUID:
    return tell(HandedKind.FIGURES, text={"figures": [{"key": "had a plan", "n": n, "of": of}]}, **says)


def winter_issue() -> str:
    """Publish the demo's winter newsletter and what stands beside it, and return the issue's address."""
    items = hand_over_winter(inbox=inbox_parameters(settings.INSTALLATION, "kith_worker"), now=timezone.now())
    return publish_newsletter(items=items)


def annual_report(item: str, *tables: str) -> str:
    """Publish an annual report on released figures, with a line of each of these tables, and return its address."""
    charts = [("chart", {"table": f"{item}/{key}", "form": "line", "says": "It went up and down."}) for key in tables]
    page = AnnualReportPage(title="Our year", year=timezone.now().year, release=UUID(item), body=charts)
    return str(under(home(), page).get_url())


def winter_issue_and_mail(folder: str) -> str:
    """Publish the winter newsletter, put it into a folder as a mail, and return the issue's address."""
    address = winter_issue()
    mail = issue_mail(IssuePage.objects.get(slug="winter-2019"))
    (Path(folder) / "mail.html").write_text(mail.html, encoding="utf-8")
    return address


def toolkits_contacts_and_voices() -> str:
    """Publish the demo's toolkit, contacts and what children told us, and return the address of the first page."""
    for fill in (fill_toolkits, fill_contacts, fill_voices):
        fill(now=timezone.now())
    return str(home().get_url())
