"""Draws the picture of the invented newsletter, so that the demo needs none from anywhere."""

from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw

_WIDE: Final = 1200
_HIGH: Final = 480


def winter_lane() -> bytes:
    """Return a PNG, 1200 by 480 pixels: a lane in snow, two bare trees, a house with one lit window."""
    image = Image.new("RGB", (_WIDE, _HIGH), "#c9dfe4")
    pen = ImageDraw.Draw(image)
    pen.polygon([(0, 300), (400, 210), (800, 280), (1200, 200), (1200, 480), (0, 480)], fill="#e7f1f3")
    pen.polygon([(0, 380), (500, 300), (1200, 360), (1200, 480), (0, 480)], fill="#ffffff")
    pen.polygon([(520, 480), (700, 480), (650, 320), (634, 320)], fill="#b9c7cb")
    pen.polygon([(820, 300), (820, 210), (910, 150), (1000, 210), (1000, 300)], fill="#00566b")
    pen.rectangle((880, 225, 920, 265), fill="#ffd966")
    for left, high in ((240, 190), (360, 130)):
        _tree(pen, left, 360, high)
    kept = BytesIO()
    image.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _tree(pen: ImageDraw.ImageDraw, left: int, foot: int, high: int) -> None:
    pen.line((left, foot, left, foot - high), fill="#3a3a3a", width=10)
    for part in (0.45, 0.6, 0.75):
        begins, reach = foot - int(high * part), int(high * (1 - part))
        pen.line((left, begins, left - reach, begins - reach), fill="#3a3a3a", width=5)
        pen.line((left, begins, left + reach, begins - reach), fill="#3a3a3a", width=5)
