"""Pages of the directory, and of the partnership's own structure."""

from kith.partnership.views.directory import edit, places, provider, service, services, status
from kith.partnership.views.parts import add, change, history, put_back
from kith.partnership.views.structure import chart, group, meeting, plan

__all__ = [
    "add",
    "change",
    "chart",
    "edit",
    "group",
    "history",
    "meeting",
    "places",
    "plan",
    "provider",
    "put_back",
    "service",
    "services",
    "status",
]
