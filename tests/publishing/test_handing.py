"""Handing over: through the worker's own rights, once however often, and never without approval."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from kith.publishing.services import hand_over
from kith.publishing.vocabulary import (
    HandedKind,
    HandoverRefused,
    Message,
    Validity,
    Verb,
    skipped_headings,
    standing_of,
)
from tests.publishing.conftest import NOW

_READ = "SELECT verb, title, handed_by, received_at IS NOT NULL FROM publishing_handover WHERE item = %s ORDER BY id"


def test_what_is_handed_over_arrives_once_and_in_order(
    as_role: Callable[[str], psycopg.Connection[Any]], briefing: Message
) -> None:
    inbox: Mapping[str, str] = settings.KITH_INBOX
    withdrawn = Message(message=uuid4(), item=briefing.item, kind=HandedKind.BRIEFING, verb=Verb.WITHDRAW)
    assert hand_over(message=briefing, inbox=inbox, by=7, now=NOW)
    assert not hand_over(message=briefing, inbox=inbox, by=7, now=NOW), "the same message twice is one message"
    assert hand_over(message=withdrawn, inbox=inbox, by=None, now=NOW)
    arrived = as_role("kith_public").execute(_READ, (briefing.item,)).fetchall()
    assert arrived == [("approve", briefing.title, 7, True), ("withdraw", "", None, True)]


@pytest.mark.parametrize("lacking", [{"title": ""}, {"text": {}}, {"approved_by": ""}])
def test_nothing_is_handed_over_without_title_text_and_approval(
    as_role: Callable[[str], psycopg.Connection[Any]], briefing: Message, lacking: dict[str, Any]
) -> None:
    with pytest.raises(HandoverRefused, match=next(iter(lacking)).replace("_", " ")):
        hand_over(message=replace(briefing, **lacking), inbox=settings.KITH_INBOX, by=7, now=NOW)
    worker = as_role("kith_worker")
    with pytest.raises(psycopg.errors.CheckViolation):  # the table itself says so to whoever goes round the service
        worker.execute(
            "INSERT INTO publishing_handover (message, item, kind, verb, title, text, approved_by, handed_at) "
            "VALUES (gen_random_uuid(), gen_random_uuid(), 'briefing', 'approve', '', '{}', '', now())"
        )


@given(st.lists(st.sampled_from(list(Verb)), max_size=8))
def test_a_thing_is_valid_by_its_last_approval_that_nothing_withdrew(verbs: list[Verb]) -> None:
    item = uuid4()
    messages = [
        Message(message=uuid4(), item=item, kind=HandedKind.BRIEFING, verb=verb, title=str(place))
        for place, verb in enumerate(verbs)
    ]
    standing = standing_of(messages)
    after = verbs[max((n for n, verb in enumerate(verbs) if verb is Verb.WITHDRAW), default=-1) + 1 :]
    assert (standing.validity is Validity.VALID) == (Verb.APPROVE in after)
    if standing.validity is Validity.VALID:
        assert standing.title == str(max(n for n, verb in enumerate(verbs) if verb is not Verb.WITHDRAW))
    else:
        assert standing.title == "" and not standing.text


def test_headings_that_skip_a_level_are_named_by_their_place() -> None:
    assert skipped_headings([2, 3, 4, 2, 3]) == []
    assert skipped_headings([3, 2, 4]) == [0, 2]
