"""Gives the demo an invented partnership with its history since 2019: agencies, groups, seats, meetings, risks."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from kith.access.models import Agency, Staff
from kith.access.selectors import viewer_of
from kith.access.vocabulary import Viewer
from kith.partnership import services
from kith.partnership.models import Group, Member, Priority
from kith.partnership.vocabulary import GroupKind, MeetingStage, NewPart, OfficeKind, PartKind, SeatRole, WorkState

_START = date(2019, 9, 1)
_MERGED = date(2022, 4, 1)


class Invented(NamedTuple):
    """One group of the demo: to whom it reports, from when to when, what it is for, which post leads it."""

    name: str
    kind: GroupKind
    under: str
    begins_on: date
    ends_on: date | None
    purpose: str
    chair: tuple[str, str]
    holder: str


_COUNCIL, _POLICE = "Larkshire Council", "Larkshire Constabulary"
_OLD_HEALTH, _HEALTH = "Larkshire Clinical Commissioning Group", "Larkshire Integrated Care Board"
_MEMBERS = (
    (_COUNCIL, "care", "Looks after children, families and schools.", "Chief executive", True, None, None),
    (_POLICE, "police", "Keeps people safe and investigates crime.", "Chief constable", True, None, None),
    (_OLD_HEALTH, None, "Bought health care.", "Accountable officer", True, None, date(2022, 6, 30)),
    (_HEALTH, None, "Plans and buys health care.", "Chief executive", True, date(2022, 7, 1), None),
    ("Larkshire Hospitals", "hospital", "Treats children in hospital and at home.", "Chief nurse", False, None, None),
    ("Larkshire Youth Justice Service", "yjs", "Helps young people out of crime.", "Head", False, None, None),
    ("The Lantern Project", "lantern", "Youth work and mentors.", "Director", False, None, None),
)
_OFFICES = (
    (OfficeKind.BUSINESS_MANAGER, "Orla Finch", _START, None),
    (OfficeKind.SCRUTINEER, "Hugh Abara", date(2020, 2, 3), None),
)
_PRIORITIES = {
    "Early help": "Families get help before things become worse.",
    "Working together": "Agencies act as one when a child is at risk.",
    "Neglect": "Neglect is seen early and named.",
    "Exploitation": "Children are kept from those who would use them.",
}
# Whom to ring or write to: kind, name, what for, phone, e-mail, when, page.
_CONTACTS = (
    ("urgent", "Front door", "Worried about a child now", "01632 960100", "", "At any hour", ""),
    (
        "out_of_hours",
        "Emergency duty team",
        "At night and at the weekend",
        "01632 960120",
        "",
        "From 17:00 to 9:00",
        "",
    ),
    ("team", "Partnership office", "Newsletter, events, questions", "01632 960101", "office@kith.example.org", "", ""),
    ("team", "Exploitation team", "Advice before you refer", "01632 960130", "exploitation@kith.example.org", "", ""),
    ("social", "The Lantern Project", "What is on for young people", "", "", "", "https://lantern.example.org/"),
)
_BOARD, _QUALITY, _LEARNING = "Executive of the partnership", "Quality and Performance", "Learning and Improvement"
_EXPLOITED = "Child Exploitation"
_SUB, _FORUM, _PANEL = GroupKind.SUBGROUP, GroupKind.FORUM, GroupKind.PANEL
_SERVES = {_QUALITY: "Working together", "Neglect": "Neglect", _EXPLOITED: "Exploitation"}
_SERVES |= {_LEARNING: "Early help", "Missing and vulnerable to exploitation (MAVE)": "Exploitation"}
_SEATED = (
    (_POLICE, "Detective inspector", "Tamsin Rook"),
    ("Larkshire Hospitals", "Named nurse", "Wren Halloway"),
)
_AGREED = {"Imogen Sayle", "Ada Brook", "Cerys Holt"}  # to be named outside the partnership
_HEAD = ("Head of safeguarding", _COUNCIL)
_GROUPS = (
    Invented(
        _BOARD,
        GroupKind.EXECUTIVE,
        "",
        _START,
        None,
        "Leads the partnership and answers for it.",
        ("Director of children's services", _COUNCIL),
        "Imogen Sayle",
    ),
    Invented(_QUALITY, _SUB, _BOARD, _START, None, "Looks at how well agencies work together.", _HEAD, "Perran Locke"),
    Invented("Audit East", _SUB, _QUALITY, _START, _MERGED - timedelta(days=1), "Audits cases.", _HEAD, "Ada Brook"),
    Invented("Audit West", _SUB, _QUALITY, _START, _MERGED - timedelta(days=1), "Audits cases.", _HEAD, ""),
    Invented("Audit", _SUB, _QUALITY, _MERGED, None, "Audits cases of the whole county.", _HEAD, "Ada Brook"),
    Invented(
        _LEARNING,
        _SUB,
        _BOARD,
        _START,
        None,
        "Turns what was learned into training.",
        ("Designated nurse", "Larkshire Hospitals"),
        "Cerys Holt",
    ),
    Invented(
        "Practice information (MAPIG), Larkford",
        _FORUM,
        _LEARNING,
        _START,
        None,
        "Practitioners of all agencies learn with each other.",
        ("Training officer", _COUNCIL),
        "Joss Penhale",
    ),
    Invented(
        "Practice information (MAPIG), Wrenhill",
        _FORUM,
        _LEARNING,
        _START,
        None,
        "Practitioners of all agencies learn with each other.",
        ("Training officer", _COUNCIL),
        "",
    ),
    Invented(
        _EXPLOITED,
        _SUB,
        _BOARD,
        _START,
        None,
        "Keeps children from exploitation.",
        ("Detective superintendent", _POLICE),
        "Rhys Calder",
    ),
    Invented(
        "Missing and vulnerable to exploitation (MAVE)",
        _PANEL,
        _EXPLOITED,
        date(2019, 10, 7),
        None,
        "Considers young people who go missing or may be exploited.",
        ("Panel chair", _POLICE),
        "Gareth Lindqvist",
    ),
    Invented(
        "Neglect",
        _SUB,
        _BOARD,
        _START,
        None,
        "Helps agencies to see neglect early.",
        ("Head of early help", _COUNCIL),
        "Nan Tolley",
    ),
)


def fill_structure(*, keeper: Staff, now: datetime) -> int:
    """Add the invented structure where there is none yet, and return how many groups there are."""
    if not Group.objects.exists():
        by = viewer_of(keeper, now)
        _add_whole(by, now)
        for one in _GROUPS:
            _add_group(one, by, now)
        _add_work(by, now)
    return Group.objects.count()


def _add(kind: PartKind, said: Mapping[str, Any], by: Viewer, now: datetime, owner: UUID | None = None) -> UUID:
    return services.add_part(new=NewPart(kind=kind, said=said, owner=owner), by=by, now=now)


def _add_whole(by: Viewer, now: datetime) -> None:
    for name, code, does, lead, is_key, begins, ends in _MEMBERS:
        agency = Agency.objects.filter(code=code).first() if code else None
        said = {"name": name, "does": does, "lead_post": lead, "is_key_partner": is_key, "ends_on": ends}
        said |= {"agency": agency.pk if agency else None, "begins_on": begins or _START}
        _add(PartKind.MEMBER, said, by, now)
    for kind, holder, begins, ends in _OFFICES:
        said = {"kind": kind.value, "holder": holder, "is_public": True, "begins_on": begins, "ends_on": ends}
        _add(PartKind.OFFICE, said, by, now)
    for name, says in _PRIORITIES.items():
        _add(PartKind.PRIORITY, {"name": name, "says": says, "begins_on": _START}, by, now)
    for sort, name, serves, phone, email, hours, url in _CONTACTS:
        where = {"phone": phone, "email": email, "hours": hours, "url": url, "begins_on": _START}
        _add(PartKind.CONTACT, {"kind": sort, "name": name, "serves": serves} | where, by, now)


def _add_group(one: Invented, by: Viewer, now: datetime) -> None:
    days: dict[str, Any] = {"begins_on": one.begins_on, "ends_on": one.ends_on}
    group = _add(PartKind.GROUP, {"name": one.name, "kind": one.kind.value} | days, by, now)
    above = Group.objects.filter(name=one.under).first() if one.under else None
    terms = {"name": one.name, "under": above.pk if above else None, "purpose": one.purpose, "quorum": 2}
    serves = Priority.objects.filter(name=_SERVES.get(one.name, "")).first()
    terms |= {"begins_on": one.begins_on, "meets": "Every second month", "priority": serves.pk if serves else None}
    _add(PartKind.TERMS, terms, by, now, group)
    if one.name == "Neglect":
        wider: dict[str, Any] = {
            "name": "Neglect and early help",
            "purpose": f"{one.purpose} Since 2022 it leads early help too.",
        }
        wider |= {"begins_on": _MERGED, "review_on": _MERGED.replace(year=now.year + 1)}
        _add(PartKind.TERMS, terms | wider, by, now, group)
    post, agency = one.chair
    seat = {"post": post, "role": SeatRole.CHAIR.value, "member": Member.objects.get(name=agency).pk}
    chair = _add(PartKind.SEAT, seat | days, by, now, group)
    if one.holder:
        _add(PartKind.HOLDER, {"name": one.holder, "is_public": one.holder in _AGREED} | days, by, now, chair)
    for name, post, holder in _SEATED:
        member = {"post": post, "role": SeatRole.MEMBER.value, "member": Member.objects.get(name=name).pk}
        member |= {"deputy_post": f"Deputy to the {post.lower()}"}
        seated = _add(PartKind.SEAT, member | days, by, now, group)
        _add(PartKind.HOLDER, {"name": holder} | days, by, now, seated)


def _add_work(by: Viewer, now: datetime) -> None:
    today = now.date()
    quality = Group.objects.get(name=_QUALITY).public_id
    for days, present in ((70, 3), (10, 1)):
        said = {"held_on": today - timedelta(days=days), "stage": MeetingStage.HELD.value, "present": present}
        said |= {"is_public": present > 1}
        meeting = _add(PartKind.MEETING, said | {"place": "Larkford, town hall"}, by, now, quality)
        paper = {"title": "What the audit found", "from_post": "Audit lead", "says": "Referrals did not note the risk."}
        _add(PartKind.PAPER, paper, by, now, meeting)
        decided = {"says": "Every referral notes the risk of violence.", "owner_post": "Head of safeguarding"}
        _add(PartKind.DECISION, decided | {"due_on": today + timedelta(days=30), "is_public": True}, by, now, meeting)
    to_come = {"held_on": today + timedelta(days=50), "stage": MeetingStage.PLANNED.value, "is_public": True}
    _add(PartKind.MEETING, to_come, by, now, quality)
    work = {"says": "Audit again whether referrals note the risk.", "owner_post": "Audit lead", "begins_on": today}
    work |= {"priority": Priority.objects.get(name="Exploitation").pk, "state": WorkState.UNDER_WAY.value}
    _add(PartKind.WORK_ITEM, work | {"due_on": today + timedelta(days=90)}, by, now, quality)
    risk = {"says": "Health files come late, so that the chronology has holes.", "likelihood": 4, "impact": 3}
    risk |= {"answer": "The agreement names a day each month.", "owner_post": "Head of performance"}
    _add(PartKind.RISK, risk | {"begins_on": today, "review_on": today + timedelta(days=60)}, by, now, quality)
