"""What every page of learning needs: who asks, a form that is drawn again with its errors."""

from functools import partial
from typing import Final

from django.http import HttpRequest

from kith.access.vocabulary import Refused, Viewer
from kith.common.disclosure import WordListDamaged
from kith.learning.vocabulary import RecordUnlinked
from kith.learning.vocabulary.briefings import BriefingRefused
from kith.shell import asking

REFUSALS: Final = (BriefingRefused, RecordUnlinked, WordListDamaged, Refused)


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who is looking, as the doorkeeper found them."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # the doorkeeper sets it on every request
    return viewer


ask = partial(asking.ask, refusals=REFUSALS, template="shell/ask.html")
done = partial(asking.done, refusals=REFUSALS)
do_and_go = partial(asking.do_and_go, refusals=REFUSALS)
