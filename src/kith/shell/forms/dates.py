"""A date in three boxes, because people remember their own dates and a calendar is slow for a birthday."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

PARTS = ("day", "month", "year")


class DayWidget(forms.Widget):
    """Reads `name-day`, `name-month` and `name-year`."""

    use_fieldset = True

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str] | None:
        """Return what was typed into each box, None when all are empty."""
        typed = {part: str(data.get(f"{name}-{part}", "")).strip() for part in PARTS}
        return typed if any(typed.values()) else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Test whether none of the boxes was sent."""
        return not any(f"{name}-{part}" in data for part in PARTS)

    def format_value(self, value: Any) -> dict[str, str]:
        """Return what to show in each box."""
        if isinstance(value, date):
            return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        return dict(value) if isinstance(value, Mapping) else {}


class DayField(forms.Field):
    """A day of the calendar; says which part is missing or that there is no such day."""

    widget = DayWidget
    default_error_messages = {
        "incomplete": "%(label)s must include a %(missing)s",
        "unreal": "%(label)s must be a real date",
    }

    def to_python(self, value: Any) -> date | None:
        """Return the day."""
        if value in self.empty_values or isinstance(value, date):
            return value or None
        missing = [part for part in PARTS if not value.get(part)]
        if missing:
            self._refuse("incomplete", missing=" and a ".join(missing))
        try:
            return date(*(int(value[part]) for part in reversed(PARTS)))
        except (ValueError, OverflowError):
            self._refuse("unreal")
        return None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Test whether the boxes say another day than the initial one."""
        boxes = DayWidget()
        return boxes.format_value(initial) != boxes.format_value(data)

    def _refuse(self, code: str, **values: str) -> None:
        label = str(self.label or "The date")
        raise ValidationError(self.error_messages[code], code=code, params={"label": label, **values})
