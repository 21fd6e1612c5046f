"""What the steps of a practice review do: terms, the family and the child heard, the report, publishing or not."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kith.audit.services.review_seats import finish, give
from kith.audit.services.step_effects import Effect, Stepping
from kith.audit.vocabulary import AuditRefused, ReviewStepKind
from kith.work.vocabulary import TaskKind


def scope(step: Stepping) -> None:
    """Keep who reviews, the terms of reference, and when it is planned to be published."""
    if len(step.new.reviewer.strip()) < 3 or step.new.due_on is None:
        raise AuditRefused("Name who reviews, and the day on which it is planned to be published.")
    practice = step.practice()
    practice.reviewer, practice.terms = step.new.reviewer.strip(), step.new.says.strip()
    practice.publish_plan_on = step.new.due_on
    practice.save(update_fields=["reviewer", "terms", "publish_plan_on"])
    step.words = f"Reviewed by {practice.reviewer}; to be published on {step.new.due_on:%-d %B %Y}."


def hear_family(step: Stepping) -> None:
    """Keep how the family takes part, or why it does not."""
    practice = step.practice()
    practice.family = step.new.says.strip()
    practice.save(update_fields=["family"])


def hear_child(step: Stepping) -> None:
    """Keep what the child wanted to be known, how the child's life was, or why nobody could ask."""
    practice = step.practice()
    practice.voice = step.new.says.strip()
    practice.save(update_fields=["voice"])


def report(step: Stepping) -> None:
    """Keep that the report is finished; not before the family and the child stand in it."""
    practice = step.practice()
    if not practice.family or not practice.voice:
        raise AuditRefused(
            "Write first how the family takes part and what the child's voice is, or why there is none: a practice "
            "review is about this child's life."
        )
    practice.reported_on = step.new.on
    practice.save(update_fields=["reported_on"])


def publish(step: Stepping) -> None:
    """Keep the day of publishing, and the item that was handed to the public site, if any."""
    practice = step.practice()
    if practice.reported_on and step.new.on < practice.reported_on:
        raise AuditRefused("It is published once it is reported. Mend the day.")
    practice.published_on, practice.published_item = step.new.on, step.new.item
    practice.save(update_fields=["published_on", "published_item"])
    finish(step.row, TaskKind.REVIEW_PUBLISH, step.by, step.now)


def withhold(step: Stepping) -> None:
    """Keep why it should not be published, and ask the second person."""
    practice = step.practice()
    practice.withheld_because, practice.withheld_by_id = step.new.says.strip(), step.by.staff_id
    practice.withheld_agreed_by = None
    practice.save(update_fields=["withheld_because", "withheld_by", "withheld_agreed_by"])
    give(step.row, TaskKind.REVIEW_DECIDE, step.row.decides_id, None, step.by, step.now)


def agree_withhold(step: Stepping) -> None:
    """Agree as the second person that it stays unpublished."""
    practice = step.practice()
    if practice.withheld_by_id == step.by.staff_id:
        raise AuditRefused("Two people decide that a review is not published. Ask the other one.")
    practice.withheld_agreed_by_id = step.by.staff_id
    practice.save(update_fields=["withheld_agreed_by"])
    for kind in (TaskKind.REVIEW_DECIDE, TaskKind.REVIEW_PUBLISH):
        finish(step.row, kind, step.by, step.now)


def refuse_withhold(step: Stepping) -> None:
    """Refuse as the second person: it is to be published; the reason that was given stays among the steps."""
    practice = step.practice()
    practice.withheld_because, practice.withheld_by = "", None
    practice.save(update_fields=["withheld_because", "withheld_by"])
    finish(step.row, TaskKind.REVIEW_DECIDE, step.by, step.now)


EFFECTS: Final[Mapping[ReviewStepKind, Effect]] = MappingProxyType(
    {
        ReviewStepKind.SCOPE: scope,
        ReviewStepKind.HEAR_FAMILY: hear_family,
        ReviewStepKind.HEAR_CHILD: hear_child,
        ReviewStepKind.REPORT: report,
        ReviewStepKind.PUBLISH: publish,
        ReviewStepKind.WITHHOLD: withhold,
        ReviewStepKind.AGREE_WITHHOLD: agree_withhold,
        ReviewStepKind.REFUSE_WITHHOLD: refuse_withhold,
    }
)
