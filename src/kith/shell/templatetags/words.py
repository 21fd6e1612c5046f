"""Our own words: `{% load words %}`, then `{% say "Search" %}`; in an attribute or a title `say_plainly`."""

from django import template
from django.utils.html import format_html

from kith.shell.words import language_of_words, language_tag, mark, own_language, say

register = template.Library()
register.simple_tag(mark, name="say")
register.simple_tag(say, name="say_plainly")


@register.simple_tag
def in_english() -> str:
    """Return ` lang="en-GB"` for what is in our own language on a page that is in another; nothing elsewhere."""
    return "" if language_tag() == own_language() else _lang()


@register.simple_tag
def in_our_words() -> str:
    """Return the same for what is made of our own words, on a page in a language in which we have none."""
    return "" if language_of_words() == language_tag() else _lang()


@register.simple_tag
def leads_to_english() -> str:
    """Return ` hreflang="en-GB"` for a link to what we have in our own language only, on a page in another."""
    return "" if language_tag() == own_language() else format_html(' hreflang="{}"', own_language())


def _lang() -> str:
    return format_html(' lang="{}"', own_language())
