"""Pages of the panel's meetings: the board, a meeting, one item while it runs, the measures."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.access.selectors import list_staff
from kith.access.selectors.accounts import list_agencies
from kith.access.vocabulary import Purpose, Role
from kith.panel import presenters, selectors, services
from kith.panel.forms import BecauseForm, DecisionForm, MeetingForm
from kith.panel.selectors.meeting import ItemPage
from kith.panel.views.asking import PEOPLE, REFUSALS, ask, colleagues, viewer_of
from kith.panel.views.minutes import answer_minute, answer_settled
from kith.panel.vocabulary import Level, MinuteField
from kith.shell.asking import posted
from kith.shell.guards import for_roles

_PANEL = (Role.PANEL_COORDINATOR, Role.PANEL_CHAIR)
_ACTS = {
    "sign-in": (services.promise_confidentiality, "You are signed in, and keep what is said to yourself."),
    "agenda": (services.read_agenda, "Kept. Who is put on the agenda later is shown to you as new."),
    "end": (services.end_meeting, "The meeting has ended. The chair approves the minutes."),
    "packs": (services.ask_packs, "The packs are being made. This page says when each is ready."),
    "approve": (services.approve_minutes, "The minutes are approved and stay as they are."),
}


@for_roles(*PEOPLE)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show who is before the panel, and the meetings to come."""
    now = timezone.now()
    cases = selectors.list_cases(viewer=viewer_of(request), purpose=Purpose.PANEL)
    meetings = selectors.meetings_from(since=now - timedelta(days=14))
    context = presenters.board_page(cases, meetings, timezone.localdate(now))
    may_run = bool(viewer_of(request).roles & set(_PANEL))
    return render(request, "panel/board.html", context | {"may_run": may_run})


@for_roles(*_PANEL, Role.SCRUTINEER, Role.IG_LEAD)
@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """Show how the panel itself works."""
    until = timezone.localdate()
    since = until - timedelta(days=365)
    found = selectors.count_measures(since=since, until=until)
    context = presenters.measures_page(found, since, until)
    counted = selectors.count_disagreements(since=since, until=until, today=until)
    context |= presenters.disagreement_measures(counted, selectors.lessons_kept())
    return render(request, "panel/measures.html", context)


@for_roles(*_PANEL)
@require_http_methods(["GET", "HEAD", "POST"])
def new_meeting(request: HttpRequest) -> HttpResponse:
    """Ask for a meeting, its chair and its seats."""
    now = timezone.now()
    people = list_staff((*_PANEL, Role.AGENCY_CONTACT), now)
    form = MeetingForm(posted(request), chairs=list_staff([Role.PANEL_CHAIR], now), people=people)
    return ask(
        request,
        form,
        lambda: services.plan_meeting(new=form.new_meeting(), by=viewer_of(request), now=now),
        title="Plan a meeting",
        back=reverse("panel:board"),
        said="The meeting is planned.",
        button="Plan the meeting",
    )


