"""Tags that say in which languages a page is."""

from typing import Any

from django import template

from kith.publishing.presenters.languages import Version, versions_of
from kith.shell.words import language_of_words, language_tag

register = template.Library()


@register.simple_tag
def page_language(page: Any = None) -> str:
    """Return the language of the page being drawn: that of an editor's page, else that of our words."""
    return language_tag() if getattr(page, "locale_id", None) else language_of_words()


@register.simple_tag(takes_context=True)
def page_versions(context: Any, page: Any) -> list[Version]:
    """Return the page in every language that it has, asked once for a page that is drawn; nothing for only one."""
    asked: dict[str, list[Version]] = context.render_context.dicts[0]
    if "page_versions" not in asked:
        asked["page_versions"] = versions_of(page) if getattr(page, "locale_id", None) else []
    return asked["page_versions"]
