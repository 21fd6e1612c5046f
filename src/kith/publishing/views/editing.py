"""Our own pages among the editing pages: the words of a page, links to drafts, who edits the site."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from kith.publishing.forms.editing import InvitationForm, PreviewForm
from kith.publishing.presenters.editing import doubt_rows, editor_rows, preview_rows
from kith.publishing.selectors.editing import (
    doubts_in,
    editors,
    find_editor,
    find_made_preview,
    find_page,
    previews_of,
)
from kith.publishing.services.editing import confirm_and_submit
from kith.publishing.services.inviting import end_editor, invite_editor, post_invitation
from kith.publishing.services.previewing import end_preview, make_preview
from kith.publishing.vocabulary.editing import EditingRefused

# The door of the editing pages (kith.project.site_middleware) lets only editors with a second factor come this far.


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Show what in the latest draft may be about a person, and send it on when each was ticked."""
    page = _page(request, page_id)
    if request.method == "POST":
        try:
            confirm_and_submit(
                page=page, ticked=request.POST.getlist("ticked"), by=_editor(request), now=timezone.now()
            )
        except EditingRefused as refusal:
            messages.error(request, str(refusal))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("wagtailadmin_pages:edit", page.pk)
        else:
            messages.success(request, f"“{page.draft_title}” was sent for approval. You are told what becomes of it.")
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    try:
        doubts = doubts_in(page.get_latest_revision())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("wagtailadmin_pages:edit", page.pk)
    rows = doubt_rows(doubts, set(request.POST.getlist("ticked")))
    return render(request, "publishing/editing/words.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def previews(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Show the links to drafts of a page with what was said to them, and make another."""
    page = _page(request, page_id)
    form = PreviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = make_preview(page=page, by=_editor(request), now=timezone.now(), **form.cleaned_data)
        says = "The link was sent." if made.email else "Copy the link below and hand it over."
        messages.success(request, f"{made.shown_to} may read this draft. {says}")
        return redirect("kith_previews", page.pk)
    rows = preview_rows(previews_of(page), timezone.now())
    return render(request, "publishing/editing/previews.html", {"page": page, "form": form, "rows": rows})


@require_POST
def end_one_preview(request: HttpRequest, preview_id: int) -> HttpResponse:
    """End a link to a draft."""
    preview = _found(find_made_preview(preview_id))
    page = _page(request, preview.page_id)
    end_preview(preview=preview, by=_editor(request), now=timezone.now())
    messages.success(request, f"{preview.shown_to} cannot read it any longer.")
    return redirect("kith_previews", page.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponseBase:
    """Show who edits the site, and invite another."""
    _administrator(request)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by, now, role = _editor(request), timezone.now(), form.chosen_role()
        given = {"email": form.cleaned_data["email"], "name": form.cleaned_data["name"]}
        try:
            editor, _ = invite_editor(role=role, by=by, now=now, **given)
        except EditingRefused as refusal:
            form.add_error("email", str(refusal))
        else:
            post_invitation(editor=editor, role=role, by=by, now=now)
            messages.success(request, f"An invitation was sent to {editor.name}. It works for three days.")
            return redirect("kith_editors")
    return render(request, "publishing/editing/people.html", {"form": form, "rows": editor_rows(editors())})


@require_POST
def end_one_editor(request: HttpRequest, editor_id: int) -> HttpResponse:
    """End somebody's access."""
    _administrator(request)
    editor = _found(find_editor(editor_id))
    try:
        end_editor(editor=editor, by=_editor(request), now=timezone.now())
        messages.success(request, f"{editor.name} cannot sign in any longer. What they wrote keeps their name.")
    except EditingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("kith_editors")


def _editor(request: HttpRequest) -> Any:
    return request.user


def _page(request: HttpRequest, page_id: int) -> Any:
    """Return a page that this editor may write on.

    Raises:
        PermissionDenied: they may not.
    """
    page = _found(find_page(page_id))
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page.specific


def _administrator(request: HttpRequest) -> None:
    if not _editor(request).is_superuser:
        raise PermissionDenied


def _found(thing: Any) -> Any:
    if thing is None:
        raise Http404
    return thing
