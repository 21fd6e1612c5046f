"""The brand of a partnership: six colours that can be read, or a refusal that says why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.shell.presenters.brand import LEAST_CONTRAST, ON_WHITE, UnreadableBrand, brand_stylesheet, contrast

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(st.sampled_from(ON_WHITE), COLOURS)
def test_colour_is_taken_exactly_when_it_can_be_read_on_white(name: str, colour: str) -> None:
    if contrast(colour, "#ffffff") < LEAST_CONTRAST:
        with pytest.raises(UnreadableBrand):
            brand_stylesheet({name: colour})
    else:
        assert colour in brand_stylesheet({name: colour})


@given(COLOURS, COLOURS)
def test_contrast_is_the_same_both_ways_and_within_its_bounds(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21


@pytest.mark.parametrize(
    ("brand", "word"),
    [
        ({"colour": "#000000"}, "has no colour"),
        ({"brand": "red;}"}, "six hexadecimal"),
        ({"surface": "#00566b"}, "contrast"),
    ],
)
def test_brand_that_cannot_be_used_is_refused_with_advice(brand: dict[str, str], word: str) -> None:
    with pytest.raises(UnreadableBrand, match=word):
        brand_stylesheet(brand)


def test_no_brand_leaves_the_built_colours() -> None:
    assert ":root" not in brand_stylesheet({})
