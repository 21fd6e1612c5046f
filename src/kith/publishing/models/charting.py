"""Blocks that rest on released figures: a chart is chosen from the tables of the inbox, never typed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.choices import CallableChoiceIterator
from wagtail import blocks

from kith.publishing.models.inbox import Handover
from kith.publishing.vocabulary.figures import HELD_BACK, ChartForm, ReleasedTable
from kith.publishing.vocabulary.pieces import Chart, Piece
from kith.shell.vocabulary import Bar, BarsPicture, LinePicture

_FORMS = [
    (ChartForm.BARS.value, "Bars"),
    (ChartForm.LINE.value, "A line over time"),
    (ChartForm.SHARE.value, "A share of the whole"),
]


class ReleasedBlock(blocks.CharBlock):
    """The name of something released, chosen from what casework handed over.

    A plain block of text with a list to choose from: the library's own block of choices asks for all of them whenever
    it reads a page, and the inbox would be read once for every figure of every page.
    """

    def __init__(
        self, *, offers: Callable[[], list[tuple[str, str]]] = Handover.figure_choices, **options: Any
    ) -> None:
        """Offer what there is, read anew whenever an editor opens the page."""
        super().__init__(**options)
        choose = forms.Select(choices=CallableChoiceIterator(offers))
        self.field = forms.CharField(required=options.get("required", True), widget=choose)

    def get_searchable_content(self, value: Any) -> list[str]:
        """Return nothing: a number of the inbox is nothing that anybody looks for."""
        return []

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return a plain block of text: a migration must not know the inbox."""
        return ("wagtail.blocks.CharBlock", [], {})


class ChartBlock(blocks.StructBlock):
    """A released table, drawn, with the table itself under it."""

    table = ReleasedBlock(offers=Handover.table_choices)
    form = blocks.ChoiceBlock(choices=_FORMS, default=ChartForm.BARS.value)
    says = blocks.CharBlock(max_length=300, label="What it shows, in a sentence, for whoever cannot see it")

    class Meta:
        icon = "history"
        template = "publishing/blocks/chart.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Return what the block is drawn with; nothing is drawn where the table may not be shown."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        found = chart_of(value)
        return context | {"chart": found, "picture": picture_of(found) if found else None}

    def pieces(self, value: Any) -> list[Piece]:
        """Return the chart, or nothing where its table may not be shown."""
        found = chart_of(value)
        return [found] if found else []


def chart_of(value: Any) -> Chart | None:
    """Return what a chart block draws; None where its table may not be shown or cannot be drawn so."""
    table = Handover.table(value["table"])
    form = ChartForm(value["form"])
    if table is None or not table.can_be(form):
        return None
    return Chart(table=table, form=form, says=(value["says"] or "").strip())


def drawn_table(table: ReleasedTable, says: str) -> Chart:
    """Return a released table as the chart that suits it: shares of a whole where there is one, bars else."""
    return Chart(table=table, form=ChartForm.BARS if table.of is None else ChartForm.SHARE, says=says)


def picture_of(chart: Chart) -> BarsPicture | LinePicture:
    """Return the picture of a chart."""
    table = chart.table
    bars = tuple(Bar(name=name, value=n, note=HELD_BACK if n is None else "") for name, n in table.rows)
    if chart.form is ChartForm.LINE:
        return LinePicture(title=table.title, says=chart.says, points=bars, unit=table.unit, heading=table.heading)
    of = table.of if chart.form is ChartForm.SHARE else None
    return BarsPicture(title=table.title, bars=bars, unit=table.unit, heading=table.heading, of=of)
