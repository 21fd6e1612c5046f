"""Ways through a service: breadcrumbs, pages of a list, the navigation, tabs, accordions."""

from collections.abc import Mapping
from typing import Any, Unpack

from django.utils.safestring import SafeString

from kith.shell.components.elements import element, joined, part, refuse_unknown, together, translations
from kith.shell.components.options import (
    AccordionOptions,
    BreadcrumbsOptions,
    Items,
    NavigationOptions,
    TabsOptions,
)


def breadcrumbs(items: Items, **options: Unpack[BreadcrumbsOptions]) -> SafeString:
    """Return the way back; an item without `href` is the page itself."""
    refuse_unknown("breadcrumbs", options, BreadcrumbsOptions)
    narrow = options.get("collapse_on_mobile") and "govuk-breadcrumbs--collapse-on-mobile"
    attributes = {
        "class": joined("govuk-breadcrumbs", options.get("classes"), narrow),
        **(options.get("attributes") or {}),
        "aria-label": options.get("label_text", "Breadcrumb"),
    }
    crumbs = (_crumb(item) for item in items if item)
    return element("nav", attributes, element("ol", {"class": "govuk-breadcrumbs__list"}, *crumbs))


def _crumb(item: Mapping[str, Any]) -> SafeString:
    text, href = item.get("text", ""), item.get("href")
    if not href:
        return element("li", {"class": "govuk-breadcrumbs__list-item", "aria-current": "page"}, text)
    link = element("a", {"class": "govuk-breadcrumbs__link", "href": href, **(item.get("attributes") or {})}, text)
    return element("li", {"class": "govuk-breadcrumbs__list-item"}, link)


def service_navigation(**options: Unpack[NavigationOptions]) -> SafeString:
    """Return the navigation of the service."""
    refuse_unknown("service_navigation", options, NavigationOptions)
    slots = options.get("slots") or {}
    end = part(slots.get("end"))
    at_end = end.get("text")
    inline = isinstance(slots.get("end"), Mapping) and end.get("align") == "inline"
    container = element(
        "div",
        {"class": joined("govuk-width-container", inline and "govuk-service-navigation__inlining-container")},
        slots.get("start"),
        element(
            "div",
            {"class": "govuk-service-navigation__container"},
            _service(options) if options.get("service_name") else None,
            _menu(options, slots),
        ),
        at_end,
    )
    is_region = bool(options.get("service_name") or slots.get("start") or at_end)
    attributes = {
        "aria-label": options.get("aria_label", "Service information") if is_region else None,
        "class": joined("govuk-service-navigation", options.get("classes")),
        "data-module": "govuk-service-navigation",
        **(options.get("attributes") or {}),
    }
    return element("section" if is_region else "div", attributes, container)


def _service(options: NavigationOptions) -> SafeString:
    name, url = options["service_name"], options.get("service_url")
    if url:
        inner = element("a", {"href": url, "class": "govuk-service-navigation__link"}, name)
    else:
        inner = element("span", {"class": "govuk-service-navigation__text"}, name)
    return element("span", {"class": "govuk-service-navigation__service-name"}, inner)


def _menu(options: NavigationOptions, slots: Mapping[str, Any]) -> SafeString | None:
    items = [item for item in options.get("navigation") or () if item]
    before, after = slots.get("navigation_start"), slots.get("navigation_end")
    if not (items or before or after):
        return None
    words = options.get("menu_button_text") or "Menu"
    named = options.get("menu_button_label")
    identity = options.get("navigation_id") or "navigation"
    toggle = element(
        "button",
        {
            "type": "button",
            "class": "govuk-service-navigation__toggle govuk-js-service-navigation-toggle",
            "aria-controls": identity,
            "aria-label": named if named != words else None,
            "hidden": True,
            "aria-hidden": "true",
        },
        words,
    )
    return element(
        "nav",
        {
            "aria-label": options.get("navigation_label") or words,
            "class": joined("govuk-service-navigation__wrapper", options.get("navigation_classes")),
        },
        toggle if options.get("collapse_navigation_on_mobile", len(items) > 1) else None,
        element(
            "ul",
            {"class": "govuk-service-navigation__list", "id": identity},
            before,
            *(_entry(i) for i in items),
            after,
        ),
    )


