"""The words of the demo's children: invented, told as a worker would tell them, and no two alike where they meet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kith.panel.vocabulary import Outcome


@dataclass(frozen=True, kw_only=True)
class Story:
    """What is said of one child: why the panel is asked, what agencies know, what the child wants, what is done."""

    why: str
    red: tuple[str, ...]
    amber: tuple[str, ...]
    evidence: str
    analysis: str
    worse: str
    protects: str
    said: str
    goal: str
    wants: str
    step: str
    child_step: str
    need: str
    action: str
    second: str
    shown: str
    service: str
    need_code: str
    funding: str
    rationale: str
    outcome: Outcome
    facts: Mapping[str, str]


STORIES: Final = (
    Story(
        why="Missing three times this month, each time found near the bus station with older young people.",
        red=("missing", "peers"),
        amber=("education", "money"),
        evidence="Found at the bus station twice, after midnight, with a telephone that nobody had given.",
        analysis="Older young people give lifts, food and a telephone, and ask for favours in return.",
        worse="Friday nights, when the mother works; a debt that grows.",
        protects="A grandmother five minutes away; a football coach who rings when training is missed.",
        said="I want to sleep at nan's on school nights. Nobody asks me where I go.",
        goal="To sleep at nan's on school nights",
        wants="Somebody who rings back.",
        step="Ask the grandmother which nights, and tell the school",
        child_step="Ring nan before nine when plans change",
        need="A safe place on Friday nights",
        action="Agree with the grandmother which nights, and who is rung when it is not one of them.",
        second="Speak to the bus company about the waiting room after ten.",
        shown="The grandmother has a key cut and a list of numbers; the school has it too.",
        service="Safe from harm",
        need_code="exploitation",
        funding="violence_reduction",
        rationale="Somebody is near every evening now, and the telephone has been handed in.",
        outcome=Outcome.PLAN_LEAD,
        facts={
            "police": "Reported missing three times; found at the bus station; spoken to once about a debt.",
            "health": "Seen once in the emergency department with a sprained wrist; left before being seen again.",
            "education": "In school on six days of ten. Sits with two pupils who have been excluded before.",
            "care": "Child in need since the spring. Home visits are kept; the mother works nights.",
            "youth_justice": "Not known.",
            "charity": "Comes to the evening club when the coach rings first.",
        },
    ),
    Story(
        why="Carried a kitchen knife to school after a fight, and says it is for the way home.",
        red=("weapons",),
        amber=("peers", "mental_health", "places"),
        evidence="A kitchen knife was found in a school bag; two fights on the way home in a month.",
        analysis="Afraid of three young people on the way home, and carries a knife because nobody walks along.",
        worse="The alley behind the shops; a film of the last fight that goes round.",
        protects="Talks to the form teacher; likes boxing and is good at it.",
        said="I would not carry it if somebody walked home with me.",
        goal="To walk home without being afraid",
        wants="To box, and not to be called names.",
        step="Change the way home and walk it together for two weeks",
        child_step="Tell the form teacher on the day when something happens",
        need="A safe way home",
        action="Have an officer walk the way home at a quarter past three for two weeks.",
        second="Ask the council for light in the alley behind the shops.",
        shown="The way was walked on nine days of ten; no fight since.",
        service="Ring and rope",
        need_code="activities",
        funding="charity",
        rationale="The way home is walked together, and the knife was handed over by the child.",
        outcome=Outcome.INTERVENTION,
        facts={
            "police": "Named in two reports of fights as the one who was hurt; none as the one who began.",
            "health": "Stitches in the left hand in May. Sleeps badly, says the school nurse.",
            "education": "Excluded for two days for the knife. Otherwise there every day, and on time.",
            "care": "Early help last year, closed when the family wished it.",
            "youth_justice": "Referred for an out-of-court disposal; the first meeting was kept.",
            "charity": "Boxes on Tuesdays, and holds the pads for the younger ones.",
        },
    ),
    Story(
        why="Two overdoses since the summer, and stays with an adult friend whom nobody has met.",
        red=("mental_health", "sexual_health"),
        amber=("family", "online", "missing"),
        evidence="Two attendances after tablets; messages at night from an adult whom the family does not know.",
        analysis="An adult who was met online gives a bed and attention, and the arguments at home push there.",
        worse="Arguments at home; being online at night.",
        protects="An aunt; the school nurse, to whom the second overdose was told at once.",
        said="At home they shout. He listens.",
        goal="A home where nobody shouts after ten",
        wants="To be believed.",
        step="Two family meetings about evenings, with the aunt there",
        child_step="Choose who comes to the meetings",
        need="Somebody who listens and is safe",
        action="Find out who the adult is, and decide about a warning notice.",
        second="See the child alone every week at school, always the same worker.",
        shown="Seen alone on four Wednesdays; the adult is known to the police now.",
        service="Quiet minds",
        need_code="mental_health",
        funding="health_board",
        rationale="Talking therapy has begun and the aunt's house is a place to go; the adult is still not far.",
        outcome=Outcome.STRATEGY,
        facts={
            "police": "The adult's address is known. What is said of him is held back.",
            "health": "Two attendances after tablets, in July and October; on the list for talking therapy.",
            "education": "Marks fall since September. The school nurse sees the child on Wednesdays.",
            "care": "An assessment is open. The parents come to meetings one at a time.",
            "youth_justice": "Not known.",
            "charity": "Not known.",
        },
    ),
    Story(
        why="Out of school since the autumn, and now runs errands for the neighbours' older sons.",
        red=(),
        amber=("education", "money", "peers", "parents"),
        evidence="No school place for eleven weeks; new trainers twice, which nobody bought.",
        analysis="Days without a school leave the child to whoever has time, and they pay.",
        worse="Every week without a place; a father who is away for work.",
        protects="A mother who asks for help; a younger sister whom the child looks after.",
        said="I miss maths. I do not miss the bell.",
        goal="To be back in a classroom with a teacher who knows my name",
        wants="Maths, mornings only to begin with.",
        step="A place for mornings, agreed with the head",
        child_step="Visit the new school once with mum",
        need="A place in a school",
        action="Find a place for mornings before the half term.",
        second="Tell the mother each Friday how far the place is.",
        shown="The child has been at the new school on eight mornings.",
        service="Back in class",
        need_code="education",
        funding="schools",
        rationale="There is a school place from Monday, and the errands have stopped.",
        outcome=Outcome.ADD_TO_PLAN,
        facts={
            "police": "Stopped once at eleven at night with two older young people; nothing was found.",
            "health": "Nothing beyond the usual.",
            "education": "Off the roll since October after a move; two schools have said no.",
            "care": "Contacted twice by the mother; no assessment.",
            "youth_justice": "Not known.",
            "charity": "Came to the holiday club and cooked for everybody.",
        },
    ),
)


def story(place: int) -> Story:
    """Return the story of the child at a place; they come round again."""
    return STORIES[place % len(STORIES)]
