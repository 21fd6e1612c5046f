"""What a template of the site asks of a page: `{% load publishing %}`, then `{% card_of page as card %}`."""

from django import template

from kith.publishing.presenters.cards import card_of

register = template.Library()
register.simple_tag(card_of)
