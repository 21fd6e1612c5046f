"""Forms of a child's voice: what was said, and what came of it."""

from django import forms

from kith.support.forms.fields import a_day, chosen, long_text, short_text, yes_or_no
from kith.support.vocabulary import USE_WORDS, WAY_WORDS, NewTellingBack, NewVoice, VoiceUse, Way

_THREE = [("yes", "Yes"), ("no", "No"), ("", "It was not at their home")]


class VoiceForm(forms.Form):
    """What a child said or showed; the child's words come first."""

    heard_on = a_day("When was it?", "For example, 27 3 2026", missing="Enter the day")
    declined = yes_or_no("Did the child want to say something?", "Choose yes or no")
    words = long_text(
        "The child's own words", "As they said them, one after another. No marks are needed around them", required=False
    )
    way = chosen(
        "How did the child make themselves understood?",
        [(one.value, words) for one, words in WAY_WORDS.items()],
        missing="Choose how it was",
    )
    observation = long_text("What you saw", "Of a baby or a child without words: all there is", required=False)
    wishes = long_text("What does the child wish?", required=False, rows=2)
    feelings = long_text("What does the child feel?", required=False, rows=2)
    day_in_life = long_text("A day in the child's life", required=False)
    wants = long_text("What does the child want to happen?", required=False, rows=2)
    role = short_text("Who heard the child?", "A role, not a name: social worker, teacher", most=80, missing="Say who")
    setting = short_text("Where was it?", "For example, at school", most=120, missing="Say where it was")
    seen = yes_or_no("Was the child seen?", "Choose whether the child was seen")
    alone = yes_or_no("Was the child alone with you?", "Choose whether the child was alone with you")
    bedroom_seen = forms.ChoiceField(
        label="Was the child's bedroom seen?", choices=_THREE, widget=forms.RadioSelect, required=False
    )
    communication = short_text(
        "What does the child need to be understood?", "An interpreter, signs, pictures, time", required=False
    )
    limits_explained = yes_or_no(
        "Did the child hear with whom their words are shared, and what cannot stay between you?",
        "Choose whether this was explained",
    )
    bears_on = forms.ChoiceField(
        label="What does it bear on?",
        choices=[("", "Nothing yet"), *((one.value, words) for one, words in USE_WORDS.items())],
        required=False,
    )
    bears_on_says = short_text("Which decision is that?", required=False)
    view = long_text("What you make of it", "Your own view stands apart from the child's words", required=False)
    next_try_on = a_day("When is the child asked again?", "Only for a child who would rather not now", required=False)

    def new_voice(self) -> NewVoice:
        """Return what was typed as an entry."""
        typed = dict(self.cleaned_data)
        for name in ("seen", "alone", "limits_explained"):
            typed[name] = typed[name] == "yes"
        typed["declined"] = typed["declined"] == "no"
        typed["bedroom_seen"] = {"yes": True, "no": False}.get(typed["bedroom_seen"])
        typed["way"] = Way(typed["way"])
        typed["bears_on"] = VoiceUse(typed["bears_on"]) if typed["bears_on"] else None
        return NewVoice(**typed)


class TellingBackForm(forms.Form):
    """What came of what a child said."""

    changed = long_text("What changed because of what the child said?", required=False)
    why_not = long_text("Or: why did nothing change?", required=False)
    told_on = a_day("When was the child told?", "Leave it empty while nobody has", required=False)

    def new_telling_back(self) -> NewTellingBack:
        """Return what was typed."""
        return NewTellingBack(**self.cleaned_data)
