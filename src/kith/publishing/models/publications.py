"""The kinds of page that come once a year or once a case: annual reports, published reviews, initiatives."""

from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.choices import CallableChoiceIterator
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField

from kith.publishing.models.approval import NEEDS_ANONYMITY
from kith.publishing.models.blocks import TEXT_FEATURES, text_pieces
from kith.publishing.models.charting import drawn_table, picture_of
from kith.publishing.models.going_out import GoesOut
from kith.publishing.models.inbox import Handover
from kith.publishing.models.pages import PLACES, BodyPage
from kith.publishing.vocabulary.circulation import Topic
from kith.publishing.vocabulary.editing import ANONYMITY_WORKFLOW
from kith.publishing.vocabulary.figures import figures_of, tables_of
from kith.publishing.vocabulary.kinds import REVIEW_NAMES, ReviewKind
from kith.publishing.vocabulary.pieces import Chart, Contact, Finding, Heading, Listing, Piece
from kith.publishing.vocabulary.rich_text import plain
from kith.shell.words import say

_YEARS = [MinValueValidator(2000), MaxValueValidator(2100)]


class AnnualReportPage(GoesOut, BodyPage):
    """What the partnership did in a year, and what changed for children; its counts are released ones, drawn."""

    year = models.PositiveSmallIntegerField(
        validators=_YEARS, help_text="The year in which it ends: 2019 for April 2018 to March 2019."
    )
    release = models.UUIDField(
        null=True, blank=True, verbose_name="figures", help_text="Released figures and tables, all shown in the report."
    )

    alert_topic: ClassVar[Topic | None] = Topic.NEWS
    parent_page_types: ClassVar[list[str]] = PLACES
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        *BodyPage.content_panels,
        FieldPanel("year"),
        FieldPanel("release", widget=forms.Select(choices=CallableChoiceIterator(Handover.release_choices))),
    ]

    def kind_name(self) -> str:
        """Return what readers call it."""
        return say("Annual report, April {before} to March {year}", before=self.year - 1, year=self.year)

    def faults(self) -> list[str]:
        """Return what is wrong with the blocks, and whether the figures are no longer released."""
        lacks = ["The figures of this report are not released. Choose some that are."] if self._lacks() else []
        return [*super().faults(), *lacks]

    def is_shown(self) -> bool:
        """Test whether each figure of the report may still be shown."""
        return not self._lacks() and super().is_shown()

    def pieces(self) -> tuple[Piece, ...]:
        """Return what the blocks say, then the year in figures."""
        drawn = self.drawn()
        return (*super().pieces(), *((Heading(level=2, text="The year in figures"), *drawn) if drawn else ()))

    def drawn(self) -> list[Finding | Chart]:
        """Return the figures of the report: those by themselves, then the tables as charts."""
        text = Handover.figures(str(self.release)) if self.release and not self._lacks() else {}
        single = [Finding(says=figure.key, n=figure.n, of=figure.of) for figure in figures_of(text)]
        return [*single, *(drawn_table(table, table.title) for table in tables_of(text))]

    def get_context(self, request: HttpRequest, *args: Any, **options: Any) -> dict[str, Any]:
        """Return what the page is drawn with: its figures besides."""
        context: dict[str, Any] = super().get_context(request, *args, **options)
        drawn = self.drawn()
        charts = [(chart, picture_of(chart)) for chart in drawn if isinstance(chart, Chart)]
        return context | {"figures": [one for one in drawn if isinstance(one, Finding)], "charts": charts}

    def _lacks(self) -> bool:
        """Test whether the report rests on figures that may not be shown."""
        return self.release is not None and not Handover.figures(str(self.release))


class ReviewPage(GoesOut, BodyPage):
    """A review or an audit that was published: of what kind it is, of which year, and what it found."""

    kind = models.CharField(max_length=60, choices=[(kind.value, name) for kind, name in REVIEW_NAMES.items()])
    year = models.PositiveSmallIntegerField(validators=_YEARS, help_text="The year in which it was finished.")

    template = "publishing/article.html"
    workflow_name, approvals_needed = ANONYMITY_WORKFLOW, NEEDS_ANONYMITY
    alert_topic: ClassVar[Topic | None] = Topic.BULLETINS
    parent_page_types: ClassVar[list[str]] = PLACES
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [*BodyPage.content_panels, FieldPanel("kind"), FieldPanel("year")]

    def kind_name(self) -> str:
        """Return its kind and its year."""
        return f"{say(REVIEW_NAMES[ReviewKind(self.kind)])}, {self.year}"


class InitiativePage(BodyPage):
    """Something that agencies began together: what it is for, how it works, what it pays for, whom to ask."""

    aims = StreamField([("aim", blocks.CharBlock(max_length=300))], blank=True, help_text="Each aim in a line.")
    how_it_works = RichTextField(features=TEXT_FEATURES, blank=True)
    funds = RichTextField(features=TEXT_FEATURES, blank=True, help_text="What pays for it, and what it pays for.")
    contact_name = models.CharField(max_length=200, blank=True, help_text="A team, not a person’s own name.")
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)

    alert_topic: ClassVar[Topic | None] = Topic.NEWS
    parent_page_types: ClassVar[list[str]] = [*PLACES, "publishing.IssuePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        *BodyPage.content_panels,
        FieldPanel("aims"),
        FieldPanel("how_it_works"),
        FieldPanel("funds"),
        MultiFieldPanel(
            [FieldPanel("contact_name"), FieldPanel("contact_email"), FieldPanel("contact_phone")], heading="Contact"
        ),
    ]

    def kind_name(self) -> str:
        """Return what readers call it."""
        return say("Initiative")

    def contact(self) -> Contact | None:
        """Return whom to ask, where somebody is named."""
        if not self.contact_name:
            return None
        return Contact(name=self.contact_name, phone=self.contact_phone, email=self.contact_email)

    def pieces(self) -> tuple[Piece, ...]:
        """Return what the blocks say, then the aims, the ways, the money and whom to ask."""
        found: list[Piece] = [*super().pieces()]
        if self.aims:
            aims = tuple(plain(block.value) for block in self.aims)
            found += [Heading(level=2, text="What it is for"), Listing(items=aims)]
        for heading, text in (("How it works", self.how_it_works), ("What it pays for", self.funds)):
            if said := text_pieces(text):
                found += [Heading(level=2, text=heading), *said]
        if contact := self.contact():
            found += [Heading(level=2, text="Whom to ask"), contact]
        return tuple(found)
