"""Makes the paper form of a page: a tagged PDF, made once for what it says and kept until it says something else."""

from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.formats import date_format
from django.utils.translation import override

from kith.publishing.presenters import worried_words
from kith.publishing.presenters.paper_pieces import paper_piece, picture_name
from kith.publishing.presenters.publications import publication_of
from kith.publishing.services.papers import kept_paper
from kith.publishing.vocabulary.pieces import Picture, Publication
from kith.shell.printing import PaperRefused
from kith.shell.words import say

TEMPLATE: Final = Path(__file__).resolve().parent.parent / "typesetting" / "publication.typ"


def issue_paper(page: Any, *, drafts: bool = False) -> bytes:
    """Return a page as PDF/UA-1, with the page numbers of what is in it.

    What was made for the same words is used again, so a page that changes in any way is made anew.

    Raises:
        PaperRefused: the page would make a PDF that not everybody can read.
    """
    with override(page.locale.language_code):
        publication = publication_of(page, drafts=drafts)
        words = paper_words(publication)
    return kept_paper(TEMPLATE, words, lambda: _pictures(publication))


def paper_words(publication: Publication) -> dict[str, Any]:
    """Return what the typesetter needs to know of a publication, in the language of the page being drawn."""
    language, _, region = publication.language.partition("-")
    published = publication.published_on
    when = publication.season or (date_format(published, "j F Y") if published else "")
    return {
        "partnership": settings.KITH_PARTNERSHIP,
        "title": publication.title,
        "when": ", ".join(part for part in (publication.kind, when) if part),
        "summary": publication.summary,
        "language": language,
        "region": (region or "gb").upper(),
        "url": publication.url,
        "pieces": [paper_piece(piece) for piece in publication.pieces],
        "articles": [
            {
                "title": article.title,
                "kind": article.kind,
                "summary": article.summary,
                "pieces": [paper_piece(piece) for piece in article.pieces],
            }
            for article in publication.articles
        ],
        "worried": worried_words(say),
        "words": {"contents": say("In this issue"), "page": say("page"), "site": say("On the site:")},
    }


def _pictures(publication: Publication) -> dict[str, bytes]:
    """Return the pictures of a publication, each by its name in the site's file store."""
    said = [*publication.pieces, *(piece for article in publication.articles for piece in article.pieces)]
    found = {}
    for piece in said:
        if isinstance(piece, Picture):
            try:
                with default_storage.open(piece.stored) as file:
                    found[picture_name(piece)] = file.read()
            except OSError as error:
                raise PaperRefused(
                    f"The picture “{piece.alternative}” is not in the site’s file store, so no paper was made. "
                    "Put the picture into the page again."
                ) from error
    return found
