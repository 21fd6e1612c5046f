"""Gives the demo a referral in every state, some of them overdue, and one that the police lead is asked about."""

from datetime import date, datetime, timedelta
from itertools import cycle
from typing import Final
from uuid import UUID

from kith.access.models import Agency, RoleGrant, Staff
from kith.access.selectors import viewer_of
from kith.access.services import connect_as
from kith.access.vocabulary import Purpose, Role, Viewer
from kith.chronology.selectors import list_own_people
from kith.referrals.selectors import colleagues_at, list_referrals, open_referral
from kith.referrals.services import NewStep, save_referral, send_referral, start_referral, take_step
from kith.referrals.vocabulary import (
    Content,
    DeclinedBecause,
    Imminence,
    Included,
    NotReferred,
    Receiver,
    ReferralAct,
    RiskBasis,
    RiskGrade,
    RiskLine,
    RiskOf,
    RiskSaid,
    RiskTo,
)

_CONTACT: Final = ("agency-contact@lantern.larkshire.example.org", "Sunniva Teal")
_A: Final = ReferralAct
# How many days ago each referral began, and what is done with it, one step a day. What is left waiting from long ago
# is overdue: the demo shows that too, and the rest of the way is for whoever tries it.
_WAYS: Final[tuple[tuple[int, tuple[ReferralAct, ...]], ...]] = (
    (0, ()),
    (0, (_A.SEND,)),
    (3, (_A.SEND, _A.ACKNOWLEDGE, _A.ASK)),
    (16, (_A.SEND, _A.ACKNOWLEDGE, _A.ACCEPT, _A.ALLOCATE, _A.CONTACT, _A.COMPLETE, _A.TELL)),
    (24, (_A.SEND, _A.ACKNOWLEDGE, _A.ACCEPT)),
    (16, (_A.SEND,)),
    (12, (_A.SEND, _A.ACKNOWLEDGE, _A.DECLINE)),
    (20, (_A.SEND, _A.ACKNOWLEDGE, _A.ASK, _A.ANSWER)),
    (26, (_A.SEND, _A.ACKNOWLEDGE, _A.ACCEPT, _A.ALLOCATE)),
    (8, (_A.SEND, _A.ACKNOWLEDGE, _A.ACCEPT, _A.ALLOCATE, _A.CONTACT)),
    (15, (_A.SEND, _A.ACKNOWLEDGE, _A.ACCEPT, _A.ALLOCATE, _A.CONTACT, _A.COMPLETE)),
    (9, (_A.SEND, _A.WITHDRAW)),
    (5, (_A.SEND, _A.ACKNOWLEDGE)),
)
_SAYS: Final = {
    _A.ASK: "Which evenings suit the family?",
    _A.ANSWER: "Tuesdays and Thursdays, after six.",
    _A.DECLINE: "Every mentor has a young person now. The boxing club has places and is near.",
    _A.CONTACT: "Met at the football ground on Thursday, with the grandmother.",
    _A.COMPLETE: "Has trained every week since, and rings when the bus is late.",
    _A.TELL: "Goes on as a helper with the younger ones, at the child's own wish.",
    _A.WITHDRAW: "The family has moved in with the aunt, in another county.",
}
_OF_SENDER: Final = frozenset({_A.ANSWER, _A.WITHDRAW})


def refer_children(*, by: Viewer, now: datetime) -> int:
    """Make the demo's referrals by one practitioner to a charity, and return how many were sent.

    Does nothing where the practitioner has referred before.
    """
    with connect_as("worker"):
        contact = viewer_of(_contact(now), now)
        workers = [pk for pk, _ in colleagues_at(contact.agency_id)]
    sent = 0
    with connect_as("web"):
        if list_referrals(viewer=by, purpose=Purpose.REFERRAL, now=now):
            return 0
        own = list_own_people(viewer=by, purpose=Purpose.REFERRAL, page=1, now=now).people
        for (days, way), person in zip(_WAYS, cycle(own), strict=False):
            sent += _refer(person.public_id, way, by, contact, workers[-1], now - timedelta(days=days))
    return sent


def _refer(person: UUID, way: tuple[ReferralAct, ...], by: Viewer, contact: Viewer, worker: int, now: datetime) -> int:
    referral = start_referral(person=person, by=by, now=now)
    known = open_referral(person, referral, viewer=by, purpose=Purpose.REFERRAL, now=now).known
    events = tuple(Included(entry_ref=each.entry_ref, is_included=True) for each in known)
    version = save_referral(
        person=person,
        referral=referral,
        seen=1,
        receiver=Receiver(agency_id=contact.agency_id, service_name="Evening mentoring"),
        content=_content(now.date()),
        risk=_risk(events, now.date()),
        by=by,
        now=now,
    )
    for days, act in enumerate(way):
        at = now + timedelta(days=days)
        try:
            if act is _A.SEND:
                send_referral(person=person, referral=referral, seen=version, by=by, now=at)
            else:
                step = NewStep(
                    act=act,
                    says=_SAYS.get(act, ""),
                    because=DeclinedBecause.NO_CAPACITY if act is _A.DECLINE else "",
                    worker_id=worker if act is _A.ALLOCATE else None,
                )
                who = by if act in _OF_SENDER else contact
                take_step(person=person, referral=referral, step=step, seen=version, by=who, now=at)
        except NotReferred:
            return 0  # the police lead has been asked: the demo shows that too
        version += 1
    return int(bool(way))


def _contact(now: datetime) -> Staff:
    email, name = _CONTACT
    found = Staff.objects.select_related("agency").filter(email=email).first()
    if found is None:
        found = Staff.objects.create_user(email, None, name=name, agency=Agency.objects.get(code="lantern"))
        RoleGrant.objects.create(staff=found, role=Role.AGENCY_CONTACT, begins_at=now - timedelta(days=400))
    return found


def _content(today: date) -> Content:
    return Content(
        referrer_relationship="Allocated social worker",
        manager_told=True,
        level_of_need=3,
        urgency="days",
        reason="Out late with older young people, and no longer at the football club",
        what_changed="Came home with a new telephone and would not say from whom",
        worries="Somebody may be using the child to carry things",
        strengths="Goes to school on most days; a grandmother who listens",
        parents_view="The mother is worried and wants help",
        support_tried="Early help since the spring: four of six meetings kept",
        outcomes_wanted="Safe evenings, and one adult to talk to",
        legal_status="Child in need",
        responsibility_holder="The mother",
        siblings="No",
        voice="words",
        voice_says="I want somebody to play football with, not another meeting.",
        consent="given",
        consent_by="The mother",
        consent_how="In person, at home",
        consented_on=today,
        parents_told=True,
    )


def _risk(events: tuple[Included, ...], today: date) -> RiskSaid:
    line = RiskLine(
        of=RiskOf.CRIMINAL_EXPLOITATION,
        to=(RiskTo.SELF, RiskTo.FAMILY),
        grade=RiskGrade.MEDIUM,
        imminence=Imminence.WEEKS,
        basis=RiskBasis.TOLD,
        checked_on=today,
        greatest_when="Friday and Saturday nights",
        raised_by="Debt, a fight at school",
        lowered_by="Time with the grandmother",
    )
    return RiskSaid(visit_safety="Ring first, and go by day; there is a large dog.", risks=(line,), events=events)
