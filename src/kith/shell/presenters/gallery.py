"""Sample values for the gallery: invented, and never a person's."""

from typing import Any

from kith.shell.presenters.gallery_form import SampleForm
from kith.shell.presenters.gallery_pictures import sample_pictures

_COLOURS = ("grey", "green", "teal", "blue", "light-blue", "purple", "pink", "red", "orange", "yellow")
_ITEMS = [{"text": "Yes", "value": "yes", "hint": "Only if a manager agreed"}, {"text": "No", "value": "no"}]


def gallery_context() -> dict[str, Any]:
    """Return the sample values of every component and picture."""
    return {**_texts(), **_ways(), **_lists(), **_fields(), **sample_pictures()}


def _texts() -> dict[str, Any]:
    return {
        "tag_classes": [f"govuk-tag--{colour}" for colour in _COLOURS],
        "badge_classes": ["", "moj-badge--red", "moj-badge--blue", "moj-badge--grey"],
    }


def _ways() -> dict[str, Any]:
    return {
        "breadcrumb_items": [{"text": "My work", "href": "#work"}, {"text": "Gallery"}],
        "sub_pages": [
            {"text": "Chronology", "href": "#chronology", "current": True},
            {"text": "Family", "href": "#family"},
            {"text": "Who has looked", "href": "#looks"},
        ],
        "tab_items": [
            {"label": "Kept", "id": "kept", "panel": "12,401 rows were kept."},
            {"label": "Held", "id": "held", "panel": "7 rows are held back."},
        ],
        "sections": [
            {"heading": "What we know", "content": "Eleven entries from four agencies."},
            {
                "heading": "What we do not know",
                "summary": "One feed is late",
                "content": "No health file since August.",
            },
        ],
        "page_links": [{"number": n, "href": f"#page-{n}", "current": n == 2} for n in (1, 2, 3)],
        "previous": {"href": "#page-1"},
        "next": {"href": "#page-3"},
        "footer_meta": {"items": [{"text": "Privacy", "href": "#privacy"}], "text": "Kept by the partnership."},
        "footer_navigation": [
            {"title": "For staff", "width": "two-thirds", "items": [{"text": "Procedures", "href": "#procedures"}]},
            {"title": "For families", "width": "one-third", "items": [{"text": "Help now", "href": "#help"}]},
        ],
        "navigation_items": [
            {"text": "My work", "href": "#my-work", "current": True},
            {"text": "Search", "href": "#search"},
        ],
    }


def _lists() -> dict[str, Any]:
    return {
        "summary_rows": [
            {"key": "Agency", "value": "Larkshire Council"},
            {
                "key": "Agreement",
                "value": "Version 3",
                "actions": {"items": [{"text": "Change", "href": "#change", "visually_hidden_text": "agreement"}]},
            },
        ],
        "table_head": [{"text": "Feed"}, {"text": "Rows", "format": "numeric"}],
        "table_rows": [
            [{"text": "Attendance"}, {"text": "12,408", "format": "numeric"}],
            [{"text": "Suspensions"}, {"text": "37", "format": "numeric"}],
        ],
        "tasks": [
            {
                "title": "Read the chronology",
                "href": "#read",
                "status": {"tag": {"text": "To do", "classes": "govuk-tag--blue"}},
            },
            {"title": "Ring the school", "hint": "The safeguarding lead", "status": "Done"},
        ],
        "happened": [
            {
                "title": "Missing from home",
                "by": "Larkshire Constabulary",
                "on": "2026-11-10",
                "when": "10 November 2026",
                "content": "Found the same night.",
            },
            {"title": "Suspended for two days", "by": "School 900001", "on": "2026-10-23", "when": "23 October 2026"},
        ],
    }


def _fields() -> dict[str, Any]:
    return {
        "errors": [{"text": "Enter a date", "href": "#sample-date-day"}],
        "choices": _ITEMS,
        "fieldset": {"legend": {"text": "Was the child seen?", "classes": "govuk-fieldset__legend--m"}},
        "date_fieldset": {"legend": {"text": "When was this?", "classes": "govuk-fieldset__legend--m"}},
        "filter_fieldset": {"legend": {"text": "Agency", "classes": "govuk-fieldset__legend--s"}},
        "options": [{"text": "Police", "value": "police"}, {"text": "School", "value": "school"}],
        "chosen": {
            "heading": "Chosen",
            "clear": {"href": "#clear", "text": "Clear"},
            "items": [{"text": "Police", "href": "#off"}],
        },
        "form": SampleForm(prefix="empty"),
        "one_form": SampleForm(prefix="one"),
        "wrong_form": SampleForm(
            data={"wrong-seen": "maybe", "wrong-when-day": "31", "wrong-when-month": "2"}, prefix="wrong"
        ),
    }
