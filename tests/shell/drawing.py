"""Draws pages and components without a database, and reads what came out."""

from typing import Any

from bs4 import BeautifulSoup
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.test.utils import override_settings

NONCE = "bm9uY2U="
# Static files named without the digest that a collected file carries, so that no test collects them first.
plain_static_files = override_settings(
    STORAGES={
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
)


def request_for(path: str = "/gallery", **attributes: Any) -> HttpRequest:
    """Return a request as the middleware would hand it on."""
    request = RequestFactory().get(path)
    for name, value in {"csp_nonce": NONCE, "viewer": None, **attributes}.items():
        setattr(request, name, value)
    return request


def drawn(template: str, **context: Any) -> str:
    """Return what a template written here draws."""
    return str(engines["django"].from_string(template).render(context))


def soup(html: str) -> BeautifulSoup:
    """Return the parsed markup."""
    return BeautifulSoup(html, "html.parser")


def problems_with_policy(html: str) -> list[str]:
    """Return every inline style, handler, script without a nonce and address of another host."""
    found = []
    for tag in soup(html).find_all(True):
        found += [f"{tag.name} {name}" for name in tag.attrs if name == "style" or name.startswith("on")]
        runs = tag.name in {"script", "style"} and tag.get("type") != "application/json"
        if runs and tag.get("nonce") != NONCE and not tag.get("src"):
            found.append(f"{tag.name} without nonce")
        for name in ("src", "href", "action"):
            address = str(tag.get(name, ""))
            if address.startswith(("http:", "https:", "//", "data:", "javascript:")):
                found.append(f"{tag.name} {name}={address}")
    return found
