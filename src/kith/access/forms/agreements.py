"""The form of one version of an information-sharing agreement."""

from typing import Any

from django import forms

from kith.access.forms.accounts import offer
from kith.access.models import Agreement
from kith.access.services.agreeing import NewAgreement
from kith.access.vocabulary import Purpose

_PURPOSES = {
    Purpose.SAFEGUARDING: "Safeguarding",
    Purpose.PANEL: "The panel",
    Purpose.REFERRAL: "A referral",
    Purpose.SUPERVISION: "Supervision",
    Purpose.AUDIT: "Audit",
    Purpose.DATA_QUALITY: "Keeping the record right",
    Purpose.SUBJECT_ACCESS: "Answering a person who asks for their own record",
    Purpose.GOVERNANCE: "Governance",
}


class AgreementForm(forms.Form):
    """What an agency shares through one feed, why, on what basis, how long it is kept, and between which days."""

    code = forms.SlugField(label="Code of the agreement", max_length=60)
    agency = forms.TypedChoiceField(label="Which agency shares?", coerce=int)
    feed = forms.RegexField(
        r"^[a-z][a-z0-9_]*$", label="Which feed?", max_length=40, help_text="As the command line names it: ssda903."
    )
    purposes = forms.MultipleChoiceField(
        label="For which purposes?",
        choices=[(purpose.value, words) for purpose, words in _PURPOSES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    fields_shared = forms.CharField(
        label="Which fields?",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="One name a line; a single * means every field of the feed.",
    )
    lawful_basis = forms.CharField(label="On what lawful basis?", max_length=200)
    retention_class = forms.SlugField(label="Kept as which retention class?", max_length=40)
    valid_from = forms.DateField(label="In force from", widget=forms.DateInput(attrs={"type": "date"}))
    valid_to = forms.DateField(label="Until before", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(
        self, *args: Any, agencies: list[tuple[str, str]], renewed: Agreement | None = None, **kwargs: Any
    ) -> None:
        """Offer these agencies; a renewal keeps its code, agency and feed."""
        super().__init__(*args, **kwargs)
        offer(self, "agency", agencies)
        self._renewed = renewed
        if renewed is not None:
            for name in ("code", "agency", "feed"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Check that it ends after it begins and names a field."""
        found = super().clean() or {}
        begins, ends = found.get("valid_from"), found.get("valid_to")
        if begins and ends and ends <= begins:
            self.add_error("valid_to", "The end must be after the beginning.")
        return found

    def new_agreement(self) -> NewAgreement:
        """Return what was typed as a version of an agreement."""
        found, renewed = self.cleaned_data, self._renewed
        return NewAgreement(
            code=renewed.code if renewed else found["code"],
            agency_id=renewed.agency_id if renewed else found["agency"],
            feed=renewed.feed if renewed else found["feed"],
            purposes=tuple(map(Purpose, found["purposes"])),
            fields=tuple(line.strip() for line in found["fields_shared"].splitlines() if line.strip()),
            lawful_basis=found["lawful_basis"],
            retention_class=found["retention_class"],
            valid_from=found["valid_from"],
            valid_to=found["valid_to"],
        )
