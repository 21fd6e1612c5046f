"""Figures of the whole county: what going through all rows finds, told by two people, and nobody is opened for them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from kith.access.selectors import look_over_list
from kith.access.services import connect_as
from kith.access.vocabulary import Purpose, Refused, Role, Viewer
from kith.audit.vocabulary import Question
from kith.learning import selectors, services
from kith.learning.models import Release, ReleasedChild, ReleasedStatement
from kith.learning.rules.county import county_book_on, periods_until, quarters_of
from kith.learning.rules.release_words import sentence
from kith.learning.rules.releases import band_of
from kith.learning.vocabulary import ReleaseRefused, Telling
from kith.learning.vocabulary.county import Breakdown, NewCountyRelease, Period
from kith.linking.services import purge_person
from tests.audit.conftest import Audit
from tests.learning.counties import County, Slowly
from tests.learning.releasing import WHY, approve, groups, propose, said

DECIDERS = {Role.AUDITOR, Role.PUBLISHER}


def year(audit: Audit, back: int = 0) -> Period:
    """Return the last year from April to March that is over, or one before it."""
    return periods_until(audit.now.date())[back]


def county(audit: Audit, by: Viewer, *questions: str, coarsen: bool = True, **more: Any) -> UUID:
    """Propose figures of the county; all that the book asks, where no question is named."""
    asked = questions or tuple(one.key for one in county_book_on(audit.now.date()).questions)
    whole: dict[str, Any] = {"title": "Our year", "period": year(audit), "breakdown": Breakdown.WHOLE}
    whole |= {"questions": dict.fromkeys(asked, Telling.EXACT)} | more
    return services.propose_county_release(new=NewCountyRelease(**whole), coarsen=coarsen, by=by, now=audit.now)


@pytest.fixture
def drawn(audit: Audit, admin: psycopg.Connection[Any]) -> County:
    """Return a county of children drawn at random."""
    return County(audit.partnership, admin, year(audit))


def with_sectors(audit: Audit) -> list[str]:
    return [one.key for one in county_book_on(audit.now.date()).questions if len(one.sectors) > 1]


@pytest.mark.parametrize("breakdown", Breakdown)
def test_every_number_is_what_going_through_all_rows_finds(
    audit: Audit, drawn: County, publisher: Viewer, breakdown: Breakdown
) -> None:
    slowly, book = Slowly(drawn.admin), county_book_on(audit.now.date())
    asked = with_sectors(audit) if breakdown is Breakdown.SECTOR else []
    made = Release.objects.get(public_id=county(audit, publisher, *asked, breakdown=breakdown))
    kept = groups(publisher, made.pk)
    found = set()
    statements = ReleasedStatement.objects.filter(release=made)
    assert len(statements) >= (len(asked) or len(book.questions)) * (1 if breakdown is Breakdown.WHOLE else 3)
    for one in statements:
        true = slowly.count(book.question(one.question), one.part, breakdown, year(audit))
        place = f"{made.pk}:{one.place}"
        assert sum(count for told, count in kept.items() if place in told) == true, one.says
        expected = {"exact": (true, true), "band": band_of(true)}.get(one.telling, (0, 1_000_000))
        assert (one.lowest, one.highest) == expected, one.says
        found.add(true)
    assert len(found) > 4, "the numbers differ"


def test_a_quarter_counts_its_own_days_only(audit: Audit, drawn: County, publisher: Viewer) -> None:
    slowly, book = Slowly(drawn.admin), county_book_on(audit.now.date())
    first = quarters_of(year(audit))[0]
    if first not in periods_until(audit.now.date()):
        first = periods_until(audit.now.date())[-1]
    made = Release.objects.get(public_id=county(audit, publisher, "missing", "referrals", period=first))
    assert [(one.question, one.part) for one in made.statements.all()] == [("referrals", ""), ("missing", "")]
    kept = groups(publisher, made.pk)
    for one in made.statements.all():
        true = slowly.count(book.question(one.question), "", Breakdown.WHOLE, first)
        assert sum(count for told, count in kept.items() if f"{made.pk}:{one.place}" in told) == true


def test_small_numbers_are_refused_by_name_and_told_as_coarsely_as_it_takes(
    audit: Audit, publisher: Viewer, admin: psycopg.Connection[Any]
) -> None:
    world = County(audit.partnership, admin, year(audit), children=0)
    days = [one.begins_on + timedelta(days=3) for one in quarters_of(year(audit))]
    children = [
        audit.partnership.add_person(f"Child{n}", "Vale", days[0] - timedelta(days=14 * 365))[0] for n in range(20)
    ]
    for number, person in enumerate(children):
        world.entry(person, "school.excluded", days[0 if number < 10 else 1 if number < 17 else 2])
    with pytest.raises(ReleaseRefused) as refused:
        county(audit, publisher, "excluded", breakdown=Breakdown.QUARTER, coarsen=False)
    assert any(
        fault.possible == (3,) and "children permanently excluded" in fault.coarsen for fault in refused.value.faults
    )
    assert not Release.objects.exists() and not ReleasedStatement.objects.exists()
    made = county(audit, publisher, "excluded", breakdown=Breakdown.QUARTER)
    release, statements, faults = selectors.open_release(made, viewer=publisher, purpose=Purpose.AUDIT)
    assert faults == [] and release.statements.filter(telling="exact").count() >= 2
    words = [sentence(one, None) for one in statements]
    assert not any(f": {small}." in one for one in words for small in (1, 2, 3, 4))
    assert any("Children permanently excluded from school, April" in one for one in words)


def test_last_years_figures_count_and_so_does_a_withdrawn_release(
    audit: Audit, publisher: Viewer, admin: psycopg.Connection[Any]
) -> None:
    world = County(audit.partnership, admin, year(audit), children=0)
    born_on = year(audit).begins_on - timedelta(days=12 * 365)
    children = [audit.partnership.add_person(f"Child{n}", "Vale", born_on)[0] for n in range(12)]
    for number, person in enumerate(children):
        world.entry(person, "school.suspended", year(audit, 1).begins_on)
        if number < 10:
            world.entry(person, "school.suspended", year(audit).begins_on)
    before = county(audit, publisher, "suspended", period=year(audit, 1), coarsen=False)
    approve(audit, before, audit.lead)
    services.withdraw_release(public_id=before, because=WHY, by=audit.lead, now=audit.now)
    with pytest.raises(ReleaseRefused) as refused:
        county(audit, publisher, "suspended", coarsen=False)
    assert any("and not in" in fault.cell and fault.possible == (2,) for fault in refused.value.faults)
    assert Release.objects.get().state == "withdrawn"
    made = county(audit, publisher, "suspended")
    assert ReleasedStatement.objects.get(release__public_id=made).telling == "band"


def test_an_audits_cohort_inside_a_number_of_the_county_is_not_given_away(
    eight: Audit, publisher: Viewer, admin: psycopg.Connection[Any]
) -> None:
    approve(eight, propose(eight, eight.counted(), {Question.MALE: Telling.EXACT}), publisher)
    world = County(eight.partnership, admin, year(eight), children=0)
    assert eight.world is not None
    more = [eight.partnership.add_person(name, "Vale", eight.day(-14 * 366))[0] for name in ("Yew", "Rush")]
    for person in [*(person for person, _ in eight.world.people.values()), *more]:
        world.entry(person, "police.weapon", year(eight).begins_on)
    with pytest.raises(ReleaseRefused) as refused:
        county(eight, eight.lead, "weapon", coarsen=False)
    assert any("and not in" in fault.cell and fault.possible == (2,) for fault in refused.value.faults)
    for _ in range(2):
        person, _ = eight.partnership.add_person("Oak", "Vale", eight.day(-14 * 366))
        world.entry(person, "police.missing", year(eight).begins_on)
    assert said(eight, county(eight, eight.lead, "missing")) == ["county missing band 0-4"]


def test_two_people_decide_and_nobody_else_counts(audit: Audit, drawn: County, publisher: Viewer) -> None:
    for role in set(Role) - DECIDERS:
        with pytest.raises(Refused):
            county(audit, audit.partnership.viewer(role))
    made = county(audit, publisher, "missing")
    with pytest.raises(ReleaseRefused, match="Nobody approves their own"):
        approve(audit, made, publisher)
    approve(audit, made, audit.lead)
    with pytest.raises(ReleaseRefused, match="has decided"):
        services.decline_release(public_id=made, because="It is decided by now.", by=audit.lead, now=audit.now)
    assert Release.objects.get().approved_as.startswith("Auditor")


def test_nobody_is_opened_and_who_was_counted_is_read_by_nobody(audit: Audit, drawn: County, publisher: Viewer) -> None:
    county(audit, publisher)
    shown = drawn.admin.execute("SELECT count(*) FROM access_log WHERE person_id IS NOT NULL").fetchone()
    asked = drawn.admin.execute("SELECT purpose FROM access_log WHERE what = 'learning.release_county'").fetchall()
    assert (shown, asked) == ((0,), [("audit",)])
    with connect_as("worker"):
        assert ReleasedChild.objects.count() > 100
    release = Release.objects.get().pk
    with look_over_list(viewer=publisher, purpose=Purpose.AUDIT, what="learning.test"):
        assert not ReleasedChild.objects.exists()
        with connection.cursor() as cursor, pytest.raises(DatabaseError, match="counted once"), transaction.atomic():
            cursor.execute("SELECT * FROM learning_keep_county(%s, '[]', '[]')", [release])
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        cursor.execute("SELECT * FROM learning_county_rows('[]', '2026-01-01', '2026-03-31')")
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.update(book="")


def test_whoever_is_purged_stays_counted_and_a_new_release_fits_the_old(
    audit: Audit, drawn: County, publisher: Viewer
) -> None:
    made = county(audit, publisher, "missing", "missing_times")
    approve(audit, made, audit.lead)
    release = Release.objects.get().pk
    before = groups(publisher, release)
    with connect_as("worker"):
        counted = ReleasedChild.objects.filter(release_id=release, unit="").values_list("person_id", flat=True)[0]
        assert counted is not None
        steward = audit.partnership.staff[Role.DATA_STEWARD].pk
        purge_person(person_id=counted, by=steward, why="Its retention has ended.", now=audit.now)
        assert not ReleasedChild.objects.filter(person_id=counted).exists()
    assert groups(publisher, release) == before
    assert selectors.open_release(made, viewer=publisher, purpose=Purpose.AUDIT)[2] == []


def test_what_cannot_be_counted_is_refused_in_a_sentence(audit: Audit, publisher: Viewer) -> None:
    now = audit.now.date()
    quarter = periods_until(now)[-1]
    running = Period(
        begins_on=year(audit).ends_on + timedelta(days=1), ends_on=year(audit).ends_on + timedelta(days=365)
    )
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"title": "Our"}, "title"),
        ({"period": replace(running)}, "that is over"),
        ({"period": quarter, "breakdown": Breakdown.QUARTER}, "not broken down by quarter"),
        ({"questions": {"missing": Telling.UNTOLD}}, "at least one question"),
        ({"questions": {"nothing": Telling.EXACT}}, "no question"),
        ({"breakdown": Breakdown.SECTOR, "questions": {"panel": Telling.EXACT}}, "one sector alone"),
    ]
    for more, says in wrong:
        with pytest.raises(ReleaseRefused, match=says):
            county(audit, publisher, "missing", **more)
    made = county(audit, publisher, "missing")
    assert said(audit, made) == ["county missing exact 0-0"], "nobody is told as nobody"


def test_an_audits_cohort_around_a_number_of_the_county_counts_beside_it(
    eight: Audit, publisher: Viewer, admin: psycopg.Connection[Any]
) -> None:
    approve(eight, propose(eight, eight.counted(), {Question.MALE: Telling.EXACT}), publisher)
    assert eight.world is not None
    people = [person for person, _ in eight.world.people.values()]
    world = County(eight.partnership, admin, year(eight), children=0)
    for person in people[:7]:
        world.entry(person, "school.excluded", year(eight).begins_on)
    with pytest.raises(ReleaseRefused) as refused:
        county(eight, eight.lead, "excluded", coarsen=False)
    assert any("In “Knife crime”" in fault.cell and fault.possible == (1,) for fault in refused.value.faults)
