"""Every component against every example that the design system ships with it, compared as a tree of elements."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from django.utils.safestring import mark_safe

from kith.shell import components

UPSTREAM = Path(components.__file__).parents[1] / "frontend/node_modules/govuk-frontend/dist/govuk/components"
COMPONENTS: dict[str, Callable[..., str]] = {
    "accordion": components.accordion,
    "back-link": components.back_link,
    "breadcrumbs": components.breadcrumbs,
    "button": components.button,
    "character-count": components.character_count,
    "checkboxes": components.checkboxes,
    "date-input": components.date_input,
    "details": components.details,
    "error-message": components.error_message,
    "error-summary": components.error_summary,
    "exit-this-page": components.exit_this_page,
    "fieldset": components.fieldset,
    "file-upload": components.file_upload,
    "footer": components.footer,
    "generic-header": components.generic_header,
    "hint": components.hint,
    "input": components.input_field,
    "inset-text": components.inset_text,
    "label": components.label,
    "notification-banner": components.notification_banner,
    "pagination": components.pagination,
    "panel": components.panel,
    "password-input": components.password_input,
    "phase-banner": components.phase_banner,
    "radios": components.radios,
    "select": components.select,
    "service-navigation": components.service_navigation,
    "skip-link": components.skip_link,
    "summary-list": components.summary_list,
    "table": components.table,
    "tabs": components.tabs,
    "tag": components.tag,
    "task-list": components.task_list,
    "textarea": components.textarea,
    "warning-text": components.warning_text,
}
NOT_BUILT = {
    "cookie-banner": "There is nothing to consent to: two cookies, both needed to be signed in at all.",
    "feedback": "A box for remarks invites words about a child in a place that no policy guards.",
    "header": "It is the crown and the name of GOV.UK, which only central government may wear; ours is generic-header.",
    "language-navigation": "The casework side is in one language; pages for families belong to the public side.",
}
# What the footer carries of the Crown is not ours to show.
CROWN = ".govuk-footer__crown, .govuk-footer__licence-logo, .govuk-footer__licence-description"
CROWN += ", .govuk-footer__meta-item:not(.govuk-footer__meta-item--grow)"
# What upstream calls `text` is our first argument under a name of its own.
CONTENT = {
    **dict.fromkeys(("details", "fieldset", "inset-text", "notification-banner", "panel"), "content"),
    **dict.fromkeys(("accordion", "breadcrumbs", "tabs", "task-list"), "items"),
    **dict.fromkeys(("summary-list", "table"), "rows"),
    "generic-header": "logo",
}
EMPTY: dict[str, Any] = {"content": "", "text": "", "items": [], "rows": [], "logo": ""}
WITHOUT_TEXT = {*CONTENT, "checkboxes", "radios", "date-input", "input", "select", "textarea", "character-count"} | {
    "file-upload",
    "password-input",
    "error-summary",
    "pagination",
    "service-navigation",
    "back-link",
    "exit-this-page",
    "footer",
}


def examples() -> list[Any]:
    """Return every example of every component that we ship."""
    return [
        pytest.param(component, example, id=f"{component}: {example['name']}")
        for component in COMPONENTS
        for example in json.loads((UPSTREAM / component / "fixtures.json").read_text())["fixtures"]
    ]


def snake(name: str) -> str:
    """Return a name of ours for one of theirs."""
    return re.sub(r"(?<=[a-z])([A-Z])", lambda match: "_" + match[1].lower(), name)


def attributes_of(given: Any) -> dict[str, Any]:
    """Return attributes in our manner: what is optional and absent is None, what stands alone is True."""
    found: dict[str, Any] = {}
    for name, value in (given or {}).items():
        if isinstance(value, dict):
            found[name] = value["value"]
        else:
            found[name] = "" if value is None else str(value).lower() if isinstance(value, bool) else value
    return found


def ours(given: Any, key: str = "") -> Any:
    """Return options of theirs as options of ours: HTML is marked as safe, names are in our manner."""
    if isinstance(given, list):
        return [ours(item) for item in given]
    if not isinstance(given, dict):
        return given
    if key in {"attributes", "wrapperAttributes"}:
        return attributes_of(given)
    if key == "slots":  # a slot is always HTML
        given = {name: mark_safe(value) if isinstance(value, str) else value for name, value in given.items()}
    found = {snake(name): ours(value, name) for name, value in given.items()}
    for name in ("", "title_", "description_", "summary_", "logo_"):
        html, text = found.pop(f"{name}html", None), found.pop(f"{name}text", None)
        if html or text is not None:
            found[name.rstrip("_") or "text"] = mark_safe(html) if html else text
    return found


def drawn(component: str, options: dict[str, Any]) -> str:
    """Return what our component draws for options of theirs."""
    found = ours(options)
    content = CONTENT.get(component, "text")
    if component in {"fieldset", "details", "inset-text", "notification-banner", "panel"}:
        found[content] = found.pop("text", "")
    if component == "footer":  # whose licence and whose copyright is the Crown's to say
        found = {name: value for name, value in found.items() if name not in {"content_licence", "copyright"}}
    if component == "label":
        found["for_id"] = found.pop("for", "")
    if component == "phase-banner":
        tag = found.pop("tag", None) or {}
        found |= {"phase": tag.get("text", ""), "tag_classes": tag.get("classes", "")}
    if content not in found and component not in WITHOUT_TEXT - set(CONTENT):
        found[content] = EMPTY[content]
    return COMPONENTS[component](**{name: value for name, value in found.items() if value is not None})


def tree(html: str) -> list[Any]:
    """Return markup as nested lists: names, attributes without order, texts with single spaces."""
    return list(filter(None, map(branch, BeautifulSoup(html, "html.parser").contents)))


def branch(node: Any) -> Any:
    """Return one node of the tree, nothing for white space."""
    if isinstance(node, Tag):
        attributes = {
            name: sorted(value) if isinstance(value, list) else " ".join(value.split()) if name == "class" else value
            for name, value in node.attrs.items()
            if not (name == "class" and not value)
        }
        return [node.name, attributes, *filter(None, map(branch, node.contents))]
    return " ".join(str(node).split()) if isinstance(node, NavigableString) else None


def without_crown(html: str) -> str:
    """Return markup without what belongs to the Crown."""
    page = BeautifulSoup(html, "html.parser")
    for part in page.select(CROWN):
        part.decompose()
    return str(page)


@pytest.mark.parametrize(("component", "example"), examples())
def test_component_draws_what_the_design_system_draws(component: str, example: dict[str, Any]) -> None:
    assert tree(drawn(component, example["options"])) == tree(without_crown(example["html"]))


def test_every_component_of_the_design_system_is_built_or_left_out_for_a_reason() -> None:
    theirs = {path.parent.name for path in UPSTREAM.glob("*/fixtures.json")}
    assert theirs == set(COMPONENTS) | set(NOT_BUILT)
    assert set(COMPONENTS).isdisjoint(NOT_BUILT)
    assert len(examples()) >= 676
