"""Components of casework, in the manner of the MOJ design system: timeline, identity bar, sub-navigation, filter."""

from collections.abc import Mapping
from typing import Any, Unpack

from django.utils.safestring import SafeString

from kith.shell.components.elements import element, joined, part, refuse_unknown
from kith.shell.components.options import (
    FilterOptions,
    IdentityOptions,
    Items,
    SubNavigationOptions,
    TimelineOptions,
)
from kith.shell.components.texts import button


def timeline(items: Items, **options: Unpack[TimelineOptions]) -> SafeString:
    """Return what happened; an item has `title`, `when` (text), `on` (ISO date), and where known `by` and `content`."""
    refuse_unknown("timeline", options, TimelineOptions)
    level = options.get("heading_level") or 3
    attributes = {"id": options.get("id"), "class": joined("moj-timeline", options.get("classes"))}
    happened = (_happened(item, level) for item in items if item)
    return element("div", {**attributes, **(options.get("attributes") or {})}, *happened)


def _happened(item: Mapping[str, Any], level: int) -> SafeString:
    heading = element(f"h{level}", {"class": "moj-timeline__title"}, item.get("title", ""))
    by = element("p", {"class": "moj-timeline__byline"}, " by ", item["by"]) if item.get("by") else None
    time = element("time", {"datetime": item.get("on")}, item.get("when", ""))
    content = item.get("content")
    return element(
        "div",
        {
            "class": joined("moj-timeline__item", item.get("classes")),
            "id": item.get("id"),
            **(item.get("attributes") or {}),
        },
        element("div", {"class": "moj-timeline__header"}, heading, " ", by),
        element("p", {"class": "moj-timeline__date"}, time),
        element("div", {"class": "moj-timeline__description"}, content) if content else None,
    )


def identity_bar(content: str, **options: Unpack[IdentityOptions]) -> SafeString:
    """Return whom this page is about, with what can be done; a region of its own, because it stands outside main."""
    refuse_unknown("identity_bar", options, IdentityOptions)
    actions = options.get("actions")
    title = element("span", {"class": "moj-identity-bar__title"}, content)
    inner = element(
        "div",
        {"class": "moj-identity-bar__container"},
        element("div", {"class": "moj-identity-bar__details"}, title),
        element("div", {"class": "moj-identity-bar__actions"}, actions) if actions else None,
    )
    attributes = {
        "class": joined("moj-identity-bar kith-identity", options.get("classes")),
        "role": "region",
        "aria-label": options.get("label") or "Person",
        **(options.get("attributes") or {}),
    }
    return element("div", attributes, inner)


def sub_navigation(items: Items, **options: Unpack[SubNavigationOptions]) -> SafeString:
    """Return the pages about one thing; an item has `text`, `href` and on its own page `current`."""
    refuse_unknown("sub_navigation", options, SubNavigationOptions)
    attributes = {
        "class": joined("moj-sub-navigation", options.get("classes")),
        "aria-label": options.get("label") or "Pages of this record",
        **(options.get("attributes") or {}),
    }
    entries = (_page(item) for item in items if item)
    return element("nav", attributes, element("ul", {"class": "moj-sub-navigation__list"}, *entries))


def _page(item: Mapping[str, Any]) -> SafeString:
    link = element(
        "a",
        {
            "class": "moj-sub-navigation__link",
            "aria-current": "page" if item.get("current") else None,
            "href": item.get("href", ""),
            **(item.get("attributes") or {}),
        },
        item.get("text", ""),
    )
    return element("li", {"class": joined("moj-sub-navigation__item", item.get("classes"))}, link)


def filter_panel(content: str, **options: Unpack[FilterOptions]) -> SafeString:
    """Return what a list is narrowed to, for the inside of a form; `selected` lists what can be taken off again."""
    refuse_unknown("filter_panel", options, FilterOptions)
    level = options.get("heading_level") or 2
    heading = element(f"h{level}", {"class": "govuk-heading-m"}, options.get("heading") or "Show")
    selected = options.get("selected")
    return element(
        "div",
        {"class": joined("moj-filter", options.get("classes")), **(options.get("attributes") or {})},
        element("div", {"class": "moj-filter__header"}, element("div", {"class": "moj-filter__header-title"}, heading)),
        element(
            "div",
            {"class": "moj-filter__content"},
            _selected(selected, level) if selected else None,
            element(
                "div",
                {"class": "moj-filter__options"},
                content,
                button(options.get("submit_text") or "Apply filters", classes="govuk-!-margin-bottom-0"),
            ),
        ),
    )


def _selected(selected: Mapping[str, Any], level: int) -> SafeString:
    title = element(f"h{level + 1}", {"class": "govuk-heading-s"}, selected.get("heading") or "Chosen")
    clear = part(selected.get("clear"))
    link = element("a", {"class": "govuk-link", "href": clear.get("href")}, clear.get("text") or "Clear filters")
    tags = (
        element(
            "li",
            None,
            element(
                "a",
                {"class": "moj-filter__tag", "href": item.get("href", "")},
                element("span", {"class": "govuk-visually-hidden"}, "Remove this filter"),
                " ",
                item.get("text", ""),
            ),
        )
        for item in selected.get("items") or ()
    )
    return element(
        "div",
        {"class": "moj-filter__selected"},
        element(
            "div",
            {"class": "moj-filter__selected-heading"},
            element("div", {"class": "moj-filter__heading-title"}, title),
            element("div", {"class": "moj-filter__heading-action"}, element("p", None, link)) if clear else None,
        ),
        element("ul", {"class": "moj-filter-tags"}, *tags),
    )
