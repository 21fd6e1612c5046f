"""What this site adds to the editing pages, and what it takes out of them."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from kith.publishing.views import editing

_NOT_HERE = {"action-publish"}  # a page is published by its approval, never by whoever is writing it
_ACCOUNTS = {"users", "groups"}  # accounts are invited and ended on a page of our own; roles are made by a migration


@hooks.register("register_admin_urls")
def own_pages() -> list[URLPattern]:
    """Return the addresses of our own editing pages, below /cms/."""
    return [
        path("words/<int:page_id>/", editing.words, name="kith_words"),
        path("previews/<int:page_id>/", editing.previews, name="kith_previews"),
        path("previews/end/<int:preview_id>/", editing.end_one_preview, name="kith_end_preview"),
        path("editors/", editing.people, name="kith_editors"),
        path("editors/end/<int:editor_id>/", editing.end_one_editor, name="kith_end_editor"),
    ]


class _ForAdministrators(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(getattr(request.user, "is_superuser", False))


@hooks.register("register_settings_menu_item")
def who_edits() -> MenuItem:
    """Return the entry of the page that says who edits the site."""
    return _ForAdministrators("Editors", reverse("kith_editors"), name="editors", icon_name="group", order=10)


@hooks.register("construct_settings_menu")
def without_the_librarys_accounts(request: HttpRequest, items: list[Any]) -> None:
    """Take out the library's own pages of users and groups, which know nothing of invitations."""
    items[:] = [item for item in items if item.name not in _ACCOUNTS]


@hooks.register("construct_page_action_menu")
def without_publishing_alone(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Take out the button that publishes at once, and let the one that asks for approval come first."""
    items[:] = [item for item in items if item.name not in _NOT_HERE]


@hooks.register("register_page_header_buttons")
def show_to_others(page: Any, user: Any, next_url: str | None = None, **more: Any) -> Iterable[Button]:
    """Yield the way to show a draft to somebody without an account."""
    if not page.is_root() and page.permissions_for_user(user).can_edit():
        address = reverse("kith_previews", args=[page.pk])
        yield Button("Show this draft to somebody", address, icon_name="view", priority=55)
