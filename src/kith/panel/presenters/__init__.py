"""Shows the panel: the board, one case, a meeting, one item, a disagreement, its measures."""

from kith.panel.presenters.board import board_page, measures_page
from kith.panel.presenters.case import case_page
from kith.panel.presenters.disagreements import (
    answerers_page,
    disagreement_line,
    disagreement_measures,
    disagreement_page,
    disagreements_page,
)
from kith.panel.presenters.incoming import incoming_page
from kith.panel.presenters.meeting import item_page, meeting_page
from kith.panel.presenters.reading import decision_page
from kith.panel.presenters.subjects import links_page, subject_item_page, subject_page, subjects_page

__all__ = [
    "answerers_page",
    "board_page",
    "case_page",
    "decision_page",
    "disagreement_line",
    "disagreement_measures",
    "disagreement_page",
    "disagreements_page",
    "incoming_page",
    "item_page",
    "links_page",
    "measures_page",
    "meeting_page",
    "subject_item_page",
    "subject_page",
    "subjects_page",
]
