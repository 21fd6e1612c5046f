"""Pages of one referral that was sent: its answers, its print, the police lead's word, and the link from outside."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.access.vocabulary import Purpose
from kith.referrals import presenters, selectors, services
from kith.referrals.forms import ClearanceForm, StepForm
from kith.referrals.services import NewStep
from kith.referrals.views.about import last_year_printed, open_both, viewer_of
from kith.referrals.vocabulary import ENDED, TRANSITIONS, NotComplete, NotReferred, Referral, ReferralAct, ReferralState


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, public_id: UUID, referral_id: UUID) -> HttpResponse:
    """Show a referral with the acts that are possible now, and take one."""
    now = timezone.now()
    referral, chronology = open_both(request, public_id, referral_id, now)
    if referral.state is ReferralState.DRAFT and request.method != "POST":
        return redirect("referrals:edit", public_id, referral_id)
    forms = _forms(request, referral)
    act = _act(request)
    refusal = ""
    if act is not None:
        form = forms.get(act)
        if form is None:
            refusal = "This is not possible now. Below is where the referral stands."
        elif form.is_valid():
            refusal = _take(request, referral, act, form)
            if not refusal:
                return _after(referral, act)
    context = presenters.referral_page(referral, chronology) | {
        "forms": list(forms.values()),
        "form": forms.get(act) if act else None,
        "refusal": refusal,
        "has_errors": act is not None,
    }
    return render(request, "referrals/one.html", context, status=422 if act is not None else 200)


@require_safe
def print_out(request: HttpRequest, public_id: UUID, referral_id: UUID) -> HttpResponse:
    """Show a referral to be printed; the log calls it a print."""
    now, viewer = timezone.now(), viewer_of(request)
    referral = selectors.open_print(public_id, referral_id, viewer=viewer, purpose=Purpose.REFERRAL, now=now)
    page = presenters.referral_page(referral, last_year_printed(request, public_id, now))
    return render(request, "referrals/print.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def clearance(request: HttpRequest, public_id: UUID, referral_id: UUID) -> HttpResponse:
    """Take the police lead's word once the sender has rung."""
    viewer = viewer_of(request)
    asked = selectors.open_for_clearance(public_id, referral_id, viewer=viewer, purpose=Purpose.REFERRAL)
    form = ClearanceForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            services.clear_risk(
                person=public_id, referral=referral_id, cleared=form.cleared(), by=viewer, now=timezone.now()
            )
            messages.success(request, "Kept. The sender has been told that they can send it now.")
            return redirect("my_work")
        except NotComplete as refused:
            form.add_error("visit_safety", str(refused))
    context = {"asked": asked, "form": form, "has_errors": bool(form.errors)}
    return render(request, "referrals/clearance.html", context, status=422 if form.errors else 200)


@require_POST
def renew(request: HttpRequest, public_id: UUID, referral_id: UUID) -> HttpResponse:
    """Mail the named colleague a new link."""
    try:
        services.renew_link(person=public_id, referral=referral_id, by=viewer_of(request), now=timezone.now())
        messages.success(request, "A new link is on its way; the one before it works no longer.")
    except NotReferred as refusal:
        messages.error(request, str(refusal))
    return redirect("referrals:one", public_id, referral_id)


@require_http_methods(["GET", "HEAD", "POST"])
def outside(request: HttpRequest, link: str) -> HttpResponse:
    """Ask whoever has signed in to continue; only that uses the link up, so that a scanner of mail does not."""
    viewer = viewer_of(request)
    try:
        if request.method == "POST":
            person, referral = services.follow_link(link=link, by=viewer)
            return redirect("referrals:one", person, referral)
        services.read_link(link=link, by=viewer)
    except NotReferred as refusal:
        return render(request, "referrals/outside.html", {"refusal": str(refusal)}, status=404)
    return render(request, "referrals/outside.html", {"name": viewer.name})


def _act(request: HttpRequest) -> ReferralAct | None:
    given = request.POST.get("act", "") if request.method == "POST" else ""
    return ReferralAct(given) if given in set(ReferralAct) else None


def _forms(request: HttpRequest, referral: Referral) -> dict[ReferralAct, StepForm]:
    given = _act(request)
    staff = selectors.colleagues_at(referral.to_agency_id) if referral.to_agency_id else []
    return {
        act: StepForm(
            request.POST if act is given else None,
            initial={"act": act.value, "seen": referral.version},
            step=act,
            colleagues=staff if act is ReferralAct.ALLOCATE else [],
        )
        for act in referral.acts
        if act is not ReferralAct.SEND
    }


def _take(request: HttpRequest, referral: Referral, act: ReferralAct, form: StepForm) -> str:
    typed = form.cleaned_data
    worker = typed.get("worker")
    step = NewStep(
        act=act, says=typed["says"], because=typed.get("because", ""), worker_id=int(worker) if worker else None
    )
    try:
        services.take_step(
            person=referral.person_public_id,
            referral=referral.public_id,
            step=step,
            seen=typed["seen"],
            by=viewer_of(request),
            now=timezone.now(),
        )
    except NotComplete as refused:
        for name, text in refused.missing.items():
            form.add_error(name if name in form.fields else None, text)
        return str(refused)
    except NotReferred as refused:
        return str(refused)
    messages.success(request, "Done. The other side has been told where that is theirs to know.")
    return ""


def _after(referral: Referral, act: ReferralAct) -> HttpResponse:
    # Once it has ended, whoever was shown the child because of it is shown them no longer.
    if TRANSITIONS[referral.state][act] in ENDED - {ReferralState.COMPLETED}:
        return redirect("referrals:mine")
    return redirect("referrals:one", referral.person_public_id, referral.public_id)
