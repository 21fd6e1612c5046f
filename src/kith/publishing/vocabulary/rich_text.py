"""Takes the HTML of an editor's text apart into paragraphs and lists, for the forms that are no web page."""

from html.parser import HTMLParser

from kith.publishing.vocabulary.pieces import Listing, Paragraph, Run

_BOLD, _ITALIC = frozenset({"b", "strong"}), frozenset({"i", "em"})
_BLOCKS = frozenset({"p", "div", "h2", "h3", "h4", "blockquote"})


def read_rich_text(html: str) -> tuple[Paragraph | Listing, ...]:
    """Return the paragraphs and lists of a text, in order; markup that is not known vanishes, its words stay.

    A list inside a list reads on as items of the outer one.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_block()
    return tuple(reader.found)


def plain(text: str) -> tuple[Run, ...]:
    """Return words without any look as one run."""
    return (Run(text=text),)


class _Reader(HTMLParser):
    """Reads one text from its beginning to its end."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Paragraph | Listing] = []
        self.runs: list[Run] = []
        self.items: list[tuple[Run, ...]] = []
        self.lists: list[bool] = []
        self.bold = self.italic = 0
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("ul", "ol"):
            self.end_block()
            self.lists.append(tag == "ol")
        elif tag == "li" or tag in _BLOCKS:
            self.end_block()
        elif tag == "br":
            self.handle_data("\n")
        elif tag == "a":
            self.links.append(dict(attrs).get("href") or "")
        self.bold += tag in _BOLD
        self.italic += tag in _ITALIC

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol") and self.lists:
            self.end_block()
            ordered = self.lists.pop()
            if not self.lists and self.items:
                self.found.append(Listing(items=tuple(self.items), ordered=ordered))
                self.items = []
        elif tag == "li" or tag in _BLOCKS:
            self.end_block()
        elif tag == "a" and self.links:
            self.links.pop()
        self.bold -= tag in _BOLD and self.bold > 0
        self.italic -= tag in _ITALIC and self.italic > 0

    def handle_data(self, data: str) -> None:
        url = self.links[-1] if self.links else ""
        self.runs.append(Run(text=data, bold=bool(self.bold), italic=bool(self.italic), url=url))

    def end_block(self) -> None:
        """Keep what was read since the last block began as an item of the list it stands in, else as a paragraph."""
        runs = tuple(run for run in self.runs if run.text)
        self.runs = []
        if not any(run.text.strip() for run in runs):
            return
        if self.lists:
            self.items.append(runs)
        else:
            self.found.append(Paragraph(runs=runs))
