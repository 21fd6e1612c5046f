"""An invented structure and directory as casework hands them over, and strategies that make any other."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from hypothesis import strategies as st

from kith.publishing.vocabulary.services import ToldNeed, ToldService, ToldServices
from kith.publishing.vocabulary.structure import (
    ToldAgency,
    ToldDecision,
    ToldGroup,
    ToldHolder,
    ToldMeeting,
    ToldOffice,
    ToldPriority,
    ToldSeat,
    ToldStructure,
    ToldTerms,
)

SPACE = UUID("00000000-0000-4000-8000-00000000abcd")
BEGAN, MERGED, DECEMBER = date(2019, 9, 1), date(2022, 4, 1), date(2019, 12, 1)


def number(name: str) -> UUID:
    return uuid5(SPACE, name)


def agency(name: str, **more: Any) -> ToldAgency:
    said: dict[str, Any] = {"does": "Keeps children safe.", "website": "", "lead_post": "Chief executive"}
    said |= {"is_key_partner": True, "begins_on": BEGAN, "ends_on": None} | more
    return ToldAgency(id=number(name), name=name, **said)


def terms(name: str, under: str = "", **more: Any) -> ToldTerms:
    said: dict[str, Any] = {"begins_on": BEGAN, "purpose": f"What {name} is for.", "quorum": 3, "meets": "Monthly"}
    said |= {"priority": None} | more
    return ToldTerms(name=name, under=number(under) if under else None, **said)


def seat(post: str, of: str, *, leads: bool = False, holder: str | None = None) -> ToldSeat:
    held = ToldHolder(name=holder or "", begins_on=BEGAN, ends_on=None)
    return ToldSeat(
        id=number(f"{post} {of}"),
        post=post,
        role="Chair" if leads else "Member",
        leads=leads,
        agency=number(of),
        deputy_post=f"Deputy {post.lower()}",
        begins_on=BEGAN,
        ends_on=None,
        holders=(held,) if holder is not None else (),
    )


def group(name: str, *said: ToldTerms, seats: tuple[ToldSeat, ...] = (), **more: Any) -> ToldGroup:
    days: dict[str, Any] = {"begins_on": BEGAN, "ends_on": None, "meetings": ()} | more
    return ToldGroup(id=number(name), name=name, kind="Subgroup", terms=said, seats=seats, **days)


def structure() -> ToldStructure:
    """Return a partnership whose key partner and whose audit groups changed between December 2019 and today."""
    decided = ToldDecision(says="Every referral notes the risk.", owner_post="Head of safeguarding", due_on=None)
    held = ToldMeeting(id=number("met"), held_on=date(2019, 11, 4), stage="Held", decisions=(decided,))
    chair = seat("Director of children's services", "Larkshire Council", leads=True, holder="Imogen Sayle")
    before = MERGED - timedelta(days=1)
    after: dict[str, Any] = {"begins_on": MERGED}
    exploited = terms("Exploitation", "Executive", priority=number("Exploitation first"))
    return ToldStructure(
        agencies=(
            agency("Larkshire Council", website="https://council.example.org/"),
            agency("Larkshire Constabulary", website="javascript:alert(1)"),
            agency("Old Health Board", ends_on=before),
            agency("New Health Board", **after),
            agency("The Lantern Project", is_key_partner=False),
        ),
        offices=(
            ToldOffice(
                id=number("o"), post="Independent Scrutineer", holder="Hugh Abara", begins_on=BEGAN, ends_on=None
            ),
        ),
        priorities=tuple(
            ToldPriority(id=number(f"{one} first"), name=one, says=f"{one} counts.", begins_on=BEGAN, ends_on=None)
            for one in ("Early help", "Working together", "Neglect", "Exploitation")
        ),
        groups=(
            group("Executive", terms("Executive"), seats=(chair,), meetings=(held,)),
            group("Audit East", terms("Audit East", "Executive"), ends_on=before),
            group("Audit", terms("Audit", "Executive", **after), **after),
            group(
                "Exploitation",
                exploited,
                replace(exploited, name="Exploitation and missing", begins_on=MERGED),
                seats=(seat("Detective superintendent", "Larkshire Constabulary", leads=True),),
            ),
        ),
    )


def service(name: str, **more: Any) -> ToldService:
    said: dict[str, Any] = dict.fromkeys(("eligibility", "fees", "url", "email", "phone"), "")
    said |= {"description": "Somewhere to go.", "provider": "The Lantern Project"}
    said |= {"minimum_age": None, "maximum_age": None}
    said |= {"areas": (), "towns": (), "where": (), "hours": (), "needs": ()} | more
    return ToldService(id=number(name), name=name, **said)


def services(*more: ToldService) -> ToldServices:
    needs = (ToldNeed(code="housing", says="Somewhere to live"), ToldNeed(code="mentoring", says="A mentor"))
    return ToldServices(needs=needs, services=more)


days = st.dates(date(2019, 1, 1), date(2019, 3, 1))


@st.composite
def lasting(draw: Any) -> dict[str, Any]:
    begins = draw(days)
    return {"begins_on": begins, "ends_on": draw(st.none() | st.dates(begins, date(2019, 4, 1)))}


@st.composite
def any_structures(draw: Any) -> ToldStructure:
    """Return groups that begin, end, report to each other (in circles too), are renamed, and whose chairs change."""
    keys = [uuid4() for _ in range(draw(st.integers(0, 5)))]
    return ToldStructure(
        agencies=(), offices=(), priorities=(), groups=tuple(draw(_any_group(key, keys)) for key in keys)
    )


@st.composite
def _any_group(draw: Any, key: UUID, keys: list[UUID]) -> ToldGroup:
    begun = draw(st.lists(days, unique=True, max_size=3))
    said = tuple(
        replace(terms(f"Version {place}"), begins_on=day, under=draw(st.none() | st.sampled_from(keys)))
        for place, day in enumerate(begun)
    )
    free, holders = date(2019, 1, 1), []
    for name in draw(st.lists(st.sampled_from(["Ada", "Ben", ""]), max_size=3)):
        begins = draw(st.dates(free, free + timedelta(days=20)))
        ends = draw(st.dates(begins, begins + timedelta(days=20)))
        holders.append(ToldHolder(name=name, begins_on=begins, ends_on=ends))
        free = ends + timedelta(days=1)
    led = replace(seat("Chair", "", leads=True), id=uuid4(), holders=tuple(holders), **draw(lasting()))
    return replace(group("First name", *said, seats=(led,)), id=key, **draw(lasting()))
