"""A young person who asks for their own record, a brother in it, a worker, a stranger, and two leads who answer."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
import pytest

from kith.access.models import Staff
from kith.access.selectors import viewer_of
from kith.access.services import connect_as
from kith.access.vocabulary import Purpose, Role, Viewer
from kith.subject_access import runs, selectors, services
from kith.subject_access.models import GatheredRow, Piece, SubjectRequest
from kith.subject_access.vocabulary import AskedBy, IdentityCheck, NewRequest, PieceChoice, RowFate
from tests.access.rows import put_row
from tests.worlds.canaries import insert
from tests.worlds.partnership import Partnership

PURPOSE = Purpose.SUBJECT_ACCESS
BROTHER = ("Zqorlan", "Zqthorn")
WORKER = "Zqdenise Zqharcourt"
STRANGER = "Zqkyle Zqbembridge"
NUMBER = "9434765870"
ADDRESS = "4 Zqelm Road"
SAID = (
    "Zqmaya was seen with her brother Zqorlan, and Zqdenise Zqharcourt rang Zqkyle Zqbembridge at 4 Zqelm Road about "
    "943 476 5870."
)


@dataclass
class Asking:
    """One request, and short ways to bring it as far as a test needs."""

    partnership: Partnership
    admin: psycopg.Connection[Any]
    person_id: int
    person: UUID
    brother_id: int
    second_staff: Staff

    @property
    def lead(self) -> Viewer:
        """Return who leads."""
        return self.partnership.viewer(Role.IG_LEAD)

    @property
    def second(self) -> Viewer:
        """Return the second person."""
        return viewer_of(Staff.objects.select_related("agency").get(pk=self.second_staff.pk), self.partnership.now)

    def new(self, **more: Any) -> NewRequest:
        """Return a request as it came in today."""
        whole: dict[str, Any] = {
            "asked_by": AskedBy.THEMSELF,
            "asker_name": "Zqmaya Zqthorn",
            "authority": "",
            "received_on": self.partnership.now.date(),
        }
        return NewRequest(**(whole | more))

    def about(self, request: UUID) -> dict[str, Any]:
        """Return what every service of one request takes."""
        return {"person": self.person, "request": request, "by": self.lead, "now": self.partnership.now}

    def registered(self, **more: Any) -> UUID:
        """Register a request."""
        return services.register_request(
            person=self.person, new=self.new(**more), by=self.lead, now=self.partnership.now
        )

    def gathered(self, **more: Any) -> UUID:
        """Bring a request as far as what was gathered."""
        made = self.registered(**more)
        says = "Their worker met them and knows them."
        services.check_identity(identity=IdentityCheck.WORKER, says=says, **self.about(made))
        services.ask_gathering(**self.about(made))
        runs.gather(self.row(made).pk)
        return made

    def decide(self, request: UUID, *, keep: tuple[str, ...] = (), withhold: bool = True) -> None:
        """Replace every piece but those to keep, and withhold or tell every row that waits."""
        for group in selectors.open_review(
            person=self.person, request=request, viewer=self.lead, purpose=PURPOSE
        ).pieces:
            page = selectors.open_pieces(
                person=self.person, request=request, piece=group.key, viewer=self.lead, purpose=PURPOSE
            )
            choice = PieceChoice.KEEP if group.given in keep else PieceChoice.REPLACE
            services.decide_pieces(
                choices={one.public_id: choice for one in page.pieces},
                says="somebody else",
                ground="third",
                **self.about(request),
            )
        for one in selectors.open_review(
            person=self.person, request=request, viewer=self.lead, purpose=PURPOSE
        ).choices:
            services.decide_row(
                row=one.key,
                ground="crime" if withhold else "",
                because="It would harm an inquiry of the police." if withhold else "",
                whole_group=True,
                **self.about(request),
            )

    def approved(self, request: UUID) -> None:
        """Ask the second person, and let them approve."""
        services.finish_review(second_id=self.second_staff.pk, **self.about(request))
        services.approve_request(**(self.about(request) | {"by": self.second}))

    def released(self, **more: Any) -> UUID:
        """Bring a request to its end."""
        made = self.gathered(**more)
        self.decide(made)
        self.approved(made)
        runs.make_answer(self.row(made).pk)
        return made

    def row(self, request: UUID) -> SubjectRequest:
        """Return the request as it stands."""
        return SubjectRequest.objects.get(public_id=request)

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Read past row security."""
        return list(self.admin.execute(statement, values).fetchall())

    def entry(self, said: str = SAID, agency: str = "care", kind: str = "care.note", tier: str = "care") -> int:
        """Put one entry of the chronology with its detail into the record."""
        values = {
            "person_id": self.person_id,
            "source_ref": f"{agency}|{kind}|{said[:20]}",
            "agency_id": self.partnership.agencies[agency].pk,
            "source": agency,
            "kind": kind,
            "data_class": tier,
            "sector": self.partnership.agencies[agency].sector,
            "occurred_on": date(2024, 5, 3),
            "known_at": date(2024, 5, 3),
            "precision": "day",
            "role": "subject",
            "band": 3,
            "headline": "A note",
            "basis": "fact",
            "said_by": "",
            "others": 0,
            "group_key": f"{agency}|{said[:20]}",
            "retracted": False,
        }
        entry_id = insert("chronology_entry", values)
        detail = {"entry_id": entry_id, "person_id": self.person_id, "says": said, "place": "", "detail": "{}"}
        insert(f"chronology_{tier}detail", detail | {"code_scheme": "", "code": ""}, returning=False)
        return entry_id

    def gathered_rows(self, request: UUID, **which: Any) -> list[GatheredRow]:
        """Return gathered rows, read as the worker."""
        with connect_as("worker"):
            return list(GatheredRow.objects.filter(request__public_id=request, **which))

    def gathered_pieces(self, request: UUID) -> list[Piece]:
        """Return the pieces to decide, read as the worker."""
        with connect_as("worker"):
            return list(Piece.objects.filter(request__public_id=request))


@pytest.fixture
def asking(partnership: Partnership, admin: psycopg.Connection[Any]) -> Asking:
    """Return a young person with a brother, a worker and a stranger in the record."""
    person_id, person = partnership.add_person("Zqmaya", "Zqthorn")
    brother_id, _ = partnership.add_person(*BROTHER)
    care = partnership.agencies["care"].pk
    for one, other in ((person_id, brother_id), (brother_id, person_id)):
        put_row(admin, "linking_tie", {"person_id": one, "other_id": other, "kind": "sibling", "agency_id": care})
    admin.execute("UPDATE linking_profile SET nhs_number = %s WHERE person_id = %s", (NUMBER, brother_id))
    put_row(admin, "linking_address", {"person_id": brother_id, "address": ADDRESS, "postcode": "", "agency_id": care})
    put_row(
        admin,
        "linking_address",
        {"person_id": person_id, "address": "7 Zqash Lane", "town": "", "postcode": "LK1 2AB", "agency_id": care},
    )
    put_row(
        admin,
        "chronology_involvement",
        {
            "person_id": person_id,
            "agency_id": care,
            "worker_name": WORKER,
            "role": "Social worker",
            "phone": "",
            "worker_ref": "SW1",
            "setting_ref": "",
        },
    )
    second = partnership.add_staff("Robin Secondlead", "care", Role.IG_LEAD)
    return Asking(
        partnership=partnership,
        admin=admin,
        person_id=person_id,
        person=person,
        brother_id=brother_id,
        second_staff=second,
    )


__all__ = ["Asking", "RowFate", "asking"]
