"""The forms of a page that are no web page: its PDF for everybody, and each form for the editor who looks first."""

import hashlib
import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from wagtail.models import Site

from kith.publishing.models import shows
from kith.publishing.presenters.mail_forms import issue_mail
from kith.publishing.presenters.paper_forms import issue_paper
from kith.shell.guards import public
from kith.shell.printing import PaperRefused

_log = logging.getLogger(__name__)


@public(reason="What is published may be printed by anybody.")
@require_safe
def paper(request: HttpRequest, path: str) -> HttpResponseBase:
    """Show the PDF of a live page; say that it is withdrawn from the moment that what it shows is."""
    page = _page_at(request, path)
    if not page.is_shown():
        return render(request, "publishing/gone.html", status=410)
    try:
        made = issue_paper(page)
    except PaperRefused as refused:
        _log.warning("No paper of page %s: %s", page.pk, refused)
        return render(request, "publishing/no_paper.html", {"web": page}, status=503)
    answer = _pdf(page, made)
    answer["ETag"] = mark = quote_etag(hashlib.sha256(made).hexdigest())
    patch_cache_control(answer, public=True, no_cache=True)  # what is withdrawn must be asked for anew
    return get_conditional_response(request, etag=mark, response=answer) or answer


@shows("pdf")
def preview_paper(request: HttpRequest, page: Any) -> HttpResponseBase:
    """Show an editor the PDF of what is being written; what keeps it from being made is said instead."""
    try:
        return _pdf(page, issue_paper(page, drafts=True))
    except PaperRefused as refused:
        return HttpResponse(str(refused), content_type="text/plain; charset=utf-8")


@shows("mail")
def preview_mail(request: HttpRequest, page: Any) -> HttpResponseBase:
    """Show an editor the mail of what is being written, in a frame that lets nothing of it run."""
    return HttpResponse(issue_mail(page, drafts=True).html)


@shows("mail-text")
def preview_text(request: HttpRequest, page: Any) -> HttpResponseBase:
    """Show an editor the mail as those see it whose reader shows only words."""
    form = issue_mail(page, drafts=True)
    return HttpResponse(f"{form.subject}\n\n{form.text}", content_type="text/plain; charset=utf-8")


def _page_at(request: HttpRequest, path: str) -> Any:
    """Return the live page at a path that goes out on paper.

    Raises:
        Http404: there is none.
    """
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    page = site.root_page.specific.route(request, [part for part in path.split("/") if part]).page.specific
    if not page.goes_out or page.get_view_restrictions():
        raise Http404
    return page


def _pdf(page: Any, made: bytes) -> HttpResponse:
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{page.slug or "page"}.pdf"'
    return answer
