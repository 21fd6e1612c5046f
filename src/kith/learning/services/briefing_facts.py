"""Keeps which facts a text tells and how finely, and counts how many children of the county they fit together."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from kith.access.vocabulary import Viewer
from kith.learning.models import CaseReview, KeptChoice
from kith.learning.rules.conjunction import in_words
from kith.learning.selectors.briefing_facts import ways_of
from kith.learning.selectors.briefings import looking_at_review
from kith.learning.selectors.conjunction import count_alike, facts_to_keep
from kith.learning.services.briefing_moving import held, keep_trace, reopen
from kith.learning.vocabulary import FactKind, FactLevel, FactUnclear, KeptFact
from kith.learning.vocabulary.briefings import BriefingRefused

_LONGEST: Final = 200


def keep_facts(
    *,
    public_id: UUID,
    review: UUID,
    levels: Mapping[FactKind, FactLevel | None],
    other: str,
    by: Viewer,
    now: datetime,
) -> int:
    """Keep how finely the text tells each fact, and return how many children of the county fit them together.

    What the record says is read again, never taken from what was posted. `other` is what the text tells and no record
    holds, such as "three knives": with it the text is taken to fit one child at most.

    Raises:
        BriefingRefused: a fact cannot be told like that, or the public site has the words already.
        NotShown, Refused: the draft is not theirs to write.
    """
    with looking_at_review(public_id, review, viewer=by, what="learning.facts") as opened:
        briefing = held(opened.briefing.pk)
        found = facts_to_keep(opened.review.person_id, incident_on=opened.review.incident_on)
        told = [_told(fact, levels) for fact in found]
        facts = [fact for fact in told if fact is not None]
        if other.strip():
            facts.append(KeptFact(FactKind.OTHER, FactLevel.TOLD, other.strip()[:_LONGEST]))
        try:
            k = count_alike(facts, as_of=opened.review.incident_on)
        except FactUnclear as unclear:
            raise BriefingRefused(str(unclear)) from None
        reopen(briefing, by=by, now=now)
        _keep(opened.review, facts, k, now)
        keep_trace(briefing, "learning.chose_facts", by=by, now=now)
        return k


def count_again(review: CaseReview, now: datetime) -> None:
    """Count once more how many children the facts fit that were kept of a case: the county changes while one writes.

    Raises:
        BriefingRefused: a fact cannot be counted any more as it was kept.
    """
    facts = [KeptFact(FactKind(row.kind), FactLevel(row.level), row.value) for row in review.choices.all()]
    try:
        review.k, review.counted_at = count_alike(facts, as_of=review.incident_on), now
    except FactUnclear as unclear:
        raise BriefingRefused(str(unclear)) from None
    review.save(update_fields=["k", "counted_at"])


def _told(fact: KeptFact, levels: Mapping[FactKind, FactLevel | None]) -> KeptFact | None:
    """Return a fact as finely as it is told; one of which nothing was said is told as finely as the record knows it."""
    level = levels.get(fact.kind, fact.level)
    if level is None:
        return None
    if level not in [way for way, _ in ways_of(fact)]:
        raise BriefingRefused("One of these facts cannot be told like that. Open the page again and choose anew.")
    return replace(fact, level=level)


def _keep(review: CaseReview, facts: Sequence[KeptFact], k: int, now: datetime) -> None:
    review.choices.all().delete()
    KeptChoice.objects.bulk_create(
        KeptChoice(
            review=review,
            person_id=review.person_id,
            kind=fact.kind.value,
            level=fact.level.value,
            value=fact.value,
            words=in_words(fact),
        )
        for fact in facts
    )
    review.k, review.counted_at = k, now
    review.save(update_fields=["k", "counted_at"])
