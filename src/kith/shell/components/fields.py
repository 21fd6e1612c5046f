"""Fields of a form with their label, hint and error, wired together for screen readers."""

from collections.abc import Callable, Mapping
from typing import Any, Unpack

from django.utils.safestring import SafeString

from kith.shell.components.elements import element, joined, part, refuse_unknown, together, translations
from kith.shell.components.options import FieldOptions, InputOptions, PasswordOptions, SelectOptions, UploadOptions
from kith.shell.components.texts import button, error_message, hint, label

Control = Callable[[str | None], SafeString]


def input_field(**options: Unpack[InputOptions]) -> SafeString:
    """Return one line of text."""
    refuse_unknown("input_field", options, InputOptions)
    group = options.get("form_group") or {}
    spelling = options.get("spellcheck")

    def control(described_by: str | None) -> SafeString:
        attributes = {
            "class": joined(
                "govuk-input", options.get("classes"), bool(options.get("error_message")) and "govuk-input--error"
            ),
            "id": field_id(options),
            "name": options.get("name"),
            "type": options.get("type") or "text",
            "spellcheck": None if spelling is None else str(spelling).lower(),
            "value": options.get("value"),
            "disabled": bool(options.get("disabled")),
            "aria-describedby": described_by,
            "autocomplete": options.get("autocomplete"),
            "autocapitalize": options.get("autocapitalize"),
            "pattern": options.get("pattern"),
            "inputmode": options.get("inputmode"),
            **(options.get("attributes") or {}),
        }
        return _wrapped(element("input", attributes), options, group)

    outside = {key: value for key, value in group.items() if key not in {"before_input", "after_input"}}
    return grouped({**options, "form_group": outside}, control)


def _wrapped(control: SafeString, options: InputOptions, group: Mapping[str, Any]) -> SafeString:
    before, after = part(group.get("before_input")).get("text"), part(group.get("after_input")).get("text")
    prefix, suffix = part(options.get("prefix")), part(options.get("suffix"))
    if not (before or after or prefix.get("text") or suffix.get("text")):
        return control
    wrapper = options.get("input_wrapper") or {}
    return element(
        "div",
        {"class": joined("govuk-input__wrapper", wrapper.get("classes")), **(wrapper.get("attributes") or {})},
        before,
        _affix(prefix, "prefix") if prefix.get("text") else None,
        control,
        _affix(suffix, "suffix") if suffix.get("text") else None,
        after,
    )


def _affix(affix: Mapping[str, Any], kind: str) -> SafeString:
    attributes = {"class": joined(f"govuk-input__{kind}", affix.get("classes")), "aria-hidden": "true"}
    return element("div", {**attributes, **(affix.get("attributes") or {})}, affix["text"])


def password_input(**options: Unpack[PasswordOptions]) -> SafeString:
    """Return a password that can be shown."""
    refuse_unknown("password_input", options, PasswordOptions)
    group = options.get("form_group") or {}
    toggle = button(
        options.get("show_password_text", "Show"),
        type="button",
        classes=joined(
            "govuk-button--secondary govuk-password-input__toggle govuk-js-password-input-toggle",
            (options.get("button") or {}).get("classes"),
        ),
        attributes={
            "aria-controls": field_id(options),
            "aria-label": options.get("show_password_aria_label_text", "Show password"),
            "hidden": True,
        },
    )
    words = translations(
        show_password=options.get("show_password_text"),
        hide_password=options.get("hide_password_text"),
        show_password_aria_label=options.get("show_password_aria_label_text"),
        hide_password_aria_label=options.get("hide_password_aria_label_text"),
        password_shown_announcement=options.get("password_shown_announcement_text"),
        password_hidden_announcement=options.get("password_hidden_announcement_text"),
    )
    plain: dict[str, Any] = {key: value for key, value in options.items() if key in FieldOptions.__annotations__}
    plain |= {
        "form_group": {
            "classes": joined("govuk-password-input", group.get("classes")),
            "attributes": {"data-module": "govuk-password-input", **words, **(group.get("attributes") or {})},
            "before_input": group.get("before_input"),
            "after_input": together(toggle, part(group.get("after_input")).get("text")),
        },
        "input_wrapper": {"classes": "govuk-password-input__wrapper"},
        "classes": joined("govuk-password-input__input govuk-js-password-input-input", options.get("classes")),
        "type": "password",
        "spellcheck": False,
        "autocapitalize": "none",
        "autocomplete": options.get("autocomplete") or "current-password",
    }
    return input_field(**plain)


