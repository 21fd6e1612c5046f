"""What a page says, piece by piece and without a look: the one source of its web, mail and paper forms."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from kith.publishing.vocabulary.figures import ChartForm, ReleasedTable


@dataclass(frozen=True, kw_only=True)
class Run:
    """Some words that look alike; with an address they are a link, which may begin at the site's own root."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading inside a page, whose title is the first level: of level 2 to 4, in an article of an issue 3 to 5."""

    level: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A paragraph."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A list, numbered or not."""

    items: tuple[tuple[Run, ...], ...]
    ordered: bool = False


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A finding with the released figure that it rests on."""

    says: str
    n: int
    of: int


@dataclass(frozen=True, kw_only=True)
class Quote:
    """Somebody's words."""

    words: str
    who: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseStep:
    """One step of a case: when in it, and what happened."""

    name: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture: where readers find it, its size in pixels, its name in the site's file store, and what it shows."""

    url: str
    stored: str
    width: int
    height: int
    alternative: str
    caption: str = ""


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A released table, how it is drawn, and in a sentence what it shows."""

    table: ReleasedTable
    form: ChartForm
    says: str


@dataclass(frozen=True, kw_only=True)
class Link:
    """Something to open: a document, another page, the one thing to do next. `note` says what it is in a few words."""

    title: str
    url: str
    note: str = ""
    is_action: bool = False


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Whom to write to or ring."""

    name: str
    phone: str = ""
    email: str = ""


Piece = Heading | Paragraph | Listing | Finding | Quote | CaseStep | Picture | Chart | Link | Contact


@dataclass(frozen=True, kw_only=True)
class Article:
    """One page as it is read inside another: its kind in words, its title, its address and its pieces."""

    kind: str
    title: str
    url: str
    summary: str = ""
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Publication:
    """What goes out as one: a page with all that it says, and for an issue the articles that are in it."""

    kind: str
    title: str
    url: str
    language: str
    summary: str = ""
    season: str = ""
    published_on: date | None = None
    pieces: tuple[Piece, ...] = ()
    articles: tuple[Article, ...] = ()


FOOT: Final = "<!--foot-->"


@dataclass(frozen=True, kw_only=True)
class MailForm:
    """A publication as a mail, the same for everybody: its subject, its HTML and its plain text."""

    subject: str
    html: str
    text: str

    def for_reader(self, *, html: str, text: str) -> "MailForm":
        """Return the mail of one reader: at its foot why it came to them, and how it stops coming."""
        return replace(self, html=self.html.replace(FOOT, html), text=f"{self.text.rstrip()}\n\n{text}\n")
