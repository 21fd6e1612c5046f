"""The pages of a person, through the door that the product itself uses."""

import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse

from kith.access.models import Relationship, Staff
from kith.access.services import connect_as
from kith.access.services.relationships import block_staff
from kith.access.vocabulary import Role
from tests.chronology.record import Record
from tests.worlds.families import Happening
from tests.worlds.partnership import Partnership
from tests.worlds.words import mentions

SignIn = Callable[[Staff], Client]


def address(record: Record, name: str = "person", **more: int) -> str:
    return reverse(f"chronology:{name}", kwargs={"public_id": record.partnership.people["Ada"][1], **more})


def opened(client: Client, record: Record) -> Client:
    answer = client.post(address(record), {"ask": "1", "purpose": "safeguarding"})
    assert answer.status_code == 302
    return client


def page(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content.decode(), "html.parser")


def first(node: Tag, selector: str) -> Tag:
    found = node.select_one(selector)
    assert found is not None, f"nothing is {selector}"
    return found


def href(link: Tag) -> str:
    return str(link["href"])


def looks_logged(admin: psycopg.Connection) -> list[tuple[str, str]]:
    return admin.execute("SELECT what, purpose FROM access_log WHERE person_id IS NOT NULL ORDER BY seq").fetchall()


def test_first_visit_asks_why_and_reads_nothing(ada: Record, signed_in: SignIn, admin: psycopg.Connection) -> None:
    client = signed_in(ada.partnership.staff[Role.PRACTITIONER])
    before = looks_logged(admin)
    answer = client.get(address(ada))
    assert first(page(answer), "h1").get_text(strip=True) == "Why are you looking?"
    assert "Vale" not in answer.content.decode()
    assert looks_logged(admin) == before
    refused = client.post(address(ada), {"ask": "1"})
    assert refused.status_code == 422
    assert "Choose why you are looking" in first(page(refused), ".govuk-error-summary").get_text()


def test_purpose_of_another_role_cannot_be_given(ada: Record, signed_in: SignIn) -> None:
    client = signed_in(ada.partnership.staff[Role.PRACTITIONER])
    assert client.post(address(ada), {"ask": "1", "purpose": "governance"}).status_code == 422


def test_person_page_says_whom_to_ring_first_and_logs_the_look(
    ada: Record, signed_in: SignIn, admin: psycopg.Connection
) -> None:
    client = opened(signed_in(ada.partnership.staff[Role.PRACTITIONER]), ada)
    answer = client.get(address(ada))
    shown = page(answer)
    assert answer.status_code == 200
    assert [h.get_text(strip=True) for h in first(shown, "main").find_all("h2") if h.get("id")] == [
        "Whom to ring",
        "In short",
        "What happened",
        "At school",
        "Family and household",
    ]
    assert shown.find("a", href="tel:01632960000")
    assert "Ada Vale" in first(shown, ".moj-identity-bar").get_text()
    assert ("chronology.person", "safeguarding") in looks_logged(admin)
    assert "Vale" not in first(shown, "title").get_text()
    assert answer["Cache-Control"] == "no-store"


def test_every_mark_of_the_picture_leads_to_its_entry(ada: Record, signed_in: SignIn) -> None:
    client = opened(signed_in(ada.partnership.staff[Role.PRACTITIONER]), ada)
    shown = page(client.get(address(ada)))
    anchors = {item["id"] for item in shown.find_all(class_="moj-timeline__item") if item.get("id")}
    marks = [href(link) for link in shown.select("svg.kith-lanes a")]
    assert len(marks) == 6
    assert {mark.removeprefix("#") for mark in marks} == anchors


def test_detail_of_another_sector_is_named_and_not_shown(ada: Record, signed_in: SignIn) -> None:
    worker = opened(signed_in(ada.partnership.staff[Role.PRACTITIONER]), ada).get(address(ada)).content.decode()
    officer = opened(signed_in(ada.partnership.staff[Role.AGENCY_CONTACT]), ada).get(address(ada)).content.decode()
    assert "referred by the school" in worker
    assert "Police detail: ask the police lead" in worker
    assert "Health detail: ask the health lead" in worker
    assert "hit by a stranger" not in worker
    assert "Larch Park" not in worker
    assert "hit by a stranger" in officer
    assert "a wound to the hand" not in officer


