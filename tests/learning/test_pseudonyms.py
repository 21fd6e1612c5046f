"""A pseudonym is close to no name of the record, nobody shares one, and the key alone decides which."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kith.common.names import folded
from kith.common.standards import read_table
from kith.learning.rules.pseudonyms import FORENAMES, SURNAMES, is_close, pseudonyms

REAL = sorted({row["name"] for row in read_table("forenames")} | {row["name"] for row in read_table("surnames")})


@settings(deadline=None)
@given(st.lists(st.sampled_from(REAL), min_size=1, max_size=8, unique=True), st.text(max_size=5))
def test_pseudonyms_are_unlike_every_real_name(real: list[str], key: str) -> None:
    chosen = pseudonyms(real, FORENAMES, real, key)
    assert len(set(chosen.values())) == len(real)
    begins = {folded(name)[0] for name in real}
    for taken in chosen.values():
        assert not any(is_close(folded(taken), folded(name)) for name in real)
    free = [name for name in FORENAMES if folded(name)[0] not in begins]
    if len(free) >= 2 * len(real):
        assert {name[0].lower() for name in list(chosen.values())[:1]} & begins == set()


@settings(deadline=None)
@given(st.text(max_size=5))
def test_the_key_alone_decides(key: str) -> None:
    real = ["Mina", "Otto", "Ruth"]
    assert pseudonyms(real, FORENAMES, real, key) == pseudonyms(real, FORENAMES, list(reversed(real)), key)


def test_different_keys_spread_over_the_pool() -> None:
    taken = {pseudonyms(["Bo"], FORENAMES, [], str(key))["Bo"] for key in range(400)}
    assert taken == set(FORENAMES)


def test_a_record_of_many_people_still_gets_a_name_for_each() -> None:
    many = [f"Person{number}" for number in range(60)]
    chosen = pseudonyms(many, FORENAMES, many, "k")
    assert len(set(chosen.values())) == 60


def test_the_pools_hold_no_name_of_the_lists_that_counties_are_made_of() -> None:
    common = {folded(row["name"]) for row in read_table("surnames")}
    assert {name for name in SURNAMES if folded(name) in common} == set()
