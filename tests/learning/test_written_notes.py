"""The notes that are measured on are those that were kept before, and say truly where somebody is told."""

import hashlib
import json

import pytest

from benchmarks.written_notes import written_notes

FROZEN = {
    "unseen": "b45172ff29abf69b6b6e2191a1543c8bae5250dfaa9b8b172c8f7be806cecffe",
    "fresh": "bcaa291196a5db43aeedb81854baf83828ab29444802503e38732a78d273d10a",
}


@pytest.mark.parametrize("side", FROZEN)
def test_the_notes_that_are_measured_on_have_not_been_changed(side: str) -> None:
    kept = [
        (
            note.text,
            note.record,
            [(one.start, one.end, one.kind, one.who) for one in note.given],
            note.origin,
            note.style,
        )
        for note in written_notes(side, 300)
    ]
    assert hashlib.sha256(json.dumps(kept).encode()).hexdigest() == FROZEN[side]


@pytest.mark.parametrize("side", ["tuning", *FROZEN])
def test_every_piece_stands_where_it_is_said_to(side: str) -> None:
    for note in written_notes(side, 30):
        assert all(note.text[one.start : one.end].strip() for one in note.given)
        assert [one.start for one in note.given] == sorted(one.start for one in note.given)


def test_the_sides_share_no_origin_and_no_style() -> None:
    origins = {side: {note.origin for note in written_notes(side, 300)} - {"words"} for side in ("tuning", *FROZEN)}
    styles = {side: {note.style for note in written_notes(side, 300)} for side in ("tuning", *FROZEN)}
    for kinds in (origins, styles):
        assert sum(len(kind) for kind in kinds.values()) == len(set().union(*kinds.values()))
