"""What every page of the site is, whatever it shows, and what keeps it from going live."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse
from django.utils.functional import cached_property
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import AbstractPage, DefaultBasePageMixin, Workflow
from wagtail.search import index

from kith.publishing.models.approval import NEEDS_APPROVAL, TwoPersonTask, lacks_approval
from kith.publishing.models.inbox import Handover
from kith.publishing.models.telling import TellPanel
from kith.publishing.models.together import reading_together
from kith.publishing.vocabulary.circulation import Topic
from kith.publishing.vocabulary.editing import APPROVAL_WORKFLOW
from kith.publishing.vocabulary.pieces import Piece

_SUBMIT_INSTEAD = (
    "Nobody publishes alone what they wrote. Choose “Submit” instead: an approver reads it, and it is published when "
    "they approve, or at the time that you set."
)


class PublishingForm(WagtailAdminPageForm):
    """The form of a page, which says at once what keeps it from going live; a draft may have any fault."""

    @cached_property
    def changed_data(self) -> list[str]:
        """Return what was changed, by the names of the fields.

        The library compares what a browser sent before it is read: an empty day or a number in a block counts as
        changed by whoever opened the page. An approver would then have written it, and could not approve it.
        """
        return [name for name in super().changed_data if not self._says_the_same(name)]

    def _says_the_same(self, name: str) -> bool:
        block = getattr(self.fields[name], "block", None)
        if block is None or self.errors or name not in self.cleaned_data:
            return False
        before, now = self.get_initial_for_field(self.fields[name], name), self.cleaned_data[name]
        return bool(block.get_prep_value(before) == block.get_prep_value(now))

    def clean(self) -> dict[str, Any]:
        """Return what was typed; add the faults when it is to be published or sent for approval."""
        cleaned: dict[str, Any] = super().clean()
        if "action-publish" in self.data:
            self.add_error(None, _SUBMIT_INSTEAD)
        if {"action-publish", "action-submit"} & set(self.data) and not self.errors:
            self._post_clean()
            for fault in self.instance.faults():
                self.add_error(None, fault)
        return cleaned


class SitePage(AbstractPage, DefaultBasePageMixin):
    """A page of the site, of whatever kind; its own kind of base page, so that it can grow."""

    tell_subscribers = models.BooleanField(
        "Tell subscribers when it is published",
        default=True,
        help_text="Each is told once of each page, by the topic that they follow. A correction is not told again.",
    )

    is_creatable = False
    goes_out: ClassVar[bool] = False
    is_section: ClassVar[bool] = False
    alert_topic: ClassVar[Topic | None] = None  # whom it is told to; a kind without a topic is told to nobody
    promote_panels: ClassVar[list[Any]] = [*DefaultBasePageMixin.promote_panels, TellPanel("tell_subscribers")]
    search_fields: ClassVar[list[Any]] = [
        *AbstractPage.search_fields,
        *DefaultBasePageMixin.search_fields,
        index.SearchField("search_description"),
    ]
    workflow_name = APPROVAL_WORKFLOW
    approvals_needed: tuple[type[TwoPersonTask], ...] = NEEDS_APPROVAL

    def get_workflow(self) -> Workflow | None:
        """Return the steps that a page of this kind goes through before it is published."""
        found: Workflow | None = Workflow.objects.filter(name=self.workflow_name, active=True).first()
        return found

    @property
    def has_workflow(self) -> bool:
        """Test whether there are such steps; without them nothing is published."""
        return self.get_workflow() is not None

    def __init_subclass__(cls, **options: Any) -> None:
        """Give each kind of page the form that says its faults.

        The library puts a form of its own onto the site's base page when it starts, so each kind is given ours.
        """
        super().__init_subclass__(**options)
        if "base_form_class" not in vars(cls):
            cls.base_form_class = PublishingForm

    @property
    def alert_version(self) -> int:
        """Return which version readers are told of; a kind of page that has versions says more than one."""
        return 1

    def is_news(self) -> bool:
        """Test whether readers who follow its topic may be told of the page, if they have not been."""
        return True

    def faults(self) -> list[str]:
        """Return what keeps this page from going live, each in a sentence."""
        return []

    def is_shown(self) -> bool:
        """Test whether what the page shows is still valid."""
        return True

    def kind_name(self) -> str:
        """Return what kind of page this is, as readers say it; nothing where it goes without saying."""
        return ""

    def pieces(self) -> tuple[Piece, ...]:
        """Return what the page says below its title, without a look; mail and paper are made of it."""
        return ()

    def articles(self, *, drafts: bool = False) -> list["SitePage"]:
        """Return the pages that are read as parts of this one; `drafts` takes them as they are being written."""
        return []

    def save(self, *args: Any, **options: Any) -> Any:
        """Save the page.

        Raises:
            ValidationError: it is live, or would go live, with a fault.
        """
        if self.live and "update_fields" not in options:
            found = [*lacks_approval(self, self.approvals_needed), *self.faults()]
            if found:
                raise ValidationError(found)
        return super().save(*args, **options)

    def serve(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        """Show the page; say that it is withdrawn from the moment that what it shows is."""
        with reading_together([self], Handover.objects.all()):
            if not self.is_shown():
                return render(request, "publishing/gone.html", status=410)
            answer: HttpResponseBase = super().serve(request, *args, **options)
            if isinstance(answer, SimpleTemplateResponse):
                answer.render()
            return answer

    def handed_words(self) -> str:
        """Return what casework handed over and the page shows, as it stands now; it is searched, never indexed."""
        return ""

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Return the page's entries in the map of the site; none while it is withdrawn."""
        entries: list[dict[str, Any]] = super().get_sitemap_urls(request) if self.is_shown() else []
        return entries
