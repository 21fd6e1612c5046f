"""Pages of places, groups, vehicles and suspected exploiters, and of who is linked to them."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kith.access.selectors.accounts import list_agencies
from kith.access.vocabulary import Purpose
from kith.panel import presenters, selectors, services
from kith.panel.forms import (
    ActionChangeForm,
    ActionForm,
    LinkForm,
    ListSubjectForm,
    ReasonForm,
    ShareForm,
    SubjectForm,
    WordsForm,
)
from kith.panel.selectors.subjects import SubjectPage
from kith.panel.views.asking import PEOPLE, ask, colleagues, viewer_of
from kith.panel.vocabulary import ActionState, SubjectField, SubjectKind
from kith.shell.asking import posted
from kith.shell.guards import for_roles


@for_roles(*PEOPLE)
@require_safe
def subjects(request: HttpRequest) -> HttpResponse:
    """Show the places, groups, vehicles and suspected exploiters that the viewer's agency reads."""
    rows = selectors.list_subjects(viewer=viewer_of(request), purpose=Purpose.PANEL)
    return render(request, "panel/subjects.html", presenters.subjects_page(rows))


@for_roles(*PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_subject(request: HttpRequest) -> HttpResponse:
    """Ask for a subject and its words."""
    form = SubjectForm(posted(request))
    return ask(
        request,
        form,
        lambda: services.add_subject(new=form.new_subject(), by=viewer_of(request), now=timezone.now()),
        title="Add a place, a group, a vehicle or somebody who may exploit",
        hint="Look through the list first: somebody may have added it.",
        back=reverse("panel:subjects"),
        said="Added. Link the people whom it concerns from their own pages.",
        button="Add",
    )


@for_roles(*PEOPLE)
@require_safe
def subject(request: HttpRequest, subject: UUID) -> HttpResponse:
    """Show one subject with everybody linked to it whom the viewer may see."""
    viewer = viewer_of(request)
    page = selectors.open_subject(subject, viewer=viewer, purpose=Purpose.PANEL)
    return render(
        request, "panel/subject.html", presenters.subject_page(page, viewer=viewer, today=timezone.localdate())
    )


@for_roles(*PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def subject_act(request: HttpRequest, subject: UUID, act: str) -> HttpResponse:
    """Ask for what one act on a subject needs, and do it."""
    if act not in _ACTS:
        raise Http404
    viewer = viewer_of(request)
    page = selectors.open_subject(subject, viewer=viewer, purpose=Purpose.PANEL)
    form, do, title, said = _ACTS[act](posted(request), page, {"subject": subject, "by": viewer, "now": timezone.now()})
    return ask(request, form, do, title=title, back=reverse("panel:subject", args=[subject]), said=said)


def _describe(typed: Any, page: SubjectPage, about: dict[str, Any]) -> Any:
    label, says = (page.row.words[None, field] for field in (SubjectField.LABEL, SubjectField.SAYS))
    held = {"label": label.text, "says": says.text, "seen_label": label.version, "seen_says": says.version}
    form = WordsForm(typed, initial=held)

    def do() -> None:
        found = form.cleaned_data
        seen = (found["seen_label"] or 0, found["seen_says"] or 0)
        services.describe_subject(label=found["label"], says=found["says"], seen=seen, **about)

    return form, do, "What it is called, and why it matters", "Kept; the words before are kept too."


def _share(typed: Any, page: SubjectPage, about: dict[str, Any]) -> Any:
    form = ShareForm(typed, agencies=[(each.pk, each.name) for each in list_agencies()])

    def do() -> None:
        found = form.cleaned_data
        services.share_subject(agency_id=int(found["agency"]), because=found["because"], **about)

    return form, do, f"Let another agency read {page.row.label}", "Shared, with the reason."


def _take_back(typed: Any, page: SubjectPage, about: dict[str, Any]) -> Any:
    form = ShareForm(typed, agencies=[(each.agency_id, each.agency.name) for each in page.readers])
    form.fields["agency"].label = "From whom?"
    form.fields["because"].label = "Why do they read it no more?"

    def do() -> None:
        found = form.cleaned_data
        services.take_back_share(agency_id=int(found["agency"]), because=found["because"], **about)

    return form, do, f"Take back what lets an agency read {page.row.label}", "Taken back, with the reason."


def _close(typed: Any, page: SubjectPage, about: dict[str, Any]) -> Any:
    form = ReasonForm(typed)
    return (
        form,
        lambda: services.close_subject(because=form.cleaned_data["because"], **about),
        f"Close {page.row.label}",
        "Closed. Its links and its words stay.",
    )


def _list(typed: Any, page: SubjectPage, about: dict[str, Any]) -> Any:
    coming = [one for one in selectors.meetings_from(since=about["now"]) if one.state == "planned"]
    named = [(str(one.public_id), f"{timezone.localtime(one.begins_at):%-d %B %Y, %H:%M}") for one in coming]
    form = ListSubjectForm(typed, meetings=named)
    return (
        form,
        lambda: services.list_subject(meeting=UUID(form.cleaned_data["meeting"]), **about),
        f"Put {page.row.label} on an agenda",
        "It is on the agenda.",
    )


def _agree(typed: Any, page: SubjectPage, about: dict[str, Any]) -> Any:
    form = ActionForm(typed, people=colleagues())
    form.fields["need"].label = "What should be different"
    return (
        form,
        lambda: services.agree_subject_action(new=form.new_action(), **about),
        f"Agree an action about {page.row.label}",
        "Agreed. Its owner has been told, and the clock runs.",
    )


_ACTS = {"words": _describe, "share": _share, "take-back": _take_back, "close": _close, "list": _list, "agree": _agree}


@for_roles(*PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def subject_action(request: HttpRequest, subject: UUID, action: UUID) -> HttpResponse:
    """Ask how an action about a subject stands; whoever comes second sees what the first wrote."""
    viewer, now = viewer_of(request), timezone.now()
    page = selectors.open_subject(subject, viewer=viewer, purpose=Purpose.PANEL)
    row = next((each for each in page.actions if each.public_id == action), None)
    if row is None:
        raise Http404
    form = ActionChangeForm(posted(request), initial={"seen": row.version, "to": row.state})

    def do() -> None:
        typed = form.cleaned_data
        state, because = ActionState(typed["to"]), form.reason()
        services.change_subject_action(
            action=action, to=state, seen=typed["seen"], evidence=typed["evidence"], because=because, by=viewer, now=now
        )

    back = reverse("panel:subject", args=[subject])
    return ask(request, form, do, title="How does this action stand?", back=back, said="Kept.")


@for_roles(*PEOPLE)
@require_safe
def links(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show to what one person is linked, now and before."""
    who, found = selectors.open_links(public_id, viewer=viewer_of(request), purpose=Purpose.PANEL)
    return render(request, "panel/links.html", presenters.links_page(who, found))


@for_roles(*PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask to what a person is linked, as what, and who said so."""
    viewer, now = viewer_of(request), timezone.now()
    who, _ = selectors.open_links(public_id, viewer=viewer, purpose=Purpose.PANEL)
    rows = selectors.list_subjects(viewer=viewer, purpose=Purpose.PANEL)
    form = LinkForm(
        posted(request), subjects=[(str(row.subject.public_id), row.label) for row in rows], kinds=list(SubjectKind)
    )
    return ask(
        request,
        form,
        lambda: services.link_person(
            public_id=public_id, subject=UUID(form.cleaned_data["subject"]), new=form.new_link(), by=viewer, now=now
        ),
        title="Link to a place, a group or a vehicle",
        hint="Add it first where it is not in the list.",
        back=reverse("panel:links", args=[public_id]),
        said="Linked, and told in the chronology.",
        button="Link",
        name=who.name,
    )


@for_roles(*PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def unlink(request: HttpRequest, public_id: UUID, link: UUID) -> HttpResponse:
    """Ask why a link ends; an ended one can be made to count again."""
    viewer, now = viewer_of(request), timezone.now()
    who, found = selectors.open_links(public_id, viewer=viewer, purpose=Purpose.PANEL)
    row = next((each for each in found if each.link.public_id == link), None)
    if row is None:
        raise Http404
    about: dict[str, Any] = {"public_id": public_id, "link": link, "by": viewer, "now": now}
    back = reverse("panel:links", args=[public_id])
    if row.link.ended_at is not None:
        again = ReasonForm(posted(request), is_needed=False)
        return ask(
            request,
            again,
            lambda: services.relink_person(**about),
            title="Make this link count again",
            back=back,
            said="It counts again; the history shows both.",
            name=who.name,
        )
    form = ReasonForm(posted(request))
    return ask(
        request,
        form,
        lambda: services.unlink_person(because=form.cleaned_data["because"], **about),
        title="End this link",
        hint="It stays in the history, and can be made to count again.",
        back=back,
        said="Ended. It stays in the history.",
        name=who.name,
    )
