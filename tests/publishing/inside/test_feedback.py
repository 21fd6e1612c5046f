"""The page on which anybody writes to the partnership: no name, no cookie, no trace, and nothing lost in silence."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kith.project.site_settings import KITH_WORRIED
from kith.publishing.forms.feedback import FeedbackForm, opened_mark
from kith.publishing.vocabulary.feedback import PER_ADDRESS, Danger, Said

ADDRESS = "/tell-us/"
CANARY = "Zephyrine and the seven kestrels"
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


def send(reader: Client, **typed: str) -> Any:
    return reader.post(ADDRESS, {"words": CANARY} | typed)


def dropped(queries: CaptureQueriesContext) -> int:
    return sum(query["sql"].startswith('INSERT INTO "publishing_feedbackdrop"') for query in queries)


def test_the_page_asks_no_name_sets_no_cookie_and_is_kept_nowhere(reader: Client) -> None:
    page = reader.get(ADDRESS)
    text = page.content.decode()
    assert page.status_code == 200
    assert not page.cookies and "csrfmiddlewaretoken" not in text
    assert page["Cache-Control"] == "no-store"
    for words in KITH_WORRIED.values():
        assert words in text
    assert text.index(KITH_WORRIED["urgent"]) < text.index("<form"), "what to do in danger comes before the form"
    assert 'rel="nofollow noreferrer"' in text and "data-leave" in text


def test_what_is_sent_is_sealed_and_the_page_after_says_what_happens(reader: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = send(strict, danger="yes", writer="child", age_band="ten")
    assert (answer.status_code, answer["Location"]) == (302, "/tell-us/thank-you/")
    assert dropped(queries) == 1
    assert CANARY not in str(queries.captured_queries) and "Zephyrine" not in str(answer.headers)
    after = reader.get(answer["Location"])
    assert "within two working days" in after.content.decode() and KITH_WORRIED["urgent"] in after.content.decode()
    assert not after.cookies and after["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"words": ""}, "Write what you want to tell us"),
        ({"words": "x" * 4001}, "4000"),
        ({"answer": "yes"}, "Say how it is safe to reach you"),
        ({"writer": "mayor"}, "govuk-error-summary"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(reader: Client, typed: dict[str, str], says: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = send(reader, **typed)
    text = answer.content.decode()
    assert answer.status_code == 422 and says in text and "<title>Error: " in text
    assert dropped(queries) == 0
    if "words" not in typed:
        assert CANARY in text


def test_a_flood_is_stopped_and_the_words_stay_in_the_form(reader: Client) -> None:
    assert {send(reader).status_code for _ in range(PER_ADDRESS)} == {302}
    with CaptureQueriesContext(connection) as queries:
        stopped = send(reader)
    assert stopped.status_code == 429 and dropped(queries) == 0
    assert CANARY in stopped.content.decode() and "has not been sent yet" in stopped.content.decode()
    elsewhere = reader.post(ADDRESS, {"words": CANARY}, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302, "another house is not stopped for it"


def said(typed: dict[str, str], opened: datetime | None) -> Said:
    more = {"opened": opened_mark(opened)} if opened else {}
    form = FeedbackForm({"words": CANARY} | typed | more)
    assert form.is_valid()
    return form.said(NOON)


def test_a_program_is_marked_and_sent_on_all_the_same() -> None:
    slow = NOON - timedelta(minutes=2)
    assert not said({}, slow).looks_automatic
    assert said({"website": "https://example.org"}, slow).looks_automatic
    assert said({}, NOON).looks_automatic
    assert said({}, None).looks_automatic
    assert said({"opened": "forged"}, None).looks_automatic


def test_choices_may_be_left_open_and_a_way_to_be_reached_goes_only_with_the_wish() -> None:
    assert said({}, NOON).danger is None
    assert said({"danger": "unsure"}, NOON).danger is Danger.UNSURE
    assert said({"answer": "no", "reach": "my number"}, NOON).reach == ""
    assert said({"answer": "yes", "reach": "at school"}, NOON).reach == "at school"


def test_what_cannot_be_sealed_is_not_taken(settings: Any) -> None:
    settings.KITH_FEEDBACK_SEAL = b""
    answer = send(Client(raise_request_exception=False))
    text = answer.content.decode()
    assert answer.status_code == 500 and CANARY not in text
    assert KITH_WORRIED["urgent"] in text, "an error page says what to do as well"
