"""The components that come without examples of their own: what they say to eye and ear, and that they escape."""

from typing import Any

import pytest
from bs4 import Tag
from django.utils.safestring import mark_safe

from kith.shell import components
from tests.shell.drawing import soup

UNSAFE = "<b>&\"'"


def only(html: str) -> Tag:
    """Return the one element that was drawn."""
    found = [node for node in soup(html).contents if isinstance(node, Tag)]
    assert len(found) == 1
    return found[0]


def said(inside: Tag, selector: str) -> list[str]:
    """Return the text of each element that a selector finds."""
    return [found.get_text() for found in inside.select(selector)]


def test_badge_is_a_word_with_its_colour() -> None:
    badge = only(components.badge("Panel", classes="moj-badge--red", attributes={"title": "On the next agenda"}))
    assert (badge.name, badge["class"], badge["title"]) == (
        "span",
        ["moj-badge", "moj-badge--red"],
        "On the next agenda",
    )
    assert badge.get_text() == "Panel"


def test_identity_bar_is_a_named_region_with_actions_only_where_there_are_some() -> None:
    action = mark_safe('<a href="/x">Refer</a>')
    bar = only(components.identity_bar("Sample", label="Person", actions=action))
    assert (bar["role"], bar["aria-label"]) == ("region", "Person")
    assert said(bar, ".moj-identity-bar__title") == ["Sample"]
    assert [link["href"] for link in bar.select(".moj-identity-bar__actions a")] == ["/x"]
    bare = only(components.identity_bar("Sample"))
    assert bare["aria-label"] == "Person"
    assert bare.select_one(".moj-identity-bar__actions") is None


def test_sub_navigation_marks_the_page_one_is_on_and_no_other() -> None:
    pages: list[Any] = [
        {"text": "Chronology", "href": "/a"},
        None,
        {"text": "Family", "href": "/b", "current": True, "attributes": {"data-x": "1"}},
    ]
    navigation = only(components.sub_navigation(pages, label="Pages about this child"))
    assert (navigation.name, navigation["aria-label"]) == ("nav", "Pages about this child")
    links = navigation.select("ul > li > a")
    assert [(link.get_text(), link["href"], link.get("aria-current")) for link in links] == [
        ("Chronology", "/a", None),
        ("Family", "/b", "page"),
    ]
    assert links[1]["data-x"] == "1"


@pytest.mark.parametrize("level", [2, 4])
def test_timeline_tells_what_when_and_who_in_the_order_given(level: int) -> None:
    told = components.timeline(
        [
            {"title": "Missing", "by": "Police", "on": "2026-11-10", "when": "10 November 2026", "content": "Found."},
            None,
            {"title": "Suspended", "on": "2026-10-23", "when": "23 October 2026", "id": "second"},
        ],
        heading_level=level,
    )
    first, second = only(told).select(".moj-timeline__item")
    assert said(first, f"h{level}") == ["Missing"]
    assert said(first, ".moj-timeline__byline") == [" by Police"]
    assert [(time["datetime"], time.get_text()) for time in only(told).select("time")] == [
        ("2026-11-10", "10 November 2026"),
        ("2026-10-23", "23 October 2026"),
    ]
    assert said(first, ".moj-timeline__description") == ["Found."]
    assert second["id"] == "second"
    assert second.select(".moj-timeline__byline, .moj-timeline__description") == []


def test_filter_says_what_is_chosen_and_how_to_take_it_off() -> None:
    chosen = {
        "heading": "Chosen",
        "clear": {"href": "?", "text": "Clear all"},
        "items": [{"text": "Police", "href": "?off=police"}],
    }
    panel = only(components.filter_panel("fields", heading="Narrow", submit_text="Show these", selected=chosen))
    links = {link["href"]: " ".join(link.get_text().split()) for link in panel.select("a")}
    assert links["?"] == "Clear all"
    assert "Police" in links["?off=police"]
    assert [button.get_text(strip=True) for button in panel.select("button")] == ["Show these"]
    assert said(panel, "h2") == ["Narrow"]
    assert "fields" in panel.get_text()
    assert "Chosen" not in only(components.filter_panel("fields")).get_text()


@pytest.mark.parametrize(
    "drawn",
    [
        components.badge(UNSAFE),
        components.identity_bar(UNSAFE, label=UNSAFE, actions=UNSAFE),
        components.sub_navigation([{"text": UNSAFE, "href": UNSAFE}], label=UNSAFE),
        components.timeline([{"title": UNSAFE, "by": UNSAFE, "on": UNSAFE, "when": UNSAFE, "content": UNSAFE}]),
        components.filter_panel(UNSAFE, heading=UNSAFE, selected={"items": [{"text": UNSAFE, "href": UNSAFE}]}),
        components.generic_header(UNSAFE, url=UNSAFE),
        components.footer(meta={"text": UNSAFE, "items": [{"text": UNSAFE, "href": UNSAFE}]}),
        components.exit_this_page(UNSAFE, redirect_url=UNSAFE, activated_text=UNSAFE),
    ],
)
def test_what_is_not_marked_as_safe_is_escaped(drawn: str) -> None:
    assert soup(drawn).find("b") is None
    assert UNSAFE in soup(drawn).get_text()


@pytest.mark.parametrize(
    "draw", [components.identity_bar, components.filter_panel, components.timeline, components.sub_navigation]
)
def test_a_misspelt_option_is_refused(draw: Any) -> None:
    with pytest.raises(TypeError, match="has no option colour"):
        draw("" if draw in {components.identity_bar, components.filter_panel} else [], colour="red")
