"""A tree of boxes from left to right: who reports to whom; each box stands in the middle of those below it."""

from textwrap import wrap

from django.utils.safestring import SafeString

from kith.shell.components.elements import element
from kith.shell.vocabulary import TreeBox, TreePicture

# In units of the picture, one of which is one CSS pixel on the screen: text keeps its size and the frame scrolls.
_WIDE, _ACROSS, _BETWEEN, _EDGE = 206, 34, 14, 4
_LINE, _PAD, _NAME_CHARACTERS, _NOTE_CHARACTERS = 19, 10, 22, 26


def tree(picture: TreePicture) -> SafeString:
    """Return the tree with its title and description; a page shows the same as a list beside it."""
    wide = _depth(picture.root) * (_WIDE + _ACROSS) - _ACROSS + 2 * _EDGE
    high = _height(picture.root) + 2 * _EDGE
    svg = element(
        "svg",
        {
            "class": "kith-tree",
            "viewBox": f"0 0 {wide} {high}",
            "width": wide,
            "height": high,
            "role": "img",
            "aria-labelledby": f"{picture.id}-title {picture.id}-says",
        },
        element("title", {"id": f"{picture.id}-title"}, picture.title),
        element("desc", {"id": f"{picture.id}-says"}, picture.says),
        *_drawn(picture.root, _EDGE, _EDGE),
    )
    frame = {"class": "kith-scroll", "tabindex": "0", "role": "region", "aria-label": f"{picture.title}, scrolls"}
    return element("div", {"class": "kith-picture__frame"}, element("div", frame, svg))


def _lines(box: TreeBox) -> list[tuple[str, str]]:
    """Return the lines of a box, each with the class of its text."""
    names = [("kith-lanes__name", line) for line in wrap(box.name, _NAME_CHARACTERS)]
    return names + [("kith-lanes__tick", line) for note in box.notes for line in wrap(note, _NOTE_CHARACTERS)]


def _own_height(box: TreeBox) -> int:
    return len(_lines(box)) * _LINE + 2 * _PAD


def _height(box: TreeBox) -> int:
    """Return how high a box and all below it stand."""
    below = sum(_height(one) for one in box.boxes) + _BETWEEN * max(0, len(box.boxes) - 1)
    return max(_own_height(box), below)


def _depth(box: TreeBox) -> int:
    return 1 + max((_depth(one) for one in box.boxes), default=0)


def _drawn(box: TreeBox, x: int, y: int) -> list[SafeString]:
    """Return a box in the middle of its strip, the lines from it, and all below it."""
    high, own = _height(box), _own_height(box)
    top = y + (high - own) // 2
    found = [_box(box, x, top, own)]
    below = y + (high - sum(_height(one) for one in box.boxes) - _BETWEEN * max(0, len(box.boxes) - 1)) // 2
    for one in box.boxes:
        middle, bend = below + _height(one) // 2, x + _WIDE + _ACROSS // 2
        path = f"M{x + _WIDE} {y + high // 2}H{bend}V{middle}H{x + _WIDE + _ACROSS}"
        found += [element("path", {"class": "kith-tree__line", "d": path}), *_drawn(one, x + _WIDE + _ACROSS, below)]
        below += _height(one) + _BETWEEN
    return found


def _box(box: TreeBox, x: int, y: int, high: int) -> SafeString:
    texts = [
        element("text", {"class": name, "x": x + _PAD, "y": y + _PAD + 14 + _LINE * place}, line)
        for place, (name, line) in enumerate(_lines(box))
    ]
    frame = element("rect", {"class": "kith-tree__box", "x": x, "y": y, "width": _WIDE, "height": high, "rx": 3})
    return element("g", None, frame, *texts)
