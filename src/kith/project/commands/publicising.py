"""Lets the demo's partnership hand over to its public site: anonymised briefings, counts of an audit and of a year."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from rich.console import Console

from kith.project.commands.environment import installation
from kith.project.commands.progress import showing
from kith.project.site import inbox_parameters, run_at_site
from kith.publishing.services import hand_over
from kith.publishing.vocabulary import HandedKind, Message, Verb

_OURS: Final = UUID("6f1c1f0e-52f7-4f0c-9a57-1d1c3f4b8e21")
_APPROVED: Final = "Business manager and chair of Quality and Performance"
FIVE_STEPS: Final = {
    "steps": [
        {
            "heading": "The background",
            "text": "“Rowan” is fifteen and lives with a mother and a step-father. A parent died when Rowan was small. "
            "Two older siblings work, and neither has been in trouble.\n\nRowan is not the young person’s name.",
        },
        {
            "heading": "Before the incident",
            "text": "Rowan went to school each day. No agency was worried, and nobody had known of any violence.",
        },
        {
            "heading": "The incident",
            "text": "Rowan robbed another young person in a town centre and was found with knives. It was part "
            "of a quarrel between groups that several agencies knew a piece of. The court made a referral order.",
        },
        {
            "heading": "The work since",
            "text": "In the weeks before, Rowan had begun to miss lessons; school and education welfare were already "
            "asking why. Rowan is back full time and wants to learn a trade.\n\nA youth justice worker spoke "
            "with Rowan about what knives do, and prepared a meeting with the young person who was robbed, which both "
            "chose to come to. A service for young people who use substances took Rowan on. Work with the whole "
            "family gave mother and child a way to talk about the death, and about the offence.",
        },
        {
            "heading": "What we learned",
            "text": "There was no sign beforehand that any agency missed. What helped was that each agency did its "
            "part and knew of the others’.\n\nRowan is in school. The family has talked about its loss. "
            "Meeting face to face let both young people move on.",
        },
    ]
}
SEVEN_MINUTES: Final = {
    "steps": [
        {"heading": "Background", "text": "A rapid review looked at how agencies hear babies who cannot speak yet."},
        {"heading": "Why it matters", "text": "Under-ones are hurt more often than children of any other age."},
        {
            "heading": "What happened",
            "text": "A baby was taken to hospital. Three agencies had seen the home that month.",
        },
        {
            "heading": "What was good",
            "text": "The health visitor wrote down what the baby’s day was like, hour by hour.",
        },
        {"heading": "What was missed", "text": "Nobody asked who else lived there. A new partner had moved in."},
        {
            "heading": "What to do",
            "text": "Ask at each visit: who lives here now, and who looks after the baby at night?",
        },
        {"heading": "Find out more", "text": "The pre-birth planning toolkit has the questions on one sheet."},
    ]
}
AUDIT: Final = {
    "figures": [
        {"key": "looked after by the council", "n": 4, "of": 8},
        {"key": "had a child in need plan", "n": 3, "of": 8},
        {"key": "had an education, health and care plan", "n": 4, "of": 8},
        {"key": "were asked what they wished and felt", "n": 8, "of": 8},
        {"key": "were part of a county line", "n": 0, "of": 8},
    ],
    "tables": [
        {
            "key": "in common",
            "title": "What the young people’s lives had in common",
            "heading": "In the year before",
            "unit": "young people",
            "of": 8,
            "rows": [
                ["Went to school less and less", 7],
                ["Excluded more than once", 6],
                ["Often in touch with the police", 5],
                ["Looked after by the council", 4],
            ],
        }
    ],
}
YEAR: Final = {
    "figures": [{"key": "Audits whose actions were all closed within six months", "n": 5, "of": 6}],
    "tables": [
        {
            "key": "contacts",
            "title": "Contacts with the front door",
            "heading": "Year to March",
            "unit": "contacts",
            "rows": [["2015", 9120], ["2016", 9644], ["2017", 9871], ["2018", 10403], ["2019", 10872]],
        },
        {
            "key": "trained",
            "title": "People who came to multi-agency training",
            "heading": "Agency",
            "unit": "people",
            "rows": [["Schools", 412], ["Health", 287], ["Council", 263], ["Police", 141], ["Voluntary sector", 96]],
        },
        {
            "key": "heard",
            "title": "Children whose own view stands in their plan",
            "heading": "Plan",
            "unit": "children",
            "of": 420,
            "rows": [["Child protection", 231], ["Child in need", 118], ["Early help", None]],
        },
    ],
}
_HANDED: Final[tuple[tuple[str, HandedKind, str, dict[str, Any]], ...]] = (
    ("briefing", HandedKind.BRIEFING, "Rowan: what helped after a robbery", FIVE_STEPS),
    ("seven-minutes", HandedKind.BRIEFING, "Hearing a baby: a rapid review", SEVEN_MINUTES),
    ("audit", HandedKind.FIGURES, "Audit of knife crime, autumn 2019", AUDIT),
    ("year", HandedKind.FIGURES, "The year to March 2019", YEAR),
)


def hand_over_winter(*, inbox: dict[str, str], now: datetime) -> dict[str, UUID]:
    """Hand over what the winter newsletter rests on, once however often, and return each by its short name."""
    items = {}
    for name, kind, title, text in _HANDED:
        items[name] = uuid5(_OURS, name)
        message = Message(
            message=uuid5(_OURS, f"{name} approved"),
            item=items[name],
            kind=kind,
            verb=Verb.APPROVE,
            title=title,
            text=text,
            approved_by=_APPROVED,
        )
        hand_over(message=message, inbox=inbox, by=None, now=now)
    return items


def publish_winter(console: Console, now: datetime) -> None:
    """Let the invented partnership publish a whole winter newsletter on its public site, through the real inbox."""
    with showing(console, "Publishing the winter newsletter", 1) as bar:
        items = hand_over_winter(inbox=inbox_parameters(installation(), "kith_worker"), now=now)
        words = [f"--{name}={item}" for name, item in items.items()]
        run_at_site(installation(), "publish_winter", *words, role="site")
        bar.done()
