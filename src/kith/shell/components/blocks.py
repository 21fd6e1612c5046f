"""Blocks of a page: banners, panels, summaries of errors, fieldsets."""

from collections.abc import Mapping
from typing import Any, Unpack

from django.utils.safestring import SafeString

from kith.shell.components.elements import element, joined, part, refuse_unknown, together
from kith.shell.components.options import BannerOptions, ErrorSummaryOptions, FieldsetOptions, PanelOptions
from kith.shell.components.texts import button


def fieldset(content: str, **options: Unpack[FieldsetOptions]) -> SafeString:
    """Return fields that belong together under one legend."""
    refuse_unknown("fieldset", options, FieldsetOptions)
    legend = part(options.get("legend"))
    attributes = {
        "class": joined("govuk-fieldset", options.get("classes")),
        "role": options.get("role") or None,
        "aria-describedby": options.get("described_by") or None,
        **(options.get("attributes") or {}),
    }
    return element("fieldset", attributes, _legend(legend) if legend.get("text") else None, content)


def _legend(legend: Mapping[str, Any]) -> SafeString:
    text = legend["text"]
    if legend.get("is_page_heading"):
        text = element("h1", {"class": "govuk-fieldset__heading"}, text)
    return element("legend", {"class": joined("govuk-fieldset__legend", legend.get("classes"))}, text)


def error_summary(**options: Unpack[ErrorSummaryOptions]) -> SafeString:
    """Return the list of what is wrong; each item links to its field."""
    refuse_unknown("error_summary", options, ErrorSummaryOptions)
    quiet = options.get("disable_auto_focus")
    items = [_error(item) for item in options.get("error_list") or () if item]
    described = options.get("description")
    body = element(
        "div",
        {"class": "govuk-error-summary__body"},
        element("p", None, described) if described else None,
        element("ul", {"class": "govuk-list govuk-error-summary__list"}, *items) if items else None,
    )
    title = element("h2", {"class": "govuk-error-summary__title"}, options.get("title", "There is a problem"))
    attributes = {
        "class": joined("govuk-error-summary", options.get("classes")),
        "data-disable-auto-focus": None if quiet is None else str(quiet).lower(),
        **(options.get("attributes") or {}),
        "data-module": "govuk-error-summary",
    }
    return element("div", attributes, element("div", {"role": "alert"}, title, body))


def _error(item: Mapping[str, Any]) -> SafeString:
    text = item.get("text", "")
    if item.get("href"):
        text = element("a", {"href": item["href"], **(item.get("attributes") or {})}, text)
    return element("li", None, text)


def notification_banner(content: str, **options: Unpack[BannerOptions]) -> SafeString:
    """Return news that is not about this page alone; plain text becomes the banner's heading."""
    refuse_unknown("notification_banner", options, BannerOptions)
    good = options.get("type") == "success"
    quiet = options.get("disable_auto_focus")
    title_id = options.get("title_id") or "govuk-notification-banner-title"
    title = options.get("title") or ("Success" if good else "Important")
    heading = f"h{options.get('title_heading_level') or 2}"
    attributes = {
        "class": joined(
            "govuk-notification-banner", good and "govuk-notification-banner--success", options.get("classes")
        ),
        "role": options.get("role") or ("alert" if good else "region"),
        "aria-labelledby": title_id,
        "data-module": "govuk-notification-banner",
        "data-disable-auto-focus": None if quiet is None else str(quiet).lower(),
        **(options.get("attributes") or {}),
    }
    if content and not isinstance(content, SafeString):
        content = element("p", {"class": "govuk-notification-banner__heading"}, content)
    return element(
        "div",
        attributes,
        element(
            "div",
            {"class": "govuk-notification-banner__header"},
            element(heading, {"class": "govuk-notification-banner__title", "id": title_id}, title),
        ),
        element("div", {"class": "govuk-notification-banner__content"}, content),
    )


def panel(content: str = "", **options: Unpack[PanelOptions]) -> SafeString:
    """Return a panel that confirms what was done, or interrupts before something is."""
    refuse_unknown("panel", options, PanelOptions)
    classes = options.get("classes") or ""
    interrupts = "govuk-panel--interruption" in classes
    actions = options.get("actions") or {}
    return element(
        "div",
        {
            "class": joined("govuk-panel", not interrupts and "govuk-panel--confirmation", classes),
            **(options.get("attributes") or {}),
        },
        element(f"h{options.get('heading_level') or 1}", {"class": "govuk-panel__title"}, options.get("title", "")),
        element("div", {"class": "govuk-panel__body"}, content) if content else None,
        _panel_actions(actions) if interrupts and actions else None,
    )


def _panel_actions(actions: Mapping[str, Any]) -> SafeString:
    items = [_panel_action(item) for item in actions.get("items") or ()]
    return element(
        "div",
        {"class": joined("govuk-panel__actions", actions.get("classes")), **(actions.get("attributes") or {})},
        element("div", {"class": "govuk-button-group"}, *items) if items else None,
    )


def _panel_action(action: Mapping[str, Any]) -> SafeString:
    href, text, classes = action.get("href"), action.get("text", ""), action.get("classes")
    attributes = action.get("attributes") or {}
    if not href or action.get("type") == "button":
        style = joined("govuk-button--inverse", classes)
        kind = action.get("type") or "button"
        return button(text, type=kind, classes=style, href=href or "", attributes=attributes)
    return element("a", {"class": joined("govuk-link govuk-link--inverse", classes), "href": href, **attributes}, text)


def stacked(*blocks: str) -> SafeString:
    """Return blocks one under the other."""
    return element("div", {"class": "kith-stack"}, together(*blocks))
