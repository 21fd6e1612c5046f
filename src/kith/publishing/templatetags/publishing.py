"""What a template of the site asks of a page: `{% load publishing %}`, then `{% card_of page as card %}`."""

from django import template
from django.utils.safestring import SafeString

from kith.publishing.presenters.cards import card_of
from kith.publishing.presenters.footing import public_footing
from kith.shell import components
from kith.shell.components.framing import ExitOptions
from kith.shell.words import language_of_words, own_language, say

register = template.Library()
register.simple_tag(card_of)


@register.simple_tag
def public_footer() -> SafeString:
    """Return the foot of every page of the site; it needs nothing from the page."""
    return components.footer(meta=public_footing())


@register.simple_tag
def leave_now() -> SafeString:
    """Return the way out for somebody who must not be seen reading this, its script's words in the page's language."""
    says: ExitOptions = {"attributes": {"data-leave": True}}
    if language_of_words() != own_language():
        says["activated_text"] = say("Loading.")
        says["timed_out_text"] = say("Exit this page expired.")
        says["press_two_more_times_text"] = say("Shift, press 2 more times to exit.")
        says["press_one_more_time_text"] = say("Shift, press 1 more time to exit.")
    return components.exit_this_page(say("Leave this page now"), **says)
