"""The shields and blocks: who is hidden, why, until when, and who is kept away from whom."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kith.access.forms import BlockForm, EndBlockForm, LiftForm, ShieldForm
from kith.access.selectors import list_protected, open_protections
from kith.access.services import relationships
from kith.access.views.visitors import number, signed_in
from kith.access.vocabulary import PROTECTORS, BlockKind, Purpose, Role, ShieldKind
from kith.shell.guards import for_roles


@require_safe
@for_roles(Role.IG_LEAD)
def protections(request: HttpRequest) -> HttpResponse:
    """Show every shield in force: nobody else's search finds these people."""
    rows = list_protected(viewer=signed_in(request), purpose=Purpose.GOVERNANCE)
    shown = [dict(row) | {"words": relationships.SHIELD_KINDS[ShieldKind(row["kind"])]} for row in rows]
    return render(request, "access/protections.html", {"rows": shown, "today": timezone.localdate()})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*PROTECTORS)
def protect(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show what protects one person, and shield, lift, block or end a block."""
    by = signed_in(request)
    shield = ShieldForm(request.POST if _does(request, "shield") else None)
    block = BlockForm(request.POST if _does(request, "block") else None)
    if request.method == "POST":
        if not _does(request, *_DEEDS):
            raise Http404
        said = _DEEDS[request.POST["does"]](request, public_id, shield, block)
        if said:
            messages.success(request, said)
            return redirect("protect_person", public_id=public_id)
    found = open_protections(public_id, viewer=by, purpose=Purpose.GOVERNANCE)
    context = {
        "shields": [(one, relationships.SHIELD_KINDS[ShieldKind(one.kind)]) for one in found.shields],
        "blocks": [(one, relationships.BLOCK_KINDS[BlockKind(one.kind)]) for one in found.blocks],
        "keeps": Role.IG_LEAD in by.roles,
        "viewer_id": by.staff_id,
        "shield_form": shield,
        "block_form": block,
        "public_id": public_id,
        "has_errors": bool(shield.errors or block.errors),
    }
    return render(request, "access/protect.html", context, status=422 if context["has_errors"] else 200)


Deed = Callable[[HttpRequest, UUID, ShieldForm, BlockForm], str]


def _does(request: HttpRequest, *deeds: str) -> bool:
    return request.POST.get("does", "") in deeds


def _shield(request: HttpRequest, person: UUID, shield: ShieldForm, block: BlockForm) -> str:
    if not shield.is_valid():
        return ""
    found = shield.cleaned_data
    new = relationships.NewShield(kind=ShieldKind(found["kind"]), reason=found["reason"], review_on=found["review_on"])
    relationships.put_shield(person=person, shield=new, by=signed_in(request), now=timezone.now())
    return "Shielded. Search no longer finds this person, and strangers see nothing."


def _ask_lift(request: HttpRequest, person: UUID, shield: ShieldForm, block: BlockForm) -> str:
    form = LiftForm(request.POST)
    because = form.cleaned_data["because"] if form.is_valid() else ""
    shield_id = number(request.POST.get("row", ""))
    relationships.ask_lift(
        person=person, shield_id=shield_id, because=because, by=signed_in(request), now=timezone.now()
    )
    return "Asked. The shield holds until a second person agrees on this page."


def _lift(request: HttpRequest, person: UUID, shield: ShieldForm, block: BlockForm) -> str:
    shield_id = number(request.POST.get("row", ""))
    relationships.lift_shield(person=person, shield_id=shield_id, by=signed_in(request), now=timezone.now())
    return "Lifted."


def _block(request: HttpRequest, person: UUID, shield: ShieldForm, block: BlockForm) -> str:
    if not block.is_valid():
        return ""
    found = block.cleaned_data
    relationships.keep_away(
        person=person,
        email=found["email"],
        kind=BlockKind(found["kind"]),
        reason=found["reason"],
        by=signed_in(request),
        now=timezone.now(),
    )
    return "Kept away. Nothing shows this colleague this person from now on."


def _end_block(request: HttpRequest, person: UUID, shield: ShieldForm, block: BlockForm) -> str:
    form = EndBlockForm(request.POST)
    because = form.cleaned_data["because"] if form.is_valid() else ""
    block_id = number(request.POST.get("row", ""))
    relationships.end_block(
        person=person, block_id=block_id, because=because, by=signed_in(request), now=timezone.now()
    )
    return "Ended."


_DEEDS: dict[str, Deed] = {
    "shield": _shield,
    "ask_lift": _ask_lift,
    "lift": _lift,
    "block": _block,
    "end_block": _end_block,
}
