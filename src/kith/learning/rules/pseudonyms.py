"""Who somebody is called in a text about nobody: a name by rule, unlike their own in sound, letters and origin.

The names below are used for girls and boys of many origins or of none, so a pseudonym tells neither. Which one somebody
gets depends on a key that is kept with the briefing and nowhere else: without it nobody can try names out against the
pseudonym, with it the same person keeps the same one.
"""

import hashlib
from collections.abc import Container, Iterable, Sequence
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

from kith.common.names import folded

FORENAMES = tuple(
    "Arden Bellamy Carey Devlin Ellery Finley Garnet Hollis Indra Joss Kendal Linden Merrin Nikita Orrin Presley "
    "Quincy Remy Sutton Tatum Umber Vesper Winslow Yael Zephyr".split()
)
SURNAMES = tuple(
    "Ambrell Brindmoor Cotterfold Dunnaby Eskwith Farrowell Gresswood Hembury Inglesea Jorvell Kestleby Lomaxton "
    "Morrowby Netherell Orchardby Pellowe Quernmore Rushmere Silverby Thornabee Ullathwick Venmore Wexcombe Yarnfold "
    "Zellwood".split()
)
_ALIKE = str.maketrans("cqgxzvdb", "kkjssftp")
_CLOSE = 0.7  # Jaro-Winkler: 1 is the same name, Alfie and Arlie reach 0.85


def pseudonyms(real: Sequence[str], pool: Sequence[str], avoid: Iterable[str], key: str) -> dict[str, str]:
    """Return a name of the pool for each real name, none twice while they last.

    A name that begins like, sounds like or looks like any name of `avoid` is taken only when no other is left; then
    one that only shares its initial, so that a record of many people still gets its names.
    """
    others = {folded(name) for name in avoid if folded(name)}
    sounds = {_consonants(other) for other in others}
    order = sorted(pool, key=lambda name: hashlib.sha256(f"{key}|{name}".encode()).digest())
    order.sort(key=lambda name: _likeness(folded(name), others, sounds))
    return {name: _numbered(order, place) for place, name in enumerate(real)}


def is_close(name: str, other: str) -> bool:
    """Test whether two folded names look or sound alike: many letters shared, or the same consonants."""
    return _consonants(name) == _consonants(other) or JaroWinkler.similarity(name, other) >= _CLOSE


def _likeness(name: str, others: Iterable[str], sounds: Container[str]) -> int:
    """Return 0 for a name that shares nothing, 1 for one that begins alike, 2 for one that is close to another."""
    if _consonants(name) in sounds or any(JaroWinkler.similarity(name, other) >= _CLOSE for other in others):
        return 2
    return 1 if any(name[0] == other[0] for other in others) else 0


@lru_cache(maxsize=4096)
def _consonants(name: str) -> str:
    """Return what is left of a name's sound: its consonants, those that sound alike as one, none twice in a row."""
    sound = [mark for mark in name.replace("ph", "f").translate(_ALIKE) if mark not in "aeiouyhw "]
    return "".join(mark for place, mark in enumerate(sound) if place == 0 or sound[place - 1] != mark)


def _numbered(order: Sequence[str], place: int) -> str:
    """Return the name at a place; beyond the last the names begin again with a second one behind them."""
    again, within = divmod(place, len(order))
    return order[within] if not again else f"{order[within]} {order[(within + again) % len(order)]}"
