"""How agencies get people wrong: nicknames, slips, old addresses, other people's numbers.

Frozen before any linker was tuned; calibrated roughly to reference/linkage.md 1.1 (an independent hard set) and
priority.md 12.5. Every rate is the chance per record that is open to the error: a former surname can only be
used for somebody who has one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

import numpy as np

from kith.county.analysis.draws import Chance
from kith.county.analysis.slips import CHANGES, Identities, Relatives
from kith.county.vocabulary import Agency


@dataclass(frozen=True, kw_only=True)
class ErrorRates:
    """One agency's rates; the comment on each says where the middle value comes from."""

    nickname: float = 0.05  # linkage.md 1.1: 2.3 % of records; half of all names have a nickname
    spelling: float = 0.11  # 2.2 % of records; one name in five has another spelling here
    phonetic: float = 0.006  # heard on the telephone and written down
    typo: float = 0.05  # 5.6 %, both names together
    swapped_names: float = 0.006  # 0.6 %
    alias: float = 0.007  # 0.7 %: a middle name used as the first, or a made-up name
    former_surname: float = 0.12  # 2.1 % of records; one person in six has one
    step_surname: float = 0.12  # children in step-families known by the step-parent's name (by hand)
    half_surname: float = 0.35  # double-barrelled names written by half: 1.5 % of records, 5 % of children
    day_month: float = 0.003  # 0.3 %
    first_january: float = 0.003  # 0.3 %: only the year is known
    birth_digit: float = 0.012  # 1.5 %
    birth_missing: float = 0.01  # 2.7 % across agencies
    nhs_missing: float = 0.15  # present in about 85 % of social-care records (priority.md 12.5)
    nhs_relative: float = 0.002  # 0.2 %: the mother's or a sibling's number
    nhs_mistyped: float = 0.004  # about one number in 250 keyed wrongly; most fail the check digit
    upn_missing: float = 0.10  # present in about 90 % of social-care records
    old_address: float = 0.38  # 17 % of records; not half of the homes have moved
    other_home: float = 0.35  # a child of separated parents is registered at the other one's
    postcode_missing: float = 0.05  # 5 %
    postcode_swapped: float = 0.006  # two characters the wrong way round
    middle_missing: float = 0.45  # middle names are asked for rarely
    former_missing: float = 0.5  # half of the agencies' forms do not ask for earlier names (by hand)
    contact_missing: float = 0.55  # telephone and mail address
    duplicate: float = 0.02  # a second number for the same person within the agency


RATES: Mapping[Agency, ErrorRates] = MappingProxyType(
    {
        Agency.CARE: ErrorRates(),  # the middle values
        Agency.EDUCATION: ErrorRates(  # from the birth certificate at admission: fewer slips, no NHS number
            nickname=0.016, spelling=0.04, typo=0.025, alias=0.002, swapped_names=0.002, birth_missing=0.0,
            first_january=0.001, day_month=0.002, birth_digit=0.004, nhs_missing=1.0, upn_missing=0.0,
            old_address=0.30, duplicate=0.012, middle_missing=0.2,
        ),
        Agency.POLICE: ErrorRates(  # taken in the street, sometimes false on purpose; the police hold no NHS number
            nickname=0.09, spelling=0.16, phonetic=0.02, typo=0.07, alias=0.02, swapped_names=0.008,
            birth_missing=0.06, first_january=0.006, day_month=0.006, birth_digit=0.022, nhs_missing=1.0,
            upn_missing=1.0, old_address=0.65, postcode_missing=0.08, duplicate=0.06, contact_missing=0.7,
        ),
        Agency.YOUTH_JUSTICE: ErrorRates(  # small, careful, asks the family
            nickname=0.05, nhs_missing=0.45, upn_missing=0.25, duplicate=0.01, typo=0.03,
        ),
        Agency.HOSPITAL: ErrorRates(  # traced against the national register most of the time, typed at night
            nickname=0.03, typo=0.05, nhs_missing=0.08, nhs_relative=0.004, upn_missing=1.0, birth_missing=0.004,
            old_address=0.45, duplicate=0.0,
        ),
    }
)  # fmt: skip

_UNREMARKED = frozenset(
    {"middle_missing", "former_missing", "contact_missing", "upn_missing"}
)  # empty fields, not errors to score


def make_errors(chance: Chance, rates: ErrorRates, who: Identities, relatives: Relatives) -> None:
    """Change identities in place as an agency with these rates would have written them, in a fixed order."""
    for error in fields(rates):
        change = CHANGES.get(error.name)
        hit = np.flatnonzero(chance.random(len(who.person)) < getattr(rates, error.name))
        if change is not None and hit.size:
            for record in hit.tolist():
                if change(chance, who, relatives, record) and error.name not in _UNREMARKED:
                    who.wrong[record] = f"{who.wrong[record]};{error.name}".strip(";")
