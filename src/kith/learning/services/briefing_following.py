"""Takes a draft along when people change, and takes the words off the site when whoever they are about is removed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Manager
from procrastinate.contrib.django import app

from kith.learning import models
from kith.learning.services.briefing_handing import PERSON_GONE, withdraw_held
from kith.learning.services.briefing_moving import held
from kith.learning.vocabulary.briefings import BriefingState
from kith.linking.services import TableFollower
from kith.linking.vocabulary import FollowerEffect, Move

WITHDRAW_GONE: Final = "learning.withdraw_gone_briefings"
_OF_OTHERS: Final = frozenset({"key", "avoided"})
# Children before parents, so that a purge never leaves a row without what it belongs to.
_ROWS: Final[tuple[Manager[Any], ...]] = (
    models.ConfirmedSpan.objects,
    models.KeptChoice.objects,
    models.TextBeside.objects,
    models.ReviewPart.objects,
    models.CaseReview.objects,
)
# What hangs on the first case of a bulletin, and how it reaches its briefing.
_DRAFTED: Final[tuple[tuple[Manager[Any], str], ...]] = (
    (models.TextBeside.objects, "part__review__briefing"),
    (models.ConfirmedSpan.objects, "review__briefing"),
    (models.ReviewPart.objects, "review__briefing"),
)


class BriefingFollower(TableFollower):
    """Keeps drafts of briefings true when people change; see `linking.vocabulary.PersonFollower`.

    After a merge the record knows more names, so the worker reads what is published again and withdraws what names
    somebody now. With a purge goes every word, on the public site too.
    """

    name = "briefings"
    rows = _ROWS
    kept = "briefings"
    goes_along = "Drafts of briefings go along, and what is published is read again."
    purged = ("learning.purged_reviews", "learning.review")

    def join(self, move: Move) -> None:
        """Ask the worker to read what is published once more, by the record as it is then."""
        app.configure_task(WITHDRAW_GONE, queue="work").defer()

    def purge(self, person_id: int, *, by: int | None, now: datetime) -> FollowerEffect:
        """Withdraw every briefing about a person, empty its words, and remove the drafts.

        The draft of a bulletin that tells other cases too goes whole, for it names them beside each other.
        """
        for number in models.CaseReview.objects.filter(person_id=person_id).values_list("briefing_id", flat=True):
            row = held(number)
            if row.state != BriefingState.WITHDRAWN:
                withdraw_held(row, PERSON_GONE, by=None, now=now)
            row.title, row.called, row.words, row.settled, row.facts, row.cases = "", "", {}, {}, [], []
            row.save(update_fields=["title", "called", "words", "settled", "facts", "cases"])
            row.messages.update(title="", words={}, settled={}, facts=[], cases=[])
            for rows, whose in _DRAFTED:
                rows.filter(**{whose: number}).delete()
        return super().purge(person_id, by=by, now=now)

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return everything kept about one person, by table, and the words that were made of it.

        The key of the pseudonyms and the names that were avoided stay out: they would tell of other children.
        """
        kept = dict(super().export(person_id))
        kept["learning_casereview"] = [
            {name: value for name, value in row.items() if name not in _OF_OTHERS}
            for row in kept["learning_casereview"]
        ]
        told = models.Briefing.objects.filter(reviews__person_id=person_id).distinct()
        for rows, whose in _DRAFTED:  # what hangs on the first case of a bulletin is about each
            others = rows.filter(**{f"{whose}__in": told}).exclude(person_id=person_id).order_by("pk")
            kept[rows.model._meta.db_table] = [*kept[rows.model._meta.db_table], *others.values()]
        fields = ("public_id", "form", "state", "words", "facts", "k", "made_at", "withdrawn_because")
        went = models.BriefingMessage.objects.filter(briefing__in=told, handed_at__isnull=False).order_by("turn")
        sent = ("verb", "title", "words", "facts", "k", "handed_at")
        return {
            **kept,
            "learning_briefing": list(told.values(*fields)),
            "learning_briefingmessage": list(went.values(*sent)),
        }
