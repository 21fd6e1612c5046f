"""Toolkits: documents that practitioners work with, each a page with one address and a page per version below it."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from kith.publishing.models.base import SitePage
from kith.publishing.models.pages import BodyPage
from kith.publishing.vocabulary.circulation import Topic
from kith.publishing.vocabulary.toolkits import QUESTION_KINDS, Dated, VersionStanding, current_of, standing_of_version


class CheckBlock(blocks.StructBlock):
    """One line of a checklist."""

    text = blocks.CharBlock(max_length=300)
    help = blocks.CharBlock(max_length=300, required=False)

    class Meta:
        icon = "check"


class QuestionBlock(blocks.StructBlock):
    """One question of a form; what needs words is answered on paper, or in the agency's own record, never here."""

    text = blocks.CharBlock(max_length=300)
    kind = blocks.ChoiceBlock(choices=[(kind.value, words) for kind, words in QUESTION_KINDS.items()])

    class Meta:
        icon = "help"


class StageBlock(blocks.StructBlock):
    """One stage of the work: when it is, what to know, what to tick off, what to ask."""

    title = blocks.CharBlock(max_length=120)
    when = blocks.CharBlock(max_length=120, required=False)
    text = blocks.RichTextBlock(features=["bold", "italic", "link", "ol", "ul"], required=False)
    checks = blocks.ListBlock(CheckBlock(), required=False)
    questions = blocks.ListBlock(QuestionBlock(), required=False)

    class Meta:
        icon = "list-ul"


class ToolkitIndexPage(SitePage):
    """All toolkits."""

    is_section = True
    summary = models.CharField(max_length=300, blank=True)

    template = "publishing/toolkits/index.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["publishing.HomePage"]
    subpage_types: ClassVar[list[str]] = ["publishing.ToolkitPage"]
    content_panels: ClassVar[list[Any]] = [*SitePage.content_panels, FieldPanel("summary")]

    def get_context(self, request: HttpRequest, *args: Any, **options: Any) -> dict[str, Any]:
        """Return what the page is drawn with: every toolkit with its version in force."""
        context: dict[str, Any] = super().get_context(request, *args, **options)
        toolkits = ToolkitPage.objects.child_of(self).live().public().order_by("title")
        return context | {"toolkits": [(toolkit, toolkit.current()) for toolkit in toolkits]}


class ToolkitPage(SitePage):
    """One toolkit; its address always shows the version in force."""

    summary = models.CharField(max_length=300, blank=True)
    owned_by = models.CharField(max_length=200, help_text="A post or a group, not a person: it outlives both.")
    owner_email = models.EmailField(help_text="A team’s address; it is reminded of the review.")
    review_on = models.DateField(help_text="By when the owner looks whether it is still right.")

    template = "publishing/toolkits/toolkit.html"
    parent_page_types: ClassVar[list[str]] = ["publishing.ToolkitIndexPage"]
    subpage_types: ClassVar[list[str]] = ["publishing.ToolkitVersionPage"]
    content_panels: ClassVar[list[Any]] = [
        *SitePage.content_panels,
        *(FieldPanel(name) for name in ("summary", "owned_by", "owner_email", "review_on")),
    ]

    def versions(self) -> list["ToolkitVersionPage"]:
        """Return the published versions that may be shown, the newest first."""
        found = ToolkitVersionPage.objects.child_of(self).live().public().order_by("-number")
        return [version for version in found if version.is_shown()]

    def current(self) -> "ToolkitVersionPage | None":
        """Return the version in force today, or None before the first."""
        found = self.versions()
        number = current_of((version.dated() for version in found), timezone.localdate())
        return next((version for version in found if version.number == number), None)

    def is_late(self) -> bool:
        """Test whether the day of the review has passed."""
        return self.review_on < timezone.localdate()

    def get_context(self, request: HttpRequest, *args: Any, **options: Any) -> dict[str, Any]:
        """Return what the page is drawn with: its version in force, and every other."""
        context: dict[str, Any] = super().get_context(request, *args, **options)
        return context | {"toolkit": self, "version": self.current(), "versions": self.versions()}


class ToolkitVersionPage(BodyPage):
    """One version of a toolkit, which stays readable at its own address after the next has taken its place."""

    number = models.PositiveSmallIntegerField(help_text="1 for the first. The address ends in v and this number.")
    effective_on = models.DateField(help_text="From which day it is in force.")
    changes = models.TextField(blank=True, help_text="What is different from the version before, and why.")
    stages = StreamField([("stage", StageBlock())], blank=True)

    alert_topic: ClassVar[Topic | None] = Topic.TOOLKITS  # whoever asked for it is told of each version once
    template = "publishing/toolkits/version.html"
    parent_page_types: ClassVar[list[str]] = ["publishing.ToolkitPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        *SitePage.content_panels,
        *(FieldPanel(name) for name in ("number", "effective_on", "changes", "summary", "body", "stages")),
    ]

    def full_clean(self, *args: Any, **options: Any) -> None:
        """Let the number name the address, so that an address once given away always means the same version.

        Raises:
            ValidationError: another version of the toolkit has this number, or a field is wrong.
        """
        if self.number:
            self.slug = f"v{self.number}"
        super().full_clean(*args, **options)

    def faults(self) -> list[str]:
        """Return what keeps this version from going live."""
        found = super().faults()
        if self.number > 1 and not self.changes.strip():
            found.append("It does not say what changed. Write for the reader who knows the version before.")
        earlier = [version for version in self._siblings() if version.number < self.number]
        if any(version.effective_on > self.effective_on for version in earlier):
            found.append("It would be in force before the version before it. Choose a later day.")
        if not self.stages and not self.body:
            found.append("It has neither words nor stages. Write what practitioners are to do.")
        return found

    def dated(self) -> Dated:
        """Return its number and its first day."""
        return Dated(number=self.number, effective_on=self.effective_on)

    def toolkit(self) -> ToolkitPage:
        """Return the toolkit of which it is a version."""
        found: ToolkitPage = self.get_parent().specific
        return found

    def before(self) -> "ToolkitVersionPage | None":
        """Return the published version before this one, or None."""
        return max((v for v in self._siblings() if v.number < self.number), key=lambda v: v.number, default=None)

    def is_news(self) -> bool:
        """Test whether it holds or will hold: nobody is told of a version that another has superseded."""
        return self.standing() is not VersionStanding.SUPERSEDED

    def standing(self) -> VersionStanding:
        """Return how it stands today among the published versions; an unpublished one is coming."""
        dated = {*(version.dated() for version in self._siblings()), self.dated()}
        return standing_of_version(self.number, dated, timezone.localdate())

    def get_context(self, request: HttpRequest, *args: Any, **options: Any) -> dict[str, Any]:
        """Return what the page is drawn with: how it stands, and its toolkit."""
        context: dict[str, Any] = super().get_context(request, *args, **options)
        toolkit = self.toolkit()
        return context | {"toolkit": toolkit, "version": self, "versions": toolkit.versions()}

    def _siblings(self) -> list["ToolkitVersionPage"]:
        if not self.path:
            return []
        return list(ToolkitVersionPage.objects.sibling_of(self, inclusive=False).live())
