"""A story too long for one page and one picture: every entry can be opened, and any time of it be chosen."""

from datetime import date

import psycopg
from bs4 import BeautifulSoup
from django.utils import timezone

from kith.access.selectors import viewer_of
from kith.access.vocabulary import Purpose, Role
from kith.chronology.selectors import open_chronology
from kith.chronology.vocabulary import Line, Reading
from kith.common.dates import age_on
from tests.chronology.record import Record
from tests.chronology.test_views import SignIn, address, first, href, opened, page


def tell_a_long_story(admin: psycopg.Connection, record: Record, events: int) -> None:
    """Put one event every second day, of four agencies in turn, into Ada's chronology; none is so light as to fold."""
    admin.execute(
        """
        INSERT INTO chronology_entry (person_id, source_ref, agency_id, source, kind, data_class, sector, occurred_on,
            known_at, precision, role, band, headline, basis, said_by, others, group_key, retracted)
        SELECT %s, 'long:' || n, a.id, a.code, 'care.visit', 'care', a.sector, d, d, 'day', 'subject', 4 + n %% 5,
            'Visit ' || n, 'fact', '', 0, 'long', false
        FROM generate_series(1, %s) n
        JOIN LATERAL (SELECT *, row_number() OVER (ORDER BY id) AS place FROM access_agency) a ON a.place = 1 + n %% 4
        JOIN LATERAL (SELECT date '2024-12-31' - 2 * n AS d) day ON true
        """,
        (record.people["Ada"], events),
    )


def shown_ids(shown: BeautifulSoup) -> set[str]:
    """Return the anchors of every entry that a page lists, folded or not."""
    return {str(item["id"]) for item in shown.select(".moj-timeline [id^=entry-]")}


def test_every_entry_of_a_long_story_can_be_opened_from_the_picture(
    ada: Record, signed_in: SignIn, admin: psycopg.Connection
) -> None:
    tell_a_long_story(admin, ada, 700)
    client = opened(signed_in(ada.partnership.staff[Role.PRACTITIONER]), ada)
    shown = page(client.get(address(ada)))
    marks = shown.select("svg.kith-lanes a")
    assert len(marks) <= 300 + 100
    assert "one mark stands for several" in first(shown, "#picture-caption").get_text()
    groups = [link for link in marks if "?from=" in href(link)]
    assert groups
    for link in groups[:: len(groups) // 12]:
        answer = page(client.get(href(link).partition("#")[0]))
        count = int(first(link, ".kith-mark__count").get_text())
        assert len(shown_ids(answer)) >= count
        assert not [one for one in answer.select("svg.kith-lanes a") if "?from=" in href(one)]
    with_group = [int(first(link, ".kith-mark__count").get_text()) for link in groups]
    events = admin.execute("SELECT count(*) FROM chronology_entry WHERE person_id = %s", [ada.people["Ada"]]).fetchone()
    assert events is not None
    assert sum(with_group) + len(marks) - len(groups) == events[0]


def test_the_pages_of_a_long_story_hold_every_entry_once(
    ada: Record, signed_in: SignIn, admin: psycopg.Connection
) -> None:
    tell_a_long_story(admin, ada, 320)
    client = opened(signed_in(ada.partnership.staff[Role.PRACTITIONER]), ada)
    listed: list[str] = []
    url, pages_read = address(ada), 0
    while url:
        shown = page(client.get(url))
        listed += [str(item["id"]) for item in shown.select(".moj-timeline [id^=entry-]")]
        older = shown.select_one(".govuk-pagination__next a")
        url = href(older).partition("#")[0] if older else ""
        pages_read += 1
    assert pages_read > 1
    everything = admin.execute("SELECT id FROM chronology_entry WHERE person_id = %s", [ada.people["Ada"]]).fetchall()
    assert {f"entry-{id}" for (id,) in everything} == set(listed)
    assert page(client.get(address(ada), {"page": "2"})).select(".moj-timeline__item")


def test_a_past_time_can_be_chosen_and_left_step_by_step(
    ada: Record, signed_in: SignIn, admin: psycopg.Connection
) -> None:
    tell_a_long_story(admin, ada, 320)
    client = opened(signed_in(ada.partnership.staff[Role.PRACTITIONER]), ada)
    shown = page(client.get(address(ada), {"from": "2024-03-01", "to": "2024-03-31"}))
    assert "between 1 March 2024 and 31 March 2024" in first(shown, "#summary ~ p").get_text()
    ids = {int(anchor.removeprefix("entry-")) for anchor in shown_ids(shown)}
    days = admin.execute("SELECT DISTINCT occurred_on FROM chronology_entry WHERE id = ANY(%s)", [list(ids)]).fetchall()
    assert {(day.year, day.month) for (day,) in days if day.year == 2024} == {(2024, 3)}
    ways = {link.get_text().partition(":")[0]: href(link) for link in shown.select("nav .kith-zooms a")}
    assert "from=2024-01-30&to=2024-02-29" in ways["Earlier"]
    assert "from=2024-04-01&to=2024-05-01" in ways["Later"]
    assert first(shown, "input[name=from]")["value"] == "2024-03-01"
    whole = page(client.get(address(ada)))
    assert [link.get_text() for link in whole.select("nav .kith-zooms a")] == [
        "Everything",
        "Last three years",
        "Last year",
    ]


def test_ages_are_those_of_the_calendar_also_around_a_birthday_of_29_february(
    ada: Record, signed_in: SignIn, admin: psycopg.Connection
) -> None:
    tell_a_long_story(admin, ada, 400)
    admin.execute("UPDATE linking_profile SET born_on = '2012-02-29' WHERE person_id = %s", [ada.people["Ada"]])
    viewer = viewer_of(ada.partnership.staff[Role.PRACTITIONER], timezone.now())
    story = open_chronology(
        ada.partnership.people["Ada"][1],
        viewer=viewer,
        purpose=Purpose.SAFEGUARDING,
        reading=Reading(page=0),
        now=timezone.now(),
    )
    entries = [line.latest for line in story.lines if isinstance(line, Line)]
    assert len(entries) > 400
    assert [e.age for e in entries] == [age_on(date(2012, 2, 29), e.occurred_on) for e in entries]


def test_days_that_cannot_be_read_or_are_swapped_do_no_harm(ada: Record, signed_in: SignIn) -> None:
    client = opened(signed_in(ada.partnership.staff[Role.PRACTITIONER]), ada)
    for asked in ({"from": "2024-02-30"}, {"from": "yesterday", "to": "x"}, {"from": "0001-01-01", "to": "9999-12-31"}):
        assert client.get(address(ada), asked).status_code == 200
    turned = client.get(address(ada), {"from": "2024-03-31", "to": "2024-03-01"}).content.decode()
    assert "between 1 March 2024 and 31 March 2024" in turned