def test_other_people_are_not_named_to_whoever_may_not_open_them(
    ada: Record, signed_in: SignIn, admin: psycopg.Connection
) -> None:
    client = opened(signed_in(ada.partnership.staff[Role.PRACTITIONER]), ada)
    family = first(page(client.get(address(ada))), "section[aria-labelledby=family]")
    assert "Ben Vale" in family.get_text()
    admin.execute(
        "INSERT INTO access_block (staff_id, person_id, reason, begins_at) VALUES (%s, %s, 'own family', now())",
        (ada.partnership.staff[Role.PRACTITIONER].pk, ada.people["Ben"]),
    )
    family = first(page(client.get(address(ada))), "section[aria-labelledby=family]")
    assert not mentions(family.get_text(), "Ben")
    assert "Another child" in family.get_text()
    assert family.find("a") is None


def test_whoever_has_no_relationship_sees_whom_to_ring_and_no_headline(ada: Record, signed_in: SignIn) -> None:
    stranger = ada.partnership.add_staff("Sam Stranger", "lantern", Role.PRACTITIONER)
    answer = opened(signed_in(stranger), ada).get(address(ada))
    shown = first(page(answer), "main").get_text()
    assert "Robin Practitioner" in shown
    assert "Violence" not in shown
    assert "Looked after" not in answer.content.decode()
    assert "Ask to see more" in shown


def test_person_who_does_not_exist_and_one_who_is_blocked_answer_alike(
    ada: Record, signed_in: SignIn, admin: psycopg.Connection
) -> None:
    staff = ada.partnership.staff[Role.PRACTITIONER]
    client = signed_in(staff)
    admin.execute(
        "INSERT INTO access_block (staff_id, person_id, reason, begins_at) VALUES (%s, %s, 'own family', now())",
        (staff.pk, ada.people["Ada"]),
    )
    answers = []
    for public_id in (ada.partnership.people["Ada"][1], uuid4()):
        for name in ("person", "print", "looks", "add_entry", "add_document"):
            place = reverse(f"chronology:{name}", args=[public_id])
            asked = client.get(place)
            client.post(place, {"ask": "1", "purpose": "safeguarding"})
            answers.append((name, asked.status_code, client.get(place).status_code))
    assert answers[:5] == answers[5:]
    assert {status for _, _, status in answers} == {404}


OF_A_PERSON: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("chronology:person", ()),
    ("chronology:print", ()),
    ("chronology:looks", ()),
    ("chronology:entry", (1,)),
    ("chronology:document", (1,)),
    ("chronology:add_entry", ()),
    ("chronology:add_document", ()),
    ("linking:records", ()),
    ("priority:card", ()),
    ("priority:wrong", ()),
    ("ask_person", ()),
)


@pytest.mark.parametrize(("name", "more"), OF_A_PERSON)
def test_not_yours_and_not_found_are_the_same_bytes(
    ada: Record, signed_in: SignIn, admin: psycopg.Connection, name: str, more: tuple[int, ...]
) -> None:
    staff = ada.partnership.staff[Role.PRACTITIONER]
    client = signed_in(staff)
    admin.execute(
        "INSERT INTO access_block (staff_id, person_id, reason, begins_at) VALUES (%s, %s, 'own family', now())",
        (staff.pk, ada.people["Ada"]),
    )
    answers = []
    for public_id in (ada.partnership.people["Ada"][1], uuid4()):
        place = reverse(name, args=[public_id, *more])
        told = [client.get(place), client.post(place, {"ask": "1", "purpose": "safeguarding"})]
        told += [client.get(place), client.post(place, {"opened_for": "safeguarding", "kind": "care.note"})]
        answers.append([(one.status_code, bare(one, public_id)) for one in told])
    for (_, yours), (_, nobodys) in zip(*answers, strict=True):
        assert [line for line in yours.splitlines() if line not in nobodys] == []
    assert answers[0] == answers[1]
    assert "Vale" not in str(answers)


def bare(answer: Any, public_id: UUID) -> str:
    """Return a page without what differs from request to request: nonce, token, the address asked for."""
    text = answer.content.decode() + str(answer.headers.get("Location", ""))
    text = re.sub(r'nonce="[^"]*"|(?<=")[A-Za-z0-9]{64}(?=")', "", text)
    return text.replace(str(public_id), "ID")


