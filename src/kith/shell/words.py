"""Says our own words in the language of the page; where that language lacks one it is English, and marked as such.

A language has words when an app ships a catalogue for it (`locale/cy/LC_MESSAGES/django.po`, compiled by
`linters/compile_words.py`). Casework is in one language, so that there every word is what it says.
"""

from functools import cache
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

_CATALOGUE: Final = "LC_MESSAGES/django.mo"


def language_tag(code: str | None = None) -> str:
    """Return the tag of a language, as `lang` wants it; of the page being drawn, without a code."""
    language, _, region = (code or get_language() or settings.LANGUAGE_CODE).partition("-")
    return f"{language}-{region.upper()}" if region else language


def own_language() -> str:
    """Return the tag of the language in which the words are written."""
    return language_tag(settings.LANGUAGE_CODE)


@cache
def has_words(code: str) -> bool:
    """Test whether we have our own words in a language."""
    if language_tag(code) == own_language():
        return True
    folders = [Path(app.path) / "locale" for app in apps.get_app_configs() if app.name.startswith("kith.")]
    return any((folder / code / _CATALOGUE).is_file() for folder in folders)


def language_of_words() -> str:
    """Return the tag of the language that our words are in on the page being drawn."""
    code = get_language() or settings.LANGUAGE_CODE
    return language_tag(code) if has_words(code) else own_language()


def say(english: object, **parts: object) -> str:
    """Return words in the language of the page, their `{parts}` filled in: for an attribute, a mail, a paper."""
    said = _known(str(english)) or str(english)
    return said.format(**parts) if parts else said


def mark(english: object, **parts: object) -> SafeString:
    """Return words as HTML; those that the language of the page lacks say that they are English."""
    said = _known(str(english))
    words = format_html(said or str(english), **parts) if parts else format_html("{}", said or str(english))
    if said is not None or language_of_words() == own_language():
        return words
    return format_html('<span lang="{}">{}</span>', own_language(), words)


def _known(english: str) -> str | None:
    """Return what words are in the language of the page; None where it does not know them."""
    if not english or language_tag() == own_language():
        return english
    said = gettext(english)
    return None if said == english else said


# For what is written down before there is a page, such as the label of a field.
word: Any = lazy(mark, SafeString)
plain_word: Any = lazy(say, str)
