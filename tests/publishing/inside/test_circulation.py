"""The circulation list for its readers: joined only by agreeing, left by one POST, changed by no GET."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from kith.publishing.models import SignUp, SiteMail, Subscriber, Subscription, Suppression
from kith.publishing.services import subscribing
from kith.publishing.services.returning import suppress
from kith.publishing.vocabulary.circulation import Frequency, SignUpRefused, SuppressedBecause, Topic
from tests.publishing.inside.readers import NOON, chooses, follows, joined, mails_of, path_in, wishes

FORM: dict[str, Any] = {
    "address": "Sam@Example.org",
    "topics": ["newsletters", "bulletins"],
    "frequency": "weekly",
    "role": "Social worker",
    "agency": "County council",
}


def counted() -> tuple[int, ...]:
    """Return how much there is of everything that a reader could change."""
    live = Subscription.objects.filter(ended_at__isnull=True).count()
    agreed = SignUp.objects.filter(confirmed_at__isnull=False).count()
    return live, agreed, Subscriber.objects.count(), SiteMail.objects.count(), Subscription.objects.count()


def test_somebody_joins_by_agreeing_from_the_address_itself(reader: Client) -> None:
    answer = reader.post("/circulation", FORM)
    assert (answer.status_code, answer["Location"]) == (302, "/circulation/asked")
    (asked,) = mails_of("sam")
    assert not Subscriber.objects.exists(), "nobody has agreed yet"
    link = path_in(asked, "agree")
    shown = reader.get(link).content.decode()
    assert "Newsletters" in shown and "Learning bulletins" in shown and "Once a week" in shown
    assert not Subscriber.objects.exists(), "looking is not agreeing"
    done = reader.post(link)
    assert "You are on the list" in done.content.decode()
    assert follows("sam") == {"newsletters": "weekly", "bulletins": "weekly"}
    person = Subscriber.objects.get()
    assert (person.role, person.agency) == ("Social worker", "County council")
    assert not answer.cookies and not done.cookies


def test_agreeing_twice_is_agreeing_once_and_undoes_no_later_choice(reader: Client) -> None:
    reader.post("/circulation", FORM)
    link = path_in(mails_of("sam")[0], "agree")
    reader.post(link)
    person = Subscriber.objects.get()
    chooses(person, Topic.EVENTS, frequency=Frequency.DAILY, at=timezone.now())
    assert reader.post(link).status_code == 200
    assert follows("sam") == {"events": "daily"}


def test_known_and_unknown_addresses_get_the_same_answer(reader: Client) -> None:
    joined("sam")
    answers = {}
    for name in ("sam", "new"):
        for address, form in (("/circulation", FORM), ("/circulation/link", {})):
            answer = reader.post(address, form | {"address": f"{name}@example.org"})
            answers[name, address] = (answer.status_code, answer["Location"], answer.content)
    assert len(set(answers.values())) == 1
    assert [mail.subject for mail in mails_of("new")] == [
        "Do you want news of the Larkshire Safeguarding Children Partnership?"
    ]
    assert "Your choices" in mails_of("sam")[-1].subject


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"address": "sam"}, "name@example.org"),
        ({"address": "sam@example.org\nBcc: all@example.org"}, "name@example.org"),
        ({"address": ""}, "Enter your e-mail address"),
        ({"topics": []}, "Choose at least one thing"),
        ({"topics": ["everything"]}, "Choose one of the answers"),
        ({"frequency": "hourly"}, "Choose one of the answers"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_kept(reader: Client, wrong: dict[str, Any], says: str) -> None:
    answer = reader.post("/circulation", FORM | wrong)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not SignUp.objects.exists() and not SiteMail.objects.exists()


def test_no_get_subscribes_unsubscribes_or_writes(reader: Client) -> None:
    joined("sam")
    reader.post("/circulation", FORM | {"address": "new@example.org"})
    links = [path_in(mails_of("new")[0], "agree"), path_in(mails_of("new")[0], "stop")]
    reader.post("/circulation/link", {"address": "sam@example.org"})
    links.append(path_in(mails_of("sam")[-1], "choices"))
    links.append(reader.get(links[-1]).content.decode().split('href="/circulation/stop/')[1].split('"')[0])
    links[-1] = f"/circulation/stop/{links[-1]}"
    before = counted()
    for link in [*links, "/circulation", "/circulation/link", "/circulation/asked"]:
        for visit in (reader.get, reader.head):
            answer = visit(link, {"List-Unsubscribe": "One-Click", "topics": "events"})
            assert answer.status_code == 200
            assert not answer.cookies
    assert counted() == before


def test_one_click_ends_everything_without_a_cookie_a_token_or_a_second_page() -> None:
    person = joined("sam")
    strict = Client(enforce_csrf_checks=True)
    strict.post("/circulation/link", {"address": "sam@example.org"})
    page = strict.get(path_in(mails_of("sam")[-1], "choices")).content.decode()
    stop = page.split('href="/circulation/stop/')[1].split('"')[0]
    for _ in range(2):
        answer = strict.post(f"/circulation/stop/{stop}", {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200, "a redirect is not allowed (RFC 8058, 3.1)"
        assert not answer.cookies
    assert follows("sam") == {}
    ended = Subscription.objects.filter(subscriber=person)
    assert set(ended.values_list("ended_because", flat=True)) == {"one_click"}


def test_the_button_of_the_page_ends_everything_too(reader: Client) -> None:
    joined("sam")
    reader.post("/circulation/link", {"address": "sam@example.org"})
    page = reader.get(path_in(mails_of("sam")[-1], "choices")).content.decode()
    stop = f"/circulation/stop/{page.split('/circulation/stop/')[1].split(chr(34))[0]}"
    assert "Leave the circulation list?" in reader.get(stop).content.decode()
    assert "You have left the list" in reader.post(stop).content.decode()
    assert set(Subscription.objects.values_list("ended_because", flat=True)) == {"unsubscribed"}


def test_the_way_out_in_a_mail_that_asks_takes_the_question_back(reader: Client) -> None:
    reader.post("/circulation", FORM)
    (asked,) = mails_of("sam")
    assert asked.unsubscribe, "also the first mail can be stopped by one click"
    reader.post(path_in(asked, "stop"), {"List-Unsubscribe": "One-Click"})
    assert not SignUp.objects.exists()
    assert reader.post(path_in(asked, "agree")).status_code == 410
    assert not Subscriber.objects.exists()


def test_choices_are_changed_without_a_password_and_history_stays(reader: Client) -> None:
    person = joined("sam", Topic.NEWS, Topic.EVENTS)
    since = Subscription.objects.get(subscriber=person, topic="news").since
    reader.post("/circulation/link", {"address": "sam@example.org"})
    link = path_in(mails_of("sam")[-1], "choices")
    answer = reader.post(link, {"topics": ["news", "toolkits"], "frequency": "daily"})
    assert "Kept" in answer.content.decode()
    assert follows("sam") == {"news": "daily", "toolkits": "daily"}
    ended = dict(Subscription.objects.filter(ended_at__isnull=False).values_list("topic", "ended_because"))
    assert ended == {"news": "frequency", "events": "choices"}
    assert Subscription.objects.get(topic="news", ended_at__isnull=True).since == since
    assert reader.post(link, {"topics": [], "frequency": "daily"}).status_code == 422
    assert follows("sam") == {"news": "daily", "toolkits": "daily"}


@pytest.mark.parametrize("purpose", ["agree", "choices", "stop"])
def test_a_link_that_we_did_not_sign_for_this_purpose_opens_nothing(reader: Client, purpose: str) -> None:
    reader.post("/circulation", FORM)
    mail = mails_of("sam")[0]
    tokens = {name: path_in(mail, name).rsplit("/", 1)[1] for name in ("agree", "stop")}
    others = [token for name, token in tokens.items() if name != purpose]
    for token in (*others, "x", f"{tokens['agree'][:-1]}!", "0" * 32):
        for visit in (reader.get, reader.post):
            assert visit(f"/circulation/{purpose}/{token}").status_code == 404
    assert SignUp.objects.filter(confirmed_at__isnull=True).count() == 1


def test_a_sign_up_is_too_old_after_a_week(reader: Client) -> None:
    reader.post("/circulation", FORM)
    SignUp.objects.update(made_at=timezone.now() - timedelta(days=7, seconds=1))
    link = path_in(mails_of("sam")[0], "agree")
    assert reader.get(link).status_code == reader.post(link).status_code == 410
    assert not Subscriber.objects.exists()


def test_one_address_is_asked_three_times_a_day_at_most_and_whoever_types_it_cannot_tell(reader: Client) -> None:
    answers = {reader.post("/circulation", FORM)["Location"] for _ in range(5)}
    assert answers == {"/circulation/asked"}
    assert len(mails_of("sam")) == 3


def test_a_flood_from_one_place_is_slowed_and_others_are_not(reader: Client) -> None:
    codes = [reader.post("/circulation", FORM | {"address": f"a{n}@example.org"}).status_code for n in range(31)]
    assert codes == [302] * 30 + [429]
    elsewhere = reader.post("/circulation", FORM, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302


def test_behind_a_proxy_of_ours_places_are_told_apart_and_nobody_chooses_theirs(reader: Client) -> None:
    def came_from(passed: str, name: str) -> str:
        reader.post("/circulation", FORM | {"address": f"{name}@example.org"}, headers={"X-Forwarded-For": passed})
        return SignUp.objects.get(address=f"{name}@example.org").origin

    assert came_from("192.0.2.1", "a") == came_from("192.0.2.2", "b"), "without a proxy the header says nothing"
    with override_settings(KITH_SITE_PROXIES=1):
        assert came_from("192.0.2.1", "c") != came_from("192.0.2.2", "d")
        assert came_from("198.51.100.9, 192.0.2.1", "e") == came_from("192.0.2.1", "f")


def test_a_flood_from_everywhere_is_slowed() -> None:
    for number in range(600):
        SignUp.objects.create(address="x@example.org", frequency="weekly", origin=str(number), made_at=NOON)
    with pytest.raises(SignUpRefused):
        subscribing.sign_up(address="sam@example.org", choices=wishes(), origin="elsewhere", now=NOON)


def test_where_something_comes_from_is_kept_as_a_mark_only(reader: Client) -> None:
    reader.post("/circulation", FORM, REMOTE_ADDR="192.0.2.7")
    assert "192.0.2.7" not in str(SignUp.objects.values().get())


def test_agreeing_lifts_a_bounce_and_a_complaint_stays() -> None:
    for name, because in (("back", SuppressedBecause.BOUNCED), ("cross", SuppressedBecause.COMPLAINED)):
        suppress(address=f"{name}@example.org", because=because, now=NOON)
        joined(name)
    assert list(Suppression.objects.values_list("hint", flat=True)) == ["c…@example.org"]


def test_the_page_keeps_what_was_typed_and_offers_the_topic_of_the_link(reader: Client) -> None:
    page = reader.post("/circulation", FORM | {"topics": []}).content.decode()
    assert "Social worker" in page
    offered = reader.get("/circulation?topic=events").content.decode()
    ticked = offered.split('value="events"')[1].split(">")[0]
    assert "checked" in ticked
