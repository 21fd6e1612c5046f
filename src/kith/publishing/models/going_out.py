"""Pages that go out in three forms: on the site, by mail, on paper; an editor previews each."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponseBase

Show = Callable[[HttpRequest, Any], HttpResponseBase]
PAPER: Final = "pdf"
_MODES: Final = [
    ("", "Page"),
    ("mail", "Mail"),
    ("mail-text", "Mail without pictures or colours"),
    (PAPER, "PDF"),
]
_SHOWN_BY: dict[str, Show] = {}


def shows(mode: str) -> Callable[[Show], Show]:
    """Return a decorator by which a view says that it shows one form; the forms are made above the tables."""

    def keep(view: Show) -> Show:
        _SHOWN_BY[mode] = view
        return view

    return keep


class GoesOut:
    """What a kind of page is besides, whose pages go out by mail and on paper too."""

    goes_out = True

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """Return the forms that an editor may look at before anybody else does."""
        return _MODES

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """Show one form of the page as it would be."""
        if mode_name in _SHOWN_BY:
            return _SHOWN_BY[mode_name](request, self)
        answer: HttpResponseBase = super().serve_preview(request, mode_name)  # type: ignore[misc]  # the page that it is mixed into
        return answer

    def paper_url(self) -> str:
        """Return where the page's PDF is; nothing for a page that has no address yet."""
        address = self.get_url()  # type: ignore[attr-defined]  # as above
        return f"{address}{PAPER}/" if address else ""
