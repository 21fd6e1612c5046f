"""Forms in the manner of the design system: a renderer for every form, and a date in three boxes."""

from kith.shell.forms.dates import DayField, DayWidget
from kith.shell.forms.drawing import draw_field, error_list
from kith.shell.forms.renderer import KithFormRenderer

__all__ = ["DayField", "DayWidget", "KithFormRenderer", "draw_field", "error_list"]
