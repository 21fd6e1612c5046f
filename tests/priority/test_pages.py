"""The list, the card and the policy as people see them, and what reaches the log."""

import csv
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.template.loader import render_to_string
from django.test import Client

from kith.access.vocabulary import Role
from kith.priority.presenters import policy_page
from kith.priority.runs.handing_out import NotHandedOut, rank_and_hand_out
from kith.priority.selectors.policies import policy_in_force
from tests.priority.conftest import A3_POINTS, AS_OF, NOW, Lists

SignIn = Callable[[Role], Client]


def words(answer: Any) -> str:
    """Return the words of a page, without its markup."""
    text = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace("&#x27;", "'").replace(" .", ".")


def logged(admin: psycopg.Connection[Any], what: str) -> list[tuple[Any, ...]]:
    query = "SELECT person_id, purpose, outcome FROM access_log WHERE what = %s ORDER BY seq"
    return admin.execute(query, [what]).fetchall()


def test_before_the_first_list_the_page_teaches(signed_in: SignIn) -> None:
    text = words(signed_in(Role.PANEL_COORDINATOR).get("/list/"))
    assert "No list has been made yet" in text
    assert "policy in words" in text


def test_list_says_who_and_why_and_logs_each_name(
    lists: Lists, signed_in: SignIn, admin: psycopg.Connection[Any]
) -> None:
    lists.rank()
    text = words(signed_in(Role.PANEL_COORDINATOR).get("/list/"))
    assert "Ada Vale" in text
    assert "Suspended from school" in text
    assert "Ben Vale" not in text
    assert "self-harm" not in text, "a coordinator reads headlines, not health"
    assert "something that health knows" in text
    people = [row[0] for row in logged(admin, "priority.list") if row[0]]
    assert people == [lists.record.people["Ada"]]


def test_practitioner_sees_only_children_of_their_own(lists: Lists, signed_in: SignIn) -> None:
    lists.rank()
    client = signed_in(Role.PRACTITIONER)
    assert "Ada Vale" not in words(client.get("/list/"))
    assert client.get(lists.address("Ada")).status_code == 404
    lists.partnership.relate(lists.partnership.staff[Role.PRACTITIONER], lists.record.people["Ada"])
    assert "Ada Vale" in words(client.get("/list/"))


def test_list_is_narrowed_by_lane(lists: Lists, signed_in: SignIn) -> None:
    lists.rank()
    client = signed_in(Role.PANEL_COORDINATOR)
    assert "Ada Vale" in words(client.get("/list/?lane=consider"))
    assert "Nobody on your list matches" in words(client.get("/list/?lane=quiet"))
    assert "Ada Vale" in words(client.get("/list/?lane=nonsense"))


def test_a_lane_that_nobody_can_fill_is_not_offered(lists: Lists, signed_in: SignIn) -> None:
    lists.rank()
    client = signed_in(Role.PANEL_COORDINATOR)
    text = words(client.get("/list/"))
    assert "Drawn by lot" in text
    assert "Nominated" not in text
    assert "Ada Vale" in words(client.get("/list/?lane=nominated")), "an unknown lane narrows nothing"


def test_list_says_when_a_feed_is_late(lists: Lists, signed_in: SignIn, admin: psycopg.Connection[Any]) -> None:
    lists.rank()
    client = signed_in(Role.PANEL_COORDINATOR)
    on_time = "UPDATE feeds_sourcefile SET received_at = now() WHERE true"
    admin.execute(on_time)
    assert "The list may lack what these feeds would tell" not in words(client.get("/list/"))
    admin.execute("UPDATE feeds_sourcefile SET received_at = now() - interval '20 days' WHERE feed = 'police_register'")
    text = words(client.get("/list/"))
    assert "feeds would tell: Police register (Larkshire Constabulary): last file on" in text
    assert "10 days late" in text


