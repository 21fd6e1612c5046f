"""Forms of an audit's own questions: what is asked and of whom, and what is answered for one case."""

from typing import Any, Final

from django import forms

from kith.audit.forms.fields import sentences
from kith.audit.vocabulary import CASE_SAYS_WORDS, CaseSays, NewQuestion, PutTo

_LEAD: Final = ("lead", "Whoever leads the audit, once for each case")
_ALL: Final = ("agencies", "Each agency asked, in its tool for each case")


class QuestionForm(forms.Form):
    """What an audit asks of each case besides what the record answers."""

    asks = sentences("What do you ask?", "For example, Did the referral note the risk?", rows=2)
    says = sentences(
        "What is true where the answer is yes?",
        "It stands behind the number in the finding: “Half (4 of 8) of the cases:” and then, for example, the referral "
        "noted the risk",
        rows=2,
    )

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer whoever leads, all the agencies asked, or one of them."""
        super().__init__(*args, **kwargs)
        choices = [_LEAD, _ALL, *((pk, f"{name} alone") for pk, name in agencies)]
        self.fields["put_to"] = forms.ChoiceField(
            label="Who answers?",
            choices=choices,
            widget=forms.RadioSelect,
            error_messages={"required": "Choose who answers"},
        )

    def new_question(self) -> NewQuestion:
        """Return what was typed as a question."""
        typed = self.cleaned_data
        is_one = typed["put_to"].isdecimal()
        return NewQuestion(
            asks=typed["asks"],
            says=typed["says"],
            put_to=PutTo.AGENCY if is_one else PutTo(typed["put_to"]),
            agency_id=int(typed["put_to"]) if is_one else None,
        )


class CaseSaysForm(forms.Form):
    """What is answered for one case, and on what it rests."""

    says = forms.ChoiceField(
        label="What does this case show?",
        choices=[(one.value, words) for one, words in CASE_SAYS_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an answer, or “not seen”"},
    )
    because = sentences("On what does the answer rest?", "What was read, or who said it", rows=2, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def answer(self) -> CaseSays:
        """Return what was chosen."""
        return CaseSays(self.cleaned_data["says"])
