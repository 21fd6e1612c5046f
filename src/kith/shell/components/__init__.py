"""The components of the design system as pure functions; text is escaped unless it is marked as safe."""

from kith.shell.components.blocks import error_summary, fieldset, notification_banner, panel
from kith.shell.components.casework import filter_panel, identity_bar, sub_navigation, timeline
from kith.shell.components.choices import checkboxes, radios
from kith.shell.components.dates import date_input
from kith.shell.components.elements import element, together
from kith.shell.components.fields import file_upload, input_field, password_input, select
from kith.shell.components.framing import exit_this_page, footer, generic_header
from kith.shell.components.lists import summary_list, table, task_list
from kith.shell.components.navigation import accordion, breadcrumbs, service_navigation, tabs
from kith.shell.components.paging import pagination
from kith.shell.components.texts import (
    back_link,
    badge,
    button,
    details,
    error_message,
    hint,
    inset_text,
    label,
    phase_banner,
    skip_link,
    tag,
    warning_text,
)
from kith.shell.components.writing import character_count, textarea

__all__ = [
    "accordion",
    "back_link",
    "badge",
    "breadcrumbs",
    "button",
    "character_count",
    "checkboxes",
    "date_input",
    "details",
    "element",
    "error_message",
    "error_summary",
    "exit_this_page",
    "fieldset",
    "file_upload",
    "filter_panel",
    "footer",
    "generic_header",
    "hint",
    "identity_bar",
    "input_field",
    "inset_text",
    "label",
    "notification_banner",
    "pagination",
    "panel",
    "password_input",
    "phase_banner",
    "radios",
    "select",
    "service_navigation",
    "skip_link",
    "sub_navigation",
    "summary_list",
    "table",
    "tabs",
    "tag",
    "task_list",
    "textarea",
    "timeline",
    "together",
    "warning_text",
]
