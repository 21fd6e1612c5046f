"""What a page says of itself to machines: to searching ones, and to those that show a card where it is shared."""

from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import truncatewords

from kith.publishing.selectors.addresses import full_address
from kith.publishing.vocabulary.pieces import Picture


@dataclass(frozen=True, kw_only=True)
class Card:
    """The description of one page; `locale` is written as the Open Graph protocol does, en_GB."""

    url: str
    says: str
    kind: str
    locale: str
    picture: Picture | None = None


def card_of(page: Any) -> Card:
    """Return the card of a page: its own description, else its summary; its first picture where it has one."""
    language, _, region = page.locale.language_code.partition("-")
    says = page.search_description or getattr(page, "summary", "")
    return Card(
        url=full_address(page.get_url() or ""),
        says=truncatewords(says, 40),
        kind="website" if page.is_section or page.depth <= 2 else "article",
        locale=f"{language}_{(region or 'gb').upper()}",
        picture=_first_picture(page),
    )


def _first_picture(page: Any) -> Picture | None:
    for block in getattr(page, "body", ()):
        if block.block_type == "picture":
            found = block.block.pieces(block.value)[0]
            return Picture(**(vars(found) | {"url": full_address(found.url)}))
    return None
