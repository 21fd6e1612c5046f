"""Pages of section 11: rounds, one round with its matrix, one agency's return, the challenge, what follows."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.audit import presenters, selectors, services
from kith.audit.forms import AskReturnForm, ChallengeForm, ModerationForm, RoundForm, SayForm, StandardForm
from kith.audit.models import Section11Round
from kith.audit.selectors import ReturnPage
from kith.audit.views.asking import LEADS, READERS, ask, do_and_go, viewer_of
from kith.audit.vocabulary import Met, Standard
from kith.shell.asking import posted
from kith.shell.guards import for_roles

ASKING = ["GET", "HEAD", "POST"]


@for_roles(*READERS)
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """Show the rounds that the viewer reads."""
    viewer = viewer_of(request)
    context = presenters.rounds_page(selectors.rounds_for(viewer), viewer=viewer, today=timezone.localdate())
    return render(request, "audit/rounds.html", context)


@for_roles(*LEADS)
@require_http_methods(ASKING)
def new_round(request: HttpRequest) -> HttpResponse:
    """Ask for a new round."""
    viewer = viewer_of(request)
    form = RoundForm(posted(request), earlier=selectors.earlier_rounds(viewer))

    def do() -> None:
        services.open_round(new=form.new_round(), by=viewer, now=timezone.now())

    said = "Opened. Open it, and ask the agencies."
    return ask(request, form, do, title="Open a round of section 11", back=reverse("audit:rounds"), said=said)


@for_roles(*READERS)
@require_safe
def round_page(request: HttpRequest, round: UUID) -> HttpResponse:
    """Show one round: who returned, the matrix and what moved."""
    found, viewer = _round(request, round), viewer_of(request)
    context = presenters.round_page(
        found,
        selectors.matrix_of(found, viewer=viewer),
        selectors.meetings_of(found),
        viewer=viewer,
        today=timezone.localdate(),
    )
    return render(request, "audit/round.html", context)


@for_roles(*LEADS)
@require_http_methods(ASKING)
def ask_return(request: HttpRequest, round: UUID) -> HttpResponse:
    """Ask which agency returns, who answers there, and by when."""
    found, now = _round(request, round), timezone.now()
    form = AskReturnForm(posted(request), contacts=selectors.who_may_audit(now), initial={"due_on": found.due_on})

    def do() -> None:
        typed = form.cleaned_data
        services.ask_return(
            round=round, contact_id=int(typed["contact"]), due_on=typed["due_on"], by=viewer_of(request), now=now
        )

    back = reverse("audit:round", args=[round])
    title, said = "Ask an agency for its self-assessment", "Asked. They have the task."
    return ask(request, form, do, title=title, back=back, said=said, button="Ask")


@for_roles(*LEADS)
@require_http_methods(ASKING)
def meeting(request: HttpRequest, round: UUID) -> HttpResponse:
    """Ask when agencies met to challenge each other, and which."""
    found, viewer = _round(request, round), viewer_of(request)
    form = ModerationForm(posted(request), agencies=selectors.agencies_in(found, viewer))

    def do() -> None:
        typed = form.cleaned_data
        agencies = [int(agency) for agency in typed["agencies"]]
        services.hold_challenge(round=round, agencies=agencies, held_on=typed["held_on"], by=viewer, now=timezone.now())

    back = reverse("audit:round", args=[round])
    said = "Kept. Open a return to write down the grades that the meeting gave."
    return ask(request, form, do, title="Write down a challenge meeting", back=back, said=said)


@for_roles(*LEADS)
@require_POST
def close_round(request: HttpRequest, round: UUID) -> HttpResponse:
    """Close a round."""
    return do_and_go(
        request,
        lambda: services.close_round(round=round, by=viewer_of(request), now=timezone.now()),
        back=reverse("audit:round", args=[round]),
        said="Closed. Actions go on.",
    )


@for_roles(*READERS)
@require_safe
def return_page(request: HttpRequest, round: UUID, given: UUID) -> HttpResponse:
    """Show one agency's return, standard by standard."""
    found, viewer = _return(request, round, given), viewer_of(request)
    context = presenters.return_page(
        found,
        viewer=viewer,
        today=timezone.localdate(),
        has_meetings=bool(selectors.meetings_of(found.given.round)),
    )
    return render(request, "audit/return.html", context)