def test_what_only_people_can_tell_counts_once_somebody_records_it(
    lists: Lists, signed_in: SignIn, admin: psycopg.Connection[Any]
) -> None:
    lists.partnership.relate(lists.partnership.staff[Role.PRACTITIONER], lists.record.people["Cyd"])
    client = signed_in(Role.PRACTITIONER)
    person = f"/people/{lists.partnership.people['Cyd'][1]}/"
    assert client.post(person, {"ask": "1", "purpose": "safeguarding"}).status_code == 302
    for kind in ("care.national_referral", "school.part_time"):
        typed = {"opened_for": "safeguarding", "kind": kind, "says": "Told by the school", "basis": "fact"}
        first_of_may = {"occurred_on-day": "1", "occurred_on-month": "5", "occurred_on-year": "2024"}
        assert client.post(f"{person}entries/add/", typed | first_of_may).status_code == 302
    days = {"happened": AS_OF - timedelta(days=3), "known": AS_OF - timedelta(days=2)}
    admin.execute(
        "UPDATE chronology_entry SET occurred_on = %(happened)s, known_at = %(known)s WHERE source = 'kith'", days
    )
    lists.rank()
    text = words(signed_in(Role.PANEL_COORDINATOR).get(lists.address("Cyd")))
    assert "Referred to the National Referral Mechanism" in text
    assert "Part-time timetable, or off roll" in text
    assert "Critical moments: Look at these within one working day" in text


def test_policy_page_says_who_can_tell_of_each_sign(signed_in: SignIn) -> None:
    text = words(signed_in(Role.SCRUTINEER).get("/list/policy/"))
    assert "No feed yet" not in text
    assert "told by: Recorded by hand" in text
    policy = policy_in_force(AS_OF)
    dead = replace(policy.indicator("B6"), events=("care.nobody_tells",))
    (theme,) = policy_page(replace(policy, indicators=(dead,)))["themes"]
    assert "No feed yet" in render_to_string("priority/parts/theme.html", {"theme": theme})


def test_card_explains_itself(lists: Lists, signed_in: SignIn, admin: psycopg.Connection[Any]) -> None:
    lists.rank()
    answer = signed_in(Role.PANEL_COORDINATOR).get(lists.address("Ada"))
    text = words(answer)
    assert answer.status_code == 200
    for said in (
        "23 points",
        "School: 7 points",
        "11 November 2026",
        "3 agencies each saw a part of it: 6 points more",
        "+13 in 28 days",
        "first list, so there is nothing to compare",
        "With nothing new, 17 points",
        "Nobody: no open plan and no named worker is known",
        "None is recorded",
        "No school marks in the last 6 school weeks",
        "linked to this child with certainty",
        "None: no agency's own trigger has been reached",
        "Policy 2026.11-1",
        "Health: 3.4 points, ask the health lead",
    ):
        assert said in text, said
    assert "self-harm" not in text
    assert [row[0] for row in logged(admin, "priority.card")] == [lists.record.people["Ada"]]
    titles = re.findall(r"<title>(.*?)</title>", answer.content.decode(), re.DOTALL)
    assert titles
    assert not [title for title in titles if "Vale" in title]