def test_filter_works_without_a_script_and_puts_no_word_about_the_child_in_the_address(
    ada: Record, signed_in: SignIn
) -> None:
    client = opened(signed_in(ada.partnership.staff[Role.PRACTITIONER]), ada)
    shown = page(client.get(address(ada)))
    form = first(shown, "form.kith-filter")
    assert (form["method"], {field["name"] for field in form.find_all(["select", "input"])}) == (
        "get",
        {"from", "to", "agency"},
    )
    police = next(o["value"] for o in form.find_all("option") if "Constabulary" in o.get_text())
    filtered = page(client.get(address(ada), {"period": "everything", "agency": police}))
    bylines = {item.get_text() for item in filtered.find_all(class_="moj-timeline__byline")}
    assert all("Constabulary" in line for line in bylines)
    assert filtered.find(class_="kith-gap") is None
    assert client.get(address(ada), {"period": "x", "agency": "1; DROP", "page": "9" * 40}).status_code == 200


def test_long_fold_opens_on_a_page_of_its_own(ada: Record, signed_in: SignIn) -> None:
    ada.happen(
        *(
            Happening(
                agency="police",
                local_id=f"C-{n}",
                kind="police.contact",
                occurred_on=date(2019, 1, 1 + n % 28),
                participants=(("P-1", "victim"),),
            )
            for n in range(30)
        )
    )
    ada.tell()
    client = opened(signed_in(ada.partnership.staff[Role.PRACTITIONER]), ada)
    shown = page(client.get(address(ada)))
    folded = next(a for a in shown.select("a") if a.get_text().startswith("Show all 30"))
    alone = page(client.get(href(folded)))
    assert len(alone.find_all(class_="moj-timeline__item")) == 30


def test_gap_is_shown_as_a_gap(ada: Record, signed_in: SignIn) -> None:
    client = opened(signed_in(ada.partnership.staff[Role.PRACTITIONER]), ada)
    gaps = [item.get_text(" ", strip=True) for item in page(client.get(address(ada))).find_all(class_="kith-gap")]
    assert any(text.startswith("Nothing recorded for 10 months") for text in gaps)
    assert gaps[0].startswith("Nothing recorded since 1 May 2023")


def test_retracted_entry_is_struck_through(ada: Record, signed_in: SignIn) -> None:
    client = opened(signed_in(ada.partnership.staff[Role.PRACTITIONER]), ada)
    struck = [s.get_text() for s in page(client.get(address(ada))).find_all("s")]
    assert struck == ["Weapon found, carried or used, as a suspect"]


def test_entry_is_added_and_its_errors_say_what_to_do(ada: Record, signed_in: SignIn) -> None:
    client = opened(signed_in(ada.partnership.staff[Role.PRACTITIONER]), ada)
    assert client.get(address(ada, "add_entry")).status_code == 200
    typed = {
        "kind": "care.voice",
        "occurred_on-day": "29",
        "occurred_on-month": "2",
        "occurred_on-year": "2023",
        "says": "",
        "basis": "fact",
        "opened_for": "safeguarding",
    }
    wrong = client.post(address(ada, "add_entry"), typed)
    summary = first(page(wrong), ".govuk-error-summary").get_text()
    assert wrong.status_code == 422
    assert "Say what happened" in summary
    assert "real date" in summary
    done = client.post(address(ada, "add_entry"), typed | {"occurred_on-year": "2024", "says": "“Stop it.” <b>"})
    assert done.status_code == 302
    shown = client.get(done["Location"]).content.decode()
    assert "“Stop it.” &lt;b&gt;" in shown


def test_form_that_outlived_its_opening_loses_nothing(ada: Record, signed_in: SignIn) -> None:
    client = signed_in(ada.partnership.staff[Role.PRACTITIONER])
    typed = {
        "kind": "care.note",
        "occurred_on-day": "1",
        "occurred_on-month": "2",
        "occurred_on-year": "2024",
        "says": "typed for an hour",
        "basis": "fact",
        "opened_for": "supervision",
    }
    assert client.post(address(ada, "add_entry"), typed).status_code == 302
    assert "typed for an hour" in client.get(address(ada)).content.decode()


