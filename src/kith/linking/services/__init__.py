"""What changes who is who: people's decisions, and what every app does when a person changes."""

from kith.linking.services.births import make_keys_anew, tell_birth, tell_expected
from kith.linking.services.following import export_person, hold_person, preview_move
from kith.linking.services.identity import (
    judge_pair,
    merge_people,
    reverse_decision,
    split_person,
    withdraw_judgement,
)
from kith.linking.services.purging import purge_person
from kith.linking.services.reviewing import answer_review, carry_answer, move_answer
from kith.linking.services.surrounding import Surrounding, describe_surrounding
from kith.linking.services.table_follower import TableFollower

__all__ = [
    "Surrounding",
    "TableFollower",
    "answer_review",
    "carry_answer",
    "describe_surrounding",
    "export_person",
    "hold_person",
    "judge_pair",
    "make_keys_anew",
    "merge_people",
    "move_answer",
    "preview_move",
    "purge_person",
    "reverse_decision",
    "split_person",
    "withdraw_judgement",
    "tell_birth",
    "tell_expected",
]
