"""An editor's text taken apart: no word is lost, and each keeps its look and its link."""

from html import escape

from hypothesis import given
from hypothesis import strategies as st

from kith.publishing.vocabulary.pieces import Listing, Paragraph, Run
from kith.publishing.vocabulary.rich_text import read_rich_text

WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)


def test_looks_links_and_lists_are_kept() -> None:
    html = (
        '<p data-block-key="a">Read <b>this <i>now</i></b> at <a href="/here/">the page</a>.</p>'
        "<ol><li>One</li><li>Two <b>bold</b><ul><li>Inner</li></ul></li></ol><p>Line<br/>break</p><hr/>"
    )
    assert read_rich_text(html) == (
        Paragraph(
            runs=(
                Run(text="Read "),
                Run(text="this ", bold=True),
                Run(text="now", bold=True, italic=True),
                Run(text=" at "),
                Run(text="the page", url="/here/"),
                Run(text="."),
            )
        ),
        Listing(
            items=((Run(text="One"),), (Run(text="Two "), Run(text="bold", bold=True)), (Run(text="Inner"),)),
            ordered=True,
        ),
        Paragraph(runs=(Run(text="Line"), Run(text="\n"), Run(text="break"))),
    )


@given(st.lists(st.tuples(st.sampled_from(["p", "b", "ul", "ol", "a", "unknown"]), WORDS), max_size=8))
def test_no_word_is_lost_whatever_stands_around_it(parts: list[tuple[str, str]]) -> None:
    made = {"ul": "<ul><li>{}</li></ul>", "ol": "<ol><li>{}</li></ol>", "a": '<p><a href="/x/">{}</a></p>'}
    html = "".join(made.get(tag, f"<{tag}>{{}}</{tag}>").format(escape(word)) for tag, word in parts)
    runs: list[Run] = []
    for piece in read_rich_text(html):
        for item in piece.items if isinstance(piece, Listing) else [piece.runs]:
            runs += item
    assert "".join(run.text for run in runs) == "".join(word for _, word in parts)


@given(st.text(max_size=60))
def test_broken_markup_breaks_nothing(html: str) -> None:
    read_rich_text(html)
    read_rich_text(f"</p></ul></li></b>{html}<ul><li><b>")
