"""The forms of a draft together: the referral, its risks, and the known events, as one page shows and sends them."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.http import HttpRequest

from kith.referrals import forms, selectors
from kith.referrals.vocabulary import Included, KnownRisk, Receiver, Referral, RiskLine
from kith.shell.forms import error_list

_NO_ACCOUNT = (
    "Nobody with this address can sign in. Ask your administrator to invite them as staff of their agency first."
)


@dataclass
class Typed:
    """Every form of one draft; `is_valid` asks all of them, so that all errors are shown at once."""

    form: forms.ReferralForm
    risks: list[forms.RiskForm]
    events: list[forms.EventForm]

    def is_valid(self) -> bool:
        """Test whether everything that was typed can be kept."""
        each_is = [one.is_valid() for one in (self.form, *self.risks, *self.events)]
        return all(each_is) and self._receiver_is_found()

    def errors(self) -> list[dict[str, Any]]:
        """Return every error of every form for one summary."""
        return [error for one in (self.form, *self.risks, *self.events) for error in error_list(one)]

    def receiver(self) -> Receiver | None:
        """Return to whom it goes, or None while that is open."""
        typed = self.form.cleaned_data
        if typed["outside_email"]:
            found = selectors.find_outside_colleague(typed["outside_email"])
            return (
                Receiver(agency_id=found[1], staff_id=found[0], service_name=typed["service_name"]) if found else None
            )
        if not typed["to_agency"]:
            return None
        return Receiver(agency_id=int(typed["to_agency"]), service_name=typed["service_name"])

    def risk_lines(self) -> list[RiskLine]:
        """Return the risks that are any."""
        return [line for line in (each.line() for each in self.risks) if line is not None]

    def said_events(self) -> list[Included]:
        """Return what was chosen of the known events."""
        return [said for said in (each.said() for each in self.events) if said is not None]

    def _receiver_is_found(self) -> bool:
        email = self.form.cleaned_data.get("outside_email")
        if email and selectors.find_outside_colleague(email) is None:
            self.form.add_error("outside_email", _NO_ACCOUNT)
            return False
        return True


def typed_draft(request: HttpRequest, referral: Referral, prefilled: dict[str, Any], now: datetime) -> Typed:
    """Return the forms of a draft: with what was sent, or with what stands and what the record fills in."""
    sent = request.POST if request.method == "POST" else None
    stands = forms.initial_of(referral.content, referral.risk)
    if referral.version == 1:
        stands |= {name: text for name, text in prefilled.items() if not stands.get(name)}
    outside = referral.to_staff_id is not None
    stands |= {
        "seen": referral.version,
        "to_agency": "" if outside else referral.to_agency_id,
        "outside_email": referral.to_email if outside else "",
        "service_name": referral.service_name,
    }
    count = min(_number(request.POST.get("risks")) or len(referral.risk.risks) + 1, forms.MOST_RISKS)
    lines = [forms.initial_of_risk(line) for line in referral.risk.risks]
    return Typed(
        form=forms.ReferralForm(sent, initial=stands, agencies=selectors.receiving_agencies(now)),
        risks=[
            forms.RiskForm(sent, prefix=f"risk-{n + 1}", initial=lines[n] if n < len(lines) else {})
            for n in range(count)
        ],
        events=[
            forms.EventForm(sent, prefix=_prefix(known), known=known, initial=forms.initial_of_event(known))
            for known in referral.known
        ],
    )


def _prefix(known: KnownRisk) -> str:
    # By the event itself, not by its place: one that becomes known meanwhile must not take another's answer.
    return f"event-{sha256(known.entry_ref.encode()).hexdigest()[:12]}"


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 3 else 0
