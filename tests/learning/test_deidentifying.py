"""What a linked record knows never stays in a text, and whatever else may tell is held back."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kith.common.disclosure import SuspectKind, WordListDamaged, suspects
from kith.common.disclosure import lexicon as lists
from kith.learning.rules.deidentifying import Deidentifier
from kith.learning.rules.records import linked_record
from kith.learning.vocabulary import Deidentified, SpanAction
from tests.learning.people import NEVER, RECORD, plainly

TREATS = Deidentifier(linked_record(RECORD), "a key")


def treated(text: str) -> Deidentified:
    return TREATS.deidentify(text)


def written(name: str) -> st.SearchStrategy[str]:
    """Write a name as people, keyboards and paste boards do."""
    stripped = name.translate(str.maketrans("Żż", "Zz"))
    hidden = st.lists(st.sampled_from(["", "", "\u200b", "\u00ad", "\u2060"]), min_size=len(name), max_size=len(name))
    return st.one_of(
        st.sampled_from(
            [name, name.upper(), name.lower(), stripped, f"{name}'s", f"{name}’s", f"({name})", f"{name},"]
        ),
        hidden.map(lambda marks: "".join(a + b for a, b in zip(name, marks, strict=True))),
    )


FILLERS = [
    "was seen with",
    "and",
    ". ",
    "\n",
    " | ",
    "Mrs",
    "at",
    "said that",
    "on 3 May 2018",
    "aged 12",
    "",
    "Tyrone Biggs",
]
FILLERS += [
    "PC 4411",
    "summer",
    "hope",
    "Will will",
    "> ",
    "the",
    "",
    "☃",
    "62%",
    "01632 960123",
    "x@example.org",
    "12b",
]
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(FILLERS),
        st.sampled_from([*NEVER, "Zan", "Hope", "Will", "Field", "ZW", "Z. W.", "ZQ4 7XB", "999 000 1234"]).flatmap(
            written
        ),
        st.text(max_size=6),
    ),
    max_size=14,
).map(" ".join)


@settings(deadline=None)
@given(TEXTS)
def test_spans_are_within_the_text_and_everything_else_stays(text: str) -> None:
    done = treated(text)
    at = came = 0
    for span in done.spans:
        assert at <= span.start < span.end <= len(text)
        assert done.text[came : span.text_start] == text[at : span.start]
        if span.action is SpanAction.TO_CONFIRM:
            assert done.text[span.text_start : span.text_end] == text[span.start : span.end]
        at, came = span.end, span.text_end
    assert done.text[came:] == text[at:]


@settings(deadline=None)
@given(TEXTS)
@example("ŻANETA\u200b Wol\u00adanska-Field; zaneta wolanska")
@example("Wolanska, Żaneta (known as Zan) of 12b Cobbler's Row, Nether Pelham")
def test_no_name_of_the_record_comes_out(text: str) -> None:
    came = plainly(treated(text).text)
    for name in NEVER:
        assert not re.search(rf"(?<![^\W\d_]){re.escape(plainly(name))}(?![^\W\d_])", came), f"{name} in {came!r}"


@settings(deadline=None)
@given(TEXTS)
@example("on 3 May 2018 Cobbler's Row")
@example("on 3 May 2018 999 000 1234")
def test_what_came_out_is_not_changed_again(text: str) -> None:
    once = treated(text).text
    assert treated(once).text == once


@settings(deadline=None)
@given(TEXTS)
def test_what_a_stranger_would_find_is_replaced_or_held_back(text: str) -> None:
    held = {place for span in treated(text).spans for place in range(span.start, span.end)}
    for one in suspects(text):
        letters = [place for place in range(one.start, one.end) if text[place].isalnum()]
        assert not letters or any(place in held for place in letters), f"{one} is not in a span"


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_treated(text: str) -> None:
    done = treated(text)
    assert all(0 <= span.start < span.end <= len(text) for span in done.spans)


FORMS = [  # a text, and the whole of what comes out with the names of the key above
    ("Żaneta", "{0}"),
    ("zaneta's", "{0}'s"),
    ("ZANETA", "{0}"),
    ("Zan", "{0}"),
    ("Z-Dot", "{0}"),
    ("ZW", "{0}"),
    ("Z.W.", "{0}"),
    ("Zanetta", "{0}"),
    ("Big Will", "{3}"),
    ("Dorotha", "{1}"),
]


@pytest.mark.parametrize(("called", "expected"), FORMS, ids=[called for called, _ in FORMS])
def test_each_way_to_call_somebody_is_one_pseudonym(called: str, expected: str) -> None:
    names = [treated(f"she saw {name} there").text[8:-6] for name in ("Żaneta", "Dorota", "Abernathy", "Big Will")]
    assert treated(f"she saw {called} there").text == f"she saw {expected.format(*names)} there"


def test_a_name_keeps_its_form_of_address_and_its_parts() -> None:
    done = treated("Mrs Wolanska met PC 4411 Quillinan, then Dorota Wolanska.")
    assert re.fullmatch(r"Mrs (\w+) met PC (\w+), then (\w+) \1\.", done.text), done.text
    assert done.to_confirm == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lives at 12b Cobblers Row, Nether Pelham, zq4 7xb.", "lives at an address, a place, a postcode."),
        ("goes to Thistledown school", "goes to a school"),
        ("at the Thistledown Community School gate", "at a school"),
        ("at St Wennas now", "at an organisation now"),
        ("NHS 9990001234, UPN Z123456789012", "NHS an identifier, UPN an identifier"),
        ("born 9/5/06 here", "born a known date here"),
        ("born on the 9th of May 2006 here", "born on a known date here"),
        ("seen on 3 May 2018 again", "seen in spring 2018 again"),
        ("seen on 14 Feb again", "seen in the winter again"),
        ("ring 01632 960123 or x@example.org", "ring a phone number or an e-mail address"),
        ("the dog, Biscuit, barked", "the dog, a name, barked"),
        ("she is 12 and tall", "she is aged ten to twelve and tall"),
        ("car WX09 KLM left", "car a number plate left"),
    ],
)
def test_places_numbers_dates_and_ages_are_said_coarsely(text: str, expected: str) -> None:
    done = treated(text)
    assert done.text == expected
    assert done.to_confirm == ()


@pytest.mark.parametrize("word", ["hope", "will", "April", "Hope"])
def test_a_name_that_is_a_word_is_never_passed_over(word: str) -> None:
    record = {"people": [{"name": "Hope Will", "also_known_as": []}, {"name": "April May", "also_known_as": []}]}
    done = Deidentifier(linked_record(record), "k").deidentify(f"in the end {word} came back")
    assert [span.start for span in done.spans] == [11]


def test_somebody_whom_no_record_knows_is_held_back_and_left_as_written() -> None:
    done = treated("Żaneta went out with Tyrone Biggs to Fore Street.")
    held = [done.text[span.text_start : span.text_end] for span in done.to_confirm]
    assert held == ["Tyrone Biggs", "Fore Street"]
    assert {span.kind for span in done.to_confirm} == {SuspectKind.PERSON, SuspectKind.PLACE}


def test_another_key_gives_other_pseudonyms_and_the_same_key_the_same() -> None:
    texts = {
        Deidentifier(linked_record(RECORD), key).deidentify("Żaneta and Dorota and Will").text
        for key in ("a", "a", "b", "c", "d")
    }
    assert 2 <= len(texts) <= 4


def test_without_the_word_lists_no_text_is_treated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "ORDINARY", "0" * 64)
    lists.lexicon.cache_clear()
    with pytest.raises(WordListDamaged):
        TREATS.deidentify("Żaneta")
    with pytest.raises(WordListDamaged):
        Deidentifier(linked_record(RECORD), "k")
    lists.lexicon.cache_clear()


def test_a_long_note_is_treated_whole() -> None:
    line = "Żaneta met Tyrone Biggs at 12b Cobbler's Row on 3 May 2018 and said she was fine with that.\n"
    done = treated(line * 2_000)
    assert len(done.spans) == 4 * 2_000
    assert "aneta" not in done.text
