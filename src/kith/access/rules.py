"""The access policy: one answer for every role, relationship state, data class and action.

The table below is the only place where the policy is written. It is copied row by row into the
database (access.PolicyCell), where the function that mints tickets reads it; a test proves every
cell against a second, independent statement of the same policy.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from kith.access.vocabulary import Action as A
from kith.access.vocabulary import DataClass as D
from kith.access.vocabulary import RelationshipState as S
from kith.access.vocabulary import Role as R
from kith.access.vocabulary import Sector


class Answer(StrEnum):
    """What the policy says; OWN opens a class to staff of the sector whose class it is."""

    NO = "no"
    OWN = "own"
    YES = "yes"


class Cell(NamedTuple):
    """One question to the policy."""

    role: R
    state: S
    data_class: D
    action: A


# Whose class it is: a nurse reads health detail of her own children, a police officer police detail.
SECTORS_OF_CLASS: Mapping[D, frozenset[Sector]] = MappingProxyType(
    {
        D.EXISTENCE: frozenset(Sector),
        D.HEADLINES: frozenset(Sector),
        D.CARE: frozenset({Sector.CARE, Sector.EDUCATION}),
        D.HEALTH: frozenset({Sector.HEALTH}),
        D.POLICE: frozenset({Sector.POLICE, Sector.YOUTH_JUSTICE}),
        D.PROTECTED: frozenset({Sector.CARE}),
    }
)

_STRANGER = (S.NONE, S.EXPIRED, S.NOT_YET_BEGUN)
_DETAIL = (D.CARE, D.HEALTH, D.POLICE)
_ALL_CLASSES = tuple(D)

# Each line: the roles, the states, the classes, the actions, the answer. A later line adds, never takes away.
# No line names the state BLOCKED: a block beats everything, so all of its cells stay "no".
_LINES: tuple[tuple[Iterable[R], Iterable[S], Iterable[D], Iterable[A], Answer], ...] = (
    # Whoever works with children may find that a child is known, and whom to ring.
    (
        (
            R.PRACTITIONER,
            R.TEAM_MANAGER,
            R.AGENCY_CONTACT,
            R.PANEL_COORDINATOR,
            R.PANEL_CHAIR,
            R.DATA_STEWARD,
            R.IG_LEAD,
        ),
        (*_STRANGER, S.CURRENT, S.PANEL_SEAT, S.REFERRAL_RECEIVER, S.BREAK_GLASS),
        (D.EXISTENCE,),
        (A.FIND, A.OPEN),
        Answer.YES,
    ),
    # A current relationship opens the story: education and care to all, health and police to their own.
    (
        (R.PRACTITIONER, R.TEAM_MANAGER, R.AGENCY_CONTACT),
        (S.CURRENT, S.PANEL_SEAT, S.REFERRAL_RECEIVER),
        (D.HEADLINES, D.CARE),
        (A.FIND, A.OPEN),
        Answer.YES,
    ),
    (
        (R.PRACTITIONER, R.TEAM_MANAGER, R.AGENCY_CONTACT),
        (S.CURRENT, S.PANEL_SEAT, S.REFERRAL_RECEIVER),
        (D.HEALTH, D.POLICE),
        (A.FIND, A.OPEN, A.ADD, A.PRINT),
        Answer.OWN,
    ),
    (
        (R.PRACTITIONER, R.TEAM_MANAGER, R.AGENCY_CONTACT),
        (S.CURRENT, S.PANEL_SEAT),
        (D.EXISTENCE, D.HEADLINES, D.CARE),
        (A.ADD, A.PRINT),
        Answer.YES,
    ),
    ((R.PRACTITIONER, R.TEAM_MANAGER), (S.CURRENT,), (D.PROTECTED,), (A.FIND, A.OPEN), Answer.OWN),
    ((R.PRACTITIONER, R.TEAM_MANAGER), (S.CURRENT,), _DETAIL, (A.CHANGE,), Answer.OWN),
    ((R.TEAM_MANAGER, R.AGENCY_CONTACT), (S.CURRENT, S.PANEL_SEAT), (D.EXISTENCE, D.HEADLINES), (A.SHARE,), Answer.YES),
    ((R.TEAM_MANAGER, R.AGENCY_CONTACT), (S.CURRENT, S.PANEL_SEAT), _DETAIL, (A.SHARE,), Answer.OWN),
    # Broken glass opens the story to whoever works with children, and nothing leaves the screen.
    (
        (R.PRACTITIONER, R.TEAM_MANAGER, R.AGENCY_CONTACT, R.PANEL_COORDINATOR, R.PANEL_CHAIR),
        (S.BREAK_GLASS,),
        (D.HEADLINES, *_DETAIL),
        (A.FIND, A.OPEN),
        Answer.YES,
    ),
    # The panel's own people see the headlines of the county, and the whole of the children on its agenda.
    (
        (R.PANEL_COORDINATOR, R.PANEL_CHAIR),
        (*_STRANGER, S.CURRENT, S.PANEL_SEAT, S.REFERRAL_RECEIVER),
        (D.HEADLINES,),
        (A.FIND, A.OPEN),
        Answer.YES,
    ),
    (
        (R.PANEL_COORDINATOR, R.PANEL_CHAIR),
        (S.PANEL_SEAT,),
        _DETAIL,
        (A.FIND, A.OPEN, A.PRINT, A.SHARE),
        Answer.YES,
    ),
    ((R.PANEL_COORDINATOR, R.PANEL_CHAIR), (S.PANEL_SEAT,), (D.EXISTENCE, D.HEADLINES), (A.PRINT, A.SHARE), Answer.YES),
    (
        (R.PANEL_COORDINATOR, R.PANEL_CHAIR),
        (S.PANEL_SEAT,),
        (D.EXISTENCE, D.HEADLINES, D.CARE),
        (A.ADD, A.CHANGE),
        Answer.YES,
    ),
    # An analyst works with headlines and leaves with points, never by looking for a name.
    (
        (R.ANALYST,),
        (*_STRANGER, S.CURRENT, S.PANEL_SEAT, S.REFERRAL_RECEIVER),
        (D.EXISTENCE, D.HEADLINES),
        (A.OPEN, A.EXPORT),
        Answer.YES,
    ),
    # Whoever meets a child whom nobody knows yet may add them; to somebody new, everybody stands in no relationship.
    ((R.PRACTITIONER, R.TEAM_MANAGER, R.AGENCY_CONTACT), (S.NONE,), (D.EXISTENCE,), (A.ADD,), Answer.YES),
    # A data steward mends identities.
    (
        (R.DATA_STEWARD,),
        (*_STRANGER, S.CURRENT, S.PANEL_SEAT, S.REFERRAL_RECEIVER),
        (D.EXISTENCE,),
        (A.ADD, A.CHANGE),
        Answer.YES,
    ),
    (
        (R.DATA_STEWARD,),
        (*_STRANGER, S.CURRENT, S.PANEL_SEAT, S.REFERRAL_RECEIVER),
        (D.HEADLINES,),
        (A.OPEN,),
        Answer.YES,
    ),
    # An auditor reads the whole of the chosen cases, through a relationship that the cohort gives and ends.
    ((R.AUDITOR,), (S.CURRENT,), (D.EXISTENCE, D.HEADLINES, *_DETAIL), (A.OPEN, A.PRINT), Answer.YES),
    # The information-governance lead answers for every look, keeps the shields, and answers subject access.
    ((R.IG_LEAD,), (*_STRANGER, S.CURRENT), (D.PROTECTED,), (A.FIND,), Answer.YES),
    ((R.IG_LEAD,), (S.CURRENT,), _ALL_CLASSES, (A.OPEN, A.EXPORT, A.PRINT), Answer.YES),
)


@cache
def policy() -> Mapping[Cell, Answer]:
    """Return the answer of every cell; 12 roles × 8 states × 6 classes × 7 actions."""
    answers = {Cell(r, s, d, a): Answer.NO for r in R for s in S for d in D for a in A}
    rank = list(Answer)
    for roles, states, classes, actions, answer in _LINES:
        for cell in (Cell(r, s, d, a) for r in roles for s in states for d in classes for a in actions):
            answers[cell] = max(answers[cell], answer, key=rank.index)
    return MappingProxyType(answers)


def may(*, roles: Iterable[R], states: Iterable[S], data_class: D, action: A, sector: Sector) -> bool:
    """Test whether any of the roles, in any of the states, opens a class for an action.

    A block answers no whatever else is true.
    """
    held = set(states)
    if S.BLOCKED in held:
        return False
    own = sector in SECTORS_OF_CLASS[data_class]
    answers = {policy()[Cell(role, state, data_class, action)] for role in roles for state in held}
    return Answer.YES in answers or (own and Answer.OWN in answers)


def sees_children(roles: Iterable[R]) -> bool:
    """Test whether any of the roles may ever see a child, and so needs the shorter idle time."""
    return not set(roles) <= {R.PUBLISHER, R.SCRUTINEER, R.ADMINISTRATOR}
