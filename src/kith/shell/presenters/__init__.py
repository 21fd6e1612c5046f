"""Puts the shell's own pages into values that a template can show."""

from kith.shell.presenters.brand import brand_stylesheet
from kith.shell.presenters.gallery import gallery_context

__all__ = ["brand_stylesheet", "gallery_context"]
