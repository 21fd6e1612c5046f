"""Reads the modules of the school census as the department hands them back to councils."""

from collections.abc import Iterable

from kith.common.identifiers import normalised_upn
from kith.common.standards.code_sets import code_set, label_of
from kith.feeds.analysis.conversions import cleaned, code_of, postcode_of, sex_of, upn_of, whole_of
from kith.feeds.analysis.declarations import Becomes, NotKept, Reference, Row, Table, Whole, columns, kept_verbatim
from kith.feeds.analysis.events import one_child
from kith.feeds.vocabulary import Canonical, EventRecord, InvolvementRecord, PersonRecord

Records = Iterable[Canonical | Reference]
_NAMES = "dob:day surname forename middlenames preferredsurname formersurname upn formerupn uniquelearnernumber sex"
_SEN = {"K": "school.sen_support", "S": "school.sen_support", "A": "school.sen_support", "P": "school.sen_support",
        "E": "school.ehcp"}  # fmt: skip


def _number(row: Row) -> str:
    return row["pupilonrolltableid"] or row["pupilnolongeronrolltableid"]


def _child(row: Row) -> str:
    """Return whose row of a module it is: by UPN where the roll has come before, else by the census's own number."""
    if ("pupil", _number(row)) not in row.around.known:
        row.warn("", "the pupil is on no roll sent before; the row stands under the census's own number")
    return _named(row)


def _named(row: Row) -> str:
    return row.around.known.get(("pupil", _number(row)), {}).get("person", _number(row))


def _whose(row: Row) -> str:
    return normalised_upn(row["upn"]) or _named(row)


def _pupil(row: Row) -> Records:
    on_roll = "pupilonrolltableid" in row.cells
    upn = upn_of(row, "upn")
    child = upn or _number(row)  # the census numbers its rows anew each term; the UPN stays
    yield Reference(kind="pupil", ref=_number(row), holds={"person": child})
    entered, left, school = row.day("entrydate"), row.day("leavingdate"), row["NativeId"]
    yield PersonRecord(
        local_id=child,
        forename=cleaned(row["forename"]),
        middle_names=cleaned(row["middlenames"]),
        surname=cleaned(row["surname"]),
        former_surname=cleaned(row["formersurname"]),
        known_as=cleaned(row["preferredsurname"]),
        born_on=row.day("dob"),
        sex=sex_of(row, "sex"),
        ethnicity=row["ethnicity"],
        upn=upn,
        other_ids={name: row[name] for name in ("formerupn", "uniquelearnernumber") if row[name]},
        record_key="roll",
    )
    if entered:
        yield InvolvementRecord(local_id=child, setting_ref=school, role="school", begins_on=entered, ends_on=left)
        yield one_child(child, f"census:{child}:{school}:{entered}", "school.enrolled", entered, ended_on=left,
                        place=school, detail={"year_group": row["ncyearactual"] or row["ncyearleaving"],
                                "enrolment": row["enrolstatus"]})  # fmt: skip
        kind = _SEN.get(row["senprovision"].upper())
        if on_roll and kind:
            yield one_child(child, f"census:{child}:sen", kind, entered, code_scheme="senprovision",
                            code=row["senprovision"].upper(), precision="year",
                            says="The census does not say since when.")  # fmt: skip


def _address(row: Row) -> Records:
    parts = [row[name] for name in ("saon", "paon", "street", "addressline1", "addressline2")]
    uprn = row["uniquepropertyreferencenumber"].removesuffix(".0")
    yield PersonRecord(
        local_id=_child(row),
        address=cleaned(" ".join(part for part in parts if part)),
        town=cleaned(row["town"] or row["posttown"] or row["addressline3"]),
        postcode=postcode_of(row, "postcode"),
        uprn=uprn if uprn.isdecimal() else "",
        record_key=f"address:{row['addressesonrollorderseqcolumn'] or row['addressesoffrollorderseqcolumn'] or '1'}",
    )


