"""A ladder that somebody climbs, rung by rung: which were reached, for how long, and on which one it stands."""

from django.utils.safestring import SafeString

from kith.shell.components import table
from kith.shell.components.elements import element
from kith.shell.components.texts import details
from kith.shell.vocabulary import LadderPicture, Rung

_WIDE, _STEP, _LEFT, _RIGHT = 320, 58, 14, 54


def ladder(picture: LadderPicture) -> SafeString:
    """Return the ladder with its highest rung on top, and the same as a table."""
    high = _STEP * len(picture.rungs) + 8
    name = f"{picture.title}, scrolls sideways"
    svg = element(
        "svg",
        {"viewBox": f"0 0 {_WIDE} {high}", "width": _WIDE, "height": high, "role": "img", "aria-label": _told(picture)},
        *(_rail(x, high) for x in (_LEFT, _RIGHT)),
        *(_rung(rung, high - 34 - _STEP * place) for place, rung in enumerate(picture.rungs)),
    )
    return element(
        "div",
        {"class": "kith-picture__frame"},
        element("div", {"class": "kith-scroll", "tabindex": "0", "role": "region", "aria-label": name}, svg),
        details(_as_table(picture), summary="Show the ladder as a table"),
    )


def _told(picture: LadderPicture) -> str:
    reached = [f"{rung.name}: {rung.note}" for rung in picture.rungs if rung.reached]
    return f"{picture.title}. {'; '.join(reached)}"


def _rail(x: int, high: int) -> SafeString:
    return element("path", {"class": "kith-lanes__today", "d": f"M{x} 4V{high - 4}"})


def _rung(rung: Rung, y: int) -> SafeString:
    return element(
        "g",
        None,
        element(
            "rect",
            {
                "class": "kith-span" if rung.reached else "kith-lanes__stripe",
                "x": _LEFT,
                "y": y - 5,
                "width": _RIGHT - _LEFT,
                "height": 10,
            },
        ),
        # Where it stands now is a shape of its own, never a colour alone.
        element("path", {"class": "kith-mark kith-mark--high", "d": f"M{(_LEFT + _RIGHT) // 2} {y}m0 -12l11 20h-22Z"})
        if rung.stands
        else None,
        element("text", {"class": "kith-lanes__name", "x": _RIGHT + 14, "y": y - 1}, rung.name),
        element("text", {"class": "kith-lanes__tick", "x": _RIGHT + 14, "y": y + 17}, rung.note),
    )


def _as_table(picture: LadderPicture) -> SafeString:
    return table(
        [[{"text": rung.name}, {"text": _stands(rung)}, {"text": rung.note}] for rung in reversed(picture.rungs)],
        head=[{"text": "Rung"}, {"text": "Reached"}, {"text": "When"}],
        caption=picture.title,
        caption_classes="govuk-visually-hidden",
        first_cell_is_header=True,
    )


def _stands(rung: Rung) -> str:
    if rung.stands:
        return "Now"
    return "Reached" if rung.reached else "Not reached"
