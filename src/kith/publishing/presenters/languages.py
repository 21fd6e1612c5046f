"""Says in which language a page is, and where it can be read in another."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language_info

from kith.publishing.selectors.addresses import full_address
from kith.publishing.selectors.languages import other_languages_of
from kith.shell.words import language_tag


@dataclass(frozen=True, kw_only=True)
class Version:
    """A page in one language: the language's tag (RFC 5646), its own name for itself, and the whole address."""

    tag: str
    name: str
    address: str


def versions_of(page: Any) -> list[Version]:
    """Return a page in every language that it has, its own first; nothing where it has only one."""
    others = other_languages_of(page) if page is not None and page.pk else []
    if not others:
        return []
    return [
        Version(
            tag=language_tag(one.locale.language_code),
            name=_own_name(one.locale.language_code),
            address=full_address(str(one.get_url())),
        )
        for one in [page, *others]
    ]


def _own_name(code: str) -> str:
    """Return a language's own name for itself, without the land: English, not British English."""
    return str(get_language_info(code.partition("-")[0])["name_local"])
