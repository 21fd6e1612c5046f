"""The kinds of page that the partnership publishes."""

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.choices import CallableChoiceIterator
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import AbstractPage, get_page_models
from wagtail.search import index

from kith.publishing.models.approval import NEEDS_ANONYMITY
from kith.publishing.models.base import SitePage
from kith.publishing.models.blocks import BodyBlock
from kith.publishing.models.charting import chart_of
from kith.publishing.models.going_out import GoesOut
from kith.publishing.models.inbox import Handover
from kith.publishing.models.together import reading_together, those_shown
from kith.publishing.vocabulary import HandedKind, Standing, Validity, skipped_headings
from kith.publishing.vocabulary.circulation import Topic
from kith.publishing.vocabulary.editing import ANONYMITY_WORKFLOW
from kith.publishing.vocabulary.kinds import BRIEFING_NAMES, STEPS_OF, BriefingForm
from kith.publishing.vocabulary.pieces import Heading, Paragraph, Piece
from kith.publishing.vocabulary.rich_text import plain
from kith.shell.words import say

PLACES = ["publishing.HomePage", "publishing.ListingPage"]
_ARTICLES = [
    "publishing.NewsPage", "publishing.BulletinPage", "publishing.BriefingPage", "publishing.InitiativePage",
    "publishing.StructurePage",
]  # fmt: skip
_PUBLICATIONS = ["publishing.IssuePage", *_ARTICLES, "publishing.ReviewPage", "publishing.AnnualReportPage"]
_SECTIONS = [
    "publishing.ListingPage", "publishing.DirectoryPage", "publishing.ToolkitIndexPage", "publishing.ContactsPage",
    "publishing.VoicesPage",
]  # fmt: skip
MOST_NEW = 12


class BodyPage(SitePage):
    """A page that an editor builds of blocks."""

    summary = models.CharField(max_length=300, blank=True)
    body = StreamField(BodyBlock(), blank=True)

    is_creatable = False
    content_panels: ClassVar[list[Any]] = [*SitePage.content_panels, FieldPanel("summary"), FieldPanel("body")]
    search_fields: ClassVar[list[Any]] = [
        *SitePage.search_fields,
        index.SearchField("summary", boost=1.5),
        index.SearchField("body"),
    ]

    def faults(self) -> list[str]:
        """Return what is wrong with the blocks: headings, alternative texts, links, figures."""
        return [*super().faults(), *_heading_faults(self), *_block_faults(self), *_link_faults(self)]

    def is_shown(self) -> bool:
        """Test whether each figure that the page rests on may still be shown."""
        return not _unreleased(self)

    def pieces(self) -> tuple[Piece, ...]:
        """Return what the blocks say."""
        with reading_together([self], Handover.objects.all()):
            return tuple(self.body.stream_block.pieces(self.body))

    def shown_children(self) -> list[SitePage]:
        """Return the live pages below this one that may be shown, in their order."""
        return those_shown(list(self.get_children().live().public().specific()), Handover.objects.all())

    def get_context(self, request: HttpRequest, *args: Any, **options: Any) -> dict[str, Any]:
        """Return what the page is drawn with: what stands below it besides."""
        context: dict[str, Any] = super().get_context(request, *args, **options)
        return context | {"children": self.shown_children()}


class HomePage(BodyPage):
    """The first page: what is new."""

    parent_page_types: ClassVar[list[str]] = ["publishing.SitePage"]
    subpage_types: ClassVar[list[str]] = [*_PUBLICATIONS, *_SECTIONS]
    max_count = 1

    def shown_children(self) -> list[SitePage]:
        """Return the newest pages below this one and below its sections, the newest first."""
        sections = self.sections()
        within = SitePage.objects.none()
        for section in sections:
            within |= SitePage.objects.child_of(section)
        below = self.get_children().exclude(pk__in=[section.pk for section in sections])
        found = (below | within).live().public().order_by("-first_published_at")
        return those_shown(list(found.specific()[: 2 * MOST_NEW]), Handover.objects.all())[:MOST_NEW]

    def sections(self) -> list[SitePage]:
        """Return the live sections of the site, in their order, read once for a page that is drawn."""
        if self._sections is None:
            kinds = [kind for kind in get_page_models() if kind.is_section]
            self._sections = list(self.get_children().live().public().type(*kinds))
        return self._sections

    _sections: list[SitePage] | None = None


class IssuePage(GoesOut, BodyPage):
    """One issue of the newsletter; its articles are the pages below it."""

    season = models.CharField(max_length=60, help_text="As readers say it: Winter 2019.")

    alert_topic: ClassVar[Topic | None] = Topic.NEWSLETTERS
    parent_page_types: ClassVar[list[str]] = PLACES
    subpage_types: ClassVar[list[str]] = _ARTICLES
    content_panels: ClassVar[list[Any]] = [*BodyPage.content_panels, FieldPanel("season")]

    def kind_name(self) -> str:
        """Return what readers call it."""
        return say("Newsletter")

    def articles(self, *, drafts: bool = False) -> list[SitePage]:
        """Return what is in this issue, in its order; `drafts` takes each as it is being written."""
        if not drafts:
            return self.shown_children()
        return [page.get_latest_revision_as_object() for page in self.get_children().specific()]

    def get_context(self, request: HttpRequest, *args: Any, **options: Any) -> dict[str, Any]:
        """Return what the page is drawn with; an editor who looks first sees the articles as they are being written."""
        context: dict[str, Any] = super().get_context(request, *args, **options)
        return context | ({"children": self.articles(drafts=True)} if getattr(request, "is_preview", False) else {})


