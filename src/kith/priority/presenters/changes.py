"""Says what changed since the last list, and why."""

from kith.priority.analysis.explaining import Change, ChangeKind, changes
from kith.priority.presenters import words
from kith.priority.vocabulary import Card


def change_sentences(card: Card) -> list[str]:
    """Return one sentence per indicator that gives other points than on the last list, the largest first."""
    if card.before is None or card.run_before is None:
        return ["This is the first list, so there is nothing to compare it with."]
    since = words.day(card.run_before.as_of)
    if not card.before:
        return [f"Had no points on the last list, of {since}."]
    retracted = {row.entry_id for row in card.rows.values() if row.retracted}
    same_policy = card.run.policy.digest == card.run_before.policy.digest
    found = changes(card.before, card.standing.contributions, retracted=retracted, same_policy=same_policy)
    hidden = {each.indicator for each in (*card.before, *card.standing.contributions) if not each.is_shown}
    shown = [_sentence(card, change) for change in found if change.indicator not in hidden]
    if len(shown) < len(found):
        shown.append("Something changed in what health knows: ask the health lead.")
    if not same_policy:
        before, now = card.run_before.policy.version, card.run.policy.version
        shown.append(f"The policy changed from {before} to {now}.")
    return shown or [f"Nothing since the last list, of {since}."]


def _sentence(card: Card, change: Change) -> str:
    by = words.signed(change.by)
    says = _says(card, change.indicator)
    if change.kind is ChangeKind.NEW and change.entries:
        days = sorted(card.rows[id].occurred_on for id in change.entries if id in card.rows)
        return f"{by}: {words.lowered(says)}, new: {words.joined([words.day(day) for day in days])}."
    reasons = {
        ChangeKind.NEW: "newly true",
        ChangeKind.FADED: "fading with time" if change.by < 0 else "more than before",
        ChangeKind.GONE: "no longer counts: too long ago, ended, or no longer linked to this child",
        ChangeKind.CORRECTED: "a record was corrected",
        ChangeKind.POLICY: "the policy gives other points",
    }
    return f"{by}: {words.lowered(says)}, {reasons[change.kind]}."


def _says(card: Card, indicator: str) -> str:
    for run in filter(None, (card.run, card.run_before)):
        for each in run.policy.indicators:
            if each.id == indicator:
                return each.says
    return indicator
