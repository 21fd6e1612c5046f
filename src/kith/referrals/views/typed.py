"""The forms of a draft together: the referral, its risks, and the known events, as one page shows and sends them."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from kith.partnership.selectors import Listed
from kith.referrals import forms, presenters, selectors
from kith.referrals.vocabulary import Fits, Included, KnownRisk, Receiver, Referral, RiskLine
from kith.shell.forms import error_list

_NO_ACCOUNT = (
    "Nobody with this address can sign in. Ask your administrator to invite them as staff of their agency first."
)
_WRITE_TO_THEM = "Give the e-mail address of a colleague there, or choose the agency that passes the referral on."


@dataclass
class Typed:
    """Every form of one draft; `is_valid` asks all of them, so that all errors are shown at once."""

    form: forms.ReferralForm
    fits: Fits
    now: datetime
    risks: list[forms.RiskForm]
    events: list[forms.EventForm]

    def is_valid(self) -> bool:
        """Test whether everything that was typed can be kept."""
        each_is = [one.is_valid() for one in (self.form, *self.risks, *self.events)]
        return all(each_is) and self._receiver_is_found() and self._service_takes_the_child()

    def errors(self) -> list[dict[str, Any]]:
        """Return every error of every form for one summary."""
        return [error for one in (self.form, *self.risks, *self.events) for error in error_list(one)]

    def receiver(self) -> Receiver | None:
        """Return to whom it goes, or None while that is open."""
        typed, service = self.form.cleaned_data, self._service()
        named: dict[str, Any] = {"service_name": service.name if service else typed["service_name"]}
        if service is not None:
            named["service_id"] = service.public_id
        if typed["outside_email"]:
            found = selectors.find_outside_colleague(typed["outside_email"])
            return Receiver(agency_id=found[1], staff_id=found[0], **named) if found else None
        agency = typed["to_agency"] or (service.provider_id if service else None)
        return Receiver(agency_id=int(agency), **named) if agency else None

    def risk_lines(self) -> list[RiskLine]:
        """Return the risks that are any."""
        return [line for line in (each.line() for each in self.risks) if line is not None]

    def said_events(self) -> list[Included]:
        """Return what was chosen of the known events."""
        return [said for said in (each.said() for each in self.events) if said is not None]

    def _service(self) -> Listed | None:
        chosen = self.form.cleaned_data.get("service")
        return selectors.find_service(UUID(chosen), timezone.localdate(self.now)) if chosen else None

    def _service_takes_the_child(self) -> bool:
        typed = self.form.cleaned_data
        if not typed.get("service"):
            return True
        refusal = selectors.why_not(UUID(typed["service"]), self.fits, timezone.localdate(self.now))
        service = self._service()
        if not refusal and service is not None and not typed["outside_email"]:
            refusal = self._why_not_of(service)
        if refusal:
            self.form.add_error("service", refusal)
        return not refusal

    def _why_not_of(self, service: Listed) -> str:
        chosen, provider = self.form.cleaned_data["to_agency"], service.provider_id
        if not chosen and not (provider and selectors.receivers_of(provider, self.now)):
            return f"Nobody at {service.provider} receives referrals in Kith. {_WRITE_TO_THEM}"
        if chosen and provider is not None and chosen != str(provider):
            return f"{service.name} is provided by {service.provider}. Choose that agency, or leave the agency open."
        return ""

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
        "service": str(referral.service_id or ""),
        "service_name": "" if referral.service_id else referral.service_name,
    }
    today = timezone.localdate(now)
    chosen = (sent.get("service", "") if sent is not None else "") or stands["service"]
    count = min(_number(request.POST.get("risks")) or len(referral.risk.risks) + 1, forms.MOST_RISKS)
    lines = [forms.initial_of_risk(line) for line in referral.risk.risks]
    return Typed(
        form=forms.ReferralForm(
            sent,
            initial=stands,
            agencies=selectors.receiving_agencies(now),
            services=presenters.service_choices(selectors.services_for(referral.fits, today), _uuid(chosen), today),
        ),
        fits=referral.fits,
        now=now,
        risks=[
            forms.RiskForm(sent, prefix=f"risk-{n + 1}", initial=lines[n] if n < len(lines) else {})
            for n in range(count)
        ],
        events=[
            forms.EventForm(sent, prefix=_prefix(known), known=known, initial=forms.initial_of_event(known))
            for known in referral.known
        ],
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _prefix(known: KnownRisk) -> str:
    # By the event itself, not by its place: one that becomes known meanwhile must not take another's answer.
    return f"event-{sha256(known.entry_ref.encode()).hexdigest()[:12]}"


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 3 else 0
