"""Makes the mail form of a page: the whole of it as HTML that every mail reader understands, and as plain text."""

from typing import Any, Final

import mrml
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import override

from kith.publishing.presenters import worried_words
from kith.publishing.presenters.mail_pieces import mail_piece
from kith.publishing.presenters.plain_pieces import plain_piece, underlined, wrapped
from kith.publishing.presenters.publications import publication_of
from kith.publishing.vocabulary.pieces import FOOT, Article, MailForm, Publication
from kith.shell.components.elements import together
from kith.shell.words import say

LARGEST: Final = 100_000  # bytes; above it the largest mail provider hides the end


def issue_mail(page: Any, *, drafts: bool = False) -> MailForm:
    """Return a page as a mail; its addresses work anywhere, and it is the same for every reader.

    An issue that would be larger than 100,000 bytes says of each article what it is about, and where it is.
    """
    with override(page.locale.language_code):
        publication = publication_of(page, drafts=drafts)
        html = _html(publication, whole=True)
        if len(html.encode()) > LARGEST:
            html = _html(publication, whole=False)
        return MailForm(subject=_subject(publication), html=html, text=_text(publication))


def _subject(publication: Publication) -> str:
    kind = publication.kind
    return (
        f"{kind}: {publication.title}"
        if kind and kind.casefold() not in publication.title.casefold()
        else (publication.title)
    )


def _when(publication: Publication) -> str:
    said = publication.season or (date_format(publication.published_on, "j F Y") if publication.published_on else "")
    return ", ".join(part for part in (publication.kind, said) if part)


def _html(publication: Publication, *, whole: bool) -> str:
    articles = [
        {"article": article, "html": together(*map(mail_piece, article.pieces)) if whole else ""}
        for article in publication.articles
    ]
    words = {
        "publication": publication,
        "when": _when(publication),
        "html": together(*map(mail_piece, publication.pieces)) if whole or publication.articles else "",
        "articles": articles,
        "whole": whole,
        "partnership": settings.KITH_PARTNERSHIP,
        "worried": worried_words(),
        "foot": FOOT,
    }
    made = mrml.to_html(render_to_string("publishing/mail/publication.mjml", words))
    return str(made.content)


def _text(publication: Publication) -> str:
    worried = worried_words(say)
    parts = [
        f"{settings.KITH_PARTNERSHIP}\n{_when(publication)}".strip(),
        underlined(publication.title, "="),
        wrapped(publication.summary),
        f"{say('Read it on the site')}: {publication.url}",
    ]
    if publication.articles:
        titles = [wrapped(article.title, f"{n}. ", "   ") for n, article in enumerate(publication.articles, 1)]
        parts.append("\n".join([underlined(say("In this issue"), "-"), *titles]))
    parts += [plain_piece(piece) for piece in publication.pieces]
    for article in publication.articles:
        parts += _article(article)
    parts.append("\n".join([underlined(worried["heading"], "-"), *(wrapped(worried[w]) for w in ("urgent", "now"))]))
    return "\n\n".join(part for part in parts if part) + "\n"


def _article(article: Article) -> list[str]:
    kind = f"{article.kind}: " if article.kind else ""
    said = [plain_piece(piece) for piece in article.pieces]
    return [underlined(f"{kind}{article.title}", "="), wrapped(article.summary), *said, article.url]