class NewsPage(BodyPage):
    """A piece of news, alone or in an issue."""

    template = "publishing/article.html"
    alert_topic: ClassVar[Topic | None] = Topic.NEWS
    parent_page_types: ClassVar[list[str]] = [*PLACES, "publishing.IssuePage"]
    subpage_types: ClassVar[list[str]] = []

    def kind_name(self) -> str:
        """Return what readers call it."""
        return say("News")


class BulletinPage(GoesOut, BodyPage):
    """A learning bulletin: what audits and reviews found, and what to do differently."""

    template = "publishing/article.html"
    alert_topic: ClassVar[Topic | None] = Topic.BULLETINS
    workflow_name, approvals_needed = ANONYMITY_WORKFLOW, NEEDS_ANONYMITY
    parent_page_types: ClassVar[list[str]] = [*PLACES, "publishing.IssuePage"]
    subpage_types: ClassVar[list[str]] = []

    def kind_name(self) -> str:
        """Return what readers call it."""
        return say("Learning bulletin")


class BriefingPage(GoesOut, SitePage):
    """A briefing, or a bulletin that casework wrote; its words are those handed over, for as long as they are valid."""

    item = models.UUIDField(verbose_name="approved briefing", help_text="One that casework approved and handed over.")
    form = models.CharField(
        max_length=20,
        choices=[(form.value, name) for form, name in BRIEFING_NAMES.items()],
        default=BriefingForm.FIVE_STEP.value,
        help_text="How many steps it must have to be whole.",
    )

    alert_topic: ClassVar[Topic | None] = Topic.BULLETINS
    workflow_name, approvals_needed = ANONYMITY_WORKFLOW, NEEDS_ANONYMITY
    parent_page_types: ClassVar[list[str]] = [*PLACES, "publishing.IssuePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        *SitePage.content_panels,
        FieldPanel("item", widget=forms.Select(choices=CallableChoiceIterator(Handover.briefing_choices))),
        FieldPanel("form"),
    ]

    def kind_name(self) -> str:
        """Return what readers call it."""
        return say(BRIEFING_NAMES[BriefingForm(self.form)])

    def standing(self) -> Standing:
        """Return how the briefing stands in the inbox."""
        is_bulletin = self.form == BriefingForm.BULLETIN.value
        return Handover.standing(self.item, HandedKind.BULLETIN if is_bulletin else HandedKind.BRIEFING)

    def faults(self) -> list[str]:
        """Return why the briefing may not be published."""
        standing = self.standing()
        if standing.validity is not Validity.VALID:
            return [f"This briefing is {standing.validity}, not approved. Ask whoever wrote it to have it approved."]
        wanted, steps = STEPS_OF[BriefingForm(self.form)], len(standing.text.get("steps", ()))
        if steps != wanted:
            return [f"Such a briefing has {wanted} steps; this one has {steps}. Ask for it to be handed over whole."]
        return []

    def handed_words(self) -> str:
        """Return the briefing's words as they stand now, for whoever searches."""
        return "\n".join(f"{step['heading']}\n{step['text']}" for step in self.standing().text.get("steps", ()))

    def is_shown(self) -> bool:
        """Test whether the briefing is still approved."""
        return self.standing().validity is Validity.VALID

    def pieces(self) -> tuple[Piece, ...]:
        """Return its steps, numbered."""
        found: list[Piece] = []
        for number, step in enumerate(self.standing().text.get("steps", ()), 1):
            found.append(Heading(level=2, text=f"{number}. {step['heading']}"))
            found.extend(Paragraph(runs=plain(part)) for part in step["text"].split("\n\n") if part.strip())
        return tuple(found)

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
    found = [
        "A picture has no words for whoever cannot see it. Write what it shows."
        for block in page.body
        if block.block_type == "picture" and not (block.value["alternative"] or "").strip()
    ]
    return found + [
        f"The figure of “{block.value['says']}” is not released. Choose one that is."
        if block.block_type == "finding"
        else f"The chart “{block.value['says']}” is not released, or its table cannot be drawn so. Choose another."
        for block in _unreleased(page)
    ]


def _unreleased(page: BodyPage) -> list[Any]:
    """Return the blocks of a page that rest on figures which may not be shown."""
    with reading_together([page], Handover.objects.all()):
        return [
            block
            for block in page.body
            if (block.block_type == "finding" and not Handover.figure(block.value["figure"]))
            or (block.block_type == "chart" and not chart_of(block.value))
        ]


def _link_faults(page: BodyPage) -> list[str]:
    linked = {
        int(key)
        for field in page._meta.get_fields()
        if hasattr(field, "extract_references")
        for model, key, *_ in field.extract_references(field.value_from_object(page))
        if issubclass(model, AbstractPage)
    }
    drafts = SitePage.objects.filter(pk__in=linked, live=False).values_list("title", flat=True)
    return [f"It links to “{title}”, which is not published. Publish that first, or unlink it." for title in drafts]
