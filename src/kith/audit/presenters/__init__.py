"""What the pages of audits show."""

from kith.audit.presenters.cases import case_page, cases_page, section_words
from kith.audit.presenters.findings import action_page, difference_page, findings_page, origin_of
from kith.audit.presenters.packing import pack_files
from kith.audit.presenters.reviews import learning_page, review_page, reviews_page
from kith.audit.presenters.section11 import (
    return_page,
    round_page,
    rounds_page,
)
from kith.audit.presenters.themes import theme_page, themes_page

__all__ = [
    "return_page",
    "round_page",
    "rounds_page",
    "learning_page",
    "review_page",
    "reviews_page",
    "action_page",
    "case_page",
    "cases_page",
    "difference_page",
    "findings_page",
    "pack_files",
    "origin_of",
    "section_words",
    "theme_page",
    "themes_page",
]
