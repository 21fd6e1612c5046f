"""Reads a page as one publication, whole, from which each of its forms is made."""

from dataclasses import replace
from typing import Any

from django.utils import timezone

from kith.publishing.models import SitePage
from kith.publishing.selectors.addresses import full_address
from kith.publishing.vocabulary.pieces import Article, Heading, Piece, Publication


def publication_of(page: Any, *, drafts: bool = False) -> Publication:
    """Return what a page says, with the articles that are parts of it.

    `drafts` takes the articles as they are being written; without it only what readers may see is in it.
    """
    published = page.first_published_at
    return Publication(
        kind=page.kind_name(),
        title=page.title,
        url=full_address(page.get_url() or ""),
        language=page.locale.language_code,
        summary=getattr(page, "summary", "") or page.search_description,
        season=getattr(page, "season", ""),
        published_on=timezone.localtime(published).date() if published else None,
        pieces=page.pieces(),
        articles=tuple(_article(article) for article in page.articles(drafts=drafts)),
    )


def _article(page: SitePage) -> Article:
    return Article(
        kind=page.kind_name(),
        title=page.title,
        url=full_address(page.get_url() or ""),
        summary=getattr(page, "summary", "") or page.search_description,
        pieces=tuple(_lowered(piece) for piece in page.pieces()),
    )


def _lowered(piece: Piece) -> Piece:
    """Return a piece of an article: inside a publication its title is a heading of the second level."""
    return replace(piece, level=piece.level + 1) if isinstance(piece, Heading) else piece
