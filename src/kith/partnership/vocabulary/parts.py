"""What each kind of part says, field by field: one declaration, from which the form, the change and history come."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kith.partnership.vocabulary.structure import (
    CONTACT_WORDS,
    GROUP_WORDS,
    OFFICE_WORDS,
    SEAT_WORDS,
    STAGE_WORDS,
    WORK_WORDS,
    PartKind,
)

_NO_CHILD = "Never a child’s name, number or story"


@dataclass(frozen=True, kw_only=True)
class Said:
    """One field of a part.

    `shape` is line, text, day, whole, yes, choice, or what it points to: agency, group, member, priority.
    `missing` is what to tell whoever leaves it empty; a field without it may be empty. `low` and `high` bound a whole.
    """

    name: str
    label: str
    shape: str = "line"
    hint: str = ""
    missing: str = ""
    choices: Mapping[str, str] | None = None
    low: int = 0
    high: int = 1000

    @property
    def column(self) -> str:
        """Return the column in which it is kept."""
        return f"{self.name}_id" if self.shape in POINTS else self.name


@dataclass(frozen=True, kw_only=True)
class Spec:
    """One kind of part: what people call it, the kind it belongs to, its fields."""

    kind: PartKind
    called: str
    owner: PartKind | None
    fields: tuple[Said, ...]


POINTS = frozenset({"agency", "group", "member", "priority"})
_BEGINS = Said(
    name="begins_on",
    label="First day",
    shape="day",
    hint="For example, 29 9 2019",
    missing="Say from which day it holds",
)
_ENDS = Said(name="ends_on", label="Last day", shape="day", hint="Leave it empty while it goes on")
_PUBLIC = Said(
    name="is_public", label="The name may be told outside the partnership", shape="yes", hint="Ask them first"
)
_TOLD = Said(
    name="is_public", label="Everybody may be told of it", shape="yes", hint="It can then stand on the public site"
)


def _choice(name: str, label: str, choices: Mapping[str, str]) -> Said:
    return Said(name=name, label=label, shape="choice", choices=choices, missing=f"Choose: {label.lower()}")


def _spec(kind: PartKind, called: str, owner: PartKind | None, *fields: Said) -> tuple[PartKind, Spec]:
    return kind, Spec(kind=kind, called=called, owner=owner, fields=fields)


SPECS: Mapping[PartKind, Spec] = MappingProxyType(
    dict(
        (
            _spec(
                PartKind.MEMBER,
                "agency",
                None,
                Said(name="name", label="Name for everybody", missing="Give the agency its name"),
                Said(name="agency", label="Which agency of Kith it is", shape="agency"),
                Said(name="does", label="What it does", shape="text", hint="In words that a parent understands"),
                Said(name="website", label="Web page"),
                Said(name="lead_post", label="Who answers for it", hint="The post, not a name"),
                Said(name="is_key_partner", label="It is one of the key safeguarding partners", shape="yes"),
                _BEGINS,
                _ENDS,
            ),
            _spec(
                PartKind.OFFICE,
                "post of the partnership",
                None,
                _choice("kind", "Which post?", OFFICE_WORDS),
                Said(name="holder", label="Who holds it", missing="Say who holds it"),
                _PUBLIC,
                _BEGINS,
                _ENDS,
            ),
            _spec(
                PartKind.PRIORITY,
                "priority",
                None,
                Said(name="name", label="Name", missing="Give the priority its name"),
                Said(name="says", label="What it means", shape="text"),
                _BEGINS,
                _ENDS,
            ),
            _spec(
                PartKind.GROUP,
                "group",
                None,
                Said(
                    name="name",
                    label="Name",
                    hint="Its terms of reference may rename it from a day on",
                    missing="Give the group its name",
                ),
                _choice("kind", "What kind of group?", GROUP_WORDS),
                _BEGINS,
                _ENDS,
            ),
            _spec(
                PartKind.TERMS,
                "terms of reference",
                PartKind.GROUP,
                Said(name="name", label="Name of the group", missing="Say what the group is called"),
                Said(name="under", label="Reports to", shape="group"),
                Said(name="purpose", label="What it is for", shape="text", missing="Say what the group is for"),
                Said(name="quorum", label="Seats that must be filled at a meeting", shape="whole", high=100),
                Said(name="meets", label="How often it meets"),
                Said(name="priority", label="Which priority it serves", shape="priority"),
                _BEGINS,
                Said(name="review_on", label="To be reviewed by", shape="day"),
            ),
            _spec(
                PartKind.SEAT,
                "seat",
                PartKind.GROUP,
                Said(name="post", label="Post", hint="The post, not a name", missing="Say which post has the seat"),
                Said(name="member", label="Of which agency?", shape="member"),
                _choice("role", "What does the seat do?", SEAT_WORDS),
                Said(name="deputy_post", label="Who sits in for it", hint="The post, not a name"),
                _BEGINS,
                _ENDS,
            ),
            _spec(
                PartKind.HOLDER,
                "post-holder",
                PartKind.SEAT,
                Said(name="name", label="Name", missing="Say who holds the seat"),
                _PUBLIC,
                _BEGINS,
                _ENDS,
            ),
            _spec(
                PartKind.MEETING,
                "meeting",
                PartKind.GROUP,
                Said(name="held_on", label="Day", shape="day", missing="Say on which day"),
                _choice("stage", "How does it stand?", STAGE_WORDS),
                Said(name="place", label="Where"),
                Said(name="present", label="Seats that were filled", shape="whole", high=100),
                _TOLD,
            ),
            _spec(
                PartKind.PAPER,
                "paper",
                PartKind.MEETING,
                Said(name="title", label="Title", missing="Give the paper its title"),
                Said(name="from_post", label="From", hint="The post, not a name"),
                Said(name="says", label="What it says", shape="text", hint=_NO_CHILD),
            ),
            _spec(
                PartKind.DECISION,
                "decision",
                PartKind.MEETING,
                Said(name="says", label="What was decided", shape="text", hint=_NO_CHILD, missing="Say what it is"),
                Said(name="owner_post", label="Who sees to it", hint="The post, not a name"),
                Said(name="due_on", label="By", shape="day"),
                _TOLD,
            ),
            _spec(
                PartKind.WORK_ITEM,
                "item of the work plan",
                PartKind.GROUP,
                Said(name="says", label="What is to be done", shape="text", hint=_NO_CHILD, missing="Say what it is"),
                Said(name="priority", label="Which priority it serves", shape="priority"),
                Said(name="owner_post", label="Who sees to it", hint="The post, not a name"),
                _choice("state", "How far is it?", WORK_WORDS),
                Said(name="due_on", label="By", shape="day"),
                _BEGINS,
                _ENDS,
            ),
            _spec(
                PartKind.RISK,
                "risk",
                PartKind.GROUP,
                Said(name="says", label="What could happen", shape="text", hint=_NO_CHILD, missing="Say what it is"),
                Said(
                    name="likelihood",
                    label="How likely, from 1 to 5",
                    shape="whole",
                    low=1,
                    high=5,
                    missing="Say how likely it is",
                ),
                Said(
                    name="impact",
                    label="How bad, from 1 to 5",
                    shape="whole",
                    low=1,
                    high=5,
                    missing="Say how bad it would be",
                ),
                Said(name="answer", label="What is done about it", shape="text"),
                Said(name="owner_post", label="Who watches it", hint="The post, not a name"),
                Said(name="review_on", label="To be looked at again by", shape="day"),
                _BEGINS,
                _ENDS,
            ),
            _spec(
                PartKind.CONTACT,
                "contact",
                None,
                Said(name="name", label="Name", missing="Say who is found there"),
                _choice("kind", "What is found there?", CONTACT_WORDS),
                Said(name="serves", label="What for", shape="text", hint="In words that a parent understands"),
                Said(name="phone", label="Phone", hint="Of the team, not of one person"),
                Said(name="email", label="E-mail", hint="The team's mailbox, not one person's"),
                Said(name="hours", label="When"),
                Said(name="url", label="Web page", hint="It begins with https://"),
                _BEGINS,
                _ENDS,
            ),
        )
    )
)
