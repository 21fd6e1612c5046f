"""Contacts: handed over or kept, by what they are for, and never one that casework took back."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kith.publishing.models import ContactsPage
from kith.publishing.services.demonstrating import fill_contacts
from kith.publishing.vocabulary import HandedKind, Verb
from kith.publishing.vocabulary.contacts import Contact, ContactKind, ContactsRefused, contacts_of, contacts_text
from tests.publishing.inside.newsroom import home, tell, under

ADDRESS = "/contacts/"
TEAM = Contact(name="Training team", for_whom="Places", email="training@kith.example.org")
NIGHT = Contact(name="Night team", phone="01632 960 200", kind=ContactKind.OUT_OF_HOURS, hours="Nights")


def page(*kept: dict[str, str]) -> ContactsPage:
    blank = {"name": "", "for_whom": "", "phone": "", "email": "", "hours": "", "kind": "team", "url": ""}
    return ContactsPage(title="Contacts", kept=[("contact", blank | one) for one in kept])


def test_handed_and_kept_contacts_stand_together_the_most_urgent_first(reader: Client) -> None:
    item = tell(HandedKind.CONTACTS, text=contacts_text([TEAM, NIGHT]))
    social = {"name": "News", "kind": "social", "url": "https://social.example.org/larkshire"}
    under(home(), page({"name": "Front door", "phone": "01632 960 100", "kind": "urgent"}, social))
    text = reader.get(ADDRESS).content.decode()
    places = [text.index(name) for name in ("Front door", "Night team", "Training team", "social.example.org")]
    assert places == sorted(places)
    assert 'href="tel:01632960200"' in text and 'href="mailto:training@kith.example.org"' in text
    assert 'rel="noreferrer noopener"' in text and '<script src="https' not in text
    tell(HandedKind.CONTACTS, Verb.REPLACE, item=item, text=contacts_text([TEAM]))
    assert "Night team" not in reader.get(ADDRESS).content.decode()
    tell(HandedKind.CONTACTS, Verb.WITHDRAW, item=item)
    assert "Training team" not in reader.get(ADDRESS).content.decode()


def test_what_is_not_a_list_of_contacts_is_not_shown_and_breaks_nothing(reader: Client) -> None:
    tell(HandedKind.CONTACTS, text={"contacts": [{"name": "Sly", "phone": "1", "born": "2011"}]})
    tell(HandedKind.BULLETIN, text=contacts_text([TEAM]))
    under(home(), page())
    text = reader.get(ADDRESS).content.decode()
    assert "Sly" not in text and "Training team" not in text
    assert "as soon as they are approved" in text


@pytest.mark.parametrize(
    ("kept", "says"),
    [
        ({"name": "Nowhere"}, "no phone, e-mail address or link"),
        ({"name": "News", "url": "https://social.example.org/x?utm_source=kith"}, "tells the other side who came"),
        ({"name": "News", "url": "http://social.example.org/x"}, "begins with https"),
    ],
)
def test_a_contact_with_a_fault_keeps_the_page_a_draft(kept: dict[str, str], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        under(home(), page(kept))


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
CONTACTS = st.lists(
    st.builds(
        Contact,
        name=st.text("abc ", min_size=1).filter(str.strip),
        for_whom=TEXTS,
        hours=TEXTS,
        phone=st.text("0123456789 ", min_size=1).filter(str.strip),
        kind=st.sampled_from(ContactKind),
        url=st.sampled_from(["", "https://social.example.org/larkshire"]),
    )
)


@given(CONTACTS)
def test_what_is_handed_over_is_read_back_as_it_was(contacts: list[Contact]) -> None:
    assert contacts_of(contacts_text(contacts)) == contacts


@pytest.mark.parametrize(
    "text",
    [
        {},
        {"contacts": {}},
        {"contacts": [], "more": 1},
        {"contacts": ["x"]},
        {"contacts": [{"name": "A"}]},
        {"contacts": [{"phone": "1"}]},
        {"contacts": [{"name": "A", "phone": 1}]},
        {"contacts": [{"name": "A", "phone": "1", "kind": "mayor"}]},
        {"contacts": [{"name": "A", "phone": "1", "child": "x"}]},
        {"contacts": [{"name": "A", "url": "https://social.example.org/?id=7"}]},
    ],
)
def test_a_shape_that_is_not_the_agreed_one_is_refused(text: dict[str, Any]) -> None:
    with pytest.raises(ContactsRefused):
        contacts_of(text)


def test_the_demo_publishes_its_contacts_once(reader: Client) -> None:
    assert fill_contacts(now=timezone.now())
    assert not fill_contacts(now=timezone.now())
    text = reader.get(ADDRESS).content.decode()
    assert "Emergency duty team" in text and "training@larkshire.example.org" in text
