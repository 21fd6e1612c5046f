"""Numbers that agencies give to people: NHS numbers, UPNs, local numbers, all in ranges that nobody holds."""

import numpy as np

from kith.common.identifiers import upn_check_letter
from kith.county.analysis.draws import Chance, Ints, Texts, objects
from kith.county.vocabulary import COUNCIL_NUMBER

_NHS_WEIGHTS = np.arange(10, 1, -1)
_TAILS = 1_000_000


def nhs_numbers(chance: Chance, count: int) -> Texts:
    """Return distinct numbers of the synthetic range 999 with the right check digit (modulus 11)."""
    step = 10 * int(chance.integers(10_000, 90_000)) + 7  # coprime to a million, so that no tail comes twice
    tails = (np.arange(min(count * 6 // 5 + 50, _TAILS)) * step + int(chance.integers(_TAILS))) % _TAILS
    tails = tails[tails != _TAILS - 1]  # one repeated digit is never issued
    digits = np.concatenate([np.full((tails.size, 3), 9), tails[:, None] // 10 ** np.arange(5, -1, -1) % 10], axis=1)
    check = (11 - digits @ _NHS_WEIGHTS % 11) % 11
    valid = check < 10
    if valid.sum() < count:
        raise ValueError(f"The synthetic NHS range holds too few numbers for {count} people: ask for fewer.")
    return objects([f"999{t:06d}{c}" for t, c in zip(tails[valid][:count], check[valid][:count], strict=True)])


def upns(establishment: Ints, year: Ints) -> Texts:
    """Return permanent UPNs: check letter, council, establishment, year of issue, serial number."""
    counts: dict[tuple[int, int], int] = {}
    found = []
    for school, when in zip(establishment.tolist(), year.tolist(), strict=True):
        serial = counts.get((school, when), 0) + 1
        counts[school, when] = serial
        digits = f"{COUNCIL_NUMBER}{school % 10_000:04d}{when % 100:02d}{serial % 1000:03d}"
        found.append(upn_check_letter(digits) + digits)
    return objects(found)


def local_numbers(chance: Chance, count: int, first: int, prefix: str = "") -> Texts:
    """Return distinct local numbers in no telling order."""
    return objects([f"{prefix}{first + n}" for n in chance.permutation(max(count * 3, 1))[:count]])
