"""Answers whoever types minutes, the same for every kind of item; what a meeting refuses is said beside the field."""

from functools import partial

from kith.panel.vocabulary import MeetingRefused
from kith.shell import keeping

answer_minute = partial(keeping.answer_kept, refusals=(MeetingRefused,))
answer_settled = partial(keeping.answer_settled, refusals=(MeetingRefused,))
