"""What children told us, and what we changed: agreed words, released counts, and what was done about them."""

import re
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.http import HttpRequest
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from kith.publishing.models.base import SitePage
from kith.publishing.models.charting import ReleasedBlock
from kith.publishing.models.inbox import Handover
from kith.publishing.vocabulary import HandedKind, Validity
from kith.publishing.vocabulary.reading import CHILD_AGE, hard_sentences, reading_age
from kith.publishing.vocabulary.voices import READERS, AgreedWords, ReadBy, WordsRefused, words_of

_COUNTED = re.compile(r"\d")
_QUOTED = re.compile(r"[“”\"«»]")


def agreed_words(name: str) -> AgreedWords | None:
    """Return words by their name, `item/key`; None where they may not be shown."""
    item, _, key = name.partition("/")
    try:
        standing = Handover.standing(UUID(item), HandedKind.VOICE)
        found = words_of(standing.text) if standing.validity is Validity.VALID else []
    except (ValueError, WordsRefused):
        return None
    return next((words for words in found if words.key == key), None)


def word_choices() -> list[tuple[str, str]]:
    """Return all words that may be shown, for an editor to choose from."""
    items = Handover.objects.filter(kind=HandedKind.VOICE.value).order_by("pk").values_list("item", flat=True)
    found: list[tuple[str, str]] = [("", "Choose one")]
    for item in dict.fromkeys(items):
        standing = Handover.standing(item, HandedKind.VOICE)
        try:
            words = words_of(standing.text) if standing.validity is Validity.VALID else []
        except WordsRefused:
            continue
        found += [(f"{item}/{one.key}", f"{standing.title}: {one.words[:80]}") for one in words]
    return found


class YouSaidBlock(blocks.StructBlock):
    """One thing that children told us, and what was done about it."""

    theme = blocks.CharBlock(max_length=120)
    said = blocks.TextBlock(label="What children told us, in your words: no number, no quote")
    figure = ReleasedBlock(required=False)
    words = ReleasedBlock(offers=word_choices, required=False)
    did = blocks.TextBlock(label="What we changed, or why not")
    did_on = blocks.DateBlock(required=False)

    class Meta:
        icon = "openquote"


class VoicesPage(SitePage):
    """What children told us and what we changed, for children or for professionals; counts and agreed words only."""

    is_section = True
    summary = models.CharField(max_length=300, blank=True)
    read_by = models.CharField(
        max_length=20, choices=[(reader.value, words) for reader, words in READERS.items()], default="professionals"
    )
    entries = StreamField([("entry", YouSaidBlock())], blank=True)

    template = "publishing/voices/voices.html"
    parent_page_types: ClassVar[list[str]] = ["publishing.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        *SitePage.content_panels,
        *(FieldPanel(name) for name in ("summary", "read_by", "entries")),
    ]

    def faults(self) -> list[str]:
        """Return what keeps the page from going live."""
        found = super().faults()
        if not self.entries:
            found.append("It says nothing yet. Add what children told us and what was done.")
        for entry in self.entries:
            found += _entry_faults(entry.value)
        if self.read_by == ReadBy.CHILDREN:
            texts = [self.title, self.summary, *(entry.value[part] for entry in self.entries for part in _PLAIN)]
            found += _hard_to_read([text for text in texts if text])
        return found

    def shown_entries(self) -> list[dict[str, Any]]:
        """Return the entries of which everything may still be shown, with their figure and their words."""
        return [drawn for entry in self.entries if (drawn := _drawn(entry.value)) is not None]

    def is_shown(self) -> bool:
        """Test whether anything of the page may still be shown."""
        return bool(self.shown_entries())

    def get_context(self, request: HttpRequest, *args: Any, **options: Any) -> dict[str, Any]:
        """Return what the page is drawn with: its entries, and the page for the other readers."""
        context: dict[str, Any] = super().get_context(request, *args, **options)
        others = VoicesPage.objects.sibling_of(self, inclusive=False).live().public().exclude(read_by=self.read_by)
        other = next((page for page in others if page.is_shown()), None)
        for_children = self.read_by == ReadBy.CHILDREN
        return context | {"entries": self.shown_entries(), "other": other, "for_children": for_children}


_PLAIN = ("theme", "said", "did")


def _drawn(value: Any) -> dict[str, Any] | None:
    figure = Handover.figure(value["figure"]) if value["figure"] else None
    words = agreed_words(value["words"]) if value["words"] else None
    if (value["figure"] and figure is None) or (value["words"] and words is None):
        return None
    return {"value": value, "figure": figure, "words": words}


def _entry_faults(value: Any) -> list[str]:
    found, theme = [], value["theme"]
    if value["figure"] and Handover.figure(value["figure"]) is None:
        found.append(f"The figure of “{theme}” is not released. Choose one that is.")
    if value["words"] and agreed_words(value["words"]) is None:
        found.append(f"The words of “{theme}” are not agreed, or no longer. Choose words that are.")
    if _COUNTED.search(value["said"]):
        found.append(f"“{theme}” has a number in what children told us. Choose a released figure in its place.")
    if _QUOTED.search(value["said"] + value["did"]):
        found.append(
            f"“{theme}” quotes somebody. Choose agreed words in its place: they come with the child’s consent."
        )
    return found


def _hard_to_read(texts: list[str]) -> list[str]:
    whole = ". ".join(text.rstrip(" .!?") for text in texts)
    found = [
        f"This sentence is too long for children: “{sentence}”. Make two of it."
        for text in texts
        for sentence in hard_sentences(text)
    ]
    age = reading_age(whole)
    if age > CHILD_AGE:
        found.append(
            f"Children can read it alone at about {age:.0f}; it is written for nine. Use shorter words and sentences."
        )
    return found
