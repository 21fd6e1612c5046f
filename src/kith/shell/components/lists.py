"""Values in rows: summary lists, tables, tasks."""

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from django.utils.safestring import SafeString

from kith.shell.components.elements import element, joined, part, refuse_unknown, together
from kith.shell.components.options import Items, SummaryOptions, TableOptions, TaskListOptions
from kith.shell.components.texts import tag


def summary_list(rows: Items, **options: Unpack[SummaryOptions]) -> SafeString:
    """Return keys and values; a row has `key`, `value` and where something can be done `actions`."""
    refuse_unknown("summary_list", options, SummaryOptions)
    present = [row for row in rows if row]
    acting = any((row.get("actions") or {}).get("items") for row in present)
    card = options.get("card")
    title = part((card or {}).get("title"))
    listed = element(
        "dl",
        {"class": joined("govuk-summary-list", options.get("classes")), **(options.get("attributes") or {})},
        *(_row(row, acting, title) for row in present),
    )
    return _card(card, title, listed) if card else listed


def _row(row: Mapping[str, Any], acting: bool, title: Mapping[str, Any]) -> SafeString:
    key, value = part(row.get("key")), part(row.get("value"))
    actions = row.get("actions") or {}
    items: Sequence[Mapping[str, Any]] = actions.get("items") or ()
    # Upstream marks a row only where the list of actions is missing, not where it is empty.
    without = acting and actions.get("items") is None and "govuk-summary-list__row--no-actions"
    return element(
        "div",
        {"class": joined("govuk-summary-list__row", without, row.get("classes"))},
        element("dt", {"class": joined("govuk-summary-list__key", key.get("classes"))}, key.get("text")),
        element("dd", {"class": joined("govuk-summary-list__value", value.get("classes"))}, value.get("text")),
        element("dd", {"class": joined("govuk-summary-list__actions", actions.get("classes"))}, _actions(items, title))
        if items
        else None,
    )


def _actions(items: Sequence[Mapping[str, Any]], title: Mapping[str, Any]) -> SafeString:
    if len(items) == 1:
        return _action(items[0], title)
    entries = (element("li", {"class": "govuk-summary-list__actions-list-item"}, _action(i, title)) for i in items)
    return element("ul", {"class": "govuk-summary-list__actions-list"}, *entries)


def _action(item: Mapping[str, Any], title: Mapping[str, Any]) -> SafeString:
    about = item.get("visually_hidden_text")
    words = together(f" {about}" if about else None, together(" (", title.get("text"), ")") if title else None)
    hidden = element("span", {"class": "govuk-visually-hidden"}, words) if words else None
    attributes = {"class": joined("govuk-link", item.get("classes")), "href": item.get("href", "")}
    return element("a", {**attributes, **(item.get("attributes") or {})}, item.get("text", ""), hidden)


def _card(card: Mapping[str, Any], title: Mapping[str, Any], content: SafeString) -> SafeString:
    actions = card.get("actions") or {}
    items: Sequence[Mapping[str, Any]] = actions.get("items") or ()
    heading = element(
        f"h{title.get('heading_level') or 2}",
        {"class": joined("govuk-summary-card__title", title.get("classes"))},
        title.get("text"),
    )
    classes = joined("govuk-summary-card__actions", actions.get("classes"))
    if len(items) == 1:
        doing = element("div", {"class": classes}, _action(items[0], title))
    else:
        entries = (element("li", {"class": "govuk-summary-card__action"}, _action(item, title)) for item in items)
        doing = element("ul", {"class": classes}, *entries)
    return element(
        "div",
        {"class": joined("govuk-summary-card", card.get("classes")), **(card.get("attributes") or {})},
        element(
            "div", {"class": "govuk-summary-card__title-wrapper"}, heading if title else None, doing if items else None
        ),
        element("div", {"class": "govuk-summary-card__content"}, content),
    )