def test_a_full_card_says_what_is_known_and_how_surely(
    lists: Lists, signed_in: SignIn, admin: psycopg.Connection[Any]
) -> None:
    record, ada = lists.record, lists.record.people["Ada"]
    lists.rank(AS_OF - timedelta(days=7))
    lists.happened("Ada", "police", "police.weapon", 5, "suspect")  # the police's own trigger
    lists.happened("Ada", "care", "care.in_need_plan", 90)
    lists.happened("Ada", "care", "care.placement", 400)
    for days in (40, 33, 26, 12):
        lists.happened("Ada", "care", "care.visit", days)
    lists.happened("Ada", "care", "care.voice", 60)
    lists.happened("Ada", "care", "care.review", 50)
    record.involve("care", "care-Ada", worker_ref="W-1", worker_name="Robin Fields", begins_on=AS_OF - timedelta(90))
    record.link("police", "police-Ada", "Ada", band="likely")
    # Health sends nothing for months, the youth-justice service nothing for six weeks.
    old = (
        "UPDATE feeds_sourcefile SET received_at = %s WHERE agency_id = (SELECT id FROM access_agency WHERE code = %s)"
    )
    admin.execute(old, [NOW - timedelta(days=200), "hospital"])
    admin.execute(old, [NOW - timedelta(days=40), "yjs"])
    lists.rank()
    answer = signed_in(Role.PANEL_COORDINATOR).get(lists.address("Ada"))
    text = words(answer)
    for said in (
        "Active: a named lead, and a contact within 28 days",
        "Robin Fields, Larkshire Council, children's social care, since 26 August 2026",
        "Last recorded contact with the child: 12 November 2026, 12 days before this list",
        "Last review: 5 October 2026, 50 days before this list",
        "Newest open plan since: 26 August 2026, 90 days before this list",
        "In the same placement for a year or longer, since 20 October 2025",
        "Met by a worker 4 times in the last 6 weeks, last on 12 November 2026",
        "Has told a worker their own wishes and feelings, last on 25 September 2026",
        "Health has sent nothing for three months, so silence means nothing",
        "Youth justice has not sent a new file for more than five weeks",
        "With what health could have told, the points could be as high as",
        "3 entries rest on a link that is likely but not certain; without them,",
        "Police (a weapon found, carried or used), by its own trigger",
        "weapon found, carried or used, new: 19 November 2026",
        "The points lie between",
    ):
        assert said in text, said
    (standing,) = admin.execute(
        "SELECT low, points, high, card FROM priority_standing WHERE person_id = %s ORDER BY run_id DESC LIMIT 1", [ada]
    ).fetchall()
    low, points, high = (round(number / 1000) for number in standing[:3])
    assert low < points < high
    assert f"{points} points ({low} to {high})" in text
    assert f"without them, {low} points" in text
    assert f"as high as {high}." in text
    assert f"With nothing new, {round(standing[3]['ahead'] / 1000)} points" in text
    # The visits are taken back: the same lead and plan, and nobody who has met her lately.
    admin.execute("UPDATE feeds_eventrecord SET is_current = false WHERE kind IN ('care.visit', 'care.voice')")
    lists.rank()
    text = words(answer.client.get(lists.address("Ada")))
    assert "Stale: there is a plan or a worker, but no named lead, no contact in 28 days, or a late review" in text
    assert "Met by a worker" not in text


def test_numbers_on_the_card_add_up(lists: Lists, signed_in: SignIn) -> None:
    lists.rank()
    context = signed_in(Role.PANEL_COORDINATOR).get(lists.address("Ada")).context
    assert sum(group["points"] for group in context["groups"]) + context["bonus"] == context["points"]


def test_card_after_a_change_of_policy_and_of_record(
    lists: Lists, signed_in: SignIn, admin: psycopg.Connection[Any]
) -> None:
    lists.rank(AS_OF - timedelta(days=1))
    lists.change_policy(A3_POINTS.format(4), A3_POINTS.format(7))
    admin.execute("UPDATE feeds_eventrecord SET is_current = false WHERE kind = 'police.missing'")
    lists.rank()
    text = words(signed_in(Role.PANEL_COORDINATOR).get(lists.address("Ada")))
    assert "School: 13 points" in text
    assert "+5: suspended from school, the policy gives other points" in text
    assert "−4: reported missing" in text
    assert "The policy changed from 2026.11-1 to 2026.11-2" in text
    assert "Reported missing" not in text


def test_card_of_nobody_is_the_same_page_as_of_a_stranger(lists: Lists, signed_in: SignIn) -> None:
    lists.rank()
    client = signed_in(Role.PRACTITIONER)
    stranger = client.get(lists.address("Ada"))
    nobody = client.get("/list/00000000-0000-4000-8000-000000000000/")
    assert stranger.status_code == nobody.status_code == 404
    assert words(stranger) == words(nobody)


