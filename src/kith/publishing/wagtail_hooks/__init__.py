"""Where the editing library looks for what this site adds to it."""

from kith.publishing.wagtail_hooks import circulation, editing, events

__all__ = ["circulation", "editing", "events"]
