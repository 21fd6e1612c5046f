"""Shows the panel: the board, one case, a meeting, one item, its measures."""

from kith.panel.presenters.board import board_page, measures_page
from kith.panel.presenters.case import case_page
from kith.panel.presenters.incoming import incoming_page
from kith.panel.presenters.meeting import item_page, meeting_page
from kith.panel.presenters.reading import decision_page

__all__ = ["board_page", "case_page", "decision_page", "incoming_page", "item_page", "measures_page", "meeting_page"]
