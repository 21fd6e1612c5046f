"""A date in three boxes: day, month and year."""

from collections.abc import Mapping
from typing import Any, Unpack

from django.utils.safestring import SafeString

from kith.shell.components.blocks import fieldset
from kith.shell.components.elements import element, joined, part, refuse_unknown, together
from kith.shell.components.fields import explained, in_group, input_field
from kith.shell.components.options import DateOptions

_PARTS = ("day", "month", "year")


def date_input(**options: Unpack[DateOptions]) -> SafeString:
    """Return a date in three boxes; an item with `error` marks that box alone."""
    refuse_unknown("date_input", options, DateOptions)
    identity = options.get("id") or ""
    around = options.get("fieldset")
    help_text, described_by = explained(options, identity, (around or {}).get("described_by"))
    group = options.get("form_group") or {}
    items = [item for item in _items(options) if item]
    marked = any(_has_error(item) for item in items)
    boxes = element(
        "div",
        {
            "class": joined("govuk-date-input", options.get("classes")),
            **(options.get("attributes") or {}),
            "id": identity or None,
        },
        part(group.get("before_inputs")).get("text"),
        *(_box(options, item, marked) for item in items),
        part(group.get("after_inputs")).get("text"),
    )
    inner = together(help_text, boxes)
    if around is not None:
        plain = {key: value for key, value in around.items() if key != "described_by"}
        # Without the role JAWS leaves out the description of a fieldset that holds text boxes.
        inner = fieldset(inner, **{**plain, "role": "group"}, described_by=described_by)
    return in_group(options, inner)


def _items(options: DateOptions) -> list[Mapping[str, Any] | None]:
    given = list(options.get("items") or ())
    chosen = {"day": options.get("day"), "month": options.get("month"), "year": options.get("year")}
    values = options.get("values") or {}
    defaults = {
        name: {"name": name, "value": values.get(name), "classes": f"govuk-input--width-{4 if name == 'year' else 2}"}
        for name in _PARTS
    }
    known: dict[str, Mapping[str, Any] | None] = {
        name: chosen[name] if chosen[name] is not None else defaults[name] for name in _PARTS
    }
    if not given:
        return [{**item, "part": name} if item else None for name, item in known.items()]
    return [_recognised(item, known) if item else None for item in given]


def _recognised(item: Mapping[str, Any], known: Mapping[str, Mapping[str, Any] | None]) -> dict[str, Any]:
    for name, standard in known.items():
        if standard and item.get("name") and item["name"] in {name, standard.get("name")}:
            return {**item, "part": name, "value": item.get("value", standard.get("value"))}
    return dict(item)


def _has_error(item: Mapping[str, Any]) -> bool:
    return bool(item.get("error")) or "govuk-input--error" in (item.get("classes") or "")


def _box(options: DateOptions, item: Mapping[str, Any], marked: bool) -> SafeString:
    name = item.get("name") or item.get("part") or ""
    given = item.get("classes") or ""
    failed = _has_error(item) or (item.get("error") is not False and bool(options.get("error_message")) and not marked)
    classes = joined(
        "govuk-date-input__input",
        failed and "govuk-input--error" not in given and "govuk-input--error",
        "govuk-input--width-" not in given and f"govuk-input--width-{4 if item.get('part') == 'year' else 2}",
        given,
    )
    prefix = options.get("name_prefix")
    full_name = f"{prefix}-{name}" if prefix else name
    value = item.get("value")
    box = input_field(
        label={"text": item.get("label") or name.capitalize(), "classes": "govuk-date-input__label"},
        id=item.get("id") or f"{options.get('id')}-{name}",
        classes=classes,
        name=full_name,
        value=(options.get("values") or {}).get(full_name) if value is None else value,
        inputmode=item.get("inputmode") or "numeric",
        **{key: item[key] for key in ("autocomplete", "pattern", "attributes") if item.get(key)},
    )
    return element("div", {"class": "govuk-date-input__item"}, box)
