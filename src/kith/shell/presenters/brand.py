"""Turns a partnership's few colours into the custom properties that the built stylesheet reads."""

import re
from collections.abc import Mapping

PROPERTIES = {
    "brand": "--govuk-brand-colour",
    "link": "--govuk-link-colour",
    "link_hover": "--govuk-link-hover-colour",
    "surface": "--govuk-surface-background-colour",
    "surface_border": "--govuk-surface-border-colour",
    "page": "--govuk-template-background-colour",
}
ON_WHITE = ("brand", "link", "link_hover")  # text on white, or white text on it
UNDER_TEXT = ("surface", "page")  # links and text stand on it
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


class UnreadableBrand(ValueError):
    """A brand colour that cannot be used."""


def brand_stylesheet(brand: Mapping[str, str]) -> str:
    """Return the stylesheet of one brand; no colours leave those of the built one.

    Raises:
        UnreadableBrand: a name or colour that is unknown, or a contrast below 4.5 to 1.
    """
    for name, colour in brand.items():
        _check(name, colour, brand.get("link", "#00566b"))
    declarations = "".join(f"  {PROPERTIES[name]}: {colour};\n" for name, colour in sorted(brand.items()))
    return f":root {{\n{declarations}}}\n" if declarations else "/* the colours of the built stylesheet */\n"


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two #rrggbb colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _check(name: str, colour: str, link: str) -> None:
    if name not in PROPERTIES:
        raise UnreadableBrand(f"KITH_BRAND has no colour “{name}”. Use one of: {', '.join(PROPERTIES)}.")
    if not _HEX.fullmatch(colour):
        raise UnreadableBrand(
            f"KITH_BRAND “{name}” is not a colour. Write it as six hexadecimal digits, such as #00566b."
        )
    against = "#ffffff" if name in ON_WHITE else link if name in UNDER_TEXT else None
    if against and contrast(colour, against) < LEAST_CONTRAST:
        raise UnreadableBrand(f"KITH_BRAND “{name}” cannot be read well enough. Choose a colour with more contrast.")


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
