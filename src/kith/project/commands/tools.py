"""Holds what the demo's agencies write in their audit tools: invented, about nobody, and the same for every case."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kith.access.vocabulary import Sector
from kith.audit.vocabulary import CaseSays, Grade, Section, SectionAnswer

# What was read in each section, by agency, and what was good or is to be developed there.
_READ: Final[Mapping[Sector, Mapping[Section, str]]] = {
    Sector.POLICE: {
        Section.PROFILE: "The custody record and the occurrence log.",
        Section.HISTORY: "Occurrences of three years, with the notices sent to the council.",
        Section.RECOGNITION: "The notice of the day: it names the weapon and who was near.",
        Section.ASSESSMENT: "The officer's view of the home on the day of the arrest.",
        Section.PLANNING: "The neighbourhood officer's plan of visits.",
        Section.SHARING: "Minutes of two meetings; we were at both.",
        Section.VOICE: "What the young person said in custody, in their own words.",
        Section.DIVERSITY: "The custody record asks for language and faith; both are filled in.",
        Section.OVERSIGHT: "The sergeant's review within a day.",
        Section.ESCALATION: "No disagreement is written down.",
        Section.IMPACT: "Occurrences since the incident.",
        Section.OVERALL: "All of the above.",
    },
    Sector.CARE: {
        Section.PROFILE: "The case file and the last review.",
        Section.HISTORY: "The chronology in the file, which ends half a year before the incident.",
        Section.RECOGNITION: "The referrals of the year before and since.",
        Section.ASSESSMENT: "The last assessment; the father is named and was not spoken to.",
        Section.PLANNING: "The plan and the notes of its two reviews.",
        Section.SHARING: "Minutes of core groups, and who was told of them.",
        Section.VOICE: "Notes of visits; seen alone at each.",
        Section.DIVERSITY: "The assessment says how the family understands itself.",
        Section.OVERSIGHT: "Supervision records of the year.",
        Section.ESCALATION: "One disagreement with the school, settled between managers.",
        Section.IMPACT: "The plan's own measures at each review.",
        Section.OVERALL: "All of the above.",
    },
    Sector.EDUCATION: {
        Section.PROFILE: "The pupil file and the attendance register.",
        Section.HISTORY: "Transfer records of two schools.",
        Section.RECOGNITION: "The safeguarding log: absence was noted each week.",
        Section.ASSESSMENT: "Advice for the assessment, written by the head of year.",
        Section.PLANNING: "The part-time timetable and its review.",
        Section.SHARING: "Invitations to meetings; two came after the day.",
        Section.VOICE: "Notes of the mentor, who met the pupil every week.",
        Section.DIVERSITY: "Support for speech and language, agreed with the pupil.",
        Section.OVERSIGHT: "The designated lead's notes.",
        Section.ESCALATION: "One letter to the council about a missing place.",
        Section.IMPACT: "Attendance before and after.",
        Section.OVERALL: "All of the above.",
    },
}
_BECAUSE: Final[Mapping[Grade, str]] = {
    Grade.OUTSTANDING: "Done early and well, and it changed what others did.",
    Grade.GOOD: "Done in time, and it can be followed in the file.",
    Grade.REQUIRES_IMPROVEMENT: "Done, but late, and nobody said why.",
    Grade.INADEQUATE: "Not done, and it would have mattered.",
    Grade.NOT_SEEN: "The part of the file that would show it was not there.",
}
# How an agency grades its own work: the pattern moves with the case, the section and the agency.
_GRADES: Final = (
    Grade.GOOD,
    Grade.GOOD,
    Grade.REQUIRES_IMPROVEMENT,
    Grade.GOOD,
    Grade.OUTSTANDING,
    Grade.REQUIRES_IMPROVEMENT,
    Grade.GOOD,
    Grade.NOT_SEEN,
    Grade.REQUIRES_IMPROVEMENT,
    Grade.GOOD,
    Grade.INADEQUATE,
)
WRITES: Final = frozenset(_READ)
# What the cases showed of the questions that an audit asks of its own; better this year than the year before.
BEFORE: Final = (
    CaseSays.NO,
    CaseSays.PART,
    CaseSays.NO,
    CaseSays.YES,
    CaseSays.NO,
    CaseSays.NOT_SEEN,
    CaseSays.NO,
    CaseSays.YES,
)
ANSWERS: Final = (
    CaseSays.YES,
    CaseSays.NO,
    CaseSays.PART,
    CaseSays.NO,
    CaseSays.YES,
    CaseSays.YES,
    CaseSays.YES,
    CaseSays.NOT_SEEN,
)


@dataclass(frozen=True, kw_only=True)
class Move:
    """What a meeting of moderation made of the overall grade of one case, and why."""

    meeting: int
    case: int
    to: Grade
    because: str


MOVES: Final = (
    Move(
        meeting=0,
        case=0,
        to=Grade.REQUIRES_IMPROVEMENT,
        because="The plan was late, and the other agencies had not been told of it.",
    ),
    Move(meeting=0, case=1, to=Grade.GOOD, because="The others saw what the agency saw; it stands."),
    Move(
        meeting=0,
        case=2,
        to=Grade.REQUIRES_IMPROVEMENT,
        because="What the young person said was written down and changed nothing.",
    ),
    Move(meeting=0, case=3, to=Grade.OUTSTANDING, because="The others learned of it only here, and would do the same."),
    Move(
        meeting=1,
        case=0,
        to=Grade.GOOD,
        because="The minutes have been found since: the others were told, by telephone, in the same week.",
    ),
)


def written(sector: Sector, section: Section, case: int) -> SectionAnswer:
    """Return what an agency writes in one section of the tool of its case of that number."""
    number = list(Section).index(section)
    grade = (
        Grade.GOOD
        if section is Section.OVERALL
        else _GRADES[(5 * case + number + 3 * list(_READ).index(sector)) % len(_GRADES)]
    )
    is_good = grade in (Grade.OUTSTANDING, Grade.GOOD)
    return SectionAnswer(
        evidence=_READ[sector][section],
        good_practice="One worker throughout, whom the young person knew." if is_good and number % 4 == 2 else "",
        to_develop="Say by when, and look again on that day." if grade is Grade.REQUIRES_IMPROVEMENT else "",
        grade=grade,
        because=_BECAUSE[grade],
    )
