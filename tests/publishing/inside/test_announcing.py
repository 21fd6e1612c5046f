"""Who is told what: once of each page, in one mail, when they asked to be, and only of what may be shown."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kith.publishing.models import (
    Announcement,
    BriefingPage,
    BulletinPage,
    IssuePage,
    NewsPage,
    SiteMail,
    SitePage,
    Telling,
)
from kith.publishing.presenters.alerts import alert_of, gather_alerts
from kith.publishing.rules.circulation import digest_day
from kith.publishing.services import announcing, subscribing
from kith.publishing.services.delivering import deliver_mail
from kith.publishing.services.returning import suppress
from kith.publishing.vocabulary import HandedKind, Verb
from kith.publishing.vocabulary.circulation import EndedBecause, Frequency, SuppressedBecause, Topic
from tests.publishing.inside.newsroom import briefing, home, news, tell, under
from tests.publishing.inside.readers import chooses, joined, keeper, mails_of, path_in

TWO = "2 new pages from the Larkshire Safeguarding Children Partnership"
AT_ONCE, DAILY, WEEKLY = Frequency.AT_ONCE, Frequency.DAILY, Frequency.WEEKLY


@pytest.fixture
def now() -> datetime:
    """Return a Wednesday noon close to the clock, for pages go live by the clock."""
    today = timezone.now()
    return (today + timedelta(days=(2 - today.weekday()) % 7)).replace(hour=12, minute=0)


def announce(now: datetime, local: datetime | None = None) -> int:
    return announcing.announce(
        write=alert_of, gather=gather_alerts, now=now, local=local or timezone.localtime(now).replace(hour=6)
    )


def told(name: str) -> list[str]:
    """Return the subjects of what somebody was told."""
    return [mail.subject for mail in mails_of(name) if mail.key.startswith("told/")]


def early(now: datetime) -> datetime:
    return now - timedelta(days=20)


def test_whoever_follows_a_topic_is_told_once_of_a_page(now: datetime) -> None:
    joined("sam", Topic.NEWS, at=early(now))
    joined("kim", Topic.BULLETINS, at=early(now))
    under(home(), news("New arrangements"))
    assert announce(now) == 1
    assert announce(now + timedelta(minutes=1)) == 0
    assert (told("sam"), told("kim")) == (["New arrangements"], [])
    mail = mails_of("sam")[-1]
    assert "New arrangements, in short." in mail.text
    assert (
        "http://localhost:8001/new-arrangements/" in mail.text
        and "http://localhost:8001/new-arrangements/" in mail.html
    )
    assert "%%" not in mail.text + mail.html


def test_every_mail_has_its_own_readers_way_out_and_choices(reader: Client, now: datetime) -> None:
    for name in ("sam", "kim"):
        joined(name, at=early(now))
    under(home(), news("New arrangements"))
    announce(now)
    mail = mails_of("sam")[-1]
    assert mail.unsubscribe.endswith(path_in(mail, "stop"))
    reader.post(path_in(mail, "stop"), {"List-Unsubscribe": "One-Click"})
    assert reader.get(path_in(mail, "choices")).status_code == 200
    under(home(), news("More"))
    announce(now)
    assert (told("sam"), told("kim")) == (["New arrangements"], ["New arrangements", "More"])


def test_what_an_editor_unticks_or_has_not_published_is_told_to_nobody(now: datetime) -> None:
    joined("sam", at=early(now))
    quiet = news("Quiet")
    quiet.tell_subscribers = False
    under(home(), quiet)
    under(home(), news("Draft"), live=False)
    assert announce(now) == 0
    assert not Announcement.objects.exists()


def test_a_correction_is_not_told_again(now: datetime) -> None:
    joined("sam", at=early(now))
    page = under(home(), news("New arrangements"))
    announce(now)
    page.title = "New arrangements, mended"
    page.save_revision().publish()
    assert announce(now + timedelta(minutes=1)) == 0


def test_a_page_of_long_ago_is_no_news(now: datetime) -> None:
    joined("sam", at=early(now))
    page = under(home(), news("Old"))
    SitePage.objects.filter(pk=page.pk).update(last_published_at=now - timedelta(days=9))
    assert announce(now) == 0


def test_whoever_joins_later_is_not_told_of_what_came_before(now: datetime) -> None:
    under(home(), news("Before"))
    announce(now)
    joined("sam", at=now + timedelta(minutes=1))
    assert announce(now + timedelta(minutes=2)) == 0


def test_several_pages_of_one_moment_are_one_mail_and_an_issue_speaks_for_its_articles(now: datetime) -> None:
    joined("all", at=early(now))
    joined("learner", Topic.BULLETINS, at=early(now))
    issue = under(home(), IssuePage(title="Winter newsletter", season="Winter 2019"), live=False)
    under(issue, BulletinPage(title="Audit of knife crime"))
    under(issue, BriefingPage(title="A briefing", item=briefing()))
    assert announce(now) == 0, "articles wait for their issue"
    issue.save_revision().publish()
    assert announce(now + timedelta(minutes=1)) == 2
    assert told("all") == ["Winter newsletter"]
    assert told("learner") == [TWO]
    assert Telling.objects.filter(subscriber__address="all@example.org").count() == 3


def test_a_daily_and_a_weekly_mail_gather_what_is_new_and_leave_once(now: datetime) -> None:
    joined("day", frequency=DAILY, at=early(now))
    joined("week", frequency=WEEKLY, at=early(now))
    joined("idle", Topic.TOOLKITS, frequency=DAILY, at=early(now))
    morning = timezone.localtime(now).replace(hour=7, minute=0)
    assert announce(now, morning) == 0
    under(home(), news("One"))
    assert announce(now, morning) == 0, "this day's mail has left already"
    under(home(), news("Two"))
    tomorrow = now + timedelta(days=1)
    assert announce(tomorrow, (morning + timedelta(days=1)).replace(hour=6, minute=59)) == 0
    assert announce(tomorrow, morning + timedelta(days=1)) == 1
    assert announce(tomorrow, morning + timedelta(days=1)) == 0
    assert told("day") == [TWO]
    assert (told("week"), told("idle")) == ([], [])
    monday = morning + timedelta(days=5)
    assert announce(now + timedelta(days=5), monday) == 1
    assert told("week") == told("day")


def test_whoever_changes_how_often_misses_nothing_and_hears_nothing_twice(now: datetime) -> None:
    eager, patient = joined("eager", at=early(now)), joined("patient", frequency=DAILY, at=early(now))
    under(home(), news("One"))
    announce(now)
    chooses(eager, *Topic, frequency=DAILY, at=now)
    chooses(patient, *Topic, frequency=AT_ONCE, at=now)
    announce(now + timedelta(minutes=1), timezone.localtime(now).replace(hour=8))
    assert (told("eager"), told("patient")) == (["One"], ["One"])


def test_what_is_withdrawn_before_the_digest_is_told_to_nobody(now: datetime) -> None:
    joined("day", frequency=DAILY, at=early(now))
    item = briefing()
    under(home(), BriefingPage(title="Briefing", item=item))
    gone = under(home(), news("Taken down"))
    announce(now)
    tell(HandedKind.BRIEFING, Verb.WITHDRAW, item=item)
    gone.unpublish()
    assert announce(now + timedelta(days=1), timezone.localtime(now).replace(hour=8)) == 0


def test_nothing_leaves_for_whoever_left_or_is_suppressed_after_it_was_written(now: datetime) -> None:
    gone, full = joined("gone", at=early(now)), joined("full", at=early(now))
    joined("sam", at=early(now))
    under(home(), news("One"))
    deliver_mail(clock=lambda: now)
    announce(now)
    subscribing.leave(reader=gone.public_id, because=EndedBecause.UNSUBSCRIBED, now=now)
    suppress(address=str(full.address), because=SuppressedBecause.BOUNCED, now=now)
    assert deliver_mail(clock=lambda: now) == 1
    mails = {mail.address: (mail.state, mail.answer) for mail in SiteMail.objects.filter(key__startswith="told/")}
    assert mails["sam@example.org"][0] == "handed"
    assert mails["gone@example.org"] == ("suppressed", "left the list before it was sent")
    assert mails["full@example.org"][0] == "suppressed"


def test_everybody_of_a_long_list_is_told_each_once(now: datetime) -> None:
    for number in range(25):
        joined(f"reader-{number}", at=early(now))
    under(home(), news("One"))
    before = announcing._AT_ONCE
    try:
        announcing._AT_ONCE = 10  # type: ignore[misc]  # a short step, so that there are three
        assert announce(now) == 25
    finally:
        announcing._AT_ONCE = before  # type: ignore[misc]  # as above
    assert Telling.objects.values("subscriber").distinct().count() == 25
    assert Telling.objects.count() == 25


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_a_digest_is_named_by_its_day_or_by_the_monday_of_its_week(today: date) -> None:
    assert digest_day(DAILY, today) == today
    monday = digest_day(WEEKLY, today)
    assert monday.weekday() == 0 and timedelta() <= today - monday < timedelta(days=7)


def test_an_editor_sees_how_many_will_be_told(reader: Client, now: datetime) -> None:

    for name, frequency in (("a", AT_ONCE), ("b", AT_ONCE), ("c", WEEKLY)):
        joined(name, Topic.NEWS, frequency=frequency, at=early(now))
    page: Any = under(home(), news("New arrangements"), live=False)
    keeper(reader)
    shown = reader.get(f"/cms/pages/{page.pk}/edit/").content.decode()
    assert "2 at once, 0 in the next daily mail, 1 in the next weekly one" in shown
    assert isinstance(page, NewsPage)
