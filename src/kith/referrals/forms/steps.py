"""The forms by which a referral is answered, and the police lead's word."""

from collections.abc import Iterable
from typing import Any

from django import forms

from kith.referrals.forms.fields import offer
from kith.referrals.vocabulary import ACT_WORDS, DECLINED_WORDS, Cleared, ReferralAct, RiskGrade

_ASKED = {
    ReferralAct.ACKNOWLEDGE: "A word to the sender",
    ReferralAct.ASK: "What do you need to know?",
    ReferralAct.ANSWER: "Your answer",
    ReferralAct.ACCEPT: "A word to the sender",
    ReferralAct.DECLINE: "Why, and what the sender can do instead",
    ReferralAct.ALLOCATE: "A word to the worker",
    ReferralAct.CONTACT: "When, with whom and how was contact made?",
    ReferralAct.COMPLETE: "What came of it for the child?",
    ReferralAct.TELL: "What should the sender know?",
    ReferralAct.WITHDRAW: "Why do you withdraw it?",
}
_MAY_BE_SILENT = frozenset({ReferralAct.ACKNOWLEDGE, ReferralAct.ACCEPT, ReferralAct.ALLOCATE})


class StepForm(forms.Form):
    """One act, with the words, the reason and the worker that go with it."""

    act = forms.CharField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    because = forms.ChoiceField(label="Reason", error_messages={"required": "Choose why you decline"})
    worker = forms.ChoiceField(label="Who takes it?", error_messages={"required": "Choose who takes it"})
    says = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, step: ReferralAct, colleagues: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        """Ask what this act asks for, and nothing else."""
        super().__init__(*args, **kwargs)
        self.auto_id = f"id_{step.value}_%s"  # several of these stand on one page
        self.title = ACT_WORDS[step]
        self.fields["says"].label = _ASKED[step]
        self.fields["says"].required = step not in _MAY_BE_SILENT
        offer(self, "because", [("", "Choose"), *DECLINED_WORDS.items()])
        offer(self, "worker", [("", "Choose"), *colleagues])
        if step is not ReferralAct.DECLINE:
            del self.fields["because"]
        if step is not ReferralAct.ALLOCATE:
            del self.fields["worker"]


class ClearanceForm(forms.Form):
    """How grave a risk is and how to visit safely, without what it rests on."""

    grade = forms.ChoiceField(
        label="How grave is the risk?",
        choices=[(grade.value, grade.value.title()) for grade in RiskGrade],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how grave the risk is"},
    )
    visit_safety = forms.CharField(
        label="How to visit safely",
        help_text="This reaches the receiver without your name. Do not say how you know.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say how to visit safely"},
    )

    def cleared(self) -> Cleared:
        """Return the police lead's word."""
        return Cleared(grade=RiskGrade(self.cleaned_data["grade"]), visit_safety=self.cleaned_data["visit_safety"])
