"""Fills the demo's site with toolkits, contacts and what children told: invented, and by the editors' own way."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from kith.publishing.models import (
    ContactsPage,
    HomePage,
    SitePage,
    ToolkitIndexPage,
    ToolkitPage,
    ToolkitVersionPage,
    VoicesPage,
)
from kith.publishing.services.feedback import drop_feedback
from kith.publishing.services.voicing import FIGURES, WORDS, read_demonstration
from kith.publishing.vocabulary.feedback import AgeBand, Danger, Matter, Said, Writer

_REVIEW_IN = timedelta(days=60)
Kind = TypeVar("Kind", bound=SitePage)


@transaction.atomic
def fill_toolkits(*, now: datetime, by: int | None = None) -> bool:
    """Publish the pre-birth planning toolkit in both its versions and return whether it was not there yet."""
    if ToolkitPage.objects.filter(slug="pre-birth-planning").exists():
        return False
    said = read_demonstration("pre_birth")
    index = ToolkitIndexPage.objects.first() or _publish(
        HomePage.objects.get(),
        ToolkitIndexPage(title="Toolkits", slug="toolkits", summary="What to do, step by step, in one kind of work."),
    )
    toolkit = _publish(
        index,
        ToolkitPage(
            slug="pre-birth-planning",
            review_on=timezone.localdate(now) + _REVIEW_IN,
            **{part: said[part] for part in ("title", "summary", "owned_by", "owner_email")},
        ),
    )
    for version in said["versions"]:
        _publish(toolkit, _version(version, said["title"]))
    return True


@transaction.atomic
def fill_contacts(*, now: datetime, by: int | None = None) -> bool:
    """Publish the page of contacts and return whether it was not there yet."""
    if ContactsPage.objects.exists():
        return False
    said = read_demonstration("pages")["contacts"]
    kept = [("contact", _contact(one)) for one in said.pop("kept")]
    _publish(HomePage.objects.get(), ContactsPage(kept=kept, **said))
    return True


@transaction.atomic
def fill_voices(*, now: datetime, by: int | None = None) -> bool:
    """Publish both pages of what the demo's children told, and return whether they were not there yet.

    Their words and figures have been handed over before (`voicing.hand_over_demo_words`).
    """
    if VoicesPage.objects.exists():
        return False
    said = read_demonstration("pages")["voices"]
    for reader in ("professionals", "children"):
        page = said[reader]
        entries = [("entry", _entry(one)) for one in page.pop("entries")]
        _publish(HomePage.objects.get(), VoicesPage(read_by=reader, entries=entries, **page))
    return True


def drop_demo_feedback(*, public_key: bytes, now: datetime, by: int | None = None) -> None:
    """Write through the page “Tell us”, as an invented child and an invented parent would."""
    for said in (
        Said(
            words="My worker came when she said she would. That helped.",
            writer=Writer.CHILD,
            matter=Matter.GOOD,
            danger=Danger.NO,
            age_band=AgeBand.THIRTEEN,
        ),
        Said(
            words="Nobody told us what was decided at the meeting. We heard it from the school a week later.",
            writer=Writer.PARENT,
            matter=Matter.PLAN,
            wants_answer=True,
            reach="Ring in the morning, 01632 960 777. Please leave no message.",
        ),
    ):
        drop_feedback(said=said, address="demo", public_key=public_key, now=now)


def _version(said: Mapping[str, Any], title: str) -> ToolkitVersionPage:
    stages = [("stage", _stage(stage)) for stage in said["stages"]]
    return ToolkitVersionPage(
        title=f"{title}, version {said['number']}",
        number=said["number"],
        slug=f"v{said['number']}",
        effective_on=said["effective_on"],
        summary=said["summary"],
        changes=said.get("changes", "").strip(),
        stages=stages,
    )


def _stage(said: Mapping[str, Any]) -> dict[str, Any]:
    questions: Sequence[Sequence[str]] = said["questions"]
    return {
        "title": said["title"],
        "when": said["when"],
        "text": said["text"],
        "checks": [{"text": text, "help": ""} for text in said["checks"]],
        "questions": [{"text": text, "kind": kind} for text, kind in questions],
    }


def _contact(said: Mapping[str, str]) -> dict[str, str]:
    return {part: said.get(part, "") for part in ("name", "for_whom", "phone", "email", "hours", "kind", "url")}


def _entry(said: Mapping[str, Any]) -> dict[str, Any]:
    did_on: date | None = said.get("did_on")
    named = {"words": f"{WORDS}/{said['words']}", "figure": f"{FIGURES}/{said['figure']}"}
    return {part: said[part] for part in ("theme", "said", "did")} | named | {"did_on": did_on}


def _publish(parent: SitePage, page: Kind) -> Kind:
    page.live = False
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page
