"""Draws the partnership's chart on any page: `{% load structure %}{% structure_chart page.as_at %}`."""

from datetime import date
from typing import Any

from django import template
from django.utils import timezone

from kith.publishing.presenters.structure import chart_context, day_context
from kith.publishing.selectors.structure import NotTold, told_structure
from kith.publishing.vocabulary.charts import chart_on

register = template.Library()


@register.inclusion_tag("publishing/structure/picture.html")
def structure_picture(as_at: date | None = None) -> dict[str, Any]:
    """Return the picture of a day and its groups in a list, without who answers for them: for a page about more."""
    found = structure_chart(as_at)
    return {"picture": None} if found.get("is_absent") else found


@register.inclusion_tag("publishing/structure/chart.html")
def structure_chart(as_at: date | None = None) -> dict[str, Any]:
    """Return the chart of a day, of today where none is given; nothing while the structure is not told."""
    today = timezone.localdate()
    day = min(as_at or today, today)
    try:
        return chart_context(chart_on(told_structure(), day)) | day_context(day, today)
    except NotTold:
        return {"is_absent": True}
