"""The colours of the pictures; the stylesheet must use the same, and a test holds them to their contrast."""

WHITE = "#ffffff"
STRIPE = "#f1f8f8"
INK = "#0b0c0c"
QUIET = "#484949"
SEVERITY = {"low": "#1f6fb2", "medium": "#b95000", "high": "#a4161a"}
SPAN = "#3f8079"
BAR = "#00566b"
RANGE = "#484949"
LATE = "#a4161a"
ARRIVED = "#00703c"
BACKGROUNDS = (WHITE, STRIPE)
GRAPHICS = (*SEVERITY.values(), SPAN, BAR, RANGE, LATE, ARRIVED)  # at least 3 to 1 (WCAG 2.2, 1.4.11)
TEXTS = (INK, QUIET)  # at least 4.5 to 1 (WCAG 2.2, 1.4.3)