def table(rows: Sequence[Items | None], **options: Unpack[TableOptions]) -> SafeString:
    """Return a table; a cell is `{"text": …}` and where it is a number `"format": "numeric"`."""
    refuse_unknown("table", options, TableOptions)
    caption, head = options.get("caption"), options.get("head")
    titled = {"class": joined("govuk-table__caption", options.get("caption_classes"))}
    heading = _table_head(head) if head is not None else None
    first = bool(options.get("first_cell_is_header"))
    body = (
        element(
            "tr", {"class": "govuk-table__row"}, *(_cell(cell or {}, first and n == 0) for n, cell in enumerate(row))
        )
        for row in rows
        if row
    )
    return element(
        "table",
        {
            "id": options.get("id"),
            "class": joined("govuk-table", options.get("classes")),
            **(options.get("attributes") or {}),
        },
        element("caption", titled, caption) if caption else None,
        heading,
        element("tbody", {"class": "govuk-table__body"}, *body),
    )


def _table_head(head: Items) -> SafeString:
    cells = []
    for item in head:
        cell = item or {}
        classes = joined("govuk-table__header", _formatted("header", cell), cell.get("classes"))
        cells.append(element("th", {"scope": "col", "class": classes, **_spans(cell)}, cell.get("text")))
    return element("thead", {"class": "govuk-table__head"}, element("tr", {"class": "govuk-table__row"}, *cells))


def _cell(cell: Mapping[str, Any], is_header: bool) -> SafeString:
    if is_header:
        classes = joined("govuk-table__header", cell.get("classes"))
        return element("th", {"scope": "row", "class": classes, **_spans(cell)}, cell.get("text"))
    classes = joined("govuk-table__cell", _formatted("cell", cell), cell.get("classes"))
    return element("td", {"class": classes, **_spans(cell)}, cell.get("text"))


def _formatted(kind: str, cell: Mapping[str, Any]) -> str | None:
    return f"govuk-table__{kind}--{cell['format']}" if cell.get("format") else None


def _spans(cell: Mapping[str, Any]) -> dict[str, Any]:
    spans = {"colspan": cell.get("colspan") or None, "rowspan": cell.get("rowspan") or None}
    return {**spans, **(cell.get("attributes") or {})}


def task_list(items: Items, **options: Unpack[TaskListOptions]) -> SafeString:
    """Return tasks and how far each is; an item has `title`, `status` and where it can be opened `href`."""
    refuse_unknown("task_list", options, TaskListOptions)
    prefix = options.get("id_prefix") or "task-list"
    attributes = {"class": joined("govuk-task-list", options.get("classes")), **(options.get("attributes") or {})}
    return element("ul", attributes, *(_task(item, f"{prefix}-{n}") for n, item in enumerate(items, start=1) if item))


def _task(item: Mapping[str, Any], identity: str) -> SafeString:
    title, helped, status = part(item.get("title")), part(item.get("hint")), part(item.get("status"))
    href = item.get("href")
    if href:
        described_by = joined(f"{identity}-hint" if helped else None, f"{identity}-status")
        classes = joined("govuk-link govuk-task-list__link", title.get("classes"))
        name = element("a", {"class": classes, "href": href, "aria-describedby": described_by}, title.get("text"))
    else:
        name = element("div", {"class": title.get("classes") or None}, title.get("text"))
    explained = {"id": f"{identity}-hint", "class": "govuk-task-list__hint"}
    named = element(
        "div",
        {"class": "govuk-task-list__name-and-hint"},
        name,
        element("div", explained, helped.get("text")) if helped else None,
    )
    shown = {"class": joined("govuk-task-list__status", status.get("classes")), "id": f"{identity}-status"}
    with_link = href and "govuk-task-list__item--with-link"
    return element(
        "li",
        {"class": joined("govuk-task-list__item", with_link, item.get("classes"))},
        named,
        element("div", shown, _status(status)),
    )


def _status(status: Mapping[str, Any]) -> object:
    marked: dict[str, Any] | None = status.get("tag")
    return tag(**{"text": "", **marked}) if marked else status.get("text")
