"""What stands at the foot of every page of the site, an error page included: for the public, not for agencies."""

from typing import Any

from django.urls import reverse

from kith.publishing.presenters import worried_words
from kith.shell.components.elements import together
from kith.shell.words import language_tag, mark, own_language, say


def public_footing() -> dict[str, Any]:
    """Return the links and the words of the footer; what the links lead to is in one language."""
    elsewhere = {"hreflang": own_language()} if language_tag() != own_language() else {}
    links = {
        "Accessibility statement": (reverse("shell:accessibility"), elsewhere),
        "Privacy": (reverse("shell:privacy"), elsewhere),
        "Circulation list": (reverse("circulation"), {}),
        "Tell us": (reverse("tell_us"), {}),
    }
    worried = worried_words()
    return {
        "visually_hidden_title": say("About this site"),
        "items": [
            {"text": mark(text), "href": address, "attributes": attributes}
            for text, (address, attributes) in links.items()
        ],
        "text": together(worried["heading"], " ", worried["urgent"], " ", worried["now"]) if worried else "",
    }
