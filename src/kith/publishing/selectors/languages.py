"""In which languages a page can be read."""

from typing import Any

from kith.publishing.models import Handover, SitePage
from kith.publishing.models.together import those_shown


def other_languages_of(page: Any) -> list[SitePage]:
    """Return the page in each other language in which readers can have it, by the code of the language."""
    same = SitePage.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk).live().public()
    found = list(same.select_related("locale").order_by("locale__language_code"))
    if not found:
        return []
    shown = {one.pk for one in those_shown([one.specific for one in found], Handover.objects.all())}
    return [one for one in found if one.pk in shown]
