"""Finds pages by their words; never a draft, a withdrawn page, or words that were replaced."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from django.db import connection
from wagtail.models import get_page_models

from kith.publishing.models import Handover, SitePage
from kith.publishing.models.together import reading_together
from kith.publishing.models.words import wordings_of
from kith.publishing.vocabulary.searching import ON_A_PAGE, Found, Hit, says_all, spelt_like, words_of

_MOST: Final = 200  # pages looked at for one search
_BEGINS, _ENDS = "\x02", "\x03"
# PostgreSQL cuts the words around what was found, and knows that “exclusions” is what “exclusion” looks for.
_AROUND: Final = """
    SELECT ts_headline('english', told.words, websearch_to_tsquery('english', %s), %s)
    FROM unnest(%s::text[]) WITH ORDINALITY AS told (words, place) ORDER BY told.place
"""
_HOW: Final = f"StartSel={_BEGINS}, StopSel={_ENDS}, MaxWords=35, MinWords=15, MaxFragments=1"


def search_site(text: str, *, page: int) -> Found:
    """Return the live pages that say every word of a text, the most fitting first.

    When none does, those are returned that say the words which the text may have meant; `instead` is these words.
    """
    words = words_of(text)
    found = _look(words, page)
    if found.count or not words:
        return found
    instead = spelt_like(words, _known_words())
    return replace(_look(instead.split(), page), instead=instead) if instead else found


def _look(words: Sequence[str], page: int) -> Found:
    if not words:
        return Found(hits=[], count=0, page=1)
    live = SitePage.objects.live().public().filter(depth__gt=1)
    found = _specific(list(live.search(" ".join(words), operator="and")[:_MOST]))
    handed = [one for one in live.type(*_handed_kinds()).specific() if one.pk not in {one.pk for one in found}]
    first = (page - 1) * ON_A_PAGE
    with reading_together([*found, *handed], Handover.objects.all()):
        shown = [one for one in found if one.is_shown()]
        shown += [one for one in handed if one.is_shown() and says_all(f"{one.title}\n{one.handed_words()}", words)]
        hits = _hits(shown[first : first + ON_A_PAGE], words)
    return Found(hits=hits, count=len(shown), page=page)


def _specific(found: Sequence[SitePage]) -> list[Any]:
    by_number = {one.pk: one for one in SitePage.objects.filter(pk__in=[one.pk for one in found]).specific()}
    return [by_number[one.pk] for one in found if one.pk in by_number]


def _handed_kinds() -> list[type[SitePage]]:
    """Return the kinds of page that show words of the inbox, which no index holds."""
    return [kind for kind in get_page_models() if kind.handed_words is not SitePage.handed_words]


def _known_words() -> set[str]:
    """Return the words of the titles and summaries that readers can see."""
    live = list(SitePage.objects.live().public().specific()[:_MOST])
    with reading_together(live, Handover.objects.all()):
        said = [f"{one.title} {getattr(one, 'summary', '')} {one.search_description}" for one in live if one.is_shown()]
    return {word for text in said for word in _words(text)}


def _words(text: str) -> list[str]:
    parts = text.split()
    return [word for place in range(0, len(parts), 12) for word in words_of(" ".join(parts[place : place + 12]))]


def _hits(pages: Sequence[Any], words: Sequence[str]) -> list[Hit]:
    if not pages:
        return []
    told = [" ".join([*(one.text for one in _body(page)), page.handed_words()]) for page in pages]
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, [" ".join(words), _HOW, told])
        around = [row[0] for row in cursor.fetchall()]
    return [
        Hit(title=str(page.title), address=str(page.get_url() or "/"), parts=_parts(said))
        for page, said in zip(pages, around, strict=True)
    ]


def _body(page: Any) -> list[Any]:
    """Return the texts of a page below its title; its title and address are shown above them."""
    return [one for one in wordings_of(page) if one.where not in ("Title", "Title tag", "Address of the page")]


def _parts(said: str) -> list[tuple[str, bool]]:
    parts = []
    for piece in said.split(_BEGINS):
        marked, found, rest = piece.partition(_ENDS)
        parts += [(marked, True), (rest, False)] if found else [(marked, False)]
    return [(text, is_found) for text, is_found in parts if text]
