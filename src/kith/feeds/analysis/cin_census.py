"""Reads the Children in Need census: one row per child and per block below it."""

from collections.abc import Iterable, Iterator

from lxml import etree

from kith.common.standards.code_sets import label_of
from kith.feeds.analysis.assessments import factor_events
from kith.feeds.analysis.conversions import code_of, flag_of, iso_day, sex_of, upn_of
from kith.feeds.analysis.declarations import Cells, NotKept, Reference, Row, Surroundings, Table, Whole, columns
from kith.feeds.analysis.events import one_child
from kith.feeds.analysis.reading import LONGEST_CELL
from kith.feeds.vocabulary import Canonical, FileRefused, HeldRow, PersonRecord

_BLOCKS = ("CINdetails", "Assessments", "CINPlanDates", "Section47", "ChildProtectionPlans")
_LISTS = ("FactorsIdentifiedAtAssessment", "Reviews", "Disabilities")
_PARTS = ("ChildIdentifiers", "ChildCharacteristics")
_COLUMNS = columns(
    "LAchildID! UPN FormerUPN UPNunknown PersonBirthDate:day ExpectedPersonBirthDate:day PersonDeathDate:day"
    " GenderCurrent:sexes Sex:sexes Ethnicity:ethnicities Disability CINreferralDate:day"
    " ReferralSource:cin_referral_sources PrimaryNeedCode:cin_need_codes ReferralNFA:flag CINclosureDate:day"
    " ReasonForClosure:cin_closure_reasons DateOfInitialCPC:day AssessmentActualStartDate:day"
    " AssessmentInternalReviewDate:day AssessmentAuthorisationDate:day AssessmentFactors:assessment_factors"
    " CINPlanStartDate:day CINPlanEndDate:day S47ActualStartDate:day InitialCPCtarget:day ICPCnotRequired:flag"
    " CPPstartDate:day CPPendDate:day InitialCategoryOfAbuse LatestCategoryOfAbuse NumberOfPreviousCPP CPPreviewDate"
)
_KNOWN = {column.name for column in _COLUMNS}
_DAYS = {column.name for column in _COLUMNS if column.holds == "day"}