@for_roles(*PEOPLE)
@require_safe
def meeting(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Show a meeting: who is here, actions not done, the agenda."""
    viewer = viewer_of(request)
    page = selectors.open_meeting(meeting, viewer=viewer, purpose=Purpose.PANEL)
    context = presenters.meeting_page(page, viewer=viewer, today=timezone.localdate())
    packs = selectors.packs_of(page.meeting, viewer)
    ready = sum(each.state == "ready" for each in packs)
    return render(request, "panel/meeting.html", context | {"packs": packs, "packs_ready": ready})


@for_roles(*PEOPLE)
@require_safe
def pack(request: HttpRequest, pack: UUID) -> HttpResponse:
    """Hand out one pack to the reader whose name is on it; the file's name says nothing of what is in it."""
    _, pages = selectors.open_pack_file(pack, viewer=viewer_of(request), purpose=Purpose.PANEL)
    answer = HttpResponse(pages, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="panel-pack.pdf"'
    return answer


@for_roles(*PEOPLE)
@require_safe
def print_pack(request: HttpRequest, pack: UUID) -> HttpResponse:
    """Show one pack as a page to print, with its reader's name on every sheet."""
    row, content = selectors.open_pack_page(pack, viewer=viewer_of(request), purpose=Purpose.PANEL)
    printed = date_format(timezone.localtime(), "j F Y, H:i")
    page = selectors.pack_page(content, reader=row.reader.name, agency=row.agency.name, copy=row.copy, printed=printed)
    return render(request, "panel/pack.html", {"pack": page, "meeting": row.meeting})


@for_roles(*PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_act(request: HttpRequest, meeting: UUID, act: str) -> HttpResponse:
    """Sign in, open, end or approve a meeting."""
    back = reverse("panel:meeting", args=[meeting])
    about: dict[str, Any] = {"meeting": meeting, "by": viewer_of(request), "now": timezone.now()}
    if act == "open":
        form = BecauseForm(posted(request))
        return ask(
            request,
            form,
            lambda: services.open_meeting(because=form.cleaned_data["because"], **about),
            title="Open the meeting",
            hint="Only without a quorum: why does it go on?",
            back=back,
            said="The meeting is open.",
            button="Open the meeting",
        )
    if act not in _ACTS:
        raise Http404
    service, said = _ACTS[act]
    titles = {
        "sign-in": "I am here, and keep what is said to myself",
        "agenda": "I have read the agenda, and have said to whom I am too near",
        "end": "End the meeting",
        "packs": "Make a pack for each agency",
        "approve": "Approve the minutes",
    }
    return ask(
        request,
        forms.Form(posted(request)),
        lambda: service(**about),
        title=titles[act],
        back=back,
        said=said,
        button=titles[act],
    )


@for_roles(*PEOPLE)
@require_safe
def item(request: HttpRequest, public_id: UUID, item: UUID) -> HttpResponse:
    """Show one item with the minutes as they are written."""
    viewer = viewer_of(request)
    page = selectors.open_item(public_id, item, viewer=viewer, purpose=Purpose.PANEL)
    context = presenters.item_page(page, viewer=viewer, today=timezone.localdate())
    if context["may_decide"]:
        context["decision_form"] = _decision_form(page, None)
    return render(request, "panel/item.html", context)


@for_roles(*PEOPLE)
@require_POST
def minute(request: HttpRequest, public_id: UUID, item: UUID) -> HttpResponse:
    """Keep what was typed into one field of the minutes of a child's item."""
    field = request.POST.get("field", "")
    if field not in set(MinuteField):
        raise Http404

    def write(text: str, seen: int) -> int:
        about: dict[str, Any] = {"public_id": public_id, "item": item, "by": viewer_of(request), "now": timezone.now()}
        return services.write_minute(field=MinuteField(field), text=text, seen=seen, **about)

    return answer_minute(request, write, back=reverse("panel:item", args=[public_id, item]))


@for_roles(*PEOPLE)
@require_POST
def settle(request: HttpRequest, public_id: UUID, item: UUID) -> HttpResponse:
    """Keep what a person chose from two texts about a child."""

    def do(clash_id: int, text: str, seen: int) -> int:
        about: dict[str, Any] = {"public_id": public_id, "item": item, "by": viewer_of(request), "now": timezone.now()}
        return services.settle_clash(clash_id=clash_id, text=text, seen=seen, **about)

    return answer_settled(request, do, back=reverse("panel:item", args=[public_id, item]))


@for_roles(*PEOPLE)
@require_POST
def decide(request: HttpRequest, public_id: UUID, item: UUID) -> HttpResponse:
    """Keep what the panel decides."""
    viewer = viewer_of(request)
    page = selectors.open_item(public_id, item, viewer=viewer, purpose=Purpose.PANEL)
    form = _decision_form(page, request.POST)
    back = reverse("panel:item", args=[public_id, item])
    return ask(
        request,
        form,
        lambda: services.decide_item(
            public_id=public_id, item=item, new=form.new_decision(), by=viewer, now=timezone.now()
        ),
        title="What is decided?",
        back=back,
        said="Decided. The review is in the diary, and the decision is in the chronology.",
        button="Decide",
        name=page.who.name,
    )


@for_roles(*PEOPLE)
@require_POST
def put_off(request: HttpRequest, public_id: UUID, item: UUID) -> HttpResponse:
    """Put an item off to a later meeting."""
    try:
        services.put_off(
            public_id=public_id,
            item=item,
            because=request.POST.get("because", ""),
            by=viewer_of(request),
            now=timezone.now(),
        )
        messages.success(request, "Put off to a later meeting.")
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    return redirect("panel:item", public_id, item)


@for_roles(*PEOPLE)
@require_POST
def conflict(request: HttpRequest, public_id: UUID, item: UUID) -> HttpResponse:
    """Keep that the viewer is too near to a child to take part."""
    viewer = viewer_of(request)
    services.declare_conflict(
        item=item,
        public_id=public_id,
        staff_id=viewer.staff_id,
        because=request.POST.get("because", ""),
        by=viewer,
        now=timezone.now(),
    )
    messages.success(request, "Kept. Somebody else writes and decides this item.")
    return redirect("panel:board")


def _decision_form(page: ItemPage, typed: Any) -> DecisionForm:
    now = page.case.level or Level.MEDIUM
    agencies = [(each.pk, each.name) for each in list_agencies()]
    initial = {"level_before": now, "level_after": now}
    return DecisionForm(typed, people=colleagues(), agencies=agencies, initial=initial)
