"""Shows what is done for a child."""

from kith.support.presenters.paths import birth_plan_to_print, pregnancy_page, transition_page
from kith.support.presenters.plans import plan_page, plan_to_take_home, reference_words, step_row
from kith.support.presenters.voice import gaps_page, identity, voice_page

__all__ = [
    "birth_plan_to_print",
    "gaps_page",
    "identity",
    "plan_page",
    "plan_to_take_home",
    "pregnancy_page",
    "reference_words",
    "step_row",
    "transition_page",
    "voice_page",
]
