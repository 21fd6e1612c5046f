"""Pages of the sender: begin, write, check, send."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kith.referrals import presenters, selectors, services
from kith.referrals.presenters.prefill import prefill
from kith.referrals.rules import missing_before_sending
from kith.referrals.views.about import last_year, open_both, viewer_of
from kith.referrals.views.typed import Typed, typed_draft
from kith.referrals.vocabulary import ChangedMeanwhile, NotComplete, NotReferred, Referral, ReferralState, RingFirst


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say what the record fills in, and begin a draft."""
    now = timezone.now()
    context: dict[str, Any] = {}
    if request.method == "POST":
        try:
            made = services.start_referral(person=public_id, by=viewer_of(request), now=now)
            return redirect("referrals:edit", public_id, made)
        except NotReferred as refusal:
            context = {"refusal": str(refusal)}
    chronology = last_year(request, public_id, now)
    context |= {"person": presenters.identity(chronology), "around": presenters.around(chronology)}
    return render(request, "referrals/start.html", context, status=422 if "refusal" in context else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, public_id: UUID, referral_id: UUID) -> HttpResponse:
    """Show the form with what stands, and save what is typed; a wrong date loses none of the rest."""
    now = timezone.now()
    referral, chronology = open_both(request, public_id, referral_id, now)
    if referral.state is not ReferralState.DRAFT:
        return redirect("referrals:one", public_id, referral_id)
    typed = typed_draft(request, referral, prefill(chronology, viewer_of(request)), now)
    refusal, theirs = "", {}
    if request.method == "POST" and typed.is_valid():
        try:
            _save(request, referral, typed)
            return _after_saving(request, referral)
        except NotReferred as refused:
            refusal = str(refused)
            theirs = refused.theirs if isinstance(refused, ChangedMeanwhile) else {}
    context = {
        "person": presenters.identity(chronology),
        "around": presenters.around(chronology),
        "typed": typed,
        "errors": typed.errors() if request.method == "POST" else [],
        "form": typed.form,
        "refusal": refusal,
        "theirs": [(name.replace("_", " "), text) for name, text in theirs.items() if text and name != "version"],
        "standing_version": theirs.get("version"),
        "has_errors": request.method == "POST",
    }
    return render(request, "referrals/edit.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, public_id: UUID, referral_id: UUID) -> HttpResponse:
    """Show the risk and the known events before everything else, and send."""
    now, viewer = timezone.now(), viewer_of(request)
    refusal: dict[str, Any] = {}
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            services.send_referral(
                person=public_id, referral=referral_id, seen=int(seen) if seen.isdecimal() else 0, by=viewer, now=now
            )
            messages.success(request, "Sent. The receiver has been asked to acknowledge it.")
            return redirect("referrals:one", public_id, referral_id)
        except NotComplete as refused:
            refusal = {"missing": refused.missing}
        except NotReferred as refused:
            refusal = {"refusal": str(refused), "ring": isinstance(refused, RingFirst)}
    referral, chronology = open_both(request, public_id, referral_id, now)
    if referral.state is not ReferralState.DRAFT:
        return redirect("referrals:one", public_id, referral_id)
    missing = refusal.get("missing") or missing_before_sending(referral.content, referral.risk, timezone.localdate(now))
    context = presenters.referral_page(referral, chronology) | {
        "missing": [{"text": text, "href": f"../edit/#id_{name}"} for name, text in missing.items()],
        "refusal": refusal.get("refusal", ""),
        "ring": bool(refusal.get("ring")),
        "phones": [(name, phone) for name, phone in selectors.police_phones() if phone],
        "has_lead": selectors.police_has_contact(now),
        "has_errors": bool(refusal),
    }
    return render(request, "referrals/check.html", context, status=422 if refusal else 200)


def _save(request: HttpRequest, referral: Referral, typed: Typed) -> None:
    services.save_referral(
        person=referral.person_public_id,
        referral=referral.public_id,
        seen=typed.form.cleaned_data["seen"],
        receiver=typed.receiver(),
        content=typed.form.content(),
        risk=typed.form.risk(typed.risk_lines(), typed.said_events()),
        by=viewer_of(request),
        now=timezone.now(),
    )


def _after_saving(request: HttpRequest, referral: Referral) -> HttpResponse:
    pages = {"check": "referrals:check", "later": "referrals:mine"}
    page = pages.get(request.POST.get("next", ""), "referrals:edit")
    if page != "referrals:check":
        messages.success(request, "Saved. Nobody but you and those who stand in for you sees a draft.")
    if page == "referrals:mine":
        return redirect(page)
    return redirect(page, referral.person_public_id, referral.public_id)
