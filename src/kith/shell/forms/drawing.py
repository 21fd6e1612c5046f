"""Draws one bound field with the component that fits its widget, wired to its hint and error."""

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from kith.shell import components
from kith.shell.components.elements import together
from kith.shell.forms.dates import DayWidget
from kith.shell.forms.wording import messages_of
from kith.shell.words import language_of_words, mark, own_language, say

# The browser's own checks speak over our error messages and cannot be styled, so a form does without them.
_NOT_WRITTEN = frozenset(
    {"class", "id", "name", "type", "required", "minlength", "value", "checked", "rows", "cols", "placeholder"}
)
_PLURALS = ("zero", "one", "two", "few", "many", "other")


def draw_field(bound: BoundField, **options: Any) -> SafeString:
    """Return a field with its label, hint and error; `options` go to the component and win over the form's."""
    widget = bound.field.widget
    if widget.is_hidden:
        return SafeString(str(bound))
    for kind, draw in _DRAWN_BY:
        if isinstance(widget, kind):
            return draw(bound, options)
    return _draw_input(bound, options)


def error_list(form: forms.BaseForm) -> list[dict[str, Any]]:
    """Return the errors of a form for its error summary, each with a link to its field."""
    found: list[dict[str, Any]] = [{"text": text} for text in form.non_field_errors()]
    for bound in form:
        found += [{"text": text, "href": f"#{_first_id(bound)}"} for text in messages_of(bound)]
    return found


def _first_id(bound: BoundField) -> str:
    return f"{bound.auto_id}-day" if isinstance(bound.field.widget, DayWidget) else bound.auto_id


def _common(bound: BoundField) -> dict[str, Any]:
    text = bound.label if bound.field.required else together(bound.label, " ", mark("(optional)"))
    attributes = {key: value for key, value in bound.field.widget.attrs.items() if key not in _NOT_WRITTEN}
    common: dict[str, Any] = {
        "id": bound.auto_id,
        "name": bound.html_name,
        "label": {"text": text},
        "hint": bound.help_text or None,
        "error_message": _message(bound),
        "classes": bound.field.widget.attrs.get("class", ""),
        "attributes": attributes,
    }
    if bound.field.disabled:
        common["disabled"] = True
    return common


def _message(bound: BoundField) -> dict[str, Any] | None:
    texts = messages_of(bound)
    if not texts:
        return None
    text = format_html_join(SafeString("<br>"), "{}", ((text,) for text in texts))
    return {"text": text, "visually_hidden_text": say("Error")}


