"""Standard Safeguarding Dataset 1.4: contacts, referrals, assessments, enquiries, plans and visits."""

import json

from kith.county.analysis.care_desk import NEED_CODES, Desk
from kith.county.analysis.care_episodes import ASSESSED, CLOSED, PROTECTED, Episode
from kith.county.analysis.draws import NO_DAY, day_number, stream
from kith.county.analysis.sheets import Sheet, iso_day
from kith.county.analysis.sheets_ssd_people import Row, ssd

SOURCES = {
    "6": "Police", "2A": "Schools", "3A": "Health services: GP", "3E": "Health services: A and E",
    "1A": "Individual: family member, relative or carer", "1D": "Individual: other", "5D": "Early help",
    "5A": "Council services: social care", "4": "Housing", "8": "Other", "9": "Anonymous", "7": "Other legal agency",
}  # fmt: skip
_VISIT_EVERY = 13  # days between visits to a child with a protection plan


def flags(names: str, *raised: str) -> str:
    """Return a JSON object with every key of an outcome, Y for the raised ones."""
    return json.dumps({name: "Y" if name in raised else "N" for name in names.split()})


_CONTACT = "NEW_REFERRAL_FLAG EXISTING_REFERRAL_FLAG CP_ENQUIRY_FLAG NFA_FLAG NON_AGENCY_ADOPTION_FLAG "
_CONTACT += "PRIVATE_FOSTERING_FLAG ADVICE_FLAG MISSING_FLAG OLA_CP_FLAG OTHER_OUTCOMES_EXIST_FLAG"
_REFERRAL = "SINGLE_ASSESSMENT_FLAG NFA_FLAG STRATEGY_DISCUSSION_FLAG CLA_REQUEST_FLAG NON_AGENCY_ADOPTION_FLAG "
_REFERRAL += "PRIVATE_FOSTERING_FLAG CP_TRANSFER_IN_FLAG CP_CONFERENCE_FLAG CARE_LEAVER_FLAG OTHER_OUTCOMES_EXIST_FLAG"
_ASSESSMENT = "NFA_FLAG NFA_S47_END_FLAG STRATEGY_DISCUSSION_FLAG CLA_REQUEST_FLAG PRIVATE_FOSTERING_FLAG "
_ASSESSMENT += "LEGAL_ACTION_FLAG PROV_OF_SERVICES_FLAG PROV_OF_SB_CARE_FLAG SPECIALIST_ASSESSMENT_FLAG "
_ASSESSMENT += "REFERRAL_TO_OTHER_AGENCY_FLAG OTHER_ACTIONS_FLAG OTHER_OUTCOMES_EXIST_FLAG"
_ENQUIRY = "NFA_FLAG LEGAL_ACTION_FLAG PROV_OF_SERVICES_FLAG PROV_OF_SB_CARE_FLAG CP_CONFERENCE_FLAG "
_ENQUIRY += "NFA_CONTINUE_SINGLE_FLAG MONITOR_FLAG OTHER_OUTCOMES_EXIST_FLAG"
_CONFERENCE = "NFA_FLAG REFERRAL_TO_OTHER_AGENCY_FLAG SINGLE_ASSESSMENT_FLAG PROV_OF_SERVICES_FLAG CP_FLAG "
_CONFERENCE += "OTHER_OUTCOMES_EXIST_FLAG"


def work_tables(desk: Desk) -> list[Sheet]:
    """Return the tables that say what was done."""
    each = list(enumerate(desk.episodes))
    return [
        ssd("ssd_contacts", _contacts(desk)),
        ssd("ssd_early_help_episodes", _early_help(desk)),
        ssd("ssd_cin_episodes", [_referral(desk, n, e) for n, e in each]),
        ssd("ssd_cin_assessments", [_assessment(desk, n, e) for n, e in each if e.kind != CLOSED]),
        ssd(
            "ssd_assessment_factors",
            [(f"FC{n + 1:06d}", f"AS{n + 1:06d}", json.dumps(list(e.factors))) for n, e in each if e.factors],
        ),
        ssd("ssd_s47_enquiry", [_enquiry(desk, n, e) for n, e in each if e.section47 != NO_DAY]),
        ssd("ssd_initial_cp_conference", [_conference(desk, n, e) for n, e in each if e.conference != NO_DAY]),
        ssd("ssd_cin_plans", [_plan(desk, n, e) for n, e in each if e.plan[0] != NO_DAY]),
        ssd("ssd_cp_plans", [_protection(desk, n, e) for n, e in each if e.protection[0] != NO_DAY]),
        ssd("ssd_cp_visits", _visits(desk)),
    ]


def _span(pair: tuple[int, int]) -> tuple[str, str]:
    return iso_day(pair[0]), iso_day(pair[1])


def _plan(desk: Desk, n: int, e: Episode) -> Row:
    worker = desk.worker(n)
    return (f"PL{n + 1:06d}", f"RF{n + 1:06d}", desk.local(n), *_span(e.plan), worker.team, worker.ref)


