"""What the panel reads: the board, one case, a meeting, one item, disagreements, its measures."""

from kith.panel.selectors.board import list_cases, meetings_from
from kith.panel.selectors.case import open_case, open_research
from kith.panel.selectors.considering import PanelBesideList
from kith.panel.selectors.disagreements import (
    answerers_now,
    count_disagreements,
    disagreements_of,
    lessons_kept,
    list_disagreements,
    open_disagreement,
    open_raising,
)
from kith.panel.selectors.measures import count_measures
from kith.panel.selectors.meeting import open_item, open_meeting
from kith.panel.selectors.pack import open_pack, open_pack_file, open_pack_page
from kith.panel.selectors.packs import packs_of
from kith.panel.selectors.reading import Reading, is_asked_to_read, open_decision
from kith.panel.selectors.subjects import list_subjects, open_links, open_subject, open_subject_item
from kith.panel.selectors.waiting import PanelWaiting
from kith.panel.selectors.wording import pack_page

__all__ = [
    "PanelBesideList",
    "PanelWaiting",
    "Reading",
    "answerers_now",
    "count_disagreements",
    "count_measures",
    "disagreements_of",
    "lessons_kept",
    "is_asked_to_read",
    "list_cases",
    "list_disagreements",
    "list_subjects",
    "meetings_from",
    "open_case",
    "open_decision",
    "open_disagreement",
    "open_item",
    "open_links",
    "open_meeting",
    "open_pack",
    "open_pack_file",
    "open_pack_page",
    "open_raising",
    "open_research",
    "pack_page",
    "open_subject",
    "open_subject_item",
    "packs_of",
]
