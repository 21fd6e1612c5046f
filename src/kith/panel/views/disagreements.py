"""Pages of professional disagreements: raising one, its ladder, each act, the list with its clocks, who answers."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kith.access.selectors.accounts import list_agencies
from kith.access.vocabulary import Action, Purpose, Role, Sector
from kith.panel import presenters, selectors, services
from kith.panel.forms import ActForm, AnswererForm, DisagreementForm, LessonForm
from kith.panel.presenters.disagreements import ACT_TITLES, acts_open
from kith.panel.rules import book_on
from kith.panel.services import Turn
from kith.panel.views.asking import PEOPLE, ask, colleagues, viewer_of
from kith.panel.vocabulary import DisagreementAct, DisagreementStatus
from kith.shell.asking import posted
from kith.shell.guards import for_roles

_PANEL = (Role.PANEL_COORDINATOR, Role.PANEL_CHAIR)


@for_roles(*PEOPLE)
@require_safe
def disagreements(request: HttpRequest) -> HttpResponse:
    """Show the open disagreements, the soonest clock first."""
    viewer = viewer_of(request)
    rows = selectors.list_disagreements(viewer=viewer, purpose=Purpose.PANEL)
    context = presenters.disagreements_page(rows, viewer=viewer, today=timezone.localdate())
    return render(request, "panel/disagreements.html", context)


@for_roles(*PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def raise_one(request: HttpRequest, public_id: UUID, item: UUID | None = None) -> HttpResponse:
    """Ask for a disagreement about a child: with an agency, or with what the panel decided of an item."""
    viewer, now = viewer_of(request), timezone.now()
    who, voice, decision = selectors.open_raising(public_id, item, viewer=viewer, purpose=Purpose.PANEL)
    form = DisagreementForm(posted(request), agencies=None if decision else _others(viewer.agency_id))
    return ask(
        request,
        form,
        lambda: services.raise_disagreement(
            public_id=public_id, new=form.new_disagreement(), item=item, by=viewer, now=now
        ),
        title="Disagree with a decision of the panel" if decision else "Raise a professional disagreement",
        hint="Talk to them first where you can. Both agencies see what you write here, and each stage has its day.",
        back=reverse("panel:case", args=[public_id]),
        said="Raised. The other agency has been asked, and the clock runs.",
        button="Raise it",
        name=who.name,
        voice=voice,
    )


@for_roles(*PEOPLE)
@require_safe
def disagreement(request: HttpRequest, public_id: UUID, disagreement: UUID) -> HttpResponse:
    """Show one disagreement: where it stands, what keeps the child safe, its ladder and its history."""
    return render(request, "panel/disagreement.html", _page(request, public_id, disagreement, Action.OPEN))


@for_roles(*PEOPLE)
@require_safe
def print_disagreement(request: HttpRequest, public_id: UUID, disagreement: UUID) -> HttpResponse:
    """Show one disagreement to be printed; the log calls it a print."""
    context = _page(request, public_id, disagreement, Action.PRINT)
    printed = {"is_print": True, "acts": [], "may_learn": False, "reader": viewer_of(request), "at": timezone.now()}
    return render(request, "panel/disagreement.html", context | printed)


@for_roles(*PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def disagree_act(request: HttpRequest, public_id: UUID, disagreement: UUID, act: str) -> HttpResponse:
    """Ask for what one act needs, and take it."""
    if act not in set(DisagreementAct):
        raise Http404
    viewer, now, kind = viewer_of(request), timezone.now(), DisagreementAct(act)
    page = selectors.open_disagreement(public_id, disagreement, viewer=viewer, purpose=Purpose.PANEL)
    if kind not in ACT_TITLES or (
        request.method != "POST" and kind not in acts_open(page, viewer=viewer, book=book_on(timezone.localdate(now)))
    ):
        raise Http404
    row = page.row
    sides = [(each.pk, each.name) for each in (row.raised_agency, row.other_agency)]
    before = {"seen": row.version, "child_safe": page.steps[-1].child_safe}
    form = ActForm(posted(request), act=kind, sides=sides, initial=before)

    def do() -> DisagreementStatus:
        seen = form.cleaned_data["seen"]
        turn = Turn(public_id=public_id, disagreement=disagreement, seen=seen)
        return services.act_in_disagreement(turn=turn, act=kind, said=form.said(), by=viewer, now=now)

    back = reverse("panel:disagreement", args=[public_id, disagreement])
    return ask(request, form, do, title=ACT_TITLES[kind], back=back, said="Kept.", name=page.who.name)


@for_roles(*PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def learn(request: HttpRequest, public_id: UUID, disagreement: UUID) -> HttpResponse:
    """Ask what all agencies can learn of a disagreement that has ended."""
    viewer, now = viewer_of(request), timezone.now()
    page = selectors.open_disagreement(public_id, disagreement, viewer=viewer, purpose=Purpose.PANEL)
    form = LessonForm(posted(request))
    return ask(
        request,
        form,
        lambda: services.keep_lesson(
            public_id=public_id, disagreement=disagreement, says=form.cleaned_data["says"], by=viewer, now=now
        ),
        title="What can be learned?",
        back=reverse("panel:disagreement", args=[public_id, disagreement]),
        said="Kept, without anybody's name.",
        name=page.who.name,
    )


@for_roles(*_PANEL)
@require_http_methods(["GET", "HEAD", "POST"])
def answerers(request: HttpRequest) -> HttpResponse:
    """Show who answers at each stage for each agency, and ask for another."""
    agencies = [(each.pk, each.name) for each in list_agencies()]
    form = AnswererForm(posted(request), agencies=agencies, people=colleagues())
    return ask(
        request,
        form,
        lambda: _name(request, form.cleaned_data),
        title="Who answers a disagreement",
        back=reverse("panel:answerers"),
        said="Named. They are asked from now on.",
        template="panel/answerers.html",
        **presenters.answerers_page(selectors.answerers_now()),
    )


def _name(request: HttpRequest, typed: dict[str, Any]) -> None:
    services.name_answerer(
        stage=DisagreementStatus(typed["stage"]),
        agency_id=int(typed["agency"]) if typed["agency"] else None,
        staff_id=int(typed["staff"]),
        by=viewer_of(request),
        now=timezone.now(),
    )


def _others(agency_id: int) -> list[tuple[int, str]]:
    return [
        (each.pk, each.name) for each in list_agencies() if each.sector != Sector.PARTNERSHIP and each.pk != agency_id
    ]


def _page(request: HttpRequest, public_id: UUID, disagreement: UUID, action: Action) -> dict[str, Any]:
    viewer, today = viewer_of(request), timezone.localdate()
    page = selectors.open_disagreement(public_id, disagreement, viewer=viewer, purpose=Purpose.PANEL, action=action)
    return presenters.disagreement_page(page, viewer=viewer, book=book_on(today), today=today)
