"""One child, a sender in social care, a receiver in a charity, the police lead, and what the record knows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from django.utils import timezone

from kith.access.models import Staff
from kith.access.selectors import viewer_of
from kith.access.vocabulary import Role, Viewer
from kith.feeds.vocabulary import EVENT_KINDS
from kith.referrals.services import NewStep, save_referral, send_referral, start_referral, take_step
from kith.referrals.vocabulary import (
    Content,
    DeclinedBecause,
    Imminence,
    Included,
    Receiver,
    ReferralAct,
    RiskBasis,
    RiskGrade,
    RiskLine,
    RiskOf,
    RiskSaid,
    RiskTo,
    WeaponPart,
)
from tests.worlds.canaries import insert
from tests.worlds.partnership import Partnership

TODAY = timezone.localdate()


def full_content(**other: Any) -> Content:
    """Return a form on which nothing is missing."""
    filled = Content(
        referrer_relationship="Social worker since March",
        manager_told=True,
        level_of_need=3,
        urgency="days",
        reason="Out late with older boys",
        what_changed="Came home with money",
        worries="Being used to carry things",
        strengths="Loves football; a grandmother who listens",
        parents_view="The mother is frightened for her",
        support_tried="Early help from May; two visits kept",
        outcomes_wanted="Safe evenings and one adult to talk to",
        legal_status="Child in need",
        responsibility_holder="The mother",
        siblings="No",
        voice="words",
        voice_says="I just want it to stop.",
        consent="given",
        consent_by="The mother",
        consent_how="In person, at home",
        consented_on=TODAY,
        parents_told=True,
    )
    return replace(filled, **other)


def one_risk(**other: Any) -> RiskLine:
    """Return a risk on which nothing is missing."""
    line = RiskLine(
        of=RiskOf.CRIMINAL_EXPLOITATION,
        to=(RiskTo.SELF, RiskTo.FAMILY),
        grade=RiskGrade.HIGH,
        imminence=Imminence.DAYS,
        basis=RiskBasis.SEEN,
        checked_on=TODAY,
        incident_on=TODAY - timedelta(days=9),
        incident="Found with a knife in a bag",
        weapon=WeaponPart.YES,
        weapon_kind="Kitchen knife",
        greatest_when="Friday nights",
    )
    return replace(line, **other)


def full_risk(*events: Included, **other: Any) -> RiskSaid:
    """Return a statement of risk on which nothing is missing."""
    said = RiskSaid(visit_safety="Visit in pairs, before four", risks=(one_risk(),), events=tuple(events))
    return replace(said, **other)


def none_known(*events: Included, **other: Any) -> RiskSaid:
    """Return a statement that no risk is known."""
    said = RiskSaid(
        is_none_known=True,
        checked_in="Our own file and the chronology",
        checked_on=TODAY,
        visit_safety="Nothing special: checked our own file",
        events=tuple(events),
    )
    return replace(said, **other)


@dataclass
class World:
    """The partnership, one child, and who refers to whom."""

    partnership: Partnership
    admin: psycopg.Connection[Any]
    person_id: int
    person: UUID
    sender: Viewer
    contact: Viewer
    worker: Viewer
    manager: Viewer
    lead: Viewer
    staff: Mapping[str, Staff] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """Return the test's moment."""
        return self.partnership.now

    def happened(
        self, kind: str, *, days_ago: int = 30, data_class: str = "", retracted: bool = False, person_id: int = 0
    ) -> str:
        """Write one event into a child's chronology, and return its reference."""
        event = EVENT_KINDS[kind]
        ref = f"{kind}|{days_ago}|{person_id or self.person_id}:subject"
        insert(
            "chronology_entry",
            {
                "person_id": person_id or self.person_id,
                "source_ref": ref,
                "agency_id": self.partnership.agencies["police"].pk,
                "source": "police",
                "kind": kind,
                "data_class": data_class or event.data_class.value,
                "sector": event.sector.value,
                "occurred_on": TODAY - timedelta(days=days_ago),
                "known_at": TODAY,
                "precision": "day",
                "role": "subject",
                "band": 3,
                "headline": event.headline,
                "basis": "fact",
                "said_by": "",
                "others": 0,
                "group_key": ref,
                "retracted": retracted,
            },
        )
        return ref

    def receiver(self, agency: str = "lantern", **other: Any) -> Receiver:
        """Return an agency as a receiver."""
        return Receiver(agency_id=self.partnership.agencies[agency].pk, **other)

    def draft(
        self,
        content: Content | None = None,
        risk: RiskSaid | None = None,
        receiver: Receiver | None = None,
        by: Viewer | None = None,
    ) -> tuple[UUID, int]:
        """Make a saved draft, and return its id and its version."""
        who = by or self.sender
        made = start_referral(person=self.person, by=who, now=self.now)
        version = save_referral(
            person=self.person,
            referral=made,
            seen=1,
            receiver=receiver or self.receiver(),
            content=content or full_content(),
            risk=risk or full_risk(),
            by=who,
            now=self.now,
        )
        return made, version

    def send(self, referral: UUID, version: int, by: Viewer | None = None) -> int:
        """Send a draft, and return the version that stands."""
        send_referral(person=self.person, referral=referral, seen=version, by=by or self.sender, now=self.now)
        return version + 1

    def sent(self, **other: Any) -> tuple[UUID, int]:
        """Make and send a referral."""
        made, version = self.draft(**other)
        return made, self.send(made, version, other.get("by"))

    def act(self, referral: UUID, act: ReferralAct, seen: int, *, by: Viewer | None = None, **other: Any) -> int:
        """Take a step with the words that it needs, and return the version that stands."""
        words: dict[str, Any] = {"says": "In a few plain words"}
        if act is ReferralAct.DECLINE:
            words["because"] = DeclinedBecause.NO_CAPACITY
        if act is ReferralAct.ALLOCATE:
            words["worker_id"] = self.worker.staff_id
        step = NewStep(act=act, **(words | other))
        who = by or (self.sender if act in {ReferralAct.ANSWER, ReferralAct.WITHDRAW} else self.contact)
        take_step(person=self.person, referral=referral, step=step, seen=seen, by=who, now=self.now)
        return seen + 1

    def row(self, referral: UUID, *columns: str) -> tuple[Any, ...]:
        """Return columns of a referral, past row security."""
        asked = ", ".join(columns)
        found = self.admin.execute(
            f"SELECT {asked} FROM referrals_referral WHERE public_id = %s", (str(referral),)
        ).fetchall()
        return tuple(found[0])

    def open_tasks(self) -> list[tuple[str, int]]:
        """Return the kinds and owners of every open task."""
        return self.admin.execute("SELECT kind, owner_id FROM work_task WHERE state = 'open' ORDER BY kind").fetchall()


def found_world(partnership: Partnership, admin: psycopg.Connection[Any]) -> World:
    """Put Ada into the record, and give the sender a relationship to her."""
    person_id, person = partnership.add_person("Ada", "Vale", date(2011, 5, 4))
    staff = {
        "sender": partnership.staff[Role.PRACTITIONER],
        "contact": partnership.add_staff("Ola Contact", "lantern", Role.AGENCY_CONTACT),
        "worker": partnership.add_staff("Wyn Worker", "lantern", Role.PRACTITIONER),
        "manager": partnership.staff[Role.TEAM_MANAGER],
        "lead": partnership.staff[Role.AGENCY_CONTACT],
    }
    partnership.relate(staff["sender"], person_id)
    viewers = {name: viewer_of(one, partnership.now) for name, one in staff.items()}
    return World(partnership=partnership, admin=admin, person_id=person_id, person=person, staff=staff, **viewers)
