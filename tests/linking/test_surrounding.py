"""Who stands beside somebody: family, household and whoever had a part in the same event, by all their names."""

from typing import Any

import psycopg

from kith.access.selectors import list_looks_told, look
from kith.access.services import connect_as
from kith.access.vocabulary import NotShown, Purpose, RelationshipSource, Role
from kith.linking.services import describe_surrounding
from tests.access.rows import put_row
from tests.worlds.partnership import Partnership


def test_everybody_beside_a_person_is_described_by_every_record(
    partnership: Partnership, admin: psycopg.Connection[Any]
) -> None:
    care = partnership.agencies["care"].pk
    ada, _ = partnership.add_person("Ada", "Vale")
    ben, _ = partnership.add_person("Ben", "Vale")
    put_row(admin, "linking_tie", {"person_id": ada, "other_id": ben, "kind": "sibling", "agency_id": care})
    # Ada and Ben as agencies know them; Cyd, whom nothing links, had a part in the same event as Ada.
    for number, person, forename in ((1, ada, "Ada"), (2, ben, "Benjamin"), (3, None, "Cyd")):
        put_row(admin, "feeds_sourceperson", {"id": number, "agency_id": care, "local_id": f"C-{number}"})
        described = {
            "source_person_id": number,
            "forename": forename,
            "surname": "Vale",
            "phone": f"0163296000{number}",
        }
        texts = ("middle_names", "former_surname", "known_as", "nhs_number", "upn", "address", "postcode", "email")
        described |= dict.fromkeys(texts, "") | {"agency_id": care, "born_on": None}
        put_row(admin, "feeds_personrecord", described)
        if person is not None:
            put_row(
                admin,
                "linking_membership",
                {"person_id": person, "source_person_id": number, "agency_id": care, "ends_at": None, "reason": "{}"},
            )
    for number in (1, 3):
        part = {"event_id": 9, "source_person_id": number, "agency_id": care, "role": "subject"}
        put_row(admin, "feeds_eventparticipant", part)
    with connect_as("worker"):
        found = describe_surrounding(person_id=ada, by=None)
    assert found.person.names == ("Ada Vale",)
    assert found.person.contacts == ("01632960001",)
    others = {one.names: (one.kind, one.contacts) for one in found.others}
    assert others == {
        ("Ben Vale", "Benjamin Vale"): ("sibling", ("01632960002",)),
        ("Cyd Vale",): ("", ("01632960003",)),
    }


def test_looks_are_told_by_role_and_agency_to_whoever_may_take_the_record_out(partnership: Partnership) -> None:
    person_id, public_id = partnership.add_person("Ada", "Vale")
    worker, lead = partnership.staff[Role.PRACTITIONER], partnership.staff[Role.IG_LEAD]
    partnership.relate(worker, person_id)
    for _ in range(2):
        with look(
            viewer=partnership.viewer(Role.PRACTITIONER), people=[public_id], purpose=Purpose.SAFEGUARDING, what="test"
        ):
            pass
    about: dict[str, Any] = {"viewer": partnership.viewer(Role.IG_LEAD), "purpose": Purpose.SUBJECT_ACCESS}
    try:
        list_looks_told(public_id, **about)
    except NotShown:
        partnership.relate(lead, person_id, RelationshipSource.SUBJECT_ACCESS)
    told = list_looks_told(public_id, **about)
    found = [(one.agency, one.roles, one.purpose, one.action, one.looks) for one in told if one.outcome == "shown"]
    assert found == [
        (partnership.agencies["care"].name, ("practitioner",), "safeguarding", "open", 2),
        (partnership.agencies["partnership"].name, ("ig_lead",), "subject_access", "export", 1),
    ]
    assert [one.outcome for one in told].count("refused") == 1
    assert all(worker.name not in str(one) and lead.name not in str(one) for one in told)
