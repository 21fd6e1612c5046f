"""The de-identifier turned round: whoever the text is about stays, everybody else is replaced or asked about."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.learning.services import KnownAround, KnownPerson, Treater

AROUND = KnownAround(
    subject=("Maya Thornbury", "Maya Lewis"),
    others=(
        KnownPerson(names=("Ryan Thornbury", "Ry"), says="a brother or sister", ground="third"),
        KnownPerson(names=("Denise Harcourt",), says="a worker of the police", ground="worker"),
        KnownPerson(names=("Hope Winterbourne",), says="a parent", ground="third"),
    ),
    own=("Larkshire Council, children's social care",),
    own_addresses=("12 Mill Lane", "c/o Kyle Bembridge, 3 Ash Close"),
    own_marks=("9434765919", "01632 960001"),
    identifiers=("9434765870", "01632 960123"),
    places=("4 Elm Road",),
    dates=("2008-03-02",),
    ground="third",
)


@pytest.fixture(scope="module")
def treater() -> Treater:
    """Return what knows Maya and everybody around her."""
    return Treater(AROUND)


def written(text: str, pieces: Sequence[tuple[int, int, str]]) -> str:
    """Return a text with these pieces replaced."""
    for start, end, says in reversed(pieces):
        text = text[:start] + says + text[end:]
    return text


def shown(treater: Treater, text: str) -> str:
    """Return a text as treated, with a question mark before what a person must decide."""
    pieces = treater.treat(text)
    stands = [(one.start, one.end, one.says or f"?{text[one.start : one.end]}?") for one in pieces]
    return written(text, stands)


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("Maya was at 12 Mill Lane.", "Maya was at 12 Mill Lane."),
        ("MAYA LEWIS hit Ryan.", "MAYA LEWIS hit a brother or sister."),
        ("Ryan Thornbury's coat", "a brother or sister's coat"),
        ("PC Harcourt rang.", "a worker of the police rang."),
        ("Seen at 4 Elm Road.", "Seen at an address."),
        ("NHS 943 476 5919, not 943 476 5870.", "NHS 943 476 5919, not an identifier."),
        ("Ring 01632 960001.", "Ring 01632 960001."),
        ("Ring 01632 960123.", "Ring a phone number."),
        ("On 3 May 2024, aged 14.", "On 3 May 2024, aged 14."),
        ("born 2 March 2008", "born a date of birth"),
        ("Larkshire Council was told.", "Larkshire Council was told."),
    ],
)
def test_the_subject_stays_and_others_are_replaced(treater: Treater, text: str, stands: str) -> None:
    assert shown(treater, text) == stands


@pytest.mark.parametrize(
    "text",
    [
        "She saw Kyle Bembridge there.",  # nobody in the record, though their address is in the care of him
        "Mrs Thornbury was there.",  # the name of the subject with a form of address that is not theirs
        "The Thornbury family moved.",  # whose of two
        "Mia was there.",  # a slip of the pen, or somebody else
        "S. Thornbury signed.",
    ],
)
def test_what_no_rule_is_certain_of_is_asked_about(treater: Treater, text: str) -> None:
    assert any(one.says is None for one in treater.treat(text))


def test_each_replacement_has_its_ground(treater: Treater) -> None:
    pieces = treater.treat("Ryan rang Denise Harcourt about 943 476 5870.")
    assert [one.ground for one in pieces] == ["third", "worker", "third"]


@given(st.text(max_size=60), st.sampled_from(["Ryan", "Harcourt", "9434765870", "Winterbourne"]), st.text(max_size=60))
def test_pieces_are_in_order_and_apart_and_no_known_name_is_outside_them(before: str, name: str, after: str) -> None:
    text = f"{before}. {name} {after}"
    pieces = Treater(AROUND).treat(text)
    places = [place for one in pieces for place in (one.start, one.end)]
    assert places == sorted(places) and all(one.start < one.end for one in pieces)
    outside = written(text, [(one.start, one.end, " ") for one in pieces])
    assert f" {name} " not in f" {outside} "