def suspension_events(row: Row, child: str, key: str, recorded: str) -> Iterable[EventRecord]:
    """Return the suspension or exclusion of a row, and the weapon where it names one."""
    category = code_of(row, "category", "suspension_categories")
    if category not in code_set("suspension_categories"):
        raise NotKept("category", category, "not SUSP, PERM or LNCH", "Correct the category and send the row again.")
    reasons = [code_of(row, name, "suspension_reasons") for name in ("reason1", "reason2", "reason3")]
    reasons = [reason for reason in reasons if reason]
    says = "; ".join(label_of("suspension_reasons", reason) for reason in reasons)
    sessions = whole_of(row, "sessions", least=0, most=400)
    day, known = row.needed_day("startdate" if "startdate" in row.days else "start_date"), row.day(recorded)
    detail = {"reasons": reasons, "sessions": sessions, "category": category}
    code = reasons[0] if reasons else ""
    yield one_child(child, key, code_set("suspension_categories")[category]["kind"], day, known_at=known, says=says,
                    code_scheme="suspension_reasons", code=code, detail=detail)  # fmt: skip
    if any(code_set("suspension_reasons").get(reason, {}).get("weapon") == "1" for reason in reasons):
        yield one_child(child, f"{key}:weapon", "school.weapon", day, known_at=known, says=says,
                        code_scheme="suspension_reasons", code="OW", detail=detail)  # fmt: skip


def _exclusion(row: Row) -> Records:
    number = row["termlyexclusionsonrolltableid"] or row["termlyexclusionsoffrolltableid"]
    yield from suspension_events(row, _child(row), f"census:exclusion:{number}", "")


def _sessions(row: Row) -> Records:
    whole_of(row, "sessions" if "sessions" in row.cells else "absencesessions", least=0, most=400)
    code_of(row, "attendancereason", "attendance_codes")
    return ()


def _table(name: str, notation: str, becomes: Becomes = kept_verbatim, needs: tuple[str, ...] = ()) -> Table:
    return Table(
        feed="school_census", name=name, columns=columns(notation), dates="census", becomes=becomes, needs=needs,
        whole=Whole(period="term", whose=_whose, part_by="NativeId"),
    )  # fmt: skip


def _both(name: str, notation: str, becomes: Becomes = kept_verbatim) -> tuple[Table, Table]:
    """Return a module for pupils on roll and for pupils no longer on roll; they differ in the names of their keys."""
    on, off, needs = f"{name}onroll", f"{name}offroll", ("pupil",)
    return (
        _table(on, f"pupilonrolltableid! {on}tableid! NativeId {on}orderseqcolumn sourceid {notation}", becomes, needs),
        _table(
            off,
            f"pupilnolongeronrolltableid! {off}tableid! NativeId {off}orderseqcolumn sourceid {notation}",
            becomes,
            needs,
        ),
    )


_SCHOOL = (
    "sourceid schoolcensustableid parttime termlysessionspossible termlysessionsauthorised termlysessionsunauthorised"
    " enrolstatus ncyearactual senprovision language ethnicity youngcarer plaa servicechild boarder"
)
SCHOOL_CENSUS = (
    _table("pupilonroll", f"pupilonrolltableid! NativeId! {_NAMES} entrydate:day! pupilonrollorderseqcolumn {_SCHOOL}",
           _pupil),
    _table("pupilnolongeronroll", f"pupilnolongeronrolltableid! NativeId! {_NAMES} entrydate:day leavingdate:day!"
           f" pupilnolongeronrollorderseqcolumn ncyearleaving {_SCHOOL}", _pupil),
    *_both("addresses", "postcode uniquepropertyreferencenumber saon paon street locality town administrativearea"
           " posttown addressline1 addressline2 addressline3 addressline4 addressline5", _address),
    *_both("termlyexclusions", "startdate:day! sessions reason1 reason2 reason3 category! senprovision", _exclusion),
    *_both("termlysessiondetails", "sessions! attendancereason!", _sessions),
    *_both("summerhalfterm2sessiondetails", "sessions! attendancereason!", _sessions),
    *_both("annualsessiondetails", "absencesessions! attendancereason!", _sessions),
    _table("fsmperiodsonroll", "pupilonrolltableid! NativeId fsmperiodsonrolltableid! fsmperiodsonrollorderseqcolumn"
           " sourceid fsmstartdate:day fsmenddate:day ukcountry"),
)  # fmt: skip
