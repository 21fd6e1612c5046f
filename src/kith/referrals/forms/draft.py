"""The form of a referral: what must be known of it, its statement of risk, and each known event of the record."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms

from kith.referrals.forms.fields import day, line, offer, one_of, some_of, tick, words
from kith.referrals.vocabulary import (
    BASIS_WORDS,
    CONSENT_WORDS,
    CONTENT_FIELDS,
    IMMINENCE_WORDS,
    NEEDS,
    RISK_OF_WORDS,
    RISK_TO_WORDS,
    URGENCY_WORDS,
    VOICE_WORDS,
    WEAPON_WORDS,
    Content,
    Imminence,
    Included,
    KnownRisk,
    RiskBasis,
    RiskGrade,
    RiskLine,
    RiskOf,
    RiskSaid,
    RiskTo,
    WeaponPart,
)

_YES_NO: Final = {"yes": "Yes", "no": "No"}
_GRADES: Final = {grade.value: grade.value.title() for grade in RiskGrade}
MOST_RISKS: Final = 6


class ReferralForm(forms.Form):
    """Everything but the risks themselves; a draft may leave anything open."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    is_none_known = tick("No risk is known", "Tick this only if you have looked, and then say where and when.")
    checked_in = line("What did you check?", "For example: our own file, the chronology, rang the school")
    checked_on = day("When did you check?")
    visit_safety = words(
        "How to visit safely",
        "This always reaches the receiver. For example: go in pairs, ring first, a dog. If nothing is needed, say so.",
    )
    to_agency = forms.ChoiceField(label="To which agency?", required=False)
    outside_email = forms.EmailField(
        label="To one colleague by name, outside those who work in Kith every day",
        help_text="Their work e-mail address. They get a link that works once, for 72 hours, and must sign in.",
        required=False,
    )
    service = forms.ChoiceField(
        label="To which service of the directory?",
        help_text="Those that are open to the child's age and town; free places and short waits come first. "
        "The agency that provides it receives the referral.",
        required=False,
    )
    service_name = forms.CharField(label="Or a service that is not in the directory", required=False, max_length=200)
    urgency = one_of("How urgent is it?", URGENCY_WORDS, "Immediate danger: ring 999 first, then your duty number.")
    level_of_need = one_of("Level of need", NEEDS)
    reason = words("Why do you refer?")
    what_changed = words("What has changed now?")
    worries = words("What are you worried about?")
    strengths = words("What goes well?")
    support_tried = words("What has been tried, and what came of it?")
    outcomes_wanted = words("What should be different for the child?")
    voice = one_of("How was the child heard?", VOICE_WORDS)
    voice_says = words("The child's own words, or why they were not asked", "Write what was said as it was said.")
    parents_view = words("What do the parents say?")
    consent = one_of("Consent", CONSENT_WORDS)
    consent_by = line("Who gave it?")
    consent_how = line("How was it given?")
    consented_on = day("When was it given?")
    consent_legal_reason = words("Legal reason for referring without consent")
    parents_told = one_of("Have the parents been told?", _YES_NO)
    parents_told_says = words("If not, why not?")
    legal_status = line("Legal status")
    responsibility_holder = line("Who holds parental responsibility?")
    siblings = line("Are brothers and sisters included?", "Yes, and who; or no")
    referrer_relationship = line("How do you know the child?")
    manager_told = tick("My line manager knows of this referral")

    def __init__(
        self, *args: Any, agencies: Iterable[tuple[int, str]], services: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        """Offer the agencies at which somebody receives referrals, and the services that suit the child."""
        super().__init__(*args, **kwargs)
        offer(self, "to_agency", [("", "Choose"), *agencies])
        offer(self, "service", [("", "None of these"), *services])

    def content(self) -> Content:
        """Return what was typed as the content of a referral."""
        typed: dict[str, Any] = {name: self.cleaned_data[name] for name in CONTENT_FIELDS}
        typed["level_of_need"] = int(typed["level_of_need"]) if typed["level_of_need"] else None
        typed["parents_told"] = {"yes": True, "no": False}.get(typed["parents_told"])
        return Content(**typed)

    def risk(self, risks: Sequence[RiskLine], events: Sequence[Included]) -> RiskSaid:
        """Return the whole statement of risk."""
        return RiskSaid(
            is_none_known=self.cleaned_data["is_none_known"],
            checked_in=self.cleaned_data["checked_in"],
            checked_on=self.cleaned_data["checked_on"],
            visit_safety=self.cleaned_data["visit_safety"],
            risks=tuple(risks),
            events=tuple(events),
        )


class RiskForm(forms.Form):
    """One risk; a risk of nothing is no risk, and is left out."""

    of = one_of("Risk of", RISK_OF_WORDS)
    to = some_of("To whom", RISK_TO_WORDS)
    named_person = line("If one person is at risk: who?")
    grade = one_of("How grave", _GRADES)
    imminence = one_of("How soon", IMMINENCE_WORDS)
    greatest_when = line("When is it greatest?", "For example: Friday nights, after contact with the father")
    incident_on = day("Latest incident: when")
    incident = words("Latest incident: what happened", rows=2)
    weapon = one_of("Did a weapon play a part?", WEAPON_WORDS)
    weapon_kind = line("What weapon?")
    carried_or_stored = line("Is a weapon known to be carried or kept? Where?")
    raised_by = line("What raises the risk?")
    lowered_by = line("What lowers it?")
    basis = one_of("How do you know?", BASIS_WORDS)
    checked_on = day("When did you check?")

    def clean(self) -> dict[str, Any]:
        """Ask for what a risk cannot do without, once it is one."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("of"):
            for name in ("grade", "imminence", "basis"):
                if not typed.get(name):
                    self.add_error(name, f"Answer “{self.fields[name].label}” for this risk")
        elif any(value for value in typed.values()):
            self.add_error("of", "Choose what there is a risk of")
        return typed

    def line(self) -> RiskLine | None:
        """Return the risk, or None when nothing was chosen."""
        typed = self.cleaned_data
        if not typed.get("of"):
            return None
        return RiskLine(
            of=RiskOf(typed["of"]),
            to=tuple(RiskTo(each) for each in typed["to"]),
            grade=RiskGrade(typed["grade"]),
            imminence=Imminence(typed["imminence"]),
            basis=RiskBasis(typed["basis"]),
            checked_on=typed["checked_on"],
            named_person=typed["named_person"],
            greatest_when=typed["greatest_when"],
            incident_on=typed["incident_on"],
            incident=typed["incident"],
            weapon=WeaponPart(typed["weapon"]) if typed["weapon"] else WeaponPart.NOT_KNOWN,
            weapon_kind=typed["weapon_kind"],
            raised_by=typed["raised_by"],
            lowered_by=typed["lowered_by"],
            carried_or_stored=typed["carried_or_stored"],
        )


class EventForm(forms.Form):
    """What becomes of one known event: it goes along, or is left out for a reason."""

    goes = one_of("Does it go along?", {"include": "Include it", "leave_out": "Leave it out"})
    reason = line("If left out: why?", "A sentence. The reason stays with the referral.")

    def __init__(self, *args: Any, known: KnownRisk, **kwargs: Any) -> None:
        """Keep which event is meant; its reference comes from the record, never from the page."""
        super().__init__(*args, **kwargs)
        self.known = known

    def said(self) -> Included | None:
        """Return what was chosen, or None when nothing was."""
        goes = self.cleaned_data["goes"]
        if not goes:
            return None
        return Included(
            entry_ref=self.known.entry_ref, is_included=goes == "include", reason=self.cleaned_data["reason"]
        )


def initial_of(content: Content, risk: RiskSaid) -> dict[str, Any]:
    """Return what stands, as the form shows it."""
    stands: Mapping[str, Any] = {name: getattr(content, name) for name in CONTENT_FIELDS}
    told = {True: "yes", False: "no", None: ""}[content.parents_told]
    return {
        **stands,
        "parents_told": told,
        "is_none_known": risk.is_none_known,
        "checked_in": risk.checked_in,
        "checked_on": risk.checked_on,
        "visit_safety": risk.visit_safety,
    }


def initial_of_risk(risk: RiskLine) -> dict[str, Any]:
    """Return one risk, as its form shows it."""
    return {name: getattr(risk, name) for name in RiskForm.base_fields} | {"to": [each.value for each in risk.to]}


def initial_of_event(known: KnownRisk) -> dict[str, Any]:
    """Return what stands of one known event, as its form shows it."""
    if known.said is None:
        return {}
    return {"goes": "include" if known.said.is_included else "leave_out", "reason": known.said.reason}
