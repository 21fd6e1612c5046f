"""A case of a knife-crime audit that somebody writes about, and the colleagues who approve it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from kith.access.models import Staff
from kith.access.selectors import viewer_of
from kith.access.services import connect_as
from kith.access.vocabulary import Purpose, Role, Viewer
from kith.audit.models import AuditTheme
from kith.learning import selectors, services
from kith.learning.models import Briefing, CaseReview
from kith.learning.vocabulary import FactKind, FactLevel
from kith.learning.vocabulary.briefings import STEPS, CheckedText, ReviewForm
from kith.project.site import inbox_parameters
from kith.publishing.services import hand_over
from tests.audit.conftest import Audit, audit, eight, signed_in

__all__ = ["audit", "eight", "signed_in"]  # fixtures of the tests of audits
READ_FIGURES = "SELECT verb, title, text, approved_by FROM publishing_handover WHERE item = %s ORDER BY id"
READ = "SELECT verb, kind, title, text, approved_by FROM publishing_handover WHERE item = %s ORDER BY id"
# What each step says once it is written: nobody, nowhere, no day.
PLAIN = {
    0: "Help that came in time",
    1: "The young person lives with family.",
    2: "There were worries at school.",
    3: "The young person carried a knife.",
    4: "Agencies worked with the family together.",
    5: "Ask each young person what they want.",
    99: "Back in school\nGetting on better at home",
}


@dataclass
class Newsroom:
    """An audit with its cases, whoever writes, and whoever approves."""

    audit: Audit
    theme: AuditTheme
    approvers: tuple[Viewer, ...]
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def writer(self) -> Viewer:
        """Return the auditor who leads and writes."""
        return self.audit.lead

    def person(self, name: str = "Alder") -> tuple[int, UUID]:
        """Return one of the eight young people."""
        assert self.audit.world is not None
        return self.audit.world.people[name]

    def begin(self, name: str = "Alder", form: ReviewForm = ReviewForm.FIVE_STEP) -> UUID:
        """Begin a briefing about one of the cases."""
        return services.start_review(
            public_id=self.person(name)[1],
            form=form,
            theme=self.theme.public_id,
            incident_on=None,
            by=self.writer,
            now=timezone.now(),
        )

    def gather(self, *names: str) -> tuple[str, UUID]:
        """Begin one bulletin about several of the cases; return whose case is its first, and the draft's number."""
        people = {self.person(name)[1]: name for name in names}
        person, review = services.gather_cases(
            theme=self.theme.public_id, people=list(people), by=self.writer, now=timezone.now()
        )
        return people[person], review

    def reviews(self, briefing: Briefing) -> dict[str, UUID]:
        """Return the number of each case that a briefing tells, by its young person."""
        assert self.audit.world is not None
        with connect_as("worker"):
            found = dict(CaseReview.objects.filter(briefing=briefing).values_list("person_id", "public_id"))
        return {name: found[pk] for name, (pk, _) in self.audit.world.people.items() if pk in found}

    def gathered(self, *names: str, few: str = "") -> Briefing:
        """Bring a bulletin about several cases as far as its check; of `few` it tells what fits one child."""
        lead, review = self.gather(*names)
        self.save(review, {0: PLAIN[0], 99: PLAIN[99]} | dict.fromkeys(range(1, 5), "It fits many."), lead)
        briefing = self.briefing(review)
        for name, number in self.reviews(briefing).items():
            self.keep(number, name, other="three knives" if name == few else "", sex=FactLevel.TOLD)
        self.confirm_all(review, lead)
        self.check(review, lead)
        return self.briefing(review)

    def save(self, review: UUID, texts: Mapping[int, str], name: str = "Alder") -> int:
        """Keep parts over whatever stands there."""
        with selectors.looking_at_review(self.person(name)[1], review, viewer=self.writer, what="test") as opened:
            typed = {place: (text, opened.parts[place].version) for place, text in texts.items()}
        return services.save_parts(
            public_id=self.person(name)[1], review=review, typed=typed, by=self.writer, now=timezone.now()
        )

    def keep_part(self, review: UUID, place: int, text: str, seen: int, by: Viewer | None = None) -> int:
        """Keep one part as it is typed, from a version that was seen."""
        return services.keep_part(
            public_id=self.person()[1],
            review=review,
            place=place,
            text=text,
            seen=seen,
            by=by or self.writer,
            now=timezone.now(),
        )

    def second_writer(self, name: str = "Alder") -> Viewer:
        """Return the second auditor, once somebody has given them a reason to see one of the young people."""
        auditor = Staff.objects.select_related("agency").get(pk=self.approvers[0].staff_id)
        self.audit.partnership.relate(auditor, self.person(name)[0])
        return viewer_of(auditor, timezone.now())

    def parts(self, review: UUID, name: str = "Alder") -> dict[int, CheckedText]:
        """Return every part as it would be read."""
        return selectors.open_check(
            public_id=self.person(name)[1], review=review, viewer=self.writer, purpose=Purpose.AUDIT
        )[1]

    def confirm_all(self, review: UUID, name: str = "Alder") -> int:
        """Confirm every piece that is open, and return how many there were."""
        pieces = [piece for part in self.parts(review, name).values() for piece in part.to_confirm]
        keys = {piece.key for piece in pieces}
        return services.confirm_pieces(
            public_id=self.person(name)[1], review=review, keys=keys, by=self.writer, now=timezone.now()
        )

    def keep(self, review: UUID, name: str = "Alder", other: str = "", **told: FactLevel) -> int:
        """Keep these facts and no others."""
        levels: dict[FactKind, FactLevel | None] = dict.fromkeys(FactKind)
        levels |= {FactKind(kind): level for kind, level in told.items()}
        return services.keep_facts(
            public_id=self.person(name)[1],
            review=review,
            levels=levels,
            other=other,
            by=self.writer,
            now=timezone.now(),
        )

    def checked(self, name: str = "Alder", form: ReviewForm = ReviewForm.FIVE_STEP, **texts: str) -> Briefing:
        """Bring a briefing as far as its check; it fits all eight young people."""
        review = self.begin(name, form)
        words = {0: PLAIN[0], 99: PLAIN[99]} | {
            place: PLAIN.get(place, "It is told so that it fits many.") for place in range(1, len(STEPS[form]) + 1)
        }
        self.save(review, words | {int(place.removeprefix("part")): text for place, text in texts.items()}, name)
        self.confirm_all(review, name)
        self.keep(review, name, sex=FactLevel.TOLD)
        self.check(review, name)
        return self.briefing(review)

    def check(self, review: UUID, name: str = "Alder") -> None:
        """Put a draft before a second person."""
        services.check_briefing(public_id=self.person(name)[1], review=review, by=self.writer, now=timezone.now())

    def revise(self, review: UUID, name: str = "Alder") -> None:
        """Open words that the site has once more."""
        services.revise_briefing(
            public_id=self.person(name)[1],
            review=review,
            seen=self.briefing(review).version,
            by=self.writer,
            now=timezone.now(),
        )

    def briefing(self, review: UUID) -> Briefing:
        """Return the briefing of a draft as it stands."""
        with connect_as("worker"):
            return CaseReview.objects.select_related("briefing").get(public_id=review).briefing

    def approve(self, briefing: Briefing, by: int = 0, because: str = "") -> bool:
        """Approve a briefing as it stands."""
        briefing.refresh_from_db()
        return services.approve_briefing(
            public_id=briefing.public_id,
            seen=briefing.fingerprint,
            because=because,
            by=self.approvers[by],
            now=timezone.now(),
        )

    def hand_over(self, inbox: Mapping[str, str] | None = None) -> int:
        """Let the worker hand over what was decided."""
        with connect_as("worker"):
            return services.hand_over_briefings(inbox=inbox or settings.KITH_INBOX, by=None, now=timezone.now())

    def hand_over_and_die(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let the worker die once the site has taken something and before the ledger knows."""

        def killed(**told: Any) -> bool:
            hand_over(**told)
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr("kith.learning.services.briefing_handing.hand_over", killed)
            with pytest.raises(KeyboardInterrupt):
                self.hand_over()

    def withdraw_gone(self) -> int:
        """Let the worker look for briefings whose case is withdrawn."""
        with connect_as("worker"):
            return services.withdraw_gone_briefings(by=None, now=timezone.now())


@pytest.fixture
def newsroom(eight: Audit) -> Newsroom:
    """Return an audit of eight cases, its lead as the writer, and three approvers."""
    theme = eight.counted()
    other = eight.partnership.add_staff("Second Auditor", "partnership", Role.AUDITOR)
    staff = [Staff.objects.select_related("agency").get(pk=other.pk)]
    staff += [eight.partnership.staff[role] for role in (Role.PANEL_CHAIR, Role.IG_LEAD)]
    return Newsroom(audit=eight, theme=theme, approvers=tuple(viewer_of(one, timezone.now()) for one in staff))


@pytest.fixture
def arrived(site_database: str) -> Callable[[Briefing], list[Any]]:
    """Return a way to read what has come to the site about one briefing."""
    where = make_conninfo(**inbox_parameters(settings.INSTALLATION, "kith_public"))

    def look(briefing: Briefing) -> list[Any]:
        with psycopg.connect(where) as site:
            return site.execute(READ, (briefing.public_id,)).fetchall()

    return look


@pytest.fixture
def figures_arrived(site_database: str) -> Callable[[UUID], list[tuple[Any, ...]]]:
    """Return a way to read what has come to the site of one release."""
    where = make_conninfo(**inbox_parameters(settings.INSTALLATION, "kith_public"))

    def look(item: UUID) -> list[tuple[Any, ...]]:
        with psycopg.connect(where) as site:
            return site.execute(READ_FIGURES, (item,)).fetchall()

    return look


@pytest.fixture
def publisher(audit: Audit) -> Viewer:
    """Return the publisher, who decides on figures."""
    return audit.partnership.viewer(Role.PUBLISHER)


@pytest.fixture
def no_word_list(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Any]:
    """Return a way to work for a while with the word lists missing."""
    from kith.common.disclosure import WordListDamaged
    from kith.learning.rules import deidentifying

    @contextmanager
    def missing() -> Iterator[None]:
        def fail() -> None:
            raise WordListDamaged("The list of ordinary words is missing.")

        with monkeypatch.context() as patch:
            patch.setattr(deidentifying, "lexicon", fail)
            yield

    return missing
