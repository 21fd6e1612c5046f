"""Shows one decision to somebody who works with the child and was not in the room."""

from typing import Any

from django.urls import reverse

from kith.panel.presenters.case import decision_row
from kith.panel.selectors.reading import Reading


def decision_page(page: Reading) -> dict[str, Any]:
    """Return one decision: what, why, who leads and until when it holds; without its words to who may not read them."""
    return {
        "name": page.who.name,
        "case_url": reverse("panel:case", args=[page.who.public_id]),
        "decided_on": page.decided_on,
        "decision": decision_row(page.decision) if page.decision else None,
        "is_read": page.is_read,
    }
