"""Where the editing library looks for what this site adds to it."""

from kith.publishing.wagtail_hooks import editing

__all__ = ["editing"]
