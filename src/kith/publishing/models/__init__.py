"""The site's tables: its editors, its inbox, its pages."""

from kith.publishing.models.base import SitePage
from kith.publishing.models.editors import Editor
from kith.publishing.models.inbox import Handover

__all__ = ["Editor", "Handover", "SitePage"]
