"""Says what is wrong with a field so that one can act on it, where Django only says that it is required."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

from kith.shell.words import say


def messages_of(bound: BoundField) -> list[str]:
    """Return a field's errors in words; a form's own words are kept."""
    errors = bound.form.errors.as_data().get(bound.name, [])
    return [text for error in errors for text in _texts(error, bound)]


def _texts(error: ValidationError, bound: BoundField) -> list[str]:
    standard = type(bound.field).default_error_messages | forms.Field.default_error_messages
    if error.code == "required" and error.message == standard["required"]:
        return [_missing(bound)]
    if error.code == "invalid_choice" and error.message == forms.ChoiceField.default_error_messages["invalid_choice"]:
        return [say("Choose one of the answers that are offered")]
    return [str(message) for message in error.messages]


def _missing(bound: BoundField) -> str:
    label = str(bound.label)
    if label.endswith("?"):
        return say("Answer “{label}”", label=label)
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return say("Tick “{label}”", label=label)
    choosing = isinstance(bound.field.widget, forms.Select | forms.FileInput | forms.RadioSelect)
    what = _in_sentence(label)
    return say("Choose {label}", label=what) if choosing else say("Enter {label}", label=what)


def _in_sentence(label: str) -> str:
    is_initials = label[1:2].isupper()
    return label if is_initials else label[:1].lower() + label[1:]
