"""Says in plain words why two records are, or are not, one person: one sentence for each thing compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kith.linking.analysis.levels import LEVELS, SUBJECTS, words_of
from kith.linking.vocabulary import Band, ReviewKind

_FLAG_WORDS = {
    ReviewKind.ID_CONFLICT: "Each has a valid NHS or pupil number and they differ: a person must decide.",
    ReviewKind.ID_ALONE: "They share a number, but neither name nor date of birth bears it out: a person must decide.",
    ReviewKind.POSSIBLE_TWINS: "One family, one birthday and two forenames: they may be twins. A person must decide.",
    ReviewKind.POSSIBLE_SAME: "The forename and the date of birth both differ: they may be brother or sister.",
    ReviewKind.JUDGEMENT_CONFLICT: "What people decided about these records does not fit together.",
}
_BAND_WORDS = {
    Band.CERTAIN: "the evidence that they are one person is overwhelming",
    Band.LIKELY: "the evidence that they are one person is good",
    Band.REVIEW: "they may be one person: somebody should look",
    Band.ALONE: "the evidence speaks against one person",
}


@dataclass(frozen=True)
class Step:
    """One step of the waterfall: its sentence, its weight in bits, and the sum so far."""

    says: str
    weight: float
    total: float


def waterfall(start: float, parts: Mapping[str, tuple[int, float]]) -> list[Step]:
    """Return the steps from how rare a match is to the final weight, the heaviest first."""
    steps = [Step("Before anything is compared: two records are seldom one person.", round(start, 1), round(start, 1))]
    total = start
    for name, (gamma, weight) in sorted(parts.items(), key=lambda part: (-abs(part[1][1]), part[0])):
        total += weight
        steps.append(Step(sentence(name, gamma, weight), round(weight, 1), round(total, 1)))
    return steps


def sentence(name: str, gamma: int, weight: float) -> str:
    """Return what one comparison says, in a sentence."""
    if gamma < 0:
        return f"{SUBJECTS[name]}: nothing to compare, so it counts neither for nor against."
    found = words_of(name, gamma)
    if abs(weight) < 0.5:
        return f"{found}: this says little."
    side = "for" if weight > 0 else "against"
    return f"{found}: {_strength(abs(weight))} {side} one person."


def _strength(weight: float) -> str:
    if weight >= 9:
        return "very strong evidence"
    if weight >= 4:
        return "strong evidence"
    return "some evidence" if weight >= 1.5 else "a little evidence"


def conclusion(weight: float, band: Band, flags: Sequence[ReviewKind]) -> list[str]:
    """Return the closing sentences: the sum, what it means, and what a guard adds."""
    return [f"Together {weight:+.1f}: {_BAND_WORDS[band]}.", *(_FLAG_WORDS[flag] for flag in flags)]


def names_compared() -> tuple[str, ...]:
    """Return the names of all comparisons, in the order of the model."""
    return tuple(LEVELS)
