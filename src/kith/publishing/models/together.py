"""Reads at once how everything stands that several pages rest on: one question to the inbox, however many pages."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db import models
from wagtail.fields import StreamField

from kith.publishing.vocabulary import HandedKind, Message, Standing, Validity, Verb, standing_of

Page = TypeVar("Page")
_NUMBER: Final = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_OWN: Final = {"translation_key"}
_UNKNOWN: Final = Standing(validity=Validity.UNKNOWN)
_Read = dict[UUID, dict[str, Standing]]
_read: ContextVar[_Read | None] = ContextVar("read", default=None)


def read_before(item: UUID, kind: HandedKind) -> Standing | None:
    """Return how a thing stands, if it was read together with others; None when it has to be asked for."""
    read = _read.get()
    return None if read is None or item not in read else read[item].get(kind.value, _UNKNOWN)


@contextmanager
def reading_together(pages: Iterable[Any], inbox: "models.QuerySet[Any]") -> Iterator[None]:
    """Answer within the block, from one query, how everything stands that these pages rest on.

    The block is short, the drawing of one page: what is withdrawn after its first line is gone from the next page.
    """
    before = _read.get() or {}
    wanted = {item for page in pages for item in items_of(page)} - set(before)
    messages: dict[tuple[UUID, str], list[Message]] = {}
    rows: Iterable[Any] = inbox.filter(item__in=wanted).order_by("pk") if wanted else ()
    for row in rows:
        message = Message(
            message=row.message,
            item=row.item,
            kind=HandedKind(row.kind),
            verb=Verb(row.verb),
            title=row.title,
            text=row.text,
        )
        messages.setdefault((row.item, row.kind), []).append(message)
    read: _Read = before | {item: {} for item in wanted}
    for (item, kind), said in messages.items():
        read[item][kind] = standing_of(said)
    token = _read.set(read)
    try:
        yield
    finally:
        _read.reset(token)


def those_shown(pages: Sequence[Page], inbox: "models.QuerySet[Any]") -> list[Page]:
    """Return the pages that may be shown, in their order."""
    with reading_together(pages, inbox):
        return [page for page in pages if page.is_shown()]  # type: ignore[attr-defined]  # every page has it


def items_of(page: models.Model) -> set[UUID]:
    """Return the numbers of everything handed over that a page names, in whichever field or block."""
    found: set[UUID] = set()
    for field in page._meta.concrete_fields:
        if field.name in _OWN:
            continue
        if isinstance(field, models.UUIDField):
            value = getattr(page, field.attname)
            found |= {value} if isinstance(value, UUID) else set(_numbers(str(value)))
        elif isinstance(field, StreamField):
            found.update(_numbers_in(getattr(page, field.attname).raw_data))
        elif isinstance(field, models.CharField):
            found.update(_numbers(str(getattr(page, field.attname) or "")))
    return found


def _numbers_in(raw: Any) -> Iterator[UUID]:
    """Yield the numbers in the blocks' own values; a block's own number is none of them."""
    if isinstance(raw, str):
        yield from _numbers(raw)
    elif isinstance(raw, dict):
        for name, value in raw.items():
            if name != "id":
                yield from _numbers_in(value)
    else:
        try:
            parts = iter(raw)
        except TypeError:
            return
        for part in parts:
            yield from _numbers_in(part)


def _numbers(text: str) -> Iterator[UUID]:
    return map(UUID, _NUMBER.findall(text)) if "-" in text else iter(())
