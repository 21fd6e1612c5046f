"""What stands at the foot of every page, an error page included: statements, and what to do about a child now."""

from typing import Any

from django.urls import reverse


def footing() -> dict[str, Any]:
    """Return the links and the words of the footer."""
    return {
        "visually_hidden_title": "About this service",
        "items": [
            {"text": "Accessibility statement", "href": reverse("shell:accessibility")},
            {"text": "Privacy", "href": reverse("shell:privacy")},
        ],
        "text": "Worried about a child now? Follow your agency’s procedure and ring the county’s front door. "
        "If a child is in immediate danger, call 999.",
    }
