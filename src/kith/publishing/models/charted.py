"""The structure chart as at a day, wherever a page has it: as a page of its own, or as a block of another."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from wagtail import blocks

from kith.publishing.models.inbox import Handover
from kith.publishing.vocabulary import HandedKind
from kith.publishing.vocabulary.charts import chart_on
from kith.publishing.vocabulary.pieces import Heading, Listing, Paragraph, Piece, Run
from kith.publishing.vocabulary.shapes import ShapeRefused, read
from kith.publishing.vocabulary.structure import STRUCTURE_ITEM, Chart, ToldStructure


def told_chart(as_at: date | None) -> Chart | None:
    """Return the chart of a day, of today without one; None while the structure is not told."""
    try:
        told = read(ToldStructure, Handover.standing(STRUCTURE_ITEM, HandedKind.STRUCTURE).text)
    except ShapeRefused:
        return None
    return chart_on(told, as_at or timezone.localdate())


def chart_pieces(chart: Chart) -> tuple[Piece, ...]:
    """Return a chart in words, for mail and paper: every group, and the one that it reports to."""
    above = {below.name: group.name for group in chart.every_group for below in group.groups}
    items = tuple(
        (
            Run(text=group.name, bold=True),
            Run(text=f", reports to {above[group.name]}" if group.name in above else ""),
        )
        for group in chart.every_group
    )
    day = date_format(chart.as_at, "j F Y")
    return Paragraph(runs=(Run(text=f"As it stood on {day}:"),)), Listing(items=items)


class StructureBlock(blocks.StructBlock):
    """The structure chart inside a page, as a picture and a list: as at a day, or as it is whenever it is read."""

    heading = blocks.CharBlock(max_length=200, default="How the partnership is made up")
    as_at = blocks.DateBlock(
        required=False,
        help_text="A day that has been. Empty shows each reader the present day; mail and paper keep theirs.",
    )

    class Meta:
        icon = "site"
        label = "Structure chart"
        template = "publishing/structure/block.html"

    def pieces(self, value: Any) -> list[Piece]:
        """Return the heading and the chart in words; nothing while the structure is not told."""
        today = timezone.localdate()
        chart = told_chart(min(value["as_at"] or today, today))
        if chart is None or not chart.groups:
            return []
        return [Heading(level=2, text=value["heading"]), *chart_pieces(chart)]
