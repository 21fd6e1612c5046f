"""The pages of support."""

from kith.support.views.paths import (
    pregnancy,
    print_birth_plan,
    transition,
    write_milestone,
    write_pregnancy,
    write_transition,
)
from kith.support.views.plans import end_reference, plan, print_plan, settle, write_goal, write_plan, write_step
from kith.support.views.voice import gaps, record_voice, tell_back, voice

__all__ = [
    "pregnancy",
    "print_birth_plan",
    "transition",
    "write_milestone",
    "write_pregnancy",
    "write_transition",
    "end_reference",
    "gaps",
    "plan",
    "print_plan",
    "record_voice",
    "settle",
    "tell_back",
    "voice",
    "write_goal",
    "write_plan",
    "write_step",
]
