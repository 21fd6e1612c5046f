"""The form on which children, parents and others write: one required answer, their words."""

from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from django import forms
from django.core import signing

from kith.publishing.vocabulary.feedback import (
    AGES,
    DANGERS,
    MATTERS,
    MOST_REACH,
    MOST_WORDS,
    QUICKEST,
    WRITERS,
    AgeBand,
    Danger,
    Matter,
    Said,
    Writer,
)
from kith.shell.forms import KithFormRenderer
from kith.shell.words import mark, plain_word, word

_SALT = "kith.feedback"
Choice = TypeVar("Choice", bound=StrEnum)


def opened_mark(now: datetime) -> str:
    """Return a signed mark of when the page was opened; it tells programs from people without a cookie."""
    return signing.dumps(now.timestamp(), salt=_SALT)


def _choices(kinds: dict[Choice, str]) -> list[tuple[str, str]]:
    return [(kind.value, word(words)) for kind, words in kinds.items()]


class FeedbackForm(forms.Form):
    """What somebody wants the partnership to know, and whether and how they may be answered."""

    default_renderer = KithFormRenderer

    words = forms.CharField(
        label=word("What do you want to tell us?"),
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": MOST_WORDS, "autocomplete": "off"}),
        max_length=MOST_WORDS,
        help_text=word("Write it in your own way. You need not say your name. Spelling does not matter."),
        error_messages={"required": word("Write what you want to tell us")},
    )
    danger = forms.ChoiceField(
        label=word("Is somebody being hurt, or in danger?"),
        choices=_choices(DANGERS),
        widget=forms.RadioSelect,
        required=False,
    )
    matter = forms.ChoiceField(
        label=word("What is it about?"), choices=_choices(MATTERS), widget=forms.RadioSelect, required=False
    )
    writer = forms.ChoiceField(
        label=word("Who are you?"), choices=_choices(WRITERS), widget=forms.RadioSelect, required=False
    )
    age_band = forms.ChoiceField(
        label=word("If you are a child or young person: how old are you?"),
        choices=[
            ("", plain_word("I would rather not say")),
            *((age.value, plain_word(says)) for age, says in AGES.items()),
        ],
        required=False,
    )
    answer = forms.ChoiceField(
        label=word("Would you like an answer?"),
        choices=[("no", word("No, thank you")), ("yes", word("Yes, please"))],
        widget=forms.RadioSelect,
        required=False,
    )
    reach = forms.CharField(
        label=word("If yes: how and when is it safe to reach you?"),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": MOST_REACH, "autocomplete": "off"}),
        max_length=MOST_REACH,
        required=False,
        help_text=word(
            "For example: text me on this number after school, or ask for me at school. "
            "Think of who else sees your phone or your post."
        ),
    )
    # Seen by nobody, filled in by programs; what comes with it is sent on all the same, and marked.
    website = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"autocomplete": "off"}))
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for a safe way to reach whoever would like an answer."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("answer") == "yes" and not cleaned.get("reach", "").strip():
            words = "Say how it is safe to reach you, or choose that you would not like an answer"
            self.add_error("reach", mark(words))
        return cleaned

    def said(self, now: datetime) -> Said:
        """Return what was written; `looks_automatic` when it came too fast, or filled what nobody sees."""
        given = self.cleaned_data
        wants = given["answer"] == "yes"
        return Said(
            words=given["words"],
            writer=Writer(given["writer"]) if given["writer"] else None,
            matter=Matter(given["matter"]) if given["matter"] else None,
            danger=Danger(given["danger"]) if given["danger"] else None,
            age_band=AgeBand(given["age_band"]) if given["age_band"] else None,
            wants_answer=wants,
            reach=given["reach"] if wants else "",
            looks_automatic=bool(given["website"]) or self._was_too_fast(now),
        )

    def _was_too_fast(self, now: datetime) -> bool:
        try:
            opened = float(signing.loads(self.cleaned_data["opened"], salt=_SALT))
        except (signing.BadSignature, TypeError, ValueError):
            return True
        return now.timestamp() - opened < QUICKEST.total_seconds()
