"""The options that components take, so that a misspelt one fails a type check or the drawing."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from kith.shell.components.elements import Attributes

Part = str | Mapping[str, Any]  # a text, or a mapping with `text`, `classes`, `attributes`
Items = Sequence[Mapping[str, Any] | None]


class Common(TypedDict, total=False):
    """What every component takes."""

    id: str
    classes: str
    attributes: Attributes


class LabelOptions(Common, total=False):
    """A label; as the page's heading it is wrapped in h1."""

    for_id: str
    is_page_heading: bool


class ErrorMessageOptions(Common, total=False):
    """An error message; the hidden text says that it is one."""

    visually_hidden_text: str | None


class ButtonOptions(Common, total=False):
    """A button, or with `href` a link that looks like one."""

    href: str
    type: str
    name: str
    value: str
    disabled: bool
    prevent_double_click: bool
    is_start_button: bool


class DetailsOptions(Common, total=False):
    """Text that opens on demand."""

    summary: str
    open: bool


class PanelOptions(Common, total=False):
    """A panel that confirms, or with the class `govuk-panel--interruption` interrupts."""

    title: str
    heading_level: int
    actions: Mapping[str, Any]


class BannerOptions(Common, total=False):
    """A notification banner."""

    title: str
    title_id: str
    title_heading_level: int
    type: str
    role: str
    disable_auto_focus: bool


class ErrorSummaryOptions(Common, total=False):
    """The list of what is wrong, at the top of a page."""

    title: str
    description: str
    error_list: Items
    disable_auto_focus: bool


class FieldsetOptions(Common, total=False):
    """Fields that belong together under one legend."""

    legend: Part
    role: str
    described_by: str


class FieldOptions(Common, total=False):
    """What every field of a form takes."""

    name: str
    value: Any
    label: Part
    hint: Part | None
    error_message: Part | None
    form_group: Mapping[str, Any]
    described_by: str
    disabled: bool
    autocomplete: str


class InputOptions(FieldOptions, total=False):
    """One line of text."""

    type: str
    inputmode: str
    pattern: str
    spellcheck: bool
    autocapitalize: str
    prefix: Part
    suffix: Part
    input_wrapper: Mapping[str, Any]


class PasswordOptions(FieldOptions, total=False):
    """A password that can be shown."""

    show_password_text: str
    hide_password_text: str
    show_password_aria_label_text: str
    hide_password_aria_label_text: str
    password_shown_announcement_text: str
    password_hidden_announcement_text: str
    button: Mapping[str, Any]


class TextareaOptions(FieldOptions, total=False):
    """Several lines of text."""

    rows: int
    spellcheck: bool


class CountOptions(TextareaOptions, total=False):
    """Several lines of text with a limit that is counted."""

    maxlength: int
    maxwords: int
    threshold: int
    count_type: str
    count_message: Mapping[str, Any]
    textarea_description_text: str
    characters_under_limit_text: Mapping[str, str]
    characters_at_limit_text: str
    characters_over_limit_text: Mapping[str, str]
    words_under_limit_text: Mapping[str, str]
    words_at_limit_text: str
    words_over_limit_text: Mapping[str, str]


class SelectOptions(FieldOptions, total=False):
    """One choice out of a list that folds out."""

    items: Items


class UploadOptions(FieldOptions, total=False):
    """A file."""

    multiple: bool
    javascript: bool
    wrapper_classes: str
    wrapper_attributes: Attributes
    choose_files_button_text: str
    no_file_chosen_text: str
    multiple_files_chosen_text: Mapping[str, str]
    drop_instruction_text: str
    entered_drop_zone_text: str
    left_drop_zone_text: str


class ChoiceOptions(Common, total=False):
    """Radios or checkboxes."""

    name: str
    id_prefix: str
    value: Any
    values: Sequence[Any]
    items: Items
    fieldset: Mapping[str, Any] | None
    hint: Part | None
    error_message: Part | None
    form_group: Mapping[str, Any]
    described_by: str


class DateOptions(Common, total=False):
    """Day, month and year in three boxes."""

    name_prefix: str
    items: Items
    day: Mapping[str, Any]
    month: Mapping[str, Any]
    year: Mapping[str, Any]
    values: Mapping[str, Any]
    fieldset: Mapping[str, Any] | None
    hint: Part | None
    error_message: Part | None
    form_group: Mapping[str, Any]


class BreadcrumbsOptions(Common, total=False):
    """The way back."""

    label_text: str
    collapse_on_mobile: bool


class PaginationOptions(Common, total=False):
    """Pages of a long list."""

    items: Items
    previous: Mapping[str, Any]
    next: Mapping[str, Any]
    landmark_label: str


class NavigationOptions(Common, total=False):
    """The navigation of a service."""

    service_name: str
    service_url: str
    navigation: Items
    navigation_id: str
    navigation_label: str
    navigation_classes: str
    menu_button_text: str
    menu_button_label: str
    collapse_navigation_on_mobile: bool
    aria_label: str
    slots: Mapping[str, Any]


class TabsOptions(Common, total=False):
    """Panels behind tabs."""

    id_prefix: str
    title: str


class AccordionOptions(Common, total=False):
    """Sections that open one by one."""

    heading_level: int
    remember_expanded: bool
    hide_all_sections_text: str
    hide_section_text: str
    hide_section_aria_label_text: str
    show_all_sections_text: str
    show_section_text: str
    show_section_aria_label_text: str


class SummaryOptions(Common, total=False):
    """Keys and values, on a card where they are one of several."""

    card: Mapping[str, Any]


class TableOptions(Common, total=False):
    """A table."""

    head: Items
    caption: str
    caption_classes: str
    first_cell_is_header: bool


class TaskListOptions(Common, total=False):
    """Tasks and how far they are."""

    id_prefix: str


class TimelineOptions(Common, total=False):
    """What happened, newest or oldest first."""

    heading_level: int


class IdentityOptions(Common, total=False):
    """Whom this page is about."""

    label: str
    actions: str


class SubNavigationOptions(Common, total=False):
    """The pages about one thing."""

    label: str


class FilterOptions(Common, total=False):
    """What a list is narrowed to."""

    heading: str
    heading_level: int
    submit_text: str
    selected: Mapping[str, Any]
