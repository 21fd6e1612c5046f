"""Says who helps, what goes well, what is not known, and how sure the links are."""

from datetime import date

from kith.access.vocabulary import Sector
from kith.priority.analysis.explaining import whole
from kith.priority.presenters import words
from kith.priority.vocabulary import Card, FeedState, Grip, Strength


def grip_sentences(card: Card) -> list[str]:
    """Return whether anybody effectively holds the child, and the days that say so."""
    facts, as_of = card.standing.facts, card.run.as_of
    rule = card.run.policy.grip
    found = [
        {
            Grip.NONE: "Nobody: no open plan and no named worker is known.",
            Grip.STALE: "Stale: there is a plan or a worker, but no named lead, "
            f"no contact in {rule.contact_days} days, or a late review.",
            Grip.ACTIVE: f"Active: a named lead, and a contact within {rule.contact_days} days.",
        }[card.standing.grip]
    ]
    for word, says in (
        ("contact_on", "Last recorded contact with the child"),
        ("review_on", "Last review"),
        ("plan_since", "Newest open plan since"),
    ):
        if facts.get(word):
            when = date.fromisoformat(facts[word])
            ago = (as_of - when).days
            found.append(f"{says}: {words.day(when)}, {ago} day{'' if ago == 1 else 's'} before this list.")
    return found


def strength_sentences(card: Card) -> list[str]:
    """Return what goes well; none of it is taken off the points."""
    return [
        words.STRENGTHS[Strength(strength)].format(day=words.day(date.fromisoformat(since_on)), number=number) + "."
        for strength, since_on, number in card.standing.facts.get("strengths", ())
    ]


def unknown_sentences(card: Card) -> list[str]:
    """Return what the list could not know, feed by feed, and how far that could raise the points."""
    facts = card.standing.facts
    says = {
        FeedState.DOWN: "{} has sent nothing for three months, so silence means nothing.",
        FeedState.NEVER: "{} holds no record that is linked to this child.",
        FeedState.STALE: "{} has not sent a new file for more than five weeks.",
    }
    found = [says[FeedState(state)].format(words.SECTORS[Sector(sector)]) for sector, state in facts.get("states", ())]
    if not facts.get("sessions") or not facts["sessions"][1]:
        found.append("No school marks in the last 6 school weeks: off roll, or not told?")
    if facts.get("missing"):
        missing = words.joined([words.lowered(words.SECTORS[Sector(each)]) for each in facts["missing"]])
        high = whole(card.standing.high)
        found.append(f"With what {missing} could have told, the points could be as high as {high}.")
    return found


def identity_sentence(card: Card) -> str:
    """Return how many entries rest on a likely, not certain, link, and what the points are without them."""
    weak = len(card.standing.facts.get("weak", ()))
    if not weak:
        return "Every entry behind these points is linked to this child with certainty."
    entries, them = ("1 entry rests", "it") if weak == 1 else (f"{weak} entries rest", "them")
    without = words.points(card.standing.low)
    return f"{entries} on a link that is likely but not certain; without {them}, {without}."