def _entry(item: Mapping[str, Any]) -> SafeString:
    shown = bool(item.get("active") or item.get("current"))
    text: Any = item.get("text", "")
    content = element("strong", {"class": "govuk-service-navigation__active-fallback"}, text) if shown else text
    marked = {"aria-current": ("page" if item.get("current") else "true") if shown else None}
    inner = None
    if item.get("href"):
        attributes = {"class": "govuk-service-navigation__link", "href": item["href"], **marked}
        inner = element("a", {**attributes, **(item.get("attributes") or {})}, content)
    elif text:
        inner = element("span", {"class": "govuk-service-navigation__text", **marked}, content)
    classes = joined("govuk-service-navigation__item", shown and "govuk-service-navigation__item--active")
    return element("li", {"class": classes}, inner)


def tabs(items: Items, **options: Unpack[TabsOptions]) -> SafeString:
    """Return panels behind tabs; each item has `label` and `panel`, and where needed an `id`."""
    refuse_unknown("tabs", options, TabsOptions)
    prefix = options.get("id_prefix", "")
    numbered = [(n, item, item.get("id") or f"{prefix}-{n}") for n, item in enumerate(items, start=1) if item]
    attributes = {
        "id": options.get("id") or None,
        "class": joined("govuk-tabs", options.get("classes")),
        **(options.get("attributes") or {}),
        "data-module": "govuk-tabs",
    }
    return element(
        "div",
        attributes,
        element("h2", {"class": "govuk-tabs__title"}, options.get("title", "Contents")),
        element("ul", {"class": "govuk-tabs__list"}, *(_tab(*one) for one in numbered)) if numbered else None,
        *(_tab_panel(*one) for one in numbered),
    )


def _tab(number: int, item: Mapping[str, Any], identity: str) -> SafeString:
    attributes = {"class": "govuk-tabs__tab", "href": f"#{identity}", **(item.get("attributes") or {})}
    first = number == 1 and "govuk-tabs__list-item--selected"
    return element(
        "li", {"class": joined("govuk-tabs__list-item", first)}, element("a", attributes, item.get("label", ""))
    )


def _tab_panel(number: int, item: Mapping[str, Any], identity: str) -> SafeString:
    given = part(item.get("panel"))
    content = given.get("text")
    if content and not isinstance(content, SafeString):
        content = element("p", {"class": "govuk-body"}, content)
    hidden = number > 1 and "govuk-tabs__panel--hidden"
    attributes = {"class": joined("govuk-tabs__panel", hidden), "id": identity, **(given.get("attributes") or {})}
    return element("div", attributes, content)


def accordion(items: Items, **options: Unpack[AccordionOptions]) -> SafeString:
    """Return sections that open one by one; each item has `heading`, `content` and where needed `summary`."""
    refuse_unknown("accordion", options, AccordionOptions)
    remember = options.get("remember_expanded")
    attributes = {
        "class": joined("govuk-accordion", options.get("classes")),
        "data-module": "govuk-accordion",
        "id": options.get("id", ""),
        **translations(
            hide_all_sections=options.get("hide_all_sections_text"),
            hide_section=options.get("hide_section_text"),
            hide_section_aria_label=options.get("hide_section_aria_label_text"),
            show_all_sections=options.get("show_all_sections_text"),
            show_section=options.get("show_section_text"),
            show_section_aria_label=options.get("show_section_aria_label_text"),
        ),
        "data-remember-expanded": None if remember is None else str(remember).lower(),
        **(options.get("attributes") or {}),
    }
    return element("div", attributes, *(_section(options, n, item) for n, item in enumerate(items, start=1) if item))


def _section(options: AccordionOptions, number: int, item: Mapping[str, Any]) -> SafeString:
    identity = options.get("id", "")
    content = part(item.get("content")).get("text")
    if content and not isinstance(content, SafeString):
        content = element("p", {"class": "govuk-body"}, content)
    title = element(
        "span",
        {"class": "govuk-accordion__section-button", "id": f"{identity}-heading-{number}"},
        part(item.get("heading")).get("text"),
    )
    heading = element(f"h{options.get('heading_level') or 2}", {"class": "govuk-accordion__section-heading"}, title)
    short = part(item.get("summary")).get("text")
    summary = {"class": "govuk-accordion__section-summary govuk-body", "id": f"{identity}-summary-{number}"}
    head = together(heading, element("div", summary, short) if short else None)
    opened = item.get("expanded") and "govuk-accordion__section--expanded"
    return element(
        "div",
        {"class": joined("govuk-accordion__section", opened)},
        element("div", {"class": "govuk-accordion__section-header"}, head),
        element("div", {"id": f"{identity}-content-{number}", "class": "govuk-accordion__section-content"}, content),
    )
