"""The words of an audit's own questions: who is asked, what they may answer, and what an auditor types."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class PutTo(StrEnum):
    """Who answers a question of an audit's own, once for each case."""

    LEAD = "lead"
    AGENCIES = "agencies"
    AGENCY = "agency"


class CaseSays(StrEnum):
    """What the case shows when an audit's own question is put to it; whoever has not seen it says so."""

    YES = "yes"
    PART = "part"
    NO = "no"
    NOT_SEEN = "not_seen"


CASE_SAYS_WORDS: Final[Mapping[CaseSays, str]] = MappingProxyType(
    {CaseSays.YES: "Yes", CaseSays.PART: "In part", CaseSays.NO: "No", CaseSays.NOT_SEEN: "Not seen"}
)
# Of what a share is: one answer a case, or one for the tool of each agency in each case.
COUNTS_OF: Final[Mapping[PutTo, str]] = MappingProxyType(
    {PutTo.LEAD: "cases", PutTo.AGENCIES: "agencies' tools", PutTo.AGENCY: "cases"}
)


@dataclass(frozen=True, kw_only=True)
class NewQuestion:
    """A question as it is asked, the sentence that is true where the answer is yes, and who answers it."""

    asks: str
    says: str
    put_to: PutTo
    agency_id: int | None = None
