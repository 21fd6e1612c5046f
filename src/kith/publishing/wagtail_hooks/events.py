"""Puts the pages of events among the editing pages, and their right among the others."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from kith.publishing.urls.events import publishers_addresses


class EventsMenuItem(MenuItem):
    """The entry of events, for those who look after them."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Test whether the editor looks after events."""
        return bool(request.user.has_perm("publishing.change_event"))


@hooks.register("register_admin_menu_item")
def events_menu_item() -> Any:
    """Return the entry of events in the menu of the editing pages."""
    return EventsMenuItem("Events", reverse("events_desk"), icon_name="calendar", order=250)


@hooks.register("register_admin_urls")
def event_addresses() -> list[URLPattern]:
    """Return the publishers' pages, below the editing pages."""
    return publishers_addresses


@hooks.register("register_permissions")
def event_permissions() -> QuerySet[Permission]:
    """Return the right to look after events, for the page on which roles are given their rights."""
    return Permission.objects.filter(content_type__app_label="publishing", codename="change_event")
