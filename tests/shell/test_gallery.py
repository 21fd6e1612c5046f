"""The gallery shows everything that a page may be built from."""

import re
from pathlib import Path

from kith.shell import components, pictures, views
from kith.shell.templatetags.shell import BLOCKS, register
from tests.shell.drawing import request_for, soup

TEMPLATES = Path(views.__file__).parent / "templates"
SHOWN_IN = (TEMPLATES / "shell/gallery.html", *sorted((TEMPLATES / "shell/gallery").glob("*.html")))
# The foot of every page, drawn under the gallery too.
OF_EVERY_PAGE = {"page_footer"}


def tags_shown() -> set[str]:
    """Return the tags that the gallery's templates use; a block stands for the component inside it."""
    used = set(re.findall(r"{% *(\w+)", "".join(path.read_text(encoding="utf-8") for path in SHOWN_IN)))
    return used | {BLOCKS[name].__name__ for name in used & set(BLOCKS)}


def test_every_tag_is_in_the_gallery() -> None:
    blocks_of_shown = {name for name, component in BLOCKS.items() if component.__name__ in tags_shown()}
    assert set(register.tags) - tags_shown() - blocks_of_shown == OF_EVERY_PAGE


def test_every_component_and_picture_is_a_tag() -> None:
    builders = {"element", "together"}  # what the others are made of
    assert set(components.__all__) - builders <= set(register.tags)
    assert {"bars", "freshness", "lanes", "sparkline", "qr_picture"} <= set(register.tags)
    assert all(hasattr(pictures, name) for name in ("bars", "freshness", "lanes", "sparkline", "qr_picture"))


def test_what_is_in_the_templates_is_on_the_page() -> None:
    page = soup(views.gallery(request_for()).content.decode())
    for selector in (
        ".govuk-exit-this-page",
        ".moj-identity-bar",
        ".moj-timeline",
        ".moj-filter",
        ".moj-sub-navigation",
        ".moj-badge",
        "main .govuk-generic-header",
        "main .govuk-footer",
        ".govuk-footer a[href='/privacy']",
        "svg.kith-qr",
        ".govuk-pagination",
    ):
        assert page.select_one(selector) is not None, selector
