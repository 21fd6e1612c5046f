"""What changes around the list: requests to correct it, and following people who merge or split."""

from kith.priority.services.answering import answer_correction
from kith.priority.services.corrections import request_correction
from kith.priority.services.following import PriorityFollower

__all__ = ["PriorityFollower", "answer_correction", "request_correction"]