def _protection(desk: Desk, n: int, e: Episode) -> Row:
    numbers = (f"CP{n + 1:06d}", f"RF{n + 1:06d}", f"IC{n + 1:06d}", desk.local(n))
    return (*numbers, *_span(e.protection), "N", e.category, e.category)


def _contacts(desk: Desk) -> list[Row]:
    found: list[Row] = []
    for count, contact in enumerate(desk.contacts):
        outcome = "NEW_REFERRAL_FLAG" if contact.referral >= 0 else "NFA_FLAG"
        local = desk.local(contact.referral) if contact.referral >= 0 else desk.register.number(contact.person, count)
        found.append((
            f"CO{count + 1:06d}", local, iso_day(contact.day), contact.source, SOURCES[contact.source],
            flags(_CONTACT, outcome),
        ))  # fmt: skip
    return found


def _early_help(desk: Desk) -> list[Row]:
    team = [worker for worker in desk.workers if worker.team == "early-help"]
    reasons = ("Family support", "School attendance", "Parenting", "Emotional wellbeing", "Behaviour")
    return [
        (
            f"EH{n + 1:06d}", desk.register.number(e.person, n), iso_day(e.day), iso_day(e.ended),
            reasons[e.person % len(reasons)], e.outcome, "Larkshire Council", team[n % len(team)].ref,
        )
        for n, e in enumerate(desk.early_help)
    ]  # fmt: skip


def _referral(desk: Desk, n: int, e: Episode) -> Row:
    raised = {CLOSED: ("NFA_FLAG",), PROTECTED: ("SINGLE_ASSESSMENT_FLAG", "STRATEGY_DISCUSSION_FLAG")}
    reason = {CLOSED: "RC8", ASSESSED: "RC8"}.get(e.kind, "RC7") if e.closed != NO_DAY else ""
    worker = desk.worker(n)
    return (
        f"RF{n + 1:06d}", desk.local(n), iso_day(e.day), NEED_CODES[n % len(NEED_CODES)], e.source, SOURCES[e.source],
        flags(_REFERRAL, *raised.get(e.kind, ("SINGLE_ASSESSMENT_FLAG",))), "Y" if e.kind == CLOSED else "N", reason,
        iso_day(e.closed), worker.team, worker.ref,
    )  # fmt: skip


def _assessment(desk: Desk, n: int, e: Episode) -> Row:
    closed = e.kind == ASSESSED
    done = e.assessed != NO_DAY
    outcome = flags(_ASSESSMENT, "NFA_FLAG" if closed else "PROV_OF_SERVICES_FLAG") if done else ""
    worker = desk.worker(n)
    return (
        f"AS{n + 1:06d}", desk.local(n), f"RF{n + 1:06d}", iso_day(e.day + 1), "Y" if n % 12 else "N",
        iso_day(e.assessed), outcome, ("Y" if closed else "N") if done else "", worker.team, worker.ref,
    )  # fmt: skip


def _enquiry(desk: Desk, n: int, e: Episode) -> Row:
    conference = e.conference != NO_DAY
    worker = desk.worker(n)
    ended = min(e.section47 + 10, day_number(desk.plan.last_day))
    return (
        f"SE{n + 1:06d}", f"RF{n + 1:06d}", desk.local(n), iso_day(e.section47), iso_day(ended),
        "N" if conference else "Y", flags(_ENQUIRY, "CP_CONFERENCE_FLAG" if conference else "NFA_CONTINUE_SINGLE_FLAG"),
        worker.ref, worker.team,
    )  # fmt: skip


def _conference(desk: Desk, n: int, e: Episode) -> Row:
    plan = e.protection[0] != NO_DAY
    worker = desk.worker(n)
    return (
        f"IC{n + 1:06d}", f"ME{n + 1:06d}", f"SE{n + 1:06d}", desk.local(n), f"CP{n + 1:06d}" if plan else "",
        f"RF{n + 1:06d}", "N", iso_day(e.section47 + 21), iso_day(e.conference), "Y" if plan else "N",
        flags(_CONFERENCE, "CP_FLAG" if plan else "PROV_OF_SERVICES_FLAG"), worker.team, worker.ref,
    )  # fmt: skip


def _visits(desk: Desk) -> list[Row]:
    chance = stream(desk.plan.seed, "visits")
    first, last = day_number(desk.plan.first_day), day_number(desk.plan.last_day)
    found: list[Row] = []
    for n, e in enumerate(desk.episodes):
        if e.protection[0] == NO_DAY:
            continue
        ends = e.protection[1] if e.protection[1] != NO_DAY else last
        for day in range(max(e.protection[0] + 5, first), ends, _VISIT_EVERY):
            seen, alone = chance.random() < 0.9, chance.random() < 0.7
            found.append((
                f"CV{len(found) + 1:06d}", desk.local(n), f"CP{n + 1:06d}",
                iso_day(min(day + int(chance.integers(5)), ends)), "Y" if seen else "N",
                "Y" if seen and alone else "N", "Y" if chance.random() < 0.3 else "N",
            ))  # fmt: skip
    return found
