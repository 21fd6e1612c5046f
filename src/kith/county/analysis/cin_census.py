"""The children in need census of each collection year, as the XML that the department's schema allows."""

from datetime import date

from kith.county.analysis.care_desk import NEED_CODES, Desk
from kith.county.analysis.care_episodes import ASSESSED, CLOSED, Episode
from kith.county.analysis.draws import NO_DAY, day_number
from kith.county.analysis.sheets import iso_day
from kith.county.analysis.sheets_ssda903 import collection_years
from kith.county.vocabulary import COUNCIL_NUMBER

_SEX_SINCE = 2025  # the census asked for GenderCurrent up to 2024 and for Sex from 2025


def cin_census_files(desk: Desk) -> list[tuple[str, str, int]]:
    """Return (path, XML, children) of each year; the year is that in which the collection ends."""
    found = []
    for year in collection_years(desk.plan):
        first, last = day_number(date(year, 4, 1)), day_number(date(year + 1, 3, 31))
        last = min(last, day_number(desk.plan.last_day))
        children: dict[str, list[int]] = {}
        for n, e in enumerate(desk.episodes):
            if e.day <= last and (e.closed == NO_DAY or e.closed >= first):
                children.setdefault(desk.local(n), []).append(n)
        body = "".join(_child(desk, local, numbers, (year + 1, last)) for local, numbers in sorted(children.items()))
        if children:
            text = f"{_header(year + 1)}<Children>\n{body}</Children>\n</Message>\n"
            found.append((f"cin_census_{year + 1}.xml", text, len(children)))
    return found


def _header(year: int) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Message>\n<Header><CollectionDetails><Collection>CIN</Collection>'
        f"<Year>{year}</Year><ReferenceDate>{year}-03-31</ReferenceDate></CollectionDetails>"
        f"<Source><SourceLevel>L</SourceLevel><LEA>{COUNCIL_NUMBER}</LEA><SoftwareCode>Larkshire</SoftwareCode>"
        f"<Release>1</Release><SerialNo>001</SerialNo><DateTime>{year}-05-23T11:14:05</DateTime></Source></Header>\n"
    )


def _tag(name: str, text: str) -> str:
    return f"<{name}>{text}</{name}>" if text else ""


def _child(desk: Desk, local: str, numbers: list[int], when: tuple[int, int]) -> str:
    year, last = when
    rows = desk.register.rows[desk.person(numbers[0])]
    row = next(r for r in rows if str(desk.register.local_id[r]) == local)
    who = desk.register.who
    upn = str(who.upn[row])
    sex = str(who.sex[row])
    gender = _tag("Sex", sex) if year >= _SEX_SINCE else _tag("GenderCurrent", {"M": "1", "F": "2"}[sex])
    details = "".join(_details(desk, n, desk.episodes[n], last) for n in numbers)
    return (
        f"<Child><ChildIdentifiers>{_tag('LAchildID', local)}{_tag('UPN', upn)}"
        f"{'' if upn else _tag('UPNunknown', 'UN1')}{_tag('PersonBirthDate', iso_day(int(who.born[row])))}{gender}"
        f"</ChildIdentifiers><ChildCharacteristics>{_tag('Ethnicity', str(who.ethnicity[row]))}"
        f"</ChildCharacteristics>{details}</Child>\n"
    )


def _details(desk: Desk, n: int, e: Episode, last: int) -> str:
    def day(when: int) -> str:
        return iso_day(when) if when != NO_DAY and when <= last else ""

    reason = ("RC8" if e.kind in (CLOSED, ASSESSED) else "RC7") if day(e.closed) else ""
    factors = "".join(_tag("AssessmentFactors", f) for f in e.factors) if day(e.assessed) else ""
    found = factors and f"<FactorsIdentifiedAtAssessment>{factors}</FactorsIdentifiedAtAssessment>"
    assessment = ""
    if e.kind != CLOSED and day(e.day + 1):
        dates = _tag("AssessmentActualStartDate", day(e.day + 1)) + _tag("AssessmentAuthorisationDate", day(e.assessed))
        assessment = f"<Assessments>{dates}{found}</Assessments>"
    plan = ""
    if day(e.plan[0]):
        dates = _tag("CINPlanStartDate", day(e.plan[0])) + _tag("CINPlanEndDate", day(e.plan[1]))
        plan = f"<CINPlanDates>{dates}</CINPlanDates>"
    need = NEED_CODES[n % len(NEED_CODES)]
    return (
        f"<CINdetails>{_tag('CINreferralDate', day(e.day))}{_tag('ReferralSource', e.source)}"
        f"{_tag('PrimaryNeedCode', need)}{_tag('CINclosureDate', day(e.closed))}{_tag('ReasonForClosure', reason)}"
        f"{_tag('DateOfInitialCPC', day(e.conference))}{assessment}{plan}"
        f"{_enquiry(e, day(e.section47), day(e.conference))}<ReferralNFA>{int(e.kind == CLOSED)}</ReferralNFA>"
        f"{_protection(e, day(e.protection[0]), day(e.protection[1]))}"
        f"</CINdetails>"
    )


def _enquiry(e: Episode, begun: str, conference: str) -> str:
    if not begun:
        return ""
    target = _tag("InitialCPCtarget", iso_day(e.section47 + 21)) if conference else ""
    dates = f"{_tag('S47ActualStartDate', begun)}{target}{_tag('DateOfInitialCPC', conference)}"
    return f"<Section47>{dates}<ICPCnotRequired>{int(not conference)}</ICPCnotRequired></Section47>"


def _protection(e: Episode, begun: str, ended: str) -> str:
    if not begun:
        return ""
    dates = _tag("CPPstartDate", begun) + _tag("CPPendDate", ended)
    category = _tag("InitialCategoryOfAbuse", e.category) + _tag("LatestCategoryOfAbuse", e.category)
    return f"<ChildProtectionPlans>{dates}{category}<NumberOfPreviousCPP>0</NumberOfPreviousCPP></ChildProtectionPlans>"
