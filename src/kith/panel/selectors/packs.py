"""Reads which packs a meeting has and how far each is; none of it names a child."""

from collections.abc import Sequence

from kith.access.vocabulary import Viewer
from kith.panel.models import Meeting, Pack
from kith.panel.rules import may_run


def packs_of(meeting: Meeting, viewer: Viewer) -> Sequence[Pack]:
    """Return the packs of a meeting that were not taken back: all to who runs the panel, else one's own."""
    packs = Pack.objects.filter(meeting=meeting).exclude(state="recalled").select_related("agency", "reader")
    return list(packs if may_run(viewer) else packs.filter(reader_id=viewer.staff_id))