def cin_rows(content: bytes, around: Surroundings) -> Iterator[tuple[Row, str] | HeldRow]:
    """Return the rows of a census: the child, then its blocks, each with its line; refuse what is no such census."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 0
        raise FileRefused(
            f"The XML is broken or cut off at line {line}.",
            "A part of the children would be missing.",
            "Ask the council to export the census again.",
        ) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise FileRefused("The XML declares its own entities.", "Such a file can be an attack.", "Remove the DOCTYPE.")
    if root.tag != "Message" or root.find("Children") is None:
        raise FileRefused(
            f"The root element is {str(root.tag)[:40]}, which is no census that Kith knows.",
            "Kith reads the CIN census (Message, Children, Child).",
            "Check which file was meant to be sent.",
        )
    return _rows(root, around)


def _rows(root: "etree._Element", around: Surroundings) -> Iterator[tuple[Row, str] | HeldRow]:
    around.memory["year"] = (root.findtext("Header/CollectionDetails/Year") or "").strip()
    for child in root.iterfind("Children/Child"):
        identity = _cells(child.iterfind("ChildIdentifiers/*"))
        yield _row(child, "Child", {**identity, **_cells(child.iterfind("ChildCharacteristics/*"))}, identity, around)
        for details in child.iterfind("CINdetails"):
            referral = _cells(details)
            yield _row(details, "CINdetails", referral, identity, around)
            for block in details:
                if block.tag in _BLOCKS:
                    referred = {"CINreferralDate": referral.get("CINreferralDate", "")}
                    yield _row(block, str(block.tag), {**referred, **_cells(block)}, identity, around)
    known = {*_KNOWN, *_BLOCKS, *_LISTS, *_PARTS}
    found = (str(element.tag) for element in root.iterfind("Children/Child//*") if isinstance(element.tag, str))
    around.notes.unknown_columns += [tag for tag in dict.fromkeys(found) if tag not in known]


def _cells(elements: "Iterable[etree._Element]") -> dict[str, str]:
    """Return the leaves among some elements; a list of equal leaves becomes one cell with semicolons."""
    cells: dict[str, str] = {}
    for element in elements:
        if element.tag in _LISTS:
            for name, text in _cells(element).items():
                cells[name] = text
        elif isinstance(element.tag, str) and len(element) == 0:
            text = (element.text or "").strip()
            cells[element.tag] = f"{cells[element.tag]};{text}" if element.tag in cells else text
    return cells


def _row(
    element: "etree._Element", block: str, cells: dict[str, str], identity: dict[str, str], around: Surroundings
) -> tuple[Row, str] | HeldRow:
    line, raw = int(element.sourceline or 0), etree.tostring(element, encoding="unicode", with_tail=False)
    fault = None if identity.get("LAchildID") else ("LAchildID", "", "needed value missing")
    days = {}
    for name in _DAYS & cells.keys():
        days[name] = iso_day(cells[name])
        if cells[name] and days[name] is None:
            fault = (name, cells[name], "no such date")
    for name, text in cells.items():
        if len(text) > LONGEST_CELL and not name.startswith(("AssessmentFactors", "CPPreviewDate", "Disability")):
            fault = (name, text[:40], f"longer than {LONGEST_CELL} characters")
    if fault:
        column, value, rule = fault
        around.memory.setdefault("spared", set()).add(identity.get("LAchildID", ""))
        advice = f"Correct {column} and send the census again."
        return HeldRow(line=line, column=column, value=value[:200], rule=rule, advice=advice, raw=raw[:4000])
    cells = {"block": block, "LAchildID": identity["LAchildID"], **cells}
    return Row(line, Cells(cells), days, around), raw


def _becomes(row: Row) -> Iterable[Canonical | Reference]:
    return _MAPPINGS[row["block"]](row)


def _child(row: Row) -> Iterable[Canonical | Reference]:
    born, expected = row.day("PersonBirthDate"), row.day("ExpectedPersonBirthDate")
    if (born is None) == (expected is None):
        row.warn("PersonBirthDate", "exactly one of birth date and expected birth date is wanted")
    yield PersonRecord(
        local_id=row["LAchildID"],
        born_on=born,
        expected_on=expected,
        died_on=row.day("PersonDeathDate"),
        sex=sex_of(row, "Sex" if row["Sex"] else "GenderCurrent"),
        ethnicity=code_of(row, "Ethnicity", "ethnicities"),
        upn=upn_of(row, "UPN"),
        other_ids={"former_upn": row["FormerUPN"]} if row["FormerUPN"] else {},
        record_key="cin",
    )


def _referral(row: Row) -> Iterable[Canonical | Reference]:
    day, ends = row.needed_day("CINreferralDate"), row.day("CINclosureDate")
    source, need = (
        code_of(row, "ReferralSource", "cin_referral_sources"),
        code_of(row, "PrimaryNeedCode", "cin_need_codes"),
    )
    closed = code_of(row, "ReasonForClosure", "cin_closure_reasons")
    refused = flag_of(row, "ReferralNFA")
    key = f"cin:{row['LAchildID']}:{day}"
    said_by = label_of("cin_referral_sources", source)
    detail = {"referral_source": source, "need": need, "closure_reason": closed}
    kind = "care.referral_no_action" if refused else "care.referral"
    yield one_child(row["LAchildID"], key, kind, day, said_by=said_by, code_scheme="cin_need_codes", code=need,
                    says=label_of("cin_need_codes", need), detail=detail)  # fmt: skip
    if not refused:
        yield one_child(row["LAchildID"], f"{key}:open", "care.open_episode", day, ended_on=ends, detail=detail)
    if conference := row.day("DateOfInitialCPC"):
        yield one_child(row["LAchildID"], f"{key}:conference:{conference}", "care.conference", conference)


def _assessment(row: Row) -> Iterable[Canonical | Reference]:
    day, authorised = row.needed_day("AssessmentActualStartDate"), row.day("AssessmentAuthorisationDate")
    if authorised and authorised < day:
        row.warn("AssessmentAuthorisationDate", "authorised before it began")
    key = f"cin:{row['LAchildID']}:assessment:{day}"
    factors = [factor for factor in row["AssessmentFactors"].split(";") if factor]
    yield one_child(row["LAchildID"], key, "care.assessment", day, known_at=authorised, detail={"factors": factors})
    yield from factor_events(row, row["LAchildID"], key, max(day, authorised or day), factors)


def _in_need_plan(row: Row) -> Iterable[Canonical | Reference]:
    day = row.needed_day("CINPlanStartDate")
    yield one_child(row["LAchildID"], f"cin:{row['LAchildID']}:plan:{day}", "care.in_need_plan", day,
                    ended_on=row.day("CINPlanEndDate"))  # fmt: skip


def _section47(row: Row) -> Iterable[Canonical | Reference]:
    day = row.needed_day("S47ActualStartDate")
    key = f"cin:{row['LAchildID']}:s47:{day}"
    yield one_child(row["LAchildID"], key, "care.section47", day,
                    detail={"conference_not_needed": flag_of(row, "ICPCnotRequired")})  # fmt: skip
    if conference := row.day("DateOfInitialCPC"):
        yield one_child(row["LAchildID"], f"{key}:conference", "care.conference", conference)


def _protection_plan(row: Row) -> Iterable[Canonical | Reference]:
    day = row.needed_day("CPPstartDate")
    key = f"cin:{row['LAchildID']}:protection:{day}"
    category = code_of(row, "LatestCategoryOfAbuse", "categories_of_abuse")
    yield one_child(row["LAchildID"], key, "care.protection_plan", day, ended_on=row.day("CPPendDate"),
                    code_scheme="categories_of_abuse", code=category,
                    says=label_of("categories_of_abuse", category))  # fmt: skip
    for text in filter(None, row["CPPreviewDate"].split(";")):
        reviewed = iso_day(text)
        if reviewed is None:
            raise NotKept("CPPreviewDate", text, "no such date", "Correct CPPreviewDate and send the census again.")
        yield one_child(row["LAchildID"], f"{key}:review:{reviewed}", "care.review", reviewed)


_MAPPINGS = {
    "Child": _child,
    "CINdetails": _referral,
    "Assessments": _assessment,
    "CINPlanDates": _in_need_plan,
    "Section47": _section47,
    "ChildProtectionPlans": _protection_plan,
}
CIN_CENSUS = Table(
    feed="cin_census", name="census", columns=_COLUMNS, dates="iso", becomes=_becomes,
    whole=Whole(period="collection", whose=lambda row: row["LAchildID"]),
)  # fmt: skip


def tags_of(content: bytes) -> list[str]:
    """Return the names of all elements below the children of a census, each once; none of what is no such file."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return []  # refused with its own words when its rows are read
    found = (str(each.tag) for each in root.iterfind("Children/Child//*") if isinstance(each.tag, str))
    grouping = {*_BLOCKS, *_LISTS, *_PARTS}
    return [tag for tag in dict.fromkeys(found) if tag not in grouping]
