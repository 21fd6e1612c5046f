"""Reads every word that a page would show, asks the detector about it, and keeps what its author confirmed."""

import re
from collections.abc import Iterator
from html import unescape
from importlib import import_module
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import COMMENTS_RELATION_NAME
from wagtail.rich_text import RichText

from kith.publishing.vocabulary.approval import doubt_at, each_once, unconfirmed
from kith.publishing.vocabulary.editing import DETECTOR_MISSING, Doubt, Wording

_DETECTOR = "kith.common.disclosure"
_NO_WORDS = {"path", "slug", "url_path", "draft_title", "ended_reason"}  # made by the software, or read on their own
_TAG = re.compile(r"<[^>]+>")
_UNREAD = (blocks.ChoiceBlock, blocks.BooleanBlock, blocks.IntegerBlock, blocks.FloatBlock, blocks.DecimalBlock)


class WordsUnconfirmed(ValidationError):
    """A revision says things that may be about a person; its author has to look at them first."""

    def __init__(self, page_id: int) -> None:
        """Keep which page it is, so that the editor can be led to its words."""
        super().__init__("Some words of this page may be about a person in a case. Look at each, then send it again.")
        self.page_id = page_id


class WordConfirmation(models.Model):
    """That an author looked at a doubtful word of one revision and said that it is about nobody in a case."""

    revision = models.ForeignKey("wagtailcore.Revision", models.CASCADE, related_name="+")
    key = models.CharField(max_length=24)
    kind = models.CharField(max_length=40)
    place = models.TextField()
    words = models.TextField()
    confirmed_by = models.ForeignKey("publishing.Editor", models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    objects: ClassVar[models.Manager["WordConfirmation"]] = models.Manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["revision", "key"], name="word_confirmed_once")]


def wordings_of(page: models.Model) -> Iterator[Wording]:
    """Yield every text that a page holds, in the order of its fields, with where it stands."""
    yield from _own_wordings(page, "")
    slug, title = str(getattr(page, "slug", "")), str(getattr(page, "title", "")).casefold()
    only_there = [word for word in slug.split("-") if word.casefold() not in title]
    if only_there:
        yield Wording(where="Address of the page", text=" ".join(only_there).title())
    for relation in get_all_child_relations(type(page)):
        name = relation.get_accessor_name()
        if name == COMMENTS_RELATION_NAME:
            continue
        for place, one in enumerate(getattr(page, name).all(), 1):
            yield from _own_wordings(one, f"{relation.related_model._meta.verbose_name} {place}, ".capitalize())


def doubts_of(page: models.Model) -> list[Doubt]:
    """Return what in a page may be about a person in a case, in the order in which it is read.

    Raises:
        ValidationError: the detector does not load or does not work; nothing may be sent for approval then.
    """
    try:
        suspects = import_module(_DETECTOR).suspects
        return each_once(
            doubt_at(wording, suspect.start, suspect.end, str(suspect.kind))
            for wording in wordings_of(page)
            for suspect in suspects(wording.text)
        )
    except Exception as error:
        raise ValidationError(DETECTOR_MISSING) from error


def refuse_unconfirmed_words(revision: Any) -> None:
    """Refuse a revision some of whose doubtful words nobody has confirmed.

    Raises:
        WordsUnconfirmed: its author has to look at them.
        ValidationError: the detector does not work.
    """
    page = revision.as_object()
    if unconfirmed(doubts_of(page), confirmed_keys(revision)):
        raise WordsUnconfirmed(page.pk)


def confirmed_keys(revision: Any) -> set[str]:
    """Return which doubts of a revision were confirmed."""
    return set(WordConfirmation.objects.filter(revision_id=revision.pk).values_list("key", flat=True))


def _own_wordings(thing: models.Model, within: str) -> Iterator[Wording]:
    for field in thing._meta.concrete_fields:
        if field.name in _NO_WORDS or field.choices or not field.editable:
            continue
        where = f"{within}{str(field.verbose_name).capitalize()}"
        value = getattr(thing, field.attname)
        if isinstance(field, StreamField):
            yield from _block_wordings(value.stream_block, value, where)
        elif isinstance(field, RichTextField):
            yield from _said(plain(value), where)
        elif isinstance(field, models.CharField | models.TextField):
            yield from _said(value, where)


def _block_wordings(block: Any, value: Any, where: str) -> Iterator[Wording]:
    if value is None or isinstance(block, _UNREAD):
        return
    if isinstance(block, blocks.StreamBlock):
        for place, child in enumerate(value, 1):
            yield from _block_wordings(child.block, child.value, f"{where}, block {place} ({_label(child.block)})")
    elif isinstance(block, blocks.StructBlock):
        for name, child_block in block.child_blocks.items():
            yield from _block_wordings(child_block, value.get(name), f"{where}, {_label(child_block)}")
    elif isinstance(block, blocks.ListBlock):
        for place, item in enumerate(value, 1):
            yield from _block_wordings(block.child_block, item, f"{where} {place}")
    else:
        yield from _plain_wordings(value, where)


def _plain_wordings(value: Any, where: str) -> Iterator[Wording]:
    if isinstance(value, RichText):
        yield from _said(plain(value.source), where)
    elif isinstance(value, str):
        yield from _said(value, where)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _plain_wordings(part, where)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _plain_wordings(part, where)


def _said(text: str | None, where: str) -> Iterator[Wording]:
    if text and text.strip():
        yield Wording(where=where, text=text)


def _label(block: Any) -> str:
    return str(block.label or block.name).lower()


def plain(html: str) -> str:
    """Return the words of a rich text, with a line for each paragraph."""
    return unescape(_TAG.sub(" ", html.replace("</p>", "</p>\n").replace("</li>", "</li>\n"))).strip()
