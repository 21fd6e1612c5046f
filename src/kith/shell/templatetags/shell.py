"""The components as template tags: `{% load shell %}`, then `{% tag "New" classes="govuk-tag--blue" %}`.

A component that holds other markup has a block of its own:
`{% insetblock %}…{% endinsetblock %}`, `{% detailsblock summary="Why" %}…{% enddetailsblock %}`.
"""

from collections.abc import Callable
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.utils.safestring import SafeString

from kith.shell import components, pictures
from kith.shell.components.elements import together
from kith.shell.forms.drawing import draw_field, error_list
from kith.shell.presenters.footing import footing
from kith.shell.words import mark

register = template.Library()

for _component in (
    components.accordion,
    components.back_link,
    components.badge,
    components.breadcrumbs,
    components.button,
    components.character_count,
    components.checkboxes,
    components.date_input,
    components.details,
    components.error_message,
    components.error_summary,
    components.exit_this_page,
    components.fieldset,
    components.file_upload,
    components.filter_panel,
    components.footer,
    components.generic_header,
    components.hint,
    components.identity_bar,
    components.input_field,
    components.inset_text,
    components.label,
    components.notification_banner,
    components.pagination,
    components.panel,
    components.password_input,
    components.phase_banner,
    components.radios,
    components.select,
    components.service_navigation,
    components.skip_link,
    components.sub_navigation,
    components.summary_list,
    components.table,
    components.tabs,
    components.tag,
    components.task_list,
    components.textarea,
    components.timeline,
    components.warning_text,
):
    register.simple_tag(_component)

BLOCKS: dict[str, Callable[..., SafeString]] = {
    "bannerblock": components.notification_banner,
    "detailsblock": components.details,
    "fieldsetblock": components.fieldset,
    "filterblock": components.filter_panel,
    "identityblock": components.identity_bar,
    "insetblock": components.inset_text,
    "panelblock": components.panel,
}
for _name, _block in BLOCKS.items():
    register.simple_block_tag(_block, name=_name)

register.simple_tag(pictures.bars)
register.simple_tag(pictures.freshness)
register.simple_tag(pictures.ladder)
register.simple_tag(pictures.lanes)
register.simple_tag(pictures.line)
register.simple_tag(pictures.qr_picture)
register.simple_tag(pictures.sparkline)
register.simple_tag(pictures.tree)


@register.simple_tag
def page_footer() -> SafeString:
    """Return the foot of every page; it needs nothing from the page."""
    return components.footer(meta=footing())


@register.simple_tag
def form_field(field: BoundField, **options: Any) -> SafeString:
    """Return one field of a form, with its label, hint and error."""
    return draw_field(field, **options)


@register.simple_tag
def form_fields(form: forms.BaseForm) -> SafeString:
    """Return every field of a form, without the summary of its errors."""
    return together(*(draw_field(bound) for bound in form))


@register.simple_tag
def error_summary_of(form: forms.BaseForm, *, disable_auto_focus: bool = False) -> SafeString:
    """Return the summary of a form's errors, for the top of the page; nothing when there are none."""
    found = error_list(form)
    if not found:
        return together()
    if disable_auto_focus:
        return components.error_summary(error_list=found, title=mark("There is a problem"), disable_auto_focus=True)
    return components.error_summary(error_list=found, title=mark("There is a problem"))
