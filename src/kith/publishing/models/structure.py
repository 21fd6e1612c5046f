"""Pages that lead to what casework handed over of the partnership: its structure, its directory of services."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.panels import FieldPanel

from kith.publishing.models.base import SitePage
from kith.publishing.models.charted import chart_pieces, told_chart
from kith.publishing.models.inbox import Handover
from kith.publishing.vocabulary import HandedKind, Validity
from kith.publishing.vocabulary.pieces import Piece
from kith.publishing.vocabulary.services import SERVICES_ITEM
from kith.publishing.vocabulary.structure import Chart


class StructurePage(SitePage):
    """The structure chart as at a day, alone or in an issue; without a day as it is whenever somebody reads it."""

    summary = models.CharField(max_length=300, blank=True)
    as_at = models.DateField(null=True, blank=True, help_text="Leave it empty to show each reader the present day.")

    template = "publishing/structure/structure_page.html"
    parent_page_types: ClassVar[list[str]] = ["publishing.HomePage", "publishing.IssuePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [*SitePage.content_panels, FieldPanel("summary"), FieldPanel("as_at")]

    def clean(self) -> None:
        """Check the page.

        Raises:
            ValidationError: its day is still to come.
        """
        super().clean()
        if self.as_at is not None and self.as_at > timezone.localdate():
            raise ValidationError({"as_at": "Choose today or a day that has been; what is to come is not told."})

    def faults(self) -> list[str]:
        """Return why the chart may not be published."""
        if self.is_shown():
            return []
        return [
            "The structure was not handed over, was withdrawn, or has no group on that day. Choose another day, or ask "
            "the panel's coordinator to have it approved for the site."
        ]

    def is_shown(self) -> bool:
        """Test whether the structure is told at present and had a group on the day."""
        chart = self.chart()
        return chart is not None and bool(chart.groups)

    def chart(self) -> Chart | None:
        """Return the chart of the page's day, None while the structure is not told."""
        return told_chart(self.as_at)

    def pieces(self) -> tuple[Piece, ...]:
        """Return the chart in words, for mail and paper: every group, and the one that it reports to."""
        chart = self.chart()
        return () if chart is None else chart_pieces(chart)


class DirectoryPage(SitePage):
    """The place of the directory of services in the menus; it leads there."""

    is_section = True
    summary = models.CharField(max_length=300, blank=True)

    parent_page_types: ClassVar[list[str]] = ["publishing.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [*SitePage.content_panels, FieldPanel("summary")]

    def faults(self) -> list[str]:
        """Return why the directory may not be published."""
        return [] if self.is_shown() else ["The services were not handed over, or were withdrawn. Ask the coordinator."]

    def is_shown(self) -> bool:
        """Test whether the services are told at present."""
        return Handover.standing(SERVICES_ITEM, HandedKind.SERVICES).validity is Validity.VALID

    def serve(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        """Lead to the directory, or say that it is withdrawn."""
        if not self.is_shown():
            return super().serve(request, *args, **options)
        return HttpResponseRedirect(reverse("told_services"))