def test_what_is_wrong_is_kept_for_the_agency(lists: Lists, signed_in: SignIn, admin: psycopg.Connection[Any]) -> None:
    lists.rank()
    client, address = signed_in(Role.PANEL_COORDINATOR), f"{lists.address('Ada')}wrong/"
    refused = client.post(address, {"what": "", "says": "no"})
    assert refused.status_code == 422
    assert "Choose what is wrong" in words(refused)
    sent = {"what": "wrong_fact", "indicator": "A3", "says": "The school told us it was her cousin."}
    assert client.post(address, sent).status_code == 302
    rows = admin.execute("SELECT person_id, what, indicator, state FROM priority_correction").fetchall()
    assert rows == [(lists.record.people["Ada"], "wrong_fact", "A3", "asked")]
    trace = admin.execute("SELECT count(*) FROM access_trace WHERE action = 'priority.correction_requested'").fetchone()
    assert trace == (1,)


def test_policy_page_is_written_from_the_file(lists: Lists, signed_in: SignIn) -> None:
    client = signed_in(Role.SCRUTINEER)
    text = words(client.get("/list/policy/"))
    for each in policy_in_force(AS_OF).indicators:
        assert each.says.replace("'", "'") in text
        assert each.why in text
    lists.change_policy("floor = 12", "floor = 9")
    lists.rank()
    assert "(from 9 points)" in words(client.get("/list/policy/"))


def test_list_shows_more_children_with_no_more_queries(
    lists: Lists, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    lists.rank()
    client = signed_in(Role.PANEL_COORDINATOR)
    client.get("/list/")
    with django_assert_max_num_queries(40) as one:
        client.get("/list/")
    for name in ("Ben", "Cyd"):
        lists.happened(name, "police", "police.weapon", 3, "suspect")
    lists.rank()
    with django_assert_max_num_queries(40) as three:
        assert "Cyd Vale" in words(client.get("/list/"))
    assert len(three) == len(one)


def test_analyst_takes_the_list_out_without_names(lists: Lists, admin: psycopg.Connection[Any], tmp_path: Path) -> None:
    lists.record.tell()
    out = tmp_path / "list.csv"
    analyst = lists.partnership.staff[Role.ANALYST]
    made = rank_and_hand_out(as_of=AS_OF, email=analyst.email, purpose="governance", out=out)
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert [row["person_id"] for row in rows] == [str(lists.partnership.people[name][1]) for name in ("Ada", "Ben")]
    assert "Vale" not in out.read_text(encoding="utf-8")
    assert made.rows == len(rows) == 2
    assert {row[0] for row in logged(admin, "priority.export") if row[0]} == {
        lists.record.people[name] for name in ("Ada", "Ben")
    }
    assert out.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("role", "purpose", "says"),
    [
        (Role.PRACTITIONER, "governance", "Only an analyst may take the list out"),
        (Role.ANALYST, "curiosity", "is no purpose"),
        (None, "governance", "Nobody with this e-mail address"),
    ],
)
def test_list_does_not_leave_with_anybody_else(
    lists: Lists, tmp_path: Path, role: Role | None, purpose: str, says: str
) -> None:
    email = lists.partnership.staff[role].email if role else "nobody@example.org"
    with pytest.raises(NotHandedOut, match=says):
        rank_and_hand_out(as_of=AS_OF, email=email, purpose=purpose, out=tmp_path / "list.csv")
    assert not (tmp_path / "list.csv").exists()


def test_engine_that_is_not_there_is_said_before_anything_is_made(lists: Lists, tmp_path: Path) -> None:
    analyst = lists.partnership.staff[Role.ANALYST]
    with pytest.raises(NotHandedOut, match=r"There is no engine abacus\. Choose duckdb or spark"):
        rank_and_hand_out(
            as_of=AS_OF, email=analyst.email, purpose="governance", out=tmp_path / "list.csv", engine="abacus"
        )
