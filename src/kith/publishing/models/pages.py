"""The kinds of page that the partnership publishes."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import AbstractPage

from kith.publishing.models.base import SitePage
from kith.publishing.models.blocks import BodyBlock
from kith.publishing.models.inbox import Handover
from kith.publishing.vocabulary import BRIEFING_STEPS, HandedKind, Standing, Validity, skipped_headings

_ARTICLES = ["publishing.NewsPage", "publishing.BulletinPage", "publishing.BriefingPage"]


class BodyPage(SitePage):
    """A page that an editor builds of blocks."""

    summary = models.CharField(max_length=300, blank=True)
    body = StreamField(BodyBlock(), blank=True)

    is_creatable = False
    content_panels: ClassVar[list[Any]] = [*SitePage.content_panels, FieldPanel("summary"), FieldPanel("body")]

    def faults(self) -> list[str]:
        """Return what is wrong with the blocks: headings, alternative texts, links, figures."""
        return [*super().faults(), *_heading_faults(self), *_block_faults(self), *_link_faults(self)]

    def is_shown(self) -> bool:
        """Test whether each figure that the page rests on may still be shown."""
        return all(Handover.figure(block.value["figure"]) for block in self.body if block.block_type == "finding")

    def shown_children(self) -> list[SitePage]:
        """Return the live pages below this one that may be shown, in their order."""
        return [page for page in self.get_children().live().public().specific() if page.is_shown()]

    def get_context(self, request: HttpRequest, *args: Any, **options: Any) -> dict[str, Any]:
        """Return what the page is drawn with: what stands below it besides."""
        context: dict[str, Any] = super().get_context(request, *args, **options)
        return context | {"children": self.shown_children()}


class HomePage(BodyPage):
    """The first page: what is new."""

    parent_page_types: ClassVar[list[str]] = ["publishing.SitePage"]
    subpage_types: ClassVar[list[str]] = ["publishing.IssuePage", *_ARTICLES]
    max_count = 1


class IssuePage(BodyPage):
    """One issue of the newsletter; its articles are the pages below it."""

    season = models.CharField(max_length=60, help_text="As readers say it: Winter 2019.")

    parent_page_types: ClassVar[list[str]] = ["publishing.HomePage"]
    subpage_types: ClassVar[list[str]] = _ARTICLES
    content_panels: ClassVar[list[Any]] = [*BodyPage.content_panels, FieldPanel("season")]


class NewsPage(BodyPage):
    """A piece of news, alone or in an issue."""

    template = "publishing/article.html"
    parent_page_types: ClassVar[list[str]] = ["publishing.HomePage", "publishing.IssuePage"]
    subpage_types: ClassVar[list[str]] = []


class BulletinPage(BodyPage):
    """A learning bulletin: what audits and reviews found, and what to do differently."""

    template = "publishing/article.html"
    parent_page_types: ClassVar[list[str]] = ["publishing.HomePage", "publishing.IssuePage"]
    subpage_types: ClassVar[list[str]] = []


class BriefingPage(SitePage):
    """A five-step briefing; its words are those that casework handed over, for as long as they are valid."""

    item = models.UUIDField(help_text="The number of the approved briefing, as casework shows it.")

    parent_page_types: ClassVar[list[str]] = ["publishing.HomePage", "publishing.IssuePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [*SitePage.content_panels, FieldPanel("item")]

    def standing(self) -> Standing:
        """Return how the briefing stands in the inbox."""
        return Handover.standing(self.item, HandedKind.BRIEFING)

    def faults(self) -> list[str]:
        """Return why the briefing may not be published."""
        standing = self.standing()
        if standing.validity is not Validity.VALID:
            return [f"This briefing is {standing.validity}, not approved. Ask whoever wrote it to have it approved."]
        steps = len(standing.text.get("steps", ()))
        if steps != BRIEFING_STEPS:
            return [f"A briefing has {BRIEFING_STEPS} steps; this one has {steps}. Ask for it to be handed over whole."]
        return []

    def is_shown(self) -> bool:
        """Test whether the briefing is still approved."""
        return self.standing().validity is Validity.VALID

    def get_context(self, request: HttpRequest, *args: Any, **options: Any) -> dict[str, Any]:
        """Return what the page is drawn with: the briefing's own words."""
        context: dict[str, Any] = super().get_context(request, *args, **options)
        return context | {"briefing": self.standing()}


def _heading_faults(page: BodyPage) -> list[str]:
    headings = [block.value for block in page.body if block.block_type == "heading"]
    return [
        f"The heading “{headings[place]['text']}” skips a level. Make it one level below the heading before it."
        for place in skipped_headings([int(heading["level"]) for heading in headings])
    ]


def _block_faults(page: BodyPage) -> list[str]:
    found = []
    for block in page.body:
        if block.block_type == "picture" and not (block.value["alternative"] or "").strip():
            found.append("A picture has no words for whoever cannot see it. Write what it shows.")
        if block.block_type == "finding" and not Handover.figure(block.value["figure"]):
            found.append(f"The figure of “{block.value['says']}” is not released. Choose one that is.")
    return found


def _link_faults(page: BodyPage) -> list[str]:
    linked = {
        int(key)
        for model, key, *_ in page.body.stream_block.extract_references(page.body)
        if issubclass(model, AbstractPage)
    }
    drafts = SitePage.objects.filter(pk__in=linked, live=False).values_list("title", flat=True)
    return [f"It links to “{title}”, which is not published. Publish that first, or unlink it." for title in drafts]
