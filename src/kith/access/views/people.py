"""Asking to see a person, breaking glass, and deciding what others asked."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith.access.forms import AskForm, DecideForm, EndGrantForm, GlassForm, ReviewForm
from kith.access.selectors import list_granted, list_waiting
from kith.access.services import choose_purpose, relationships
from kith.access.views.visitors import number, person_of, signed_in
from kith.access.vocabulary import Purpose, Role
from kith.shell.guards import for_roles


def ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask a manager to see a person, or open them in an emergency."""
    kind = request.POST.get("kind", "")
    asking = AskForm(request.POST if kind == "ask" else None)
    glass = GlassForm(request.POST if kind == "glass" else None, prefix="glass")
    by, now = signed_in(request), timezone.now()
    if kind == "ask" and asking.is_valid():
        relationships.ask_relationship(by=by, person=public_id, reason=asking.cleaned_data["reason"], now=now)
        messages.success(request, "Asked. A manager of your agency decides; you are told here.")
        return redirect("/work/")
    if kind == "glass" and glass.is_valid():
        relationships.break_glass(by=by, person=public_id, now=now, **glass.cleaned_data)
        choose_purpose(session=request.session, public_id=public_id, purpose=Purpose.SAFEGUARDING, by=by, now=now)
        messages.success(request, "Opened for one hour. A reviewer of another team has been told.")
        return redirect(f"/people/{public_id}/")
    return render(
        request,
        "access/ask.html",
        {"asking": asking, "glass": glass, "has_errors": bool(asking.errors or glass.errors), "public_id": public_id},
    )


def waiting(request: HttpRequest) -> HttpResponse:
    """Show what waits for this member of staff to decide or to review."""
    rows = list_waiting(viewer=signed_in(request), purpose=Purpose.SUPERVISION)
    return render(
        request,
        "access/waiting.html",
        {
            "rows": [
                dict(row) | {"form": DecideForm() if row["kind"] == "relationship" else ReviewForm()} for row in rows
            ],
            "is_manager": Role.TEAM_MANAGER in signed_in(request).roles,
        },
    )


@require_POST
def decide(request: HttpRequest, kind: str, row_id: int) -> HttpResponse:
    """Decide a request, or judge an emergency look."""
    by, now = signed_in(request), timezone.now()
    form: DecideForm | ReviewForm = DecideForm(request.POST) if kind == "relationship" else ReviewForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Nothing was decided: choose an answer and say why.")
        return redirect("waiting")
    person = person_of(request)
    found = form.cleaned_data
    if kind == "relationship":
        decision = relationships.Decision(
            grant=found["answer"] == "grant", because=found["because"], days=found["days"]
        )
        relationships.decide_request(by=by, person=person, request_id=row_id, decision=decision, now=now)
    else:
        relationships.review_glass(by=by, person=person, glass_id=row_id, now=now, **found)
    messages.success(request, "Kept.")
    return redirect("waiting")


@for_roles(Role.TEAM_MANAGER)
def granted(request: HttpRequest) -> HttpResponse:
    """Show what managers granted to staff of one's agency, and end one of them before its day."""
    by = signed_in(request)
    if request.method == "POST":
        form = EndGrantForm(request.POST)
        if not form.is_valid():
            messages.error(request, "Nothing was ended: say in a few words why.")
            return redirect("granted")
        relationships.end_grant(
            by=by,
            person=person_of(request),
            relationship_id=number(request.POST.get("grant", "")),
            because=form.cleaned_data["because"],
            now=timezone.now(),
        )
        messages.success(request, "Ended. Whoever had it has been told.")
        return redirect("granted")
    rows = list_granted(viewer=by, purpose=Purpose.SUPERVISION)
    return render(request, "access/granted.html", {"rows": rows, "form": EndGrantForm()})