@for_roles(*READERS)
@require_POST
def return_assessment(request: HttpRequest, round: UUID, given: UUID) -> HttpResponse:
    """Return the self-assessment of the viewer's agency."""
    _return(request, round, given)
    return do_and_go(
        request,
        lambda: services.return_assessment(given=given, by=viewer_of(request), now=timezone.now()),
        back=reverse("audit:return_page", args=[round, given]),
        said="Returned. It stays as it is, and the challenge meeting reads it.",
    )


@for_roles(*READERS)
@require_http_methods(ASKING)
def standard(request: HttpRequest, round: UUID, given: UUID, standard: str) -> HttpResponse:
    """Ask what the viewer's agency says of one standard."""
    found, viewer = _return(request, round, given), viewer_of(request)
    if found.given.contact_id != viewer.staff_id:
        raise Http404
    which, held = _standard(found, standard), found.answers.get(standard)
    names = ("grade", "evidence", "to_do", "do_by")
    initial = {name: getattr(held, name) for name in names} | {"seen": held.version} if held else {"seen": 0}
    form = StandardForm(posted(request), initial=initial)

    def do() -> None:
        services.say_standard(
            given=given,
            standard=standard,
            said=form.said(),
            seen=form.cleaned_data["seen"],
            by=viewer,
            now=timezone.now(),
        )

    back = reverse("audit:return_page", args=[round, given])
    return ask(request, form, do, title=which.title, back=back, said="Kept.", hint=which.asks)


@for_roles(*LEADS)
@require_http_methods(ASKING)
def challenge(request: HttpRequest, round: UUID, given: UUID, standard: str) -> HttpResponse:
    """Ask which grade a challenge meeting gave to one standard, and why."""
    found = _return(request, round, given)
    which = _standard(found, standard)
    meetings = [(str(one.public_id), f"{one.held_on:%-d %B %Y}") for one in selectors.meetings_of(found.given.round)]
    form = ChallengeForm(posted(request), meetings=meetings)

    def do() -> None:
        typed = form.cleaned_data
        services.challenge_grade(
            given=given,
            standard=standard,
            meeting=UUID(typed["meeting"]),
            grade=Met(typed["grade"]),
            because=typed["because"],
            by=viewer_of(request),
            now=timezone.now(),
        )

    title = f"{which.title}: what {found.given.agency.name} was given"
    back = reverse("audit:return_page", args=[round, given])
    return ask(request, form, do, title=title, back=back, said="Kept beside the agency's own grade.")


@for_roles(*LEADS)
@require_http_methods(ASKING)
def recommend_standard(request: HttpRequest, round: UUID, given: UUID, standard: str) -> HttpResponse:
    """Ask what an agency should do about one standard."""
    found = _return(request, round, given)
    which = _standard(found, standard)
    form = SayForm(posted(request), label="What do you recommend?")

    def do() -> None:
        services.recommend_standard(
            given=given, standard=standard, says=form.cleaned_data["says"], by=viewer_of(request), now=timezone.now()
        )

    back = reverse("audit:return_page", args=[round, given])
    title = f"Recommend to {found.given.agency.name}"
    return ask(request, form, do, title=title, back=back, said="Kept. Agree who does it.", hint=which.title)


def _round(request: HttpRequest, round: UUID) -> Section11Round:
    found = selectors.find_round(round, viewer=viewer_of(request))
    if found is None:
        raise Http404
    return found


def _return(request: HttpRequest, round: UUID, given: UUID) -> ReturnPage:
    _round(request, round)
    found = selectors.find_return(given, viewer=viewer_of(request))
    if found is None or found.given.round.public_id != round:
        raise Http404
    return found


def _standard(page: ReturnPage, key: str) -> Standard:
    found = page.book.find(key)
    if found is None:
        raise Http404
    return found
