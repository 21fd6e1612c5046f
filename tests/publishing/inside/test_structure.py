"""The site shows the structure and the services that are told, as at any day until today, and nothing that is not."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from kith.publishing.models import DirectoryPage, IssuePage, StructurePage
from kith.publishing.presenters.mail_forms import issue_mail
from kith.publishing.presenters.paper_forms import issue_paper
from kith.publishing.services.leading import lead_to_partnership
from kith.publishing.vocabulary import HandedKind, Verb
from kith.publishing.vocabulary.services import SERVICES_ITEM
from kith.publishing.vocabulary.shapes import written
from kith.publishing.vocabulary.structure import STRUCTURE_ITEM
from tests.publishing.inside.newsroom import home, news, tell, under
from tests.publishing.structures import DECEMBER, group, number, service, services, structure, terms
from tests.worlds.paper import words_by_page

THEN = "?on-day=1&on-month=12&on-year=2019"
ADDRESSES = [
    "/partnership/",
    f"/partnership/groups/{number('Exploitation')}/",
    f"/partnership/priorities/{number('Exploitation first')}/",
    f"/partnership/agencies/{number('Larkshire Council')}/",
]


def tell_structure(told: Any = None) -> None:
    tell(HandedKind.STRUCTURE, item=STRUCTURE_ITEM, text=written(told or structure()))


def tell_services(*told: Any) -> None:
    tell(HandedKind.SERVICES, item=SERVICES_ITEM, text=written(services(*told)))


def words(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def test_an_issue_has_the_chart_of_a_day_in_it_as_picture_list_mail_and_paper(reader: Client, tmp_path: Path) -> None:
    block = ("structure", {"heading": "How we are made up", "as_at": DECEMBER})
    issue = under(home(), IssuePage(title="Winter", season="Winter", body=[block]))
    tell_structure()
    page = reader.get("/winter/")
    assert "<svg" in page.content.decode() and "Audit East" in words(page)
    assert "As it stood on 1 December 2019." in words(page)
    form, paper = issue_mail(issue), issue_paper(issue)
    assert "Audit East" in form.html and "How we are made up" in form.text
    assert "Audit East" in " ".join(words_by_page(paper, tmp_path)) and "Listing" not in form.text
    tell(HandedKind.STRUCTURE, Verb.WITHDRAW, item=STRUCTURE_ITEM)
    assert "The structure is not shown at present." in words(reader.get("/winter/"))
    assert "Audit East" not in issue_mail(issue).html, "what is withdrawn is in no form from that moment on"


def test_nothing_is_shown_that_was_never_told(reader: Client) -> None:
    for address in ("/services/", "/open-referral/services", f"/services/{number('A')}/"):
        assert reader.get(address).status_code == 404


def test_the_chart_is_a_list_and_a_picture_as_at_any_day(reader: Client) -> None:
    tell_structure()
    today, then = reader.get("/partnership/"), reader.get(f"/partnership/{THEN}")
    assert "The partnership as at 1 December 2019" in words(then)
    assert "Old Health Board" in words(then) and "Old Health Board" not in words(today)
    for page, here, gone in ((then, "Audit East", "Exploitation and missing"), (today, "Audit", "Audit East")):
        text = page.content.decode()
        picture = re.search(r"<svg.*</svg>", text, re.DOTALL)
        assert picture is not None
        listed = [unescape(one) for one in re.findall(r'href="/partnership/groups/[^"]+">([^<]+)</a>', text)]
        pictured = unescape(re.sub(r"<[^>]+>", " ", picture[0]))
        assert here in listed and gone not in listed
        assert all(word in pictured for one in listed for word in one.split())
    assert "Director of children's services, Imogen Sayle" in words(today)
    assert "Detective superintendent, vacant" in words(today)
    assert "Independent Scrutineer: Hugh Abara" in words(today)
    assert 'href="?on-day=1&amp;on-month=12&amp;on-year=2019">December 2019' in today.content.decode()
    assert not today.cookies


def test_what_is_to_come_is_not_told(reader: Client) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    told = structure()
    later = group("Not yet public", terms("Not yet public"), begins_on=tomorrow)
    tell_structure(replace(told, groups=(*told.groups, later)))
    asked = f"?on-day={tomorrow.day}&on-month={tomorrow.month}&on-year={tomorrow.year}"
    page = words(reader.get(f"/partnership/{asked}"))
    assert "Choose today or a day that has been" in page and "Not yet public" not in page
    assert reader.get(f"/partnership/groups/{number('Not yet public')}/").status_code == 404
    wrong = words(reader.get("/partnership/?on-day=31&on-month=2&on-year=2020"))
    assert "There is a problem" in wrong and "must be a real date" in wrong


def test_a_group_says_its_terms_chair_quorum_seats_and_what_was_decided(reader: Client) -> None:
    tell_structure()
    page = reader.get(f"/partnership/groups/{number('Executive')}/{THEN}")
    said = words(page)
    for part in (
        "What Executive is for.",
        "3 seats must be filled",
        "Chair Director",
        "Every referral notes the risk.",
    ):
        assert part in said
    assert "4 November 2019, held" in said and "Deputy director of children's services sits in" in said
    assert f'href="/partnership/{THEN.replace("&", "&amp;")}"' in page.content.decode(), "the way back keeps the day"
    renamed = words(reader.get(f"/partnership/groups/{number('Exploitation')}/"))
    assert "Version 2, from 1 April 2022 (holds)" in renamed and "Exploitation and missing" in renamed
    assert "Version 2" not in words(reader.get(f"/partnership/groups/{number('Exploitation')}/{THEN}"))
    assert "did not meet on" in words(reader.get(f"/partnership/groups/{number('Audit East')}/"))


def test_a_priority_links_its_groups_and_what_was_learned(reader: Client) -> None:
    tell_structure()
    address = f"/partnership/priorities/{number('Exploitation first')}/"
    assert "Nothing that names this priority" in words(reader.get(address))
    under(home(), news("What we learned of exploitation"))
    under(home(), news("Exploitation, a draft"), live=False)
    page = words(reader.get(address))
    assert "Exploitation and missing , subgroup" in page and "What we learned of exploitation" in page
    assert "a draft" not in page


def test_only_an_address_of_the_web_becomes_a_link(reader: Client) -> None:
    tell_structure()
    council = reader.get(f"/partnership/agencies/{number('Larkshire Council')}/").content.decode()
    assert 'href="https://council.example.org/"' in council and "Key safeguarding partner" in council
    police = reader.get(f"/partnership/agencies/{number('Larkshire Constabulary')}/").content.decode()
    assert "javascript:" not in police and "Detective superintendent" in police
    tell_services(service("A", url="javascript:alert(1)"))
    assert 'href="javascript' not in reader.get(f"/services/{number('A')}/").content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_withdrawn_structure_is_gone_at_once_from_every_page(reader: Client, address: str) -> None:
    tell_structure()
    page = under(home(), StructurePage(title="The partnership", as_at=DECEMBER))
    assert reader.get(address).status_code == 200 and "Audit East" in words(reader.get(page.get_url()))
    tell(HandedKind.STRUCTURE, Verb.WITHDRAW, item=STRUCTURE_ITEM)
    for gone in (address, page.get_url()):
        answer = reader.get(gone)
        assert answer.status_code == 410 and "Executive" not in words(answer)
    assert page.get_url() not in reader.get("/sitemap.xml").content.decode()
    tell_structure()
    assert reader.get(address).status_code == 200


def test_a_broken_message_is_not_shown_and_says_nothing(reader: Client, caplog: Any) -> None:
    tell(HandedKind.STRUCTURE, item=STRUCTURE_ITEM, text=written(structure()) | {"secret": "CANARY"})
    answer = reader.get("/partnership/")
    assert answer.status_code == 410 and "CANARY" not in words(answer)
    assert "secret" in caplog.text and "CANARY" not in caplog.text
    tell_structure()


def test_an_issue_holds_the_chart_as_at_its_date(reader: Client) -> None:
    tell_structure()
    issue = under(home(), IssuePage(title="Winter newsletter", season="Winter 2019"))
    page = under(issue, StructurePage(title="Structure chart", summary="As at December 2019", as_at=DECEMBER))
    assert "Structure chart" in words(reader.get(issue.get_url()))
    shown = reader.get(page.get_url())
    assert "Audit East" in words(shown) and "<svg" in shown.content.decode()
    assert f"/partnership/groups/{number('Audit East')}/{THEN.replace('&', '&amp;')}" in shown.content.decode()
    present = under(home(), StructurePage(title="The partnership"))
    assert "Exploitation and missing" in words(reader.get(present.get_url()))
    with pytest.raises(ValidationError, match="has no group on that day"):
        under(home(), StructurePage(title="Before", as_at=DECEMBER.replace(year=2018)))
    with pytest.raises(ValidationError, match="to come"):
        under(home(), StructurePage(title="After", as_at=timezone.localdate() + timedelta(days=1)))


def test_the_directory_is_searched_and_handed_on(reader: Client) -> None:
    shelter = service(
        "Night shelter",
        needs=("housing",),
        minimum_age=16.0,
        maximum_age=21.0,
        towns=("Larkford",),
        where=("The Hub, 1 Mill Lane, Larkford",),
        phone="01632 960111",
        url="https://shelter.example.org/",
    )
    tell_services(shelter, service("Mentors", needs=("mentoring",), areas=("North",)))
    assert "2 services" in words(reader.get("/services/"))
    found = words(reader.get("/services/?need=housing&age=17&area=North&town=Larkford"))
    assert "1 service " in found and "Night shelter" in found and "16 to 21" in found
    assert "No service fits" in words(reader.get("/services/?need=housing&age=9"))
    assert "as a number of years" in words(reader.get("/services/?age=nine"))
    page = words(reader.get(f"/services/{number('Night shelter')}/"))
    assert "01632 960111" in page and "Somewhere to live" in page and "1 Mill Lane" in page
    feed = json.loads(reader.get("/open-referral/services").content)
    assert (feed["total_items"], feed["total_pages"], feed["last_page"]) == (2, 1, True)
    one = next(entry for entry in feed["contents"] if entry["name"] == "Night shelter")
    assert one["attributes"][0]["taxonomy_term"]["name"] == "Somewhere to live" and one["status"] == "active"
    assert reader.get("/open-referral/services?page=9").json()["empty"] is True
    leads = under(home(), DirectoryPage(title="Find help"))
    assert reader.get(leads.get_url())["Location"] == "/services/"
    tell(HandedKind.SERVICES, Verb.WITHDRAW, item=SERVICES_ITEM)
    for gone in ("/services/", f"/services/{number('Mentors')}/", "/open-referral/services", leads.get_url()):
        assert reader.get(gone).status_code == 410


def test_a_long_directory_has_pages_that_keep_the_search(reader: Client) -> None:
    tell_services(*(service(f"Mentor {place:02}") for place in range(26)), service("Other"))
    page = reader.get("/services/?words=mentor&page=2").content.decode()
    assert "26 services, page 2 of 2" in page and "Mentor 25" in page and "Mentor 24" not in page
    assert 'href="?words=mentor&amp;page=1"' in page


def test_the_demo_leads_its_readers_to_both_once(reader: Client) -> None:
    tell_structure()
    tell_services(service("Night shelter"))
    assert [lead_to_partnership(as_at=DECEMBER, by=None) for _ in range(2)] == [3, 0]
    assert "Audit East" in words(reader.get("/structure-2019-12/")) and reader.get("/structure/").status_code == 200
    assert reader.get("/find-help/", follow=True).status_code == 200
