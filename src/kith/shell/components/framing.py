"""What frames a page: the header, the footer, and the way out in a hurry; all without the crown."""

from collections.abc import Iterator, Mapping
from typing import Any, Unpack

from django.utils.safestring import SafeString

from kith.shell.components.elements import element, joined, part, refuse_unknown, together, translations
from kith.shell.components.options import Common, Items
from kith.shell.components.texts import button


class HeaderOptions(Common, total=False):
    """The name of the service, which leads to its first page."""

    url: str
    container_classes: str


class FooterOptions(Common, total=False):
    """The end of every page."""

    navigation: Items
    meta: Mapping[str, Any]
    container_classes: str


class ExitOptions(Common, total=False):
    """A button that leaves for a harmless page at once, also by pressing Shift three times."""

    redirect_url: str
    activated_text: str
    timed_out_text: str
    press_two_more_times_text: str
    press_one_more_time_text: str


HARMLESS = "https://www.bbc.co.uk/weather"


def generic_header(logo: str, **options: Unpack[HeaderOptions]) -> SafeString:
    """Return the header of a service that may not wear the crown."""
    refuse_unknown("generic_header", options, HeaderOptions)
    link = element("a", {"href": options.get("url") or "/", "class": "govuk-generic-header__homepage-link"}, logo)
    container = joined("govuk-generic-header__container", options.get("container_classes") or "govuk-width-container")
    return element(
        "div",
        {"class": joined("govuk-generic-header", options.get("classes")), **(options.get("attributes") or {})},
        element("div", {"class": container}, element("div", {"class": "govuk-generic-header__logo"}, link)),
    )


def footer(**options: Unpack[FooterOptions]) -> SafeString:
    """Return the footer without crown, crest and licence; `meta` has `items`, `text` and a hidden heading."""
    refuse_unknown("footer", options, FooterOptions)
    sections = [_section(section) for section in options.get("navigation") or () if section]
    meta = options.get("meta")
    grown = element(
        "div",
        {"class": "govuk-footer__meta-item govuk-footer__meta-item--grow"},
        None if meta is None else together(*_meta(meta)),
    )
    return element(
        "div",
        {"class": joined("govuk-footer", options.get("classes")), **(options.get("attributes") or {})},
        element(
            "div",
            {"class": joined("govuk-width-container", options.get("container_classes"))},
            element("div", {"class": "govuk-footer__navigation"}, *sections) if sections else None,
            element("hr", {"class": "govuk-footer__section-break"}) if sections else None,
            element("div", {"class": "govuk-footer__meta"}, grown),
        ),
    )


def _section(section: Mapping[str, Any]) -> SafeString:
    columns = section.get("columns")
    classes = joined("govuk-footer__list", columns and f"govuk-footer__list--columns-{columns}")
    links = [_link(item, "list-item") for item in section.get("items") or () if item.get("href") and item.get("text")]
    return element(
        "div",
        {"class": f"govuk-footer__section govuk-grid-column-{section.get('width') or 'full'}"},
        element("h2", {"class": "govuk-footer__heading govuk-heading-m"}, section.get("title")),
        element("ul", {"class": classes}, *links) if section.get("items") else None,
    )


def _meta(meta: Mapping[str, Any]) -> Iterator[SafeString]:
    yield element("h2", {"class": "govuk-visually-hidden"}, meta.get("visually_hidden_title") or "Support links")
    if items := meta.get("items"):
        links = [_link(item, "inline-list-item") for item in items]
        yield element("ul", {"class": "govuk-footer__inline-list"}, *links)
    if text := part(meta).get("text"):
        yield element("div", {"class": "govuk-footer__meta-custom"}, text)


def _link(item: Mapping[str, Any], place: str) -> SafeString:
    attributes = {"class": "govuk-footer__link", "href": item.get("href"), **(item.get("attributes") or {})}
    return element("li", {"class": f"govuk-footer__{place}"}, element("a", attributes, item.get("text")))


def exit_this_page(text: str = "", **options: Unpack[ExitOptions]) -> SafeString:
    """Return the way out for somebody who must not be seen reading this; it covers the page, then leaves it."""
    refuse_unknown("exit_this_page", options, ExitOptions)
    hidden = element("span", {"class": "govuk-visually-hidden"}, "Emergency")
    attributes = {
        "id": options.get("id") or None,
        "class": joined("govuk-exit-this-page", options.get("classes")),
        "data-module": "govuk-exit-this-page",
        **(options.get("attributes") or {}),
        **translations(
            activated=options.get("activated_text"),
            timed_out=options.get("timed_out_text"),
            press_two_more_times=options.get("press_two_more_times_text"),
            press_one_more_time=options.get("press_one_more_time_text"),
        ),
    }
    leave = button(
        text or together(hidden, " Exit this page"),
        classes="govuk-button--warning govuk-exit-this-page__button govuk-js-exit-this-page-button",
        href=options.get("redirect_url") or HARMLESS,
        attributes={"rel": "nofollow noreferrer"},
    )
    return element("div", attributes, leave)
