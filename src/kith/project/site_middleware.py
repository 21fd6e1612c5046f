"""The door of the editing pages: nobody edits the site without a second factor, and no visitor notices the door."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from csp.constants import HEADER
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

_EDITING = "/cms/"
# The library's own pages of accounts could remove an editor, and with them who wrote what; ours end an access instead.
_ACCOUNTS = ("/cms/users/", "/cms/groups/", "/cms/bulk/publishing/editor/", "/cms/bulk/auth/")
_POLICY = "_csp_replace"  # where the policy library looks for what a page says instead of the policy


class EditorsDoor:
    """Lets only editors who are known twice over into the editing pages, and gives those pages their own policy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; what an editor sees is kept by no cache."""
        request.viewer = None  # type: ignore[attr-defined]  # the shell's pages read it
        response = self.get_response(request)
        if request.path.startswith(_EDITING):
            setattr(response, _POLICY, _policy_for(request))
            _let_a_preview_be_framed(response)
            response.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Send on whoever may not edit yet: to sign in, or to set up a second factor."""
        if not request.path.startswith(_EDITING):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not is_mfa_enabled(request.user):
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        if request.path.startswith(_ACCOUNTS):
            return HttpResponseRedirect(reverse("kith_editors"))
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Say in words what the pages themselves refused, on the page that the editor came from; nothing was done."""
        if not request.path.startswith(_EDITING) or not isinstance(exception, ValidationError):
            return None
        messages.error(request, " ".join(exception.messages))
        page_id = getattr(exception, "page_id", None)
        address = reverse("kith_words", args=[page_id]) if page_id else _came_from(request)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"step": "success", "redirect": address})  # what the library's dialogues follow
        return HttpResponseRedirect(address)


def _policy_for(request: HttpRequest) -> dict[str, list[str]]:
    """Return what an editing page says instead of the readers' policy; our own pages keep it, but for the frame.

    Ours mark their scripts and styles with a nonce. Beside a nonce a browser believes no 'unsafe-inline'; without one
    the page is the library's, which writes into its own pages and cannot be drawn otherwise.
    """
    policy: dict[str, list[str]] = getattr(settings, "KITH_CMS_POLICY", {})
    if getattr(request, "_csp_nonce", None) is None:
        return policy
    return {name: sources for name, sources in policy.items() if name.startswith("frame-")}


def _let_a_preview_be_framed(response: HttpResponseBase) -> None:
    """Let the editor show a draft beside its form: the draft was drawn as readers get it, and has their policy."""
    if HEADER in response:
        response[HEADER] = response[HEADER].replace("frame-ancestors 'none'", "frame-ancestors 'self'")


def _came_from(request: HttpRequest) -> str:
    address = request.headers.get("referer", "")
    own = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if own and address else _EDITING
