"""Fields for several lines of text, with or without a limit."""

from typing import Any, Unpack

from django.utils.safestring import SafeString

from kith.shell.components.elements import element, joined, part, refuse_unknown, together, translations
from kith.shell.components.fields import field_id, grouped
from kith.shell.components.options import CountOptions, TextareaOptions
from kith.shell.components.texts import hint


def textarea(**options: Unpack[TextareaOptions]) -> SafeString:
    """Return several lines of text."""
    refuse_unknown("textarea", options, TextareaOptions)
    spelling = options.get("spellcheck")
    value = options.get("value")

    def control(described_by: str | None) -> SafeString:
        attributes = {
            "class": joined(
                "govuk-textarea", bool(options.get("error_message")) and "govuk-textarea--error", options.get("classes")
            ),
            "id": field_id(options),
            "name": options.get("name"),
            "rows": options.get("rows") or 5,
            "spellcheck": str(spelling).lower() if isinstance(spelling, bool) else None,
            "disabled": bool(options.get("disabled")),
            "aria-describedby": described_by,
            "autocomplete": options.get("autocomplete") or None,
            **(options.get("attributes") or {}),
        }
        # A browser drops one newline after the tag, so a text that begins with one needs another.
        newline = "\n" if str(value or "").startswith("\n") else None
        return element("textarea", attributes, newline, value)

    return grouped(options, control)


def character_count(**options: Unpack[CountOptions]) -> SafeString:
    """Return several lines of text with a limit that is counted while one writes."""
    refuse_unknown("character_count", options, CountOptions)
    identity = field_id(options)
    group = options.get("form_group") or {}
    counted = hint(
        _limit(options),
        id=f"{identity}-info",
        classes=joined("govuk-character-count__message", (options.get("count_message") or {}).get("classes")),
    )
    plain: dict[str, Any] = {key: value for key, value in options.items() if key in TextareaOptions.__annotations__}
    plain |= {
        "described_by": f"{identity}-info",
        "classes": joined("govuk-js-character-count", options.get("classes")),
        "form_group": {
            "classes": joined("govuk-character-count", group.get("classes")),
            "attributes": {**_counting(options), **(group.get("attributes") or {})},
            "before_input": group.get("before_input"),
            "after_input": together(counted, part(group.get("after_input")).get("text")),
        },
    }
    return textarea(**plain)


def _unit(options: CountOptions) -> str | None:
    return options.get("count_type") or ("words" if options.get("maxwords") else None)


def _limit(options: CountOptions) -> str:
    most = options.get("maxwords") or options.get("maxlength")
    if not most:
        return ""
    unit = "words" if _unit(options) == "words" else "characters"
    text = options.get("textarea_description_text") or f"You can enter up to %{{count}} {unit}"
    return text.replace("%{count}", str(most))


def _counting(options: CountOptions) -> dict[str, Any]:
    unlimited = not (options.get("maxwords") or options.get("maxlength"))
    described = options.get("textarea_description_text")
    return {
        "data-module": "govuk-character-count",
        "data-maxlength": options.get("maxlength"),
        "data-maxwords": options.get("maxwords"),
        "data-threshold": options.get("threshold"),
        "data-count-type": _unit(options),
        **translations(
            textarea_description={"other": described} if unlimited and described else None,
            characters_under_limit=options.get("characters_under_limit_text"),
            characters_at_limit=options.get("characters_at_limit_text"),
            characters_over_limit=options.get("characters_over_limit_text"),
            words_under_limit=options.get("words_under_limit_text"),
            words_at_limit=options.get("words_at_limit_text"),
            words_over_limit=options.get("words_over_limit_text"),
        ),
    }
