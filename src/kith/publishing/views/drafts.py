"""Pages for people without an account: a draft that is shown to them, what they say to it, an editor's way in."""

from typing import Any, cast

from django.contrib.auth.tokens import default_token_generator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from kith.publishing.forms.editing import FirstPasswordForm, RemarkForm
from kith.publishing.models import Editor, Preview
from kith.publishing.selectors.editing import drafts_below, find_editor, find_preview
from kith.publishing.services.inviting import accept_invitation
from kith.publishing.services.previewing import say_remark
from kith.publishing.vocabulary.editing import EditingRefused
from kith.shell.guards import public

_READ_ONLY = "Whoever has the secret address was asked to read this draft; looking changes nothing."


@public(reason=_READ_ONLY)
@require_safe
def preview(request: HttpRequest, token: str, below: int | None = None) -> HttpResponseBase:
    """Show a draft as readers would see it, with a bar that says what it is."""
    shown, is_open = _open(token)
    if not is_open:
        return _private(render(request, "publishing/drafts/ended.html", status=410))
    articles = drafts_below(shown)
    page = shown.revision.as_object()
    if below is not None:
        page = next((article for article in articles if article.pk == below), None)
        if page is None:
            raise Http404
    request.kith_draft = {  # type: ignore[attr-defined]  # read by presenters.around_page
        "preview": shown,
        "token": token,
        "articles": articles,
        "below": below,
    }
    request.is_preview = True  # type: ignore[attr-defined]  # the editing library's own mark
    with override(page.locale.language_code):
        answer = page.serve_preview(request, page.default_preview_mode)
        if isinstance(answer, SimpleTemplateResponse):
            answer.render()
    return _private(answer)


@csrf_exempt  # the address itself is the secret; and nobody who reads a draft needs a cookie
@public(reason="Whoever has the secret address was asked what they think of this draft.")
@require_http_methods(["GET", "HEAD", "POST"])
def remark(request: HttpRequest, token: str) -> HttpResponseBase:
    """Take what the reader of a draft says."""
    shown, is_open = _open(token)
    if not is_open:
        return _private(render(request, "publishing/drafts/ended.html", status=410))
    form = RemarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            says = form.cleaned_data["says"]
            say_remark(preview=shown, kind=form.chosen_kind(), says=says, by=None, now=timezone.now())
            return _private(render(request, "publishing/drafts/thanks.html", {"preview": shown, "token": token}))
        except EditingRefused as refusal:
            form.add_error("says", str(refusal))
    said = shown.said()
    return _private(
        render(
            request,
            "publishing/drafts/remark.html",
            {"preview": shown, "token": token, "form": form, "said": said, "title": shown.revision.object_str},
            status=422 if form.errors else 200,
        )
    )


@public(reason="An invited editor has no password yet; the address works once and for three days.")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, key: str, token: str) -> HttpResponseBase:
    """Let an invited editor choose the first password."""
    editor = _invited(key)
    if editor is None or not default_token_generator.check_token(cast(Any, editor), token):
        return _private(render(request, "publishing/drafts/no_invitation.html", status=410))
    form = FirstPasswordForm(editor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        accept_invitation(editor=editor, password=form.cleaned_data["password"], by=editor)
        return redirect(f"{reverse('account_login')}?next=/cms/")
    return _private(
        render(
            request,
            "publishing/drafts/invitation.html",
            {"editor": editor, "form": form},
            status=422 if form.errors else 200,
        )
    )


def _open(token: str) -> tuple[Preview, bool]:
    shown, is_open = find_preview(token, now=timezone.now())
    if shown is None:
        raise Http404
    return shown, is_open


def _invited(key: str) -> Editor | None:
    try:
        number = int(urlsafe_base64_decode(key))
    except ValueError:
        return None
    editor = find_editor(number)
    return editor if editor is not None and editor.is_active else None


def _private(answer: Any) -> HttpResponse:
    """Mark an answer as nobody's but the reader's: no cache, no search machine, no address passed on."""
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    return answer  # type: ignore[no-any-return]  # the library ships no types
