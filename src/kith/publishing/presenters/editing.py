"""Prepares for the editing pages what an editor has to look at."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from kith.publishing.models import Editor, Preview
from kith.publishing.selectors.addresses import full_address
from kith.publishing.selectors.editing import token_of
from kith.publishing.vocabulary.editing import ROLE_SAYS, Doubt, RemarkKind

WHY: Final = {
    "person": "looks like the name of a person",
    "place": "looks like a street or a place",
    "organisation": "looks like a school or another organisation",
    "date": "is a date",
    "age": "is an age",
    "identifier": "looks like a number or code by which somebody is known",
    "contact": "is an address, a phone number or an e-mail address",
    "number": "is a number",
    "word": "is no ordinary word, so it may be a name",
}
_SAID: Final = {
    RemarkKind.AGREE: "It can be published as it is",
    RemarkKind.CHANGE: "Something has to be changed first",
    RemarkKind.COMMENT: "A comment",
}


def doubt_rows(doubts: Sequence[tuple[Doubt, bool]], ticked: Collection[str]) -> list[dict[str, Any]]:
    """Return a row for each doubtful word: the words around it, where it stands, why, whether it is ticked."""
    rows = []
    for doubt, was_confirmed in doubts:
        before, _, after = doubt.around.partition(doubt.text)
        rows.append(
            {
                "key": doubt.key,
                "where": doubt.where,
                "text": doubt.text,
                "before": before,
                "after": after,
                "why": WHY.get(doubt.kind, "may be about a person"),
                "ticked": was_confirmed or doubt.key in ticked,
                "was_confirmed": was_confirmed,
            }
        )
    return rows


def preview_rows(previews: Iterable[Preview], now: datetime) -> list[dict[str, Any]]:
    """Return a row for each link to a draft, with its address and what was said."""
    return [
        {
            "preview": preview,
            "is_open": preview.ended_at is None and now < preview.ends_at,
            "address": full_address(f"/preview/{token_of(preview)}/"),
            "remarks": [(_SAID[RemarkKind(remark.kind)], remark) for remark in preview.said()],
        }
        for preview in previews
    ]


def editor_rows(editors: Iterable[Editor]) -> list[dict[str, Any]]:
    """Return a row for each editor: what they do, and how their access stands."""
    rows = []
    for editor in editors:
        roles = editor.roles()
        stands = "ended" if not editor.is_active else "signs in" if editor.has_usable_password() else "invited"
        does = "; ".join(ROLE_SAYS[role] for role in roles) or "nothing"
        rows.append({"editor": editor, "does": does, "stands": stands})
    return rows
