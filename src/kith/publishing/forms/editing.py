"""Forms of editing: an invitation, the first password, a link to a draft, what its reader says."""

from typing import Any, cast

from django import forms
from django.contrib.auth.password_validation import validate_password

from kith.publishing.models import Editor
from kith.publishing.vocabulary.editing import ROLE_SAYS, EditorRole, RemarkKind


class InvitationForm(forms.Form):
    """Whom to invite, as what."""

    name = forms.CharField(max_length=200)
    email = forms.EmailField(label="E-mail address at work")
    role = forms.ChoiceField(
        choices=[(role.value, f"{role.value.capitalize()}: {says}") for role, says in ROLE_SAYS.items()],
        widget=forms.RadioSelect,
    )

    def chosen_role(self) -> EditorRole:
        """Return the role that was chosen."""
        return EditorRole(self.cleaned_data["role"])


class FirstPasswordForm(forms.Form):
    """The first password, twice."""

    password = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    again = forms.CharField(
        label="The same password again", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, editor: Editor, *args: Any, **options: Any) -> None:
        """Keep whose password it is: it may not be like their name."""
        super().__init__(*args, **options)
        self.editor = editor

    def clean_password(self) -> str:
        """Return the password if it is long and unusual enough."""
        validate_password(self.cleaned_data["password"], cast(Any, self.editor))
        return str(self.cleaned_data["password"])

    def clean(self) -> dict[str, Any]:
        """Check that both are the same."""
        given = super().clean() or {}
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error("again", "The two passwords are not the same. Type the same one twice.")
        return given


class PreviewForm(forms.Form):
    """Who is to see a draft."""

    shown_to = forms.CharField(label="Who is to read it (name and agency)", max_length=200)
    email = forms.EmailField(
        label="Their e-mail address", required=False, help_text="The link is sent there; without one, you hand it over."
    )


class RemarkForm(forms.Form):
    """What the reader of a draft says."""

    kind = forms.ChoiceField(
        label="What do you think of it?",
        choices=[
            (RemarkKind.AGREE.value, "It can be published as it is"),
            (RemarkKind.CHANGE.value, "Something has to be changed first"),
            (RemarkKind.COMMENT.value, "I only want to say something"),
        ],
        widget=forms.RadioSelect,
    )
    says = forms.CharField(
        label="What you want to say", required=False, widget=forms.Textarea(attrs={"rows": 5}), max_length=5000
    )

    def chosen_kind(self) -> RemarkKind:
        """Return what was chosen."""
        return RemarkKind(self.cleaned_data["kind"])
