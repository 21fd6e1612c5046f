"""Forms of the review: what becomes of a piece of a text, and of a row."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from kith.subject_access.forms.fields import ground_field, one_of, sentences
from kith.subject_access.models import Piece
from kith.subject_access.vocabulary import THIRD, PieceChoice

_CHOICES = {
    PieceChoice.KEEP: "It stays: it tells of nobody else",
    PieceChoice.REPLACE: "It is replaced",
}
_ALIKE = "alike"
_TOLD = "told"


class PieceForm(forms.Form):
    """What becomes of the same words in all their places, or in each by itself."""

    choice = one_of("What becomes of these words?", _CHOICES, missing="Choose what becomes of them")
    says = forms.CharField(
        label="If they are replaced, what stands there instead?",
        help_text="For example, another child, a relative, a friend",
        max_length=80,
        required=False,
    )

    def __init__(self, *args: Any, pieces: Sequence[Piece], **kwargs: Any) -> None:
        """Offer each place by itself where there are several."""
        super().__init__(*args, **kwargs)
        self.pieces = pieces
        self.fields["ground"] = ground_field("If they are replaced, on which ground?")
        self.fields["ground"].initial = THIRD
        for place, piece in enumerate(pieces if len(pieces) > 1 else [], start=1):
            self.fields[f"place_{piece.public_id}"] = forms.ChoiceField(
                label=f"Place {place}",
                help_text=f"…{piece.before[-50:]}{piece.given}{piece.after[:50]}…",
                choices=[(_ALIKE, "As above"), *((one.value, says) for one, says in _CHOICES.items())],
                initial=_ALIKE,
                required=False,
            )

    def choices(self) -> dict[UUID, PieceChoice]:
        """Return what becomes of each place."""
        typed = self.cleaned_data
        found = {}
        for piece in self.pieces:
            own = typed.get(f"place_{piece.public_id}") or _ALIKE
            found[piece.public_id] = PieceChoice(typed["choice"] if own == _ALIKE else own)
        return found


class RowForm(forms.Form):
    """Whether a row is told."""

    because = sentences("If it is withheld, why?", "It stands in this register, not in the copy", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every ground that a person may use."""
        super().__init__(*args, **kwargs)
        answers = [(_TOLD, "It is told")]
        self.fields["ground"] = ground_field("Is it told, or withheld on a ground?", before=answers, required=True)
        self.order_fields(["ground", "because"])

    def ground(self) -> str:
        """Return the ground on which it is withheld; empty when it is told."""
        chosen = str(self.cleaned_data["ground"])
        return "" if chosen == _TOLD else chosen