def _merged(common: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """Return a field's options with those of the page; `label_classes` and `is_page_heading` go to the label."""
    given = dict(options)
    label = {
        "classes": given.pop("label_classes", ""),
        "is_page_heading": given.pop("is_page_heading", False),
    }
    heading = {**common.pop("label"), **label}
    if "label" in given:
        heading["text"] = given.pop("label")
    return {**common, "label": heading, **given}


def _in_fieldset(common: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """Return the options of a group of boxes, whose label is the legend of a fieldset."""
    merged = _merged(common, options)
    legend = merged.pop("label")
    legend["classes"] = legend["classes"] or "govuk-fieldset__legend--s"
    merged.pop("disabled", None)
    return {**merged, "fieldset": {"legend": legend}}


def _draw_input(bound: BoundField, options: dict[str, Any]) -> SafeString:
    value = bound.field.widget.format_value(bound.value())
    given = _merged({**_common(bound), "value": value}, options)
    given.setdefault("type", getattr(bound.field.widget, "input_type", "text"))
    return components.input_field(**given)


def _draw_password(bound: BoundField, options: dict[str, Any]) -> SafeString:
    common = _common(bound)
    common["autocomplete"] = common["attributes"].pop("autocomplete", "")
    return components.password_input(**_merged(common, options))


def _draw_textarea(bound: BoundField, options: dict[str, Any]) -> SafeString:
    attrs = bound.field.widget.attrs
    common = {**_common(bound), "value": bound.value()}
    rows = attrs.get("rows")
    if rows:
        common["rows"] = int(rows)
    limit = common["attributes"].pop("maxlength", None)
    if limit:
        return components.character_count(**_merged({**common, **_counted(), "maxlength": int(limit)}, options))
    return components.textarea(**_merged(common, options))


def _counted() -> dict[str, Any]:
    """Return how a count of characters is said, also by the script; nothing where the page is in our own language."""
    if language_of_words() == own_language():
        return {}
    says = {
        "characters_under_limit_text": "You have %{count} characters remaining",
        "characters_over_limit_text": "You have %{count} characters too many",
    }
    # The words put the number so that they are the same for every number.
    found: dict[str, Any] = {name: dict.fromkeys(_PLURALS, say(text)) for name, text in says.items()}
    found["characters_at_limit_text"] = say("You have 0 characters remaining")
    return found | {"textarea_description_text": say("You can enter up to %{count} characters")}


def _draw_file(bound: BoundField, options: dict[str, Any]) -> SafeString:
    return components.file_upload(**_merged(_common(bound), options))


def _draw_select(bound: BoundField, options: dict[str, Any]) -> SafeString:
    items = [
        {"text": choice["label"], "value": choice["value"], "selected": choice["selected"]}
        for choice in _choices(bound)
    ]
    common = {**_common(bound), "items": items}
    if getattr(bound.field.widget, "allow_multiple_selected", False):
        common["attributes"]["multiple"] = True
    return components.select(**_merged(common, options))


def _draw_choices(component: Callable[..., SafeString]) -> Callable[[BoundField, dict[str, Any]], SafeString]:
    def draw(bound: BoundField, options: dict[str, Any]) -> SafeString:
        common = _common(bound)
        items = [
            {
                "text": choice["label"],
                "value": choice["value"],
                "checked": choice["selected"],
                "disabled": bound.field.disabled,
            }
            for choice in _choices(bound)
            if choice["value"] != ""  # Django's dashes for "nothing chosen" are no choice to read out
        ]
        common |= {"id_prefix": common.pop("id"), "items": items}
        return component(**_in_fieldset(common, options))

    return draw


def _draw_checkbox(bound: BoundField, options: dict[str, Any]) -> SafeString:
    common = _common(bound)
    common.pop("disabled", None)
    heading = common.pop("label")
    item: dict[str, Any] = {
        "text": options.get("label", bound.label or heading["text"]),
        "value": "on",
        "checked": bool(bound.value()),
        "disabled": bound.field.disabled,
    }
    item["hint"] = common.pop("hint")
    common |= {"id_prefix": common.pop("id"), "items": [item]}
    return components.checkboxes(**{**common, **{k: v for k, v in options.items() if k != "label"}})


def _draw_day(bound: BoundField, options: dict[str, Any]) -> SafeString:
    values = bound.field.widget.format_value(bound.value()) or {}
    common = _common(bound)
    name = common.pop("name")
    boxes = {
        part: {"name": part, "value": values.get(part), "classes": f"govuk-input--width-{4 if part == 'year' else 2}"}
        for part in ("day", "month", "year")
    }
    return components.date_input(**_in_fieldset({**common, **boxes, "name_prefix": name}, options))


def _choices(bound: BoundField) -> Iterator[dict[str, Any]]:
    widget = bound.field.widget
    chosen = widget.format_value(bound.value())
    for _group, choices, _index in widget.optgroups(bound.html_name, chosen, {}):
        for choice in choices:
            yield {**choice, "value": str(choice["value"])}


_DRAWN_BY: tuple[tuple[type[forms.Widget], Callable[[BoundField, dict[str, Any]], SafeString]], ...] = (
    (DayWidget, _draw_day),
    (forms.PasswordInput, _draw_password),
    (forms.Textarea, _draw_textarea),
    (forms.FileInput, _draw_file),
    (forms.CheckboxSelectMultiple, _draw_choices(components.checkboxes)),
    (forms.RadioSelect, _draw_choices(components.radios)),
    (forms.CheckboxInput, _draw_checkbox),
    (forms.Select, _draw_select),
)
