"""The youth justice and emergency registers."""

import numpy as np

from kith.county.analysis.draws import NO_DAY, choose, stream
from kith.county.analysis.notices_other import Attendance, Outcome
from kith.county.analysis.people import Population
from kith.county.analysis.records import Register
from kith.county.analysis.sheets import Sheet, iso_day, stamped
from kith.county.analysis.staff import Worker
from kith.county.vocabulary import Plan

JUSTICE_HEADER = tuple(
    "yj_id,upn,nhs_number,forename,middle_names,surname,former_surname,dob,sex,ethnicity,address,town,postcode,phone,"
    "worker_id,worker_name,worker_from,worker_to,record_id,record_type,record_date,end_date,known_on,offence_date,"
    "ho_code,gravity,outcome,summary".split(",")
)
EMERGENCY_HEADER = tuple(
    "notification_no,nhs_number,forename,middle_names,surname,dob,sex,address,town,postcode,phone,gp_practice,"
    "attended_at,notified_on,concern,injury,summary".split(",")
)
_INJURY = {
    "assault": ("wound to the hand", "head injury", "stab wound to the thigh", "bruising"),
    "self_harm": ("laceration",),
}
_SUMMARY = {
    "assault": "Says there was a fight with other young people.",
    "self_harm": "Seen by the mental health team before going home.",
    "substance": "Brought in by ambulance after drinking.",
    "mental_health": "In distress; family asked for help.",
    "not_brought": "Did not come to a follow-up appointment.",
    "other": "Safeguarding form completed by the nurse in charge.",
}
_DISPOSALS = ("community resolution", "youth caution", "youth conditional caution", "referral order")
_PRACTICES = ("Larkbridge Surgery", "Riverside Medical Centre", "Ashmere Health Centre", "Orchard Practice")
_OFFENCES = {
    "weapon": ("00826", "6"),
    "serious_violence": ("00801", "6"),
    "assault_wound": ("00801", "6"),
    "suspect": ("10501", "3"),
}


def justice_sheet(plan: Plan, register: Register, outcomes: list[Outcome], workers: list[Worker]) -> Sheet:
    """Return the youth justice register: one row per fact."""
    chance = stream(plan.seed, "justice sheet")
    rows = []
    spells = {o.person: (o.day, o.ended) for o in outcomes if o.kind == "allocation"}
    for number, each in enumerate(outcomes):
        row = register.row(each.person, number)
        who = register.who
        worker = workers[each.person % len(workers)]
        begins, ends = spells.get(each.person, (NO_DAY, NO_DAY))
        code, gravity = _OFFENCES.get(each.theme, ("10501", "3")) if each.kind in ("order", "disposal") else ("", "")
        outcome = {
            "order": "youth rehabilitation order",
            "disposal": str(choose(chance, _DISPOSALS, (4, 3, 2, 3), 1)[0]),
        }
        rows.append((
            str(register.local_id[row]), who.upn[row], who.nhs_number[row], who.forename[row], who.middle[row],
            who.surname[row], who.former_surname[row], iso_day(int(who.born[row])), who.sex[row], who.ethnicity[row],
            who.line[row], who.town[row], who.postcode[row], who.phone[row], worker.ref, worker.name, iso_day(begins),
            iso_day(ends), f"YJR{number + 1:06d}", each.kind, iso_day(each.day), iso_day(each.ended),
            iso_day(each.known), iso_day(each.offence_day) if code else "", code, gravity,
            outcome.get(each.kind, "kept" if each.kind == "contact" and chance.random() < 0.8 else ""), "",
        ))  # fmt: skip
    path = f"youth_justice_register_{plan.last_day.year}.csv"
    return Sheet(agency="yjs", feed="youth_justice_register", path=path, header=JUSTICE_HEADER, rows=rows)


def emergency_sheets(
    plan: Plan, people: Population, register: Register, found: list[Attendance]
) -> tuple[list[Sheet], list[tuple[str, int]]]:
    """Return a register per calendar year, and which record each notification number stands for."""
    chance = stream(plan.seed, "emergency sheets")
    years: dict[int, list[tuple[str, ...]]] = {}
    numbers = []
    for count, each in enumerate(found):
        row = register.row(each.person, count)
        who = register.who
        number = f"ED{count + 20_001:06d}"
        numbers.append((number, row))
        injuries = _INJURY.get(each.concern, ("",))
        year = int(np.datetime64(each.known, "D").astype("datetime64[Y]").astype(int)) + 1970
        years.setdefault(year, []).append((
            number, who.nhs_number[row], who.forename[row], who.middle[row], who.surname[row],
            iso_day(int(who.born[row])), who.sex[row], who.line[row], who.town[row], who.postcode[row], who.phone[row],
            _PRACTICES[int(people.roles.home[each.person]) % len(_PRACTICES)], stamped(each.day, each.minute),
            iso_day(each.known), each.concern, injuries[int(chance.integers(len(injuries)))], _SUMMARY[each.concern],
        ))  # fmt: skip
    sheets = [
        Sheet(
            agency="hospital", feed="emergency_register", path=f"emergency_register_{year}.csv",
            header=EMERGENCY_HEADER, rows=rows,
        )
        for year, rows in sorted(years.items())
    ]  # fmt: skip
    return sheets, numbers
