"""Pages of the directory, and of the partnership's own structure."""

from kith.partnership.views.directory import edit, places, provider, service, services, status
from kith.partnership.views.parts import add, change, history, put_back
from kith.partnership.views.structure import chart, contacts, group, meeting, plan, plan_export
from kith.partnership.views.telling import proposal, propose, telling, withdraw

__all__ = [
    "contacts",
    "plan_export",
    "proposal",
    "propose",
    "telling",
    "withdraw",
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
