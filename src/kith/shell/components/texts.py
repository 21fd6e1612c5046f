"""Small components of text: tags, hints, labels, messages, buttons, links."""

from collections.abc import Mapping
from typing import Any, Unpack

from django.utils.safestring import SafeString

from kith.shell.components.elements import element, joined, refuse_unknown, together
from kith.shell.components.options import ButtonOptions, Common, DetailsOptions, ErrorMessageOptions, LabelOptions


def tag(text: str, **options: Unpack[Common]) -> SafeString:
    """Return a status in a word or two; colour by class, such as `govuk-tag--red`."""
    return element("strong", _own("govuk-tag", options), text)


def badge(text: str, **options: Unpack[Common]) -> SafeString:
    """Return a property in a word or two, framed; colour by class, such as `moj-badge--red`."""
    return element("span", _own("moj-badge", options), text)


def hint(text: str, **options: Unpack[Common]) -> SafeString:
    """Return what helps to fill in a field."""
    return element("div", _own("govuk-hint", options), text)


def label(text: str | None, **options: Unpack[LabelOptions]) -> SafeString:
    """Return the label of a field, nothing where there is no text."""
    refuse_unknown("label", options, LabelOptions)
    if not text:
        return together()
    attributes = {**_own("govuk-label", options), "for": options.get("for_id") or None}
    labelled = element("label", attributes, text)
    return element("h1", {"class": "govuk-label-wrapper"}, labelled) if options.get("is_page_heading") else labelled


def error_message(text: str, **options: Unpack[ErrorMessageOptions]) -> SafeString:
    """Return what is wrong with a field."""
    refuse_unknown("error_message", options, ErrorMessageOptions)
    prefix = options.get("visually_hidden_text", "Error")
    hidden = element("span", {"class": "govuk-visually-hidden"}, prefix, ":") if prefix else None
    return element("p", _own("govuk-error-message", options), hidden, " " if hidden else None, text)


def inset_text(content: str, **options: Unpack[Common]) -> SafeString:
    """Return text set apart from what surrounds it."""
    return element("div", _own("govuk-inset-text", options), content)


def warning_text(text: str, *, icon_fallback_text: str = "Warning", **options: Unpack[Common]) -> SafeString:
    """Return a consequence that must not be missed."""
    hidden = element("span", {"class": "govuk-visually-hidden"}, icon_fallback_text or "Warning")
    return element(
        "div",
        _own("govuk-warning-text", options),
        element("span", {"class": "govuk-warning-text__icon", "aria-hidden": "true"}, "!"),
        element("strong", {"class": "govuk-warning-text__text"}, hidden, " ", text),
    )


def details(content: str, **options: Unpack[DetailsOptions]) -> SafeString:
    """Return text that opens on demand under a summary."""
    refuse_unknown("details", options, DetailsOptions)
    summary = element("span", {"class": "govuk-details__summary-text"}, options.get("summary", ""))
    return element(
        "details",
        {**_own("govuk-details", options), "open": bool(options.get("open"))},
        element("summary", {"class": "govuk-details__summary"}, summary),
        element("div", {"class": "govuk-details__text"}, content),
    )


def back_link(text: str = "Back", *, href: str = "#", **options: Unpack[Common]) -> SafeString:
    """Return the link to the page before."""
    return element("a", {"href": href or "#", **_own("govuk-back-link", options)}, text or "Back")


def skip_link(text: str, *, href: str = "#content", **options: Unpack[Common]) -> SafeString:
    """Return the link that skips the head of the page."""
    own = _own("govuk-skip-link", options)
    return element("a", {"href": href or "#content", **own, "data-module": "govuk-skip-link"}, text)


def phase_banner(text: str, *, phase: str, tag_classes: str = "", **options: Unpack[Common]) -> SafeString:
    """Return the line that says in which phase the service is."""
    marker = tag(phase, classes=joined("govuk-phase-banner__content__tag", tag_classes))
    words = element("span", {"class": "govuk-phase-banner__text"}, text)
    content = element("p", {"class": "govuk-phase-banner__content"}, marker, " ", words)
    return element("div", _own("govuk-phase-banner govuk-width-container", options), content)


_START_ICON = element(
    "svg",
    {
        "class": "govuk-button__start-icon",
        "xmlns": "http://www.w3.org/2000/svg",
        "width": "17.5",
        "height": "19",
        "viewBox": "0 0 33 40",
        "aria-hidden": "true",
        "focusable": "false",
    },
    element("path", {"fill": "currentColor", "d": "M0 0h13l20 20-20 20H0l20-20z"}),
)


def button(text: str, **options: Unpack[ButtonOptions]) -> SafeString:
    """Return a button, or with `href` a link that looks like one."""
    refuse_unknown("button", options, ButtonOptions)
    is_start = options.get("is_start_button", False)
    own = _own(
        joined("govuk-button", options.get("classes"), is_start and "govuk-button--start"), {**options, "classes": ""}
    )
    own |= {"data-module": "govuk-button"}
    words = element("span", None, text) if is_start and isinstance(text, SafeString) else text
    children = (words, _START_ICON if is_start else None)
    if options.get("href"):
        return element("a", {"href": options["href"], "role": "button", "draggable": "false", **own}, *children)
    once = options.get("prevent_double_click")
    attributes = {
        "type": options.get("type") or "submit",
        "value": options.get("value") or None,
        "name": options.get("name") or None,
        "disabled": bool(options.get("disabled")),
        "aria-disabled": "true" if options.get("disabled") else None,
        "data-prevent-double-click": None if once is None else str(once).lower(),
    }
    return element("button", {**attributes, **own}, *children)


def _own(name: str, options: Mapping[str, Any]) -> dict[str, str | int | bool | None]:
    own: dict[str, str | int | bool | None] = {"id": options.get("id") or None}
    own["class"] = joined(name, options.get("classes"))
    return own | dict(options.get("attributes") or {})
