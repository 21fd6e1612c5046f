"""The words of the demo's statutory reviews and of its section 11 rounds: invented, and about nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kith.access.vocabulary import Sector
from kith.audit.vocabulary import Met

RAPID: Final[Mapping[str, str]] = {
    "what": "The child was hurt in a fight near the bus station and needed an operation. Two older young people ran "
    "away; whether somebody sent the child there is not known yet.",
    "safe": "The child stays in hospital until Friday, an aunt is there each day, and visits of others are agreed "
    "with the ward first.",
}
# What two agencies have returned; the others have not yet.
FACTS: Final[Mapping[Sector, str]] = {
    Sector.HEALTH: "Seen twice in the emergency department this year, once with a cut hand. Nobody asked how it came "
    "about. The ward describes a quiet child who asks each evening who knows where they are.",
    Sector.EDUCATION: "In school on most days until the autumn, then one day of three. The head of year rang home "
    "four times and wrote once. A change of friends was noticed in September and told to nobody.",
}
PRACTICE: Final[Mapping[str, str]] = {
    "because": "A near miss from which every agency can learn: the child was found in time, and by chance.",
    "terms": "How was the family's move between two councils told, who held the whole story in the six months after, "
    "and what did the child say in that time?",
    "reviewer": "Dr Ines Marlowe",
    "family": "The mother met the reviewer twice. The father wrote a letter, which stands in the report.",
    "voice": "The child wanted it known that three people promised to come back and did not, and that the dog walker "
    "from next door was the one who asked.",
}
KNOWN: Final[Mapping[Sector, str]] = {
    Sector.CARE: "An assessment was begun in May and closed in June, before the file of the other council came. Two "
    "workers visited; neither knew of the other's promise to come back.",
    Sector.HEALTH: "The school nurse saw the child once and wrote that there were no worries. The letter of the former "
    "practice lay unread for seven weeks.",
}


@dataclass(frozen=True, kw_only=True)
class Learned:
    """One thing that the practice review taught, and the action about it; `due` in days before the demo is built."""

    says: str
    recommends: str
    action: str
    owner: Sector
    due: int
    evidence: str = ""


LEARNED: Final = (
    Learned(
        says="When a family moves, what is known arrives in pieces, and nobody asks for the piece that is missing.",
        recommends="Whoever takes a family over rings whoever knew it before, within a week, and writes down the call.",
        action="Put the call into the checklist for families who move in.",
        owner=Sector.CARE,
        due=20,
        evidence="The checklist has the call since the summer; of twelve families since, eleven were rung about.",
    ),
    Learned(
        says="A promise to come back counts for a child, also when whoever made it changes their post.",
        recommends="A worker who leaves tells the child in person, with whoever comes next.",
        action="Agree in each team how a child is told that their worker leaves.",
        owner=Sector.HEALTH,
        due=15,
    ),
)

EVIDENCE: Final[Mapping[Met, str]] = {
    Met.MET: "The yearly report, and forty files that were read in the spring: all of them show it.",
    Met.PARTLY: "Forty files were read in the spring: about two in three show it. Night staff know it least.",
    Met.NOT_MET: "There is no rule for it yet. Staff say that they ask whoever sits beside them.",
    Met.NOT_APPLICABLE: "We buy no service that works with children.",
}
TO_DO: Final = "Go through it with every team, and read twenty files again."
CHALLENGED: Final = "Ten of forty files show no training, so the grade says more than the files do."
RECOMMENDED: Final = "Every new member of staff is trained before the first month is over, and a list is kept of it."
TRAINED: Final = "Keep one list of who is trained, and look at it every month."
# What each agency says where it does not say that a standard is met: this year and the year before.
NOW: Final[Mapping[Sector, Mapping[str, Met]]] = {
    Sector.CARE: {"training": Met.MET, "commissioning": Met.PARTLY},
    Sector.EDUCATION: {"listening": Met.PARTLY, "commissioning": Met.NOT_APPLICABLE},
    Sector.HEALTH: {"sharing": Met.PARTLY, "whistleblowing": Met.PARTLY},
    Sector.YOUTH_JUSTICE: {"recruitment": Met.NOT_MET},
}
BEFORE: Final[Mapping[Sector, Mapping[str, Met]]] = {
    Sector.CARE: {"training": Met.PARTLY, "commissioning": Met.NOT_MET, "listening": Met.PARTLY},
    Sector.EDUCATION: {"listening": Met.NOT_MET, "commissioning": Met.NOT_APPLICABLE},
    Sector.HEALTH: {"sharing": Met.NOT_MET, "policies": Met.PARTLY},
}
