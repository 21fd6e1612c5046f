"""What a text gives away is found in any script, case or shape; without the word lists nothing is published."""

import gzip
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.common.disclosure import SuspectKind, WordListDamaged, suspects
from kith.common.disclosure import lexicon as lists
from kith.common.disclosure.reading import read
from linters import build_word_list

PLAIN = "the worker visited at home and talked about school, the week and what would help them to feel safe"
HIDDEN = [  # the text, and what must be inside a suspect
    ("Mark shouted at staff.", "Mark"),
    ("Will will drive her there.", "Will"),
    ("mum said that summer asked to go home", "summer"),
    ("she spoke to hope about it", "hope"),
    ("met kofi near the shops", "kofi"),
    ("SEEN WITH TYRONE BIGGS", "TYRONE BIGGS"),
    ("BAKER was excluded", "BAKER"),
    ("He is called Żaneta Łoś", "Żaneta Łoś"),
    ("Al\u200bfie was\u00ad there", "Al\u200bfie"),
    ("\u0410lice left", "\u0410lice"),  # a Cyrillic A
    ("with \u0421\u043e\u0440 at home", "\u0421\u043e\u0440"),  # three Cyrillic letters that look like an English word
    ("Ａｌｆｉｅ left", "Ａｌｆｉｅ"),
    ("seen with A.H. and T. J. today", "A.H."),
    ("PC 2231 Bowen searched him", "PC 2231 Bowen"),
    ("HARRIS, Alfie", "HARRIS"),
    ("| name | Bloggs |", "Bloggs"),
    ("lives at 14 mill lane", "14 mill lane"),
    ("seen near Pen Mill station", "Pen Mill station"),
    ("attends hill top primary", "hill top primary"),
    ("met on station road", "station road"),
    ("born on the 19th of January 2019", "the 19th of January 2019"),
    ("seen 08.01.19 again", "08.01.19"),
    ("on Monday 4th March she", "Monday 4th March"),
    ("her tenth birthday", "tenth birthday"),
    ("he is fifteen.", "fifteen"),
    ("a fifteen year old boy", "fifteen year old"),
    ("call 01632 960 123 after", "01632 960 123"),
    ("call zero one six three two nine six", "zero one six three two nine six"),
    ("NHS 943 476 5919", "943 476 5919"),
    ("mail to a.b+c@example.org now", "a.b+c@example.org"),
    ("in postcode zz1 1zz and", "zz1 1zz"),
    ("car reg WX09 KLM", "WX09 KLM"),
    ("see @kdot_y06 there", "@kdot_y06"),
    ("> From: Jo Bloggs <jo@example.org>\n> Dear all", "Jo Bloggs"),
    ("ФИО: Иван", "Иван"),
    ("名字 is 小明", "小明"),
]


@pytest.mark.parametrize(("text", "hidden"), HIDDEN, ids=[hidden for _, hidden in HIDDEN])
def test_what_gives_somebody_away_is_found(text: str, hidden: str) -> None:
    start = text.index(hidden)
    found = [one for one in suspects(text) if one.start <= start and one.end >= start + len(hidden)]
    assert found, f"{hidden} is in none of {suspects(text)}"


def test_an_ordinary_sentence_has_nothing_to_look_at() -> None:
    assert suspects(PLAIN) == []
    assert suspects("She told the CAMHS nurse that she feels safe in school but not in town. MARAC was told.") == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("jo@example.org", SuspectKind.CONTACT),
        ("ZZ1 1ZZ", SuspectKind.PLACE),
        ("3 May 2018", SuspectKind.DATE),
        ("aged 15", SuspectKind.AGE),
        ("A801200001234", SuspectKind.IDENTIFIER),
        ("62%", SuspectKind.NUMBER),
        ("Okafor", SuspectKind.PERSON),
        ("Haygrove Academy", SuspectKind.ORGANISATION),
    ],
)
def test_each_kind_is_named(text: str, kind: SuspectKind) -> None:
    assert [one.kind for one in suspects(f"It was {text} then")] == [kind]


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_and_every_span_is_true(text: str) -> None:
    found = suspects(text)
    assert all(text[one.start : one.end] == one.text and one.start < one.end for one in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


@settings(deadline=None)
@given(st.text(alphabet=st.characters(categories=["Nd"]) | st.sampled_from("ab -/.\u200b"), max_size=60))
def test_no_digit_is_ever_left(text: str) -> None:
    covered = {place for one in suspects(text) for place in range(one.start, one.end)}
    assert [mark for place, mark in enumerate(text) if mark.isdecimal() and place not in covered] == []


@settings(deadline=None)
@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Lo"]), min_size=3, max_size=12))
def test_no_word_outside_the_lists_is_left(word: str) -> None:
    text = f"she saw {word} there"
    covered = {place for one in suspects(text) for place in range(one.start, one.end)}
    known = lists.lexicon()
    plain = read(word).plain  # accents do not make another word
    if plain.lower() not in known.ordinary and plain not in known.capitals and len(plain) == len(word):
        assert set(range(8, 8 + len(word))) <= covered


@settings(deadline=None)
@given(st.text(alphabet=st.characters(categories=["Lo"], min_codepoint=0x400), min_size=1, max_size=12))
def test_no_word_of_another_script_is_left(word: str) -> None:
    text = f"she saw {word} there"
    covered = {place for one in suspects(text) for place in range(one.start, one.end)}
    letters = [8 + place for place, mark in enumerate(word) if mark.isalpha()]
    assert set(letters) <= covered


@settings(deadline=None)
@given(st.lists(st.sampled_from(["\u200b", "\u00ad", "\u2060", "\ufeff", "\u0301", ""]), min_size=5, max_size=5))
def test_invisible_characters_and_accents_hide_nothing(between: list[str]) -> None:
    name = "".join(letter + mark for letter, mark in zip("Alfie", between, strict=True))
    found = suspects(f"then {name} left")
    assert [one.start for one in found] == [5]
    assert found[0].end == 5 + len(name)


@pytest.mark.parametrize("name", ["ordinary.txt.gz", "casework.txt"])
def test_a_changed_or_missing_list_stops_everything(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    constant = "ORDINARY" if name.startswith("ordinary") else "CASEWORK"
    monkeypatch.setattr(lists, constant, "0" * 64)
    lists.lexicon.cache_clear()
    with pytest.raises(WordListDamaged, match=r"not the one that was reviewed.*nothing may be published"):
        suspects("anything")
    lists.lexicon.cache_clear()
    with pytest.raises(WordListDamaged, match="missing"):
        lists._reviewed("gone.txt", "0" * 64)


def test_the_list_is_what_its_script_makes_of_scowl_where_that_is_installed() -> None:
    source = Path("/usr/share/dict/scowl")
    words = gzip.decompress(build_word_list.SHIPPED.read_bytes()).decode()
    assert "SCOWL" in words.splitlines()[1] and "Copyright 2000-2011 Kevin Atkinson" in words
    if source.exists():
        assert gzip.decompress(build_word_list.build(source)).decode() == words


def test_time_grows_with_the_length_and_not_faster() -> None:
    hostile = [
        "1 " * 20_000,
        "a." * 20_000,
        "@" * 20_000,
        "A B " * 10_000,
        "one two " * 5_000,
        "-" * 40_000,
        "'s" * 20_000,
    ]
    for text in hostile:
        found = suspects(text)  # ends: every pattern is bounded
        assert all(text[one.start : one.end] == one.text for one in found)
