"""Puts the keepers' pages of the circulation list among the editing pages, and lets their right be given to groups."""

from typing import Any

from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from kith.publishing.views import circulation_desk as desk


class KeepersItem(MenuItem):
    """An entry of the menu that only keepers of the list see."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Test whether whoever looks keeps the list."""
        return bool(request.user.has_perm(desk.KEEPS_THE_LIST))


@hooks.register("register_admin_urls")
def circulation_addresses() -> list[URLPattern]:
    """Return the addresses of the keepers' pages."""
    return [
        path("circulation/", desk.overview, name="circulation_desk"),
        path("circulation/person/", desk.person, name="circulation_person"),
        path("circulation/import/", desk.take_list, name="circulation_take"),
        path("circulation/import/<uuid:number>/", desk.imported, name="circulation_import"),
        path("circulation/import/<uuid:number>/lines.csv", desk.unadded, name="circulation_unadded"),
        path("circulation/export/", desk.export, name="circulation_export"),
        path("circulation/returns/", desk.returns, name="circulation_returns"),
        path("circulation/outbox/", desk.outbox, name="circulation_outbox"),
        path("circulation/outbox/<int:number>/", desk.letter, name="circulation_letter"),
    ]


@hooks.register("register_admin_menu_item")
def circulation_entry() -> MenuItem:
    """Return the entry of the menu."""
    return KeepersItem("Circulation list", reverse("circulation_desk"), icon_name="mail", order=700)


@hooks.register("register_permissions")
def circulation_right() -> Any:
    """Return the right to keep the list, which groups may be given."""
    return Permission.objects.filter(content_type__app_label="publishing", codename="change_subscriber")
