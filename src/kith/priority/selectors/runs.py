"""Finds the list that is shown: the finished one of the latest day."""

from kith.priority.models import Run
from kith.priority.selectors.policies import policy_by_digest
from kith.priority.vocabulary import RunFacts


def run_in_force() -> RunFacts | None:
    """Return the list that is shown now, or None before the first; it names nobody."""
    run = Run.objects.filter(finished_at__isnull=False).order_by("-as_of", "-pk").first()
    return facts_of(run) if run else None


def run_before(run: RunFacts) -> RunFacts | None:
    """Return the list of the latest earlier day, or None."""
    earlier = Run.objects.filter(finished_at__isnull=False, as_of__lt=run.as_of).order_by("-as_of", "-pk")
    found = earlier.first()
    return facts_of(found) if found else None


def facts_of(run: Run) -> RunFacts:
    """Return a finished run as plain values, with the policy it was made by."""
    if run.finished_at is None:
        raise ValueError("This run is not finished, so there is nothing to show of it.")
    return RunFacts(
        id=run.pk,
        public_id=run.public_id,
        policy=policy_by_digest(run.policy_digest),
        as_of=run.as_of,
        finished_at=run.finished_at,
        people=run.people,
        listed=run.listed,
        digest=run.digest,
        refused=tuple(run.refused),
    )
