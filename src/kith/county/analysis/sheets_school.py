"""School census modules per term, and the suspensions that schools send in between."""

from datetime import date

from kith.county.analysis.calendar import census_days, school_year_of
from kith.county.analysis.draws import day_number, day_of
from kith.county.analysis.lives import Lives
from kith.county.analysis.notices_school import Sanctions
from kith.county.analysis.people import Population
from kith.county.analysis.records import Register
from kith.county.analysis.schools import Pupils, Rolls, Schools
from kith.county.analysis.sheets import Sheet, iso_day
from kith.county.vocabulary import Plan

PUPIL_ON_ROLL = tuple(
    "pupilonrolltableid,NativeId,dob,surname,forename,middlenames,preferredsurname,formersurname,upn,formerupn,"
    "uniquelearnernumber,sex,entrydate,pupilonrollorderseqcolumn,sourceid,schoolcensustableid,hoursatsetting,"
    "schoollunchtaken,parttime,topupfunding,termlysessionspossible,termlysessionsauthorised,termlysessionsunauthorised,"
    "senunitindicator,resourcedprovisionindicator,nonqualhrs,ftemp,qualhrs,qualhrspreviousyear,nonqualhrspreviousyear,"
    "tlevelqualhrs,tlevelnonqualhrs,moveoffrollflag,fundedhours,missingaddress,duplicatenotfunded,"
    "summerhalfterm2sessionspossible,extendedhours,eligibilitycode,summerhalfterm2sessionsauthorised,"
    "summerhalfterm2sessionsunauthorised,dafindicator,summerhalfterm2sessionseducational,"
    "summerhalfterm2sessionsexceptional,summerhalfterm2sessionscoronavirus,yssa,servicechild,language,classtype,"
    "enrolstatus,boarder,plaa,senprovision,ncyearactual,mathsgcsehighestpriorattainment,mathsgcsepriorattainmentyear11,"
    "englishgcsehighestpriorattainment,englishgcsepriorattainmentyear11,mathsgcsefundingexemption,"
    "englishgcsefundingexemption,mathsgcsehighestpriorattainmentpreviousyear,englishgcsehighestpriorattainmentpreviousyear,"
    "eyppr,eyppbf".split(",")
)
ADDRESSES_ON_ROLL = tuple(
    "pupilonrolltableid,NativeId,addressesonrolltableid,addressesonrollorderseqcolumn,sourceid,"
    "uniquepropertyreferencenumber,postcode,saon,paon,street,locality,town,administrativearea,posttown".split(",")
)
EXCLUSIONS_ON_ROLL = tuple(
    "pupilonrolltableid,NativeId,termlyexclusionsonrolltableid,termlyexclusionsonrollorderseqcolumn,sourceid,startdate,"
    "sessions,reason1,reason2,reason3,category,senprovision".split(",")
)
SUSPENSIONS = tuple(
    "exclusion_id,upn,surname,forename,dob,sex,urn,category,start_date,sessions,reason1,reason2,reason3,"
    "recorded_on".split(",")
)


def census_date(day: int) -> str:
    """Return a date as the census files write it: 2026-Jan-19 00:00:00."""
    return day_of(day).strftime("%Y-%b-%d 00:00:00")


class Desk:
    """The council's school data desk: it knows each pupil's record at each school."""

    def __init__(self, people: Population, lives: Lives, rolls: Rolls, register: Register) -> None:
        self.people, self.lives, self.rolls, self.register = people, lives, rolls, register
        self.spells: dict[int, list[int]] = {}
        for spell, child in enumerate(rolls.child.tolist()):
            self.spells.setdefault(child, []).append(spell)

    def record(self, spell: int) -> int:
        """Return the record of one spell; a pupil with a second UPN got it at the latest school."""
        child = int(self.rolls.child[spell])
        rows = self.register.rows[int(self.lives.children[child])]
        late = len(self.spells[child]) > 1 and spell == self.spells[child][-1]
        chosen = rows[-1] if late else rows[0]
        self.register.used.add(chosen)
        return chosen

    def spell_on(self, child: int, day: int) -> int:
        """Return the spell in which a pupil is on a day, or -1."""
        for spell in self.spells.get(child, ()):
            if self.rolls.begins[spell] <= day <= self.rolls.ends[spell]:
                return spell
        return -1


def suspension_sheets(plan: Plan, desk: Desk, schools: Schools, sanctions: Sanctions) -> list[Sheet]:
    """Return the suspensions file of each school year, by the day on which they became known."""
    years: dict[int, list[tuple[str, ...]]] = {}
    last = day_number(plan.last_day)
    for i in range(len(sanctions.child)):
        day, known = int(sanctions.day[i]), int(sanctions.known[i])
        spell = desk.spell_on(int(sanctions.child[i]), day)
        if spell < 0 or known > last:
            continue
        row = desk.record(spell)
        who = desk.register.who
        years.setdefault(school_year_of(day_of(known)), []).append((
            f"EX{i + 1:06d}", str(desk.register.local_id[row]), who.surname[row], who.forename[row],
            iso_day(int(who.born[row])), who.sex[row], str(schools.urn[desk.rolls.school[spell]]),
            str(sanctions.category[i]), iso_day(day), str(sanctions.sessions[i]), str(sanctions.reason[i]),
            str(sanctions.second_reason[i]), "", iso_day(known),
        ))  # fmt: skip
    return [
        Sheet(agency="education", feed="suspensions", path=f"suspensions_{year}.csv", header=SUSPENSIONS, rows=rows)
        for year, rows in sorted(years.items())
    ]


