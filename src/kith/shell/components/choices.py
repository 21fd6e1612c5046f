"""Radios and checkboxes: one group of choices each, alone or in a fieldset."""

from collections.abc import Mapping
from typing import Any, Unpack

from django.utils.safestring import SafeString

from kith.shell.components.blocks import fieldset
from kith.shell.components.elements import element, joined, part, refuse_unknown, together
from kith.shell.components.fields import explained, in_group
from kith.shell.components.options import ChoiceOptions
from kith.shell.components.texts import hint, label


def radios(**options: Unpack[ChoiceOptions]) -> SafeString:
    """Return choices of which one can be taken."""
    refuse_unknown("radios", options, ChoiceOptions)
    return _group("radios", options)


def checkboxes(**options: Unpack[ChoiceOptions]) -> SafeString:
    """Return choices of which any number can be taken."""
    refuse_unknown("checkboxes", options, ChoiceOptions)
    return _group("checkboxes", options)


def _group(kind: str, options: ChoiceOptions) -> SafeString:
    around = options.get("fieldset")
    identity = options.get("id_prefix") or options.get("name") or ""
    outer = (around or {}).get("described_by") or (options.get("described_by") if kind == "checkboxes" else None)
    help_text, described_by = explained(options, identity, outer)
    group = options.get("form_group") or {}
    inherited = described_by if kind == "checkboxes" and around is None else ""
    choices = element(
        "div",
        {
            "class": joined(f"govuk-{kind}", options.get("classes")),
            **(options.get("attributes") or {}),
            "data-module": f"govuk-{kind}",
        },
        part(group.get("before_inputs")).get("text"),
        *(
            _item(kind, options, item, identity if index == 1 else f"{identity}-{index}", inherited)
            for index, item in enumerate(options.get("items") or (), start=1)
            if item
        ),
        part(group.get("after_inputs")).get("text"),
    )
    inner = together(help_text, choices)
    if around is not None:
        plain = {key: value for key, value in around.items() if key != "described_by"}
        inner = fieldset(inner, **plain, described_by=described_by)
    return in_group(options, inner)


def _item(kind: str, options: ChoiceOptions, item: Mapping[str, Any], identity: str, inherited: str) -> SafeString:
    if item.get("divider"):
        return element("div", {"class": f"govuk-{kind}__divider"}, item["divider"])
    identity = item.get("id") or identity
    conditional = part(item.get("conditional")).get("text")
    chosen = _is_chosen(kind, options, item)
    helped = part(item.get("hint"))
    hint_id = f"{identity}-item-hint" if helped.get("text") else ""
    attributes = {
        "class": f"govuk-{kind}__input",
        "id": identity,
        "name": (kind == "checkboxes" and item.get("name")) or options.get("name"),
        "type": "radio" if kind == "radios" else "checkbox",
        "value": item.get("value", ""),
        "checked": chosen,
        "disabled": bool(item.get("disabled")),
        "data-aria-controls": f"conditional-{identity}" if conditional else None,
        "data-behaviour": item.get("behaviour") if kind == "checkboxes" else None,
        "aria-describedby": joined(inherited, hint_id) or None,
        **(item.get("attributes") or {}),
    }
    named = part(item.get("label"))
    choice = element(
        "div",
        {"class": f"govuk-{kind}__item"},
        element("input", attributes),
        label(
            item.get("text"),
            for_id=identity,
            classes=joined(f"govuk-{kind}__label", named.get("classes")),
            attributes=named.get("attributes") or {},
        ),
        _item_hint(kind, helped, hint_id) if hint_id else None,
    )
    return together(choice, _revealed(kind, identity, conditional, chosen) if conditional else None)


def _item_hint(kind: str, helped: Mapping[str, Any], identity: str) -> SafeString:
    classes = joined(f"govuk-{kind}__hint", helped.get("classes"))
    return hint(helped["text"], id=identity, classes=classes, attributes=helped.get("attributes") or {})


def _revealed(kind: str, identity: str, content: str, chosen: bool) -> SafeString:
    hidden = not chosen and f"govuk-{kind}__conditional--hidden"
    return element(
        "div", {"class": joined(f"govuk-{kind}__conditional", hidden), "id": f"conditional-{identity}"}, content
    )


def _is_chosen(kind: str, options: ChoiceOptions, item: Mapping[str, Any]) -> bool:
    if item.get("checked"):
        return True
    if item.get("checked") is False:
        return False
    if kind == "radios":
        return bool(options.get("value")) and item.get("value") == options.get("value")
    return item.get("value") in (options.get("values") or ())
