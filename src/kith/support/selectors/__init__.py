"""What support reads: a child's voice over time, whom nobody has heard, the plan, paths, colleagues."""

from kith.support.selectors.paths import list_possible_mothers, open_path
from kith.support.selectors.plans import open_plan, open_plan_to_print
from kith.support.selectors.staff import colleagues, hospital_contacts, works_here
from kith.support.selectors.voice import declined_among, latest_voice, list_voice_gaps, open_voice, require_voice

__all__ = [
    "hospital_contacts",
    "declined_among",
    "latest_voice",
    "colleagues",
    "list_possible_mothers",
    "list_voice_gaps",
    "open_path",
    "open_plan",
    "open_plan_to_print",
    "open_voice",
    "require_voice",
    "works_here",
]