def census_sheets(plan: Plan, desk: Desk, schools: Schools, pupils: Pupils, sanctions: Sanctions) -> list[Sheet]:
    """Return three modules for each termly census of the files' span; one without rows is not sent."""
    found = []
    for term, day in census_days(plan.first_day, plan.last_day):
        number = day_number(day)
        on_roll = [s for s in range(len(desk.rolls.child)) if desk.rolls.begins[s] <= number <= desk.rolls.ends[s]]
        year = school_year_of(day)
        modules = (
            ("pupilonroll", PUPIL_ON_ROLL, [_pupil(desk, schools, pupils, s, term, year) for s in on_roll]),
            ("addressesonroll", ADDRESSES_ON_ROLL, [_address(desk, schools, s, term, number) for s in on_roll]),
            (
                "termlyexclusionsonroll",
                EXCLUSIONS_ON_ROLL,
                _exclusions(desk, schools, pupils, sanctions, (term, number)),
            ),
        )
        found += [
            Sheet(agency="education", feed="school_census", path=f"{term}_{name}.csv", header=header, rows=rows)
            for name, header, rows in modules
            if rows
        ]
    return found


def roll_number(row: int) -> str:
    """Return the number of a pupil's row in the census; the council's system keeps it from term to term."""
    return f"PR{row + 100_001}"


def _pupil(desk: Desk, schools: Schools, pupils: Pupils, spell: int, term: str, year: int) -> tuple[str, ...]:
    row = desk.record(spell)
    who, child, school = desk.register.who, int(desk.rolls.child[spell]), int(desk.rolls.school[spell])
    first = desk.register.rows[int(desk.lives.children[child])][0]
    known = {
        "pupilonrolltableid": roll_number(row),
        "NativeId": str(schools.urn[school]),
        "dob": census_date(int(who.born[row])),
        "surname": who.surname[row],
        "forename": who.forename[row],
        "middlenames": who.middle[row],
        "preferredsurname": who.surname[row],
        "formersurname": who.former_surname[row],
        "upn": str(desk.register.local_id[row]),
        "formerupn": str(desk.register.local_id[first]) if row != first else "",
        "sex": who.sex[row],
        "entrydate": census_date(int(desk.rolls.begins[spell])),
        "pupilonrollorderseqcolumn": "1",
        "sourceid": f"{term}-{schools.urn[school]}",
        "schoolcensustableid": str(schools.urn[school]),
        "language": "ENG" if desk.people.origin[who.person[row]] in ("english", "welsh", "traveller") else "OTH",
        "enrolstatus": "C",
        "boarder": "N",
        "senprovision": str(pupils.sen[child]),
        "ncyearactual": _year_name(year - int(pupils.cohort[child])),
        "parttime": "False",
        "fundedhours": "",
    }
    return tuple(known.get(column, "") for column in PUPIL_ON_ROLL)


def _year_name(group: int) -> str:
    return "R" if group <= 0 else str(min(group, 11))


def _address(desk: Desk, schools: Schools, spell: int, term: str, day: int) -> tuple[str, ...]:
    row = desk.record(spell)
    who = desk.register.who
    house, _, street = str(who.line[row]).rpartition(", ")
    number, _, road = street.partition(" ")
    key, urn = roll_number(row), str(schools.urn[desk.rolls.school[spell]])
    return (
        key, urn, f"A{key}", "1", f"{term}-{urn}",
        "", who.postcode[row], house, number, road, "", who.town[row], "Larkshire", who.town[row],
    )  # fmt: skip


def _asked_for(term: str) -> tuple[int, int]:
    """Return the days whose sanctions a census collects: autumn asks for spring, spring for summer, and so on."""
    year, season = int(term[:4]), term[5:]
    spans = {
        "autumn": (date(year, 1, 1), date(year, 4, 9)),
        "spring": (date(year - 1, 4, 10), date(year - 1, 8, 31)),
        "summer": (date(year - 1, 9, 1), date(year - 1, 12, 31)),
    }
    return day_number(spans[season][0]), day_number(spans[season][1])


def _exclusions(
    desk: Desk, schools: Schools, pupils: Pupils, sanctions: Sanctions, term: tuple[str, int]
) -> list[tuple[str, ...]]:
    """Return the sanctions of the term before last, as each census asks for them; no two ask for the same day."""
    name, day = term
    first, last = _asked_for(name)
    rows: list[tuple[str, ...]] = []
    for i in range(len(sanctions.child)):
        if not first <= sanctions.day[i] <= last or sanctions.category[i] == "LNCH":
            continue
        spell = desk.spell_on(int(sanctions.child[i]), int(sanctions.day[i]))
        now = desk.spell_on(int(sanctions.child[i]), day)
        if spell < 0 or spell != now:
            continue
        urn = schools.urn[desk.rolls.school[spell]]
        rows.append((
            roll_number(desk.record(spell)), str(urn), f"E{i + 1:06d}", "1", f"{name}-{urn}",
            census_date(int(sanctions.day[i])), f"{sanctions.sessions[i]}.0", sanctions.reason[i],
            sanctions.second_reason[i], "", sanctions.category[i], pupils.sen[int(sanctions.child[i])],
        ))  # fmt: skip
    return rows
