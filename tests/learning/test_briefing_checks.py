"""The check of a briefing's words by itself: whatever is pasted in, nobody of the record comes out."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.learning.rules.briefing_checks import check_text, names_in, unsettled
from kith.learning.rules.deidentifying import Deidentifier
from kith.learning.rules.records import linked_record
from kith.learning.vocabulary.briefings import CheckedText
from tests.learning.people import NEVER, RECORD, plainly

NOBODY: frozenset[str] = frozenset()


@cache
def knows() -> Deidentifier:
    return Deidentifier(linked_record(RECORD), "a key of this test")


def checked(text: str, confirmed: frozenset[str] = NOBODY) -> CheckedText:
    return check_text(knows(), text, confirmed, where="1")


def confirmed(text: str) -> CheckedText:
    """Return a text once a person has confirmed whatever can be confirmed."""
    return checked(text, frozenset(piece.key for piece in checked(text).to_confirm))


PASTED = {
    "zero width": "Ża\u200bneta met Wola\u200dnska-Field at Thistle\u00addown.",
    "mixed scripts": "Z\u0430neta and H\u043epe Abern\u0430thy went to Nether P\u0435lham.",
    "full width": "Ｈｏｐｅ Ａｂｅｒｎａｔｈｙ rang.",
    "table": "name\tborn\tschool\nZaneta Wolanska-Field\t09/05/2006\tThistledown Community School\nHope Abernathy\t\t",
    "table of bars": "| name | home |\n|---|---|\n| Dorota Wolanska | 12b Cobbler's Row, ZQ4 7XB |",
    "e-mail": (
        "From: Dorota Wolanska <dorota.wolanska@example.org>\nTo: Mrs Quillinan\nSubject: Zan\n\n"
        "> On 9 May 2006 Żaneta wrote:\n> I live at 12b Cobbler's Row.\n\nSent from a phone, 01632 960123"
    ),
    "shouted": "ŻANETA WOLANSKA-FIELD AND MRS QUILLINAN, NETHER PELHAM, ZQ47XB, 9990001234",
    "slips": "Zanetta Wolansca-Feild and Abernathey were at Thisledown.",
    "possessive": "Żaneta’s mother, Abernathys’ dog, Quillinan's class.",
}


@pytest.mark.parametrize("text", PASTED.values(), ids=PASTED)
def test_nobody_of_the_record_is_left_in_what_was_pasted(text: str) -> None:
    found = checked(text)
    open_words = " ".join(plainly(piece.text) for piece in found.to_confirm)
    for name in NEVER:
        left = plainly(found.words)
        assert plainly(name) not in left or plainly(name) in open_words, name
    assert "960123" not in found.words and "example.org" not in found.words


def test_a_third_party_whom_no_record_knows_is_asked_about() -> None:
    found = checked("They met Kamila Zebtowska and 17 others. Drumquist was nearer.")
    assert [piece.text for piece in found.to_confirm] == ["Kamila Zebtowska", "17", "Drumquist"]
    assert found.to_confirm[0].before == "They met " and found.to_confirm[0].after.startswith(" and 17")


def test_what_a_person_confirmed_is_settled_until_the_record_knows_it() -> None:
    found = confirmed("They met Kamila often. Drumquist was nearer.")
    assert (found.to_confirm, len(found.confirmed)) == ((), 2)
    assert unsettled(knows(), found.words, found.settled) == []
    learned = RECORD | {"people": [*RECORD["people"], {"name": "Kamila Moss"}]}
    later = Deidentifier(linked_record(learned), "a key of this test")
    [piece] = unsettled(later, found.words, found.settled)
    assert piece.is_known and piece.text == "Kamila"
    assert names_in(later, found.words, found.settled) == [piece]


def test_the_same_words_in_another_part_are_another_piece() -> None:
    text = "They met Kamila."
    keys = {check_text(knows(), text, NOBODY, where=where).to_confirm[0].key for where in ("1", "2")}
    assert len(keys) == 2


WORDS = st.sampled_from(
    "the young person met Żaneta Hope Will Zan Kamila Drumquist at school in Pelham on 9 May 2006 with Mrs Quillinan "
    "aged 15 knives 07700900123 Cobbler's Row and then . , \n\n".split(" ")
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=40), st.integers(0, 39))
def test_what_is_settled_stays_so_and_another_word_asks_again(said: list[str], place: int) -> None:
    text = " ".join(said)
    found = confirmed(text)
    assert all(piece.is_known for piece in found.to_confirm)
    assert [one for one in unsettled(knows(), found.words, found.settled) if not one.is_known] == []
    ends = [one.end for one in found.settled]
    assert all(one.start >= before for one, before in zip(found.settled[1:], ends, strict=False))
    paragraph = text.split("\n\n")[0]
    asked = [piece for piece in checked(paragraph).to_confirm if not piece.is_known]
    if asked:
        changed = checked(f"{paragraph} then", frozenset(piece.key for piece in asked))
        assert {piece.key for piece in asked}.isdisjoint(piece.key for piece in changed.to_confirm)
        assert changed.confirmed == ()


def test_many_pieces_in_one_paragraph_are_each_hashed_once_over_the_whole() -> None:
    """A paragraph of five thousand open pieces is no other work for each of them."""
    found = checked(" ".join(f"Kamila{letter}" for letter in "abcdefghijklmnopqrstuvwxyz" * 200))
    assert found.to_confirm and len({piece.key for piece in found.to_confirm}) <= len(found.to_confirm)
