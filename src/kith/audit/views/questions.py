"""Pages of an audit's own questions: asking one, taking one back, answering one for a case."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kith.access.vocabulary import Purpose
from kith.audit import selectors, services
from kith.audit.forms import CaseSaysForm, QuestionForm
from kith.audit.models import CaseAnswer, OwnQuestion
from kith.audit.selectors import CasePage
from kith.audit.views.asking import LEADS, SEES_CASES, ask, do_and_go, lead_of, theme_of, viewer_of
from kith.audit.vocabulary import PutTo
from kith.shell.asking import posted
from kith.shell.guards import for_roles


@for_roles(*LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_question(request: HttpRequest, theme: UUID) -> HttpResponse:
    """Ask what an audit asks of each case besides what the record answers."""
    found, viewer, now = lead_of(request, theme), viewer_of(request), timezone.now()
    agencies = [(str(row.agency_id), row.agency.name) for row in selectors.asked_of(found)]
    form = QuestionForm(posted(request), agencies=agencies)
    return ask(
        request,
        form,
        lambda: services.add_question(theme=found, new=form.new_question(), by=viewer, now=now),
        title="Ask a question of your own",
        back=reverse("audit:theme", args=[theme]),
        said="Kept. It is answered case by case, and counted with the findings.",
    )


@for_roles(*LEADS)
@require_POST
def drop_question(request: HttpRequest, theme: UUID, question: UUID) -> HttpResponse:
    """Take a question back before anybody could answer it."""
    found, viewer = lead_of(request, theme), viewer_of(request)
    return do_and_go(
        request,
        lambda: services.drop_question(theme=found, question=question, by=viewer, now=timezone.now()),
        back=reverse("audit:theme", args=[theme]),
        said="Taken back.",
    )


@for_roles(*SEES_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, theme: UUID, public_id: UUID, question: UUID) -> HttpResponse:
    """Ask what one case shows, of the viewer's agency or of whoever leads."""
    found, viewer = theme_of(request, theme), viewer_of(request)
    page = selectors.open_case(found, public_id, viewer=viewer, purpose=Purpose.AUDIT)
    row = next((each for each in selectors.questions_of(found) if each.public_id == question), None)
    if row is None or not (row.put_to == PutTo.LEAD or selectors.puts_to(row, viewer.agency_id)):
        raise Http404
    held = _held(row, page, viewer.agency_id)
    initial = {"says": held.says, "because": held.because, "seen": held.version} if held else {"seen": 0}
    form = CaseSaysForm(posted(request), initial=initial)

    def do() -> None:
        services.answer_question(
            theme=found,
            public_id=public_id,
            question=question,
            says=form.answer(),
            because=form.cleaned_data["because"],
            seen=form.cleaned_data["seen"],
            by=viewer,
            now=timezone.now(),
        )

    back = reverse("audit:case", args=[public_id, theme])
    more: dict[str, Any] = {"name": page.name}
    return ask(request, form, do, title=row.asks, back=back, said="Kept.", **more)


def _held(row: OwnQuestion, page: CasePage, agency_id: int) -> CaseAnswer | None:
    own = (answer for tool in page.tools if tool.agency_id == agency_id for answer in tool.answers.all())
    answers = page.answers if row.put_to == PutTo.LEAD else own
    return next((answer for answer in answers if answer.question_id == row.pk), None)
