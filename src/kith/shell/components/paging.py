"""Pages of a long list, or the steps before and after."""

from collections.abc import Mapping
from typing import Any, Unpack

from django.utils.safestring import SafeString

from kith.shell.components.elements import element, joined, refuse_unknown, together
from kith.shell.components.options import PaginationOptions

_PATHS = {
    "prev": (
        "m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984"
        "l4.2931-4.293-1.414-1.414z"
    ),
    "next": (
        "m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 "
        "6.7441-6.4062-6.7246-6.7266z"
    ),
}


def pagination(**options: Unpack[PaginationOptions]) -> SafeString:
    """Return the pages of a long list; without `items` the links before and after stand under each other."""
    refuse_unknown("pagination", options, PaginationOptions)
    items = options.get("items")
    before, after = options.get("previous") or {}, options.get("next") or {}
    is_block = not items and bool(before or after)
    attributes = {
        "class": joined("govuk-pagination", is_block and "govuk-pagination--block", options.get("classes")),
        "aria-label": options.get("landmark_label") or "Pagination",
        **(options.get("attributes") or {}),
    }
    pages = [_page(item) for item in items or () if item]
    return element(
        "nav",
        attributes,
        _arrow("prev", before, is_block) if before.get("href") else None,
        element("ul", {"class": "govuk-pagination__list"}, *pages) if items else None,
        _arrow("next", after, is_block) if after.get("href") else None,
    )


def _arrow(direction: str, link: Mapping[str, Any], is_block: bool) -> SafeString:
    word = "Previous" if direction == "prev" else "Next"
    hidden = element("span", {"class": "govuk-visually-hidden"}, " page")
    title = element(
        "span",
        {
            "class": joined(
                "govuk-pagination__link-title",
                is_block and not link.get("label_text") and "govuk-pagination__link-title--decorated",
            )
        },
        link.get("text") or together(word, hidden),
    )
    icon = _icon(direction)
    first = is_block or direction == "prev"
    content = together(icon if first else None, title, _step(link, is_block), None if first else icon)
    attributes = {"class": "govuk-link govuk-pagination__link", "href": link["href"], "rel": direction}
    inner = element("a", {**attributes, **(link.get("attributes") or {})}, content)
    return element("div", {"class": f"govuk-pagination__{direction}"}, inner)


def _step(link: Mapping[str, Any], is_block: bool) -> SafeString | None:
    if not (link.get("label_text") and is_block):
        return None
    colon = element("span", {"class": "govuk-visually-hidden"}, ":")
    return together(colon, element("span", {"class": "govuk-pagination__link-label"}, link["label_text"]))


def _icon(direction: str) -> SafeString:
    attributes = {
        "class": f"govuk-pagination__icon govuk-pagination__icon--{direction}",
        "xmlns": "http://www.w3.org/2000/svg",
        "height": "13",
        "width": "15",
        "aria-hidden": "true",
        "focusable": "false",
        "viewBox": "0 0 15 13",
    }
    return element("svg", attributes, element("path", {"d": _PATHS[direction]}))


def _page(item: Mapping[str, Any]) -> SafeString:
    if item.get("ellipsis"):
        return element("li", {"class": "govuk-pagination__item govuk-pagination__item--ellipsis"}, "⋯")
    number = item.get("number", "")
    attributes = {
        "class": "govuk-link govuk-pagination__link",
        "href": item.get("href", ""),
        "aria-label": item.get("visually_hidden_text", f"Page {number}"),
        "aria-current": "page" if item.get("current") else None,
        **(item.get("attributes") or {}),
    }
    current = item.get("current") and "govuk-pagination__item--current"
    return element("li", {"class": joined("govuk-pagination__item", current)}, element("a", attributes, number))
