"""What changes support's record: the child's voice, the plan, paths with milestones."""

from kith.support.services.agreeing import agree_plan, close_plan, review_plan, say_answer
from kith.support.services.births import (
    begin_pregnancy,
    change_expected,
    link_mother,
    move_pregnancy,
    place_alert,
    record_birth,
    record_loss,
    write_birth_plan,
)
from kith.support.services.following import SupportFollower
from kith.support.services.intervention_results import tell_outcome, tell_sessions
from kith.support.services.interventions import agree_intervention, end_intervention, start_intervention
from kith.support.services.interventions_following import InterventionFollower
from kith.support.services.paths import ask_for_milestones, give_milestone, reach_milestone
from kith.support.services.planning import add_goal, begin_plan, edit_goal, edit_plan, end_reference, refer_to
from kith.support.services.renewing import renew_reasons
from kith.support.services.settling import settle_change
from kith.support.services.steps import add_step, edit_step, move_step
from kith.support.services.transitions import answer_for_service, begin_transition, end_transition
from kith.support.services.voice import ask_for_voices, record_voice, tell_back

__all__ = [
    "InterventionFollower",
    "agree_intervention",
    "end_intervention",
    "start_intervention",
    "tell_outcome",
    "tell_sessions",
    "begin_pregnancy",
    "change_expected",
    "link_mother",
    "move_pregnancy",
    "place_alert",
    "record_birth",
    "record_loss",
    "write_birth_plan",
    "ask_for_milestones",
    "give_milestone",
    "reach_milestone",
    "answer_for_service",
    "begin_transition",
    "end_transition",
    "SupportFollower",
    "add_goal",
    "add_step",
    "agree_plan",
    "ask_for_voices",
    "begin_plan",
    "close_plan",
    "edit_goal",
    "edit_plan",
    "edit_step",
    "end_reference",
    "move_step",
    "record_voice",
    "refer_to",
    "renew_reasons",
    "review_plan",
    "say_answer",
    "settle_change",
    "tell_back",
]
