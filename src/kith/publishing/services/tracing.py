"""Notes who changed what on the site, in the site's own history, where a reviewer looks for it."""

from django.db import models
from wagtail.log_actions import log

from kith.publishing.models import Editor


def note(thing: models.Model, action: str, by: Editor | None) -> None:
    """Note that an editor did something to a thing; `by` is None where the site did it by itself."""
    log(instance=thing, action=action, user=by)
