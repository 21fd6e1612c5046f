"""Pictures drawn on the server as SVG without inline styles; each says in words or in a table what it shows."""

from kith.shell.pictures.bars import bars, sparkline
from kith.shell.pictures.clustering import MOST_MARKS, MOST_SPANS, clustered
from kith.shell.pictures.freshness import freshness
from kith.shell.pictures.ladder import ladder
from kith.shell.pictures.lanes import lanes
from kith.shell.pictures.line import line, line_drawing
from kith.shell.pictures.qr import qr_picture
from kith.shell.pictures.tree import tree

__all__ = [
    "MOST_MARKS",
    "MOST_SPANS",
    "bars",
    "clustered",
    "freshness",
    "ladder",
    "lanes",
    "line",
    "line_drawing",
    "qr_picture",
    "sparkline",
    "tree",
]