def select(**options: Unpack[SelectOptions]) -> SafeString:
    """Return one choice out of a list that folds out."""
    refuse_unknown("select", options, SelectOptions)
    chosen = options.get("value")

    def control(described_by: str | None) -> SafeString:
        return element(
            "select",
            {
                "class": joined(
                    "govuk-select", options.get("classes"), bool(options.get("error_message")) and "govuk-select--error"
                ),
                "id": field_id(options),
                "name": options.get("name"),
                "disabled": bool(options.get("disabled")),
                "aria-describedby": described_by,
                **(options.get("attributes") or {}),
            },
            *(_option(item, chosen) for item in options.get("items") or () if item),
        )

    return grouped(options, control)


def _option(item: Mapping[str, Any], chosen: Any) -> SafeString:
    value, text = item.get("value"), item.get("text", "")
    effective = value if "value" in item else text
    matches = bool(chosen) and effective == chosen and item.get("selected") is not False
    attributes = {
        "value": str(value).lower() if isinstance(value, bool) else value,
        "selected": bool(item.get("selected")) or matches,
        "disabled": bool(item.get("disabled")),
    }
    return element("option", {**attributes, **(item.get("attributes") or {})}, text)


def file_upload(**options: Unpack[UploadOptions]) -> SafeString:
    """Return a file to choose, with a place to drop it on where `javascript` asks for one."""
    refuse_unknown("file_upload", options, UploadOptions)

    def control(described_by: str | None) -> SafeString:
        attributes = {
            "class": joined(
                "govuk-file-upload",
                options.get("classes"),
                bool(options.get("error_message")) and "govuk-file-upload--error",
            ),
            "id": field_id(options),
            "name": options.get("name"),
            "type": "file",
            "disabled": bool(options.get("disabled")),
            "multiple": bool(options.get("multiple")),
            "aria-describedby": described_by,
            **(options.get("attributes") or {}),
        }
        chooser = element("input", attributes)
        return _drop_zone(chooser, options) if options.get("javascript") else chooser

    return grouped(options, control)


def _drop_zone(chooser: SafeString, options: UploadOptions) -> SafeString:
    words = translations(
        choose_files_button=options.get("choose_files_button_text"),
        no_file_chosen=options.get("no_file_chosen_text"),
        multiple_files_chosen=options.get("multiple_files_chosen_text"),
        drop_instruction=options.get("drop_instruction_text"),
        entered_drop_zone=options.get("entered_drop_zone_text"),
        left_drop_zone=options.get("left_drop_zone_text"),
    )
    attributes = {
        "class": joined("govuk-file-upload-wrapper", options.get("wrapper_classes")),
        "data-module": "govuk-file-upload",
        **words,
        **(options.get("wrapper_attributes") or {}),
    }
    return element("div", attributes, chooser)


def field_id(options: Mapping[str, Any]) -> str:
    """Return the id of a field: its own, or else its name."""
    return options.get("id") or options.get("name") or ""


def grouped(options: Mapping[str, Any], control: Control) -> SafeString:
    """Return a field with its label, hint and error; `control` draws it, told by which ids it is described."""
    identity = field_id(options)
    group = options.get("form_group") or {}
    help_text, described_by = explained(options, identity, options.get("described_by"))
    heading = part(options.get("label"))
    named = label(
        heading.get("text"),
        for_id=identity,
        classes=heading.get("classes", ""),
        attributes=heading.get("attributes", {}),
        is_page_heading=heading.get("is_page_heading", False),
    )
    before, after = part(group.get("before_input")).get("text"), part(group.get("after_input")).get("text")
    return in_group(options, named, help_text, before, control(described_by or None), after)


def in_group(options: Mapping[str, Any], *children: object) -> SafeString:
    """Return the form group around a field, marked where the field has an error."""
    group = options.get("form_group") or {}
    failed = bool(options.get("error_message")) and "govuk-form-group--error"
    attributes = {"class": joined("govuk-form-group", failed, group.get("classes")), **(group.get("attributes") or {})}
    return element("div", attributes, *children)


def explained(options: Mapping[str, Any], identity: str, described_by: str | None) -> tuple[SafeString, str]:
    """Return a field's hint and error, and the ids by which it is described."""
    helped, failed = options.get("hint"), options.get("error_message")
    pieces: list[SafeString] = []
    names = [described_by]
    if helped:
        names.append(f"{identity}-hint")
        pieces.append(hint(**_named(part(helped), f"{identity}-hint")))
    if failed:
        names.append(f"{identity}-error")
        pieces.append(error_message(**_named(part(failed), f"{identity}-error")))
    return together(*pieces), joined(*names)


def _named(given: dict[str, Any], identity: str) -> dict[str, Any]:
    return {"text": "", **given, "id": identity}