def test_document_is_added_and_handed_over_under_a_name_that_says_nothing(ada: Record, signed_in: SignIn) -> None:
    client = opened(signed_in(ada.partnership.staff[Role.PRACTITIONER]), ada)
    file = io.BytesIO(b"%PDF-1.7 hello")
    file.name = "ada vale.pdf"
    done = client.post(
        address(ada, "add_document"),
        {
            "document": file,
            "kind": "letter",
            "dated_on-day": "1",
            "dated_on-month": "2",
            "dated_on-year": "2024",
            "title": "Letter to the panel",
            "opened_for": "safeguarding",
        },
    )
    assert done.status_code == 302
    link = next(a for a in page(client.get(address(ada))).select("a") if a.get_text() == "Letter to the panel")
    handed = client.get(href(link))
    assert handed.getvalue() == b"%PDF-1.7 hello"
    assert not mentions(handed["Content-Disposition"], "Ada") and "letter" not in handed["Content-Disposition"].lower()
    assert handed["Content-Disposition"].startswith("attachment")


def test_print_is_a_table_of_every_entry_oldest_first_and_logged_as_a_print(
    ada: Record, signed_in: SignIn, admin: psycopg.Connection
) -> None:
    client = opened(signed_in(ada.partnership.staff[Role.PRACTITIONER]), ada)
    shown = page(client.get(address(ada, "print")))
    ages = [row.find_all("td")[0].get_text() for row in first(shown, "tbody").find_all("tr")]
    assert ages == ["8", "8", "9", "9", "10", "10"]
    printed = admin.execute("SELECT count(*) FROM access_log WHERE action = 'print' AND outcome = 'shown'").fetchall()
    assert printed[0][0] >= 1


def test_record_of_looks_shows_this_very_look(ada: Record, signed_in: SignIn) -> None:
    client = opened(signed_in(ada.partnership.staff[Role.PRACTITIONER]), ada)
    client.get(address(ada))
    rows = first(page(client.get(address(ada, "looks"))), "tbody").find_all("tr")
    assert any("the chronology" in row.get_text() for row in rows)
    assert all("Robin Practitioner" in row.get_text() for row in rows)


def test_page_keeps_to_the_content_security_policy(ada: Record, signed_in: SignIn) -> None:
    client = opened(signed_in(ada.partnership.staff[Role.PRACTITIONER]), ada)
    for name in ("person", "print", "looks", "add_entry", "add_document"):
        shown = page(client.get(address(ada, name)))
        assert len(shown.find_all("h1")) == 1
        for tag in shown.find_all(True):
            assert "style" not in tag.attrs
            assert not [attribute for attribute in tag.attrs if attribute.startswith("on")]


def test_my_people_shows_whom_somebody_works_with_and_logs_each(
    vales: Record, partnership: Partnership, signed_in: SignIn, admin: psycopg.Connection[Any]
) -> None:
    staff = partnership.staff[Role.PRACTITIONER]
    partnership.relate(staff, vales.people["Ada"])
    page = signed_in(staff).get("/my-people/").content.decode()
    assert "Ada Vale" in page and "Ben Vale" not in page and "1 person" in page
    assert "until" in page
    logged = admin.execute("SELECT person_id FROM access_log WHERE what = 'chronology.own' AND person_id IS NOT NULL")
    assert logged.fetchall() == [(vales.people["Ada"],)]


@pytest.mark.parametrize("role", [Role.PANEL_COORDINATOR, Role.IG_LEAD, Role.ADMINISTRATOR, Role.PRACTITIONER])
def test_my_people_is_nobodys_county(vales: Record, partnership: Partnership, signed_in: SignIn, role: Role) -> None:
    page = signed_in(partnership.staff[role]).get("/my-people/").content.decode()
    assert "Vale" not in page.split("<main")[1] and "You stand to nobody yet" in page


def test_my_people_lets_go_of_whom_a_relationship_or_a_block_has_ended(
    vales: Record, partnership: Partnership, signed_in: SignIn
) -> None:
    staff = partnership.staff[Role.PRACTITIONER]
    for name in ("Ada", "Ben"):
        partnership.relate(staff, vales.people[name])
    client = signed_in(staff)
    with connect_as("worker"):
        block_staff(staff_id=staff.pk, person_id=vales.people["Ben"], reason="kin", by=None, now=partnership.now)
        Relationship.objects.filter(person_id=vales.people["Ada"]).update(
            begins_at=partnership.now - timedelta(days=9), ends_at=partnership.now - timedelta(days=1)
        )
    assert "Vale" not in client.get("/my-people/").content.decode().split("<main")[1]
