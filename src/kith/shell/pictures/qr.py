"""A QR code as SVG in the page itself, because the content security policy allows no picture from a `data:` address."""

import segno
from django.utils.safestring import SafeString

from kith.shell.components.elements import element

_BORDER = 4  # the quiet zone that ISO/IEC 18004 asks for


def qr_picture(text: str, name: str) -> SafeString:
    """Return the QR code of a text; `name` is read out instead of it."""
    matrix = segno.make(text, micro=False).matrix
    size = len(matrix) + 2 * _BORDER
    dots = "".join(
        f"M{x + _BORDER} {y + _BORDER}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    )
    return element(
        "svg",
        {
            "class": "kith-qr",
            "viewBox": f"0 0 {size} {size}",
            "role": "img",
            "aria-label": name,
            "shape-rendering": "crispEdges",
        },
        element("path", {"class": "kith-qr__paper", "d": f"M0 0h{size}v{size}h-{size}z"}),
        element("path", {"class": "kith-qr__dots", "d": dots}),
    )
