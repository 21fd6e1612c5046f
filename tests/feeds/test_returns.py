"""The council's and the schools' returns: what each row tells, and that an event told twice stands once."""

from datetime import date
from pathlib import Path

from kith.access.services import connect_as
from kith.feeds.analysis.catalogue import CSV_TABLES, PLACE_IN_ORDER, TABLES
from kith.feeds.analysis.declarations import Reference, Surroundings
from kith.feeds.analysis.receiving import receive, recognised
from kith.feeds.runs import in_loading_order
from kith.feeds.vocabulary import EVENT_KINDS, Canonical, EventRecord, HeldRow, PersonRecord
from tests.feeds.conftest import Load
from tests.feeds.test_registers import current

PERSON = "pers_person_id,pers_forename,pers_surname,pers_sex,pers_dob,pers_common_child_id,pers_ethnicity\n"
REFERRAL = "cine_referral_id,cine_person_id,cine_referral_date,cine_cin_primary_need_code,cine_referral_source_code," \
    "cine_referral_nfa,cine_close_reason,cine_close_date\n"  # fmt: skip
ASSESSMENT = "cina_assessment_id,cina_person_id,cina_referral_id,cina_assessment_start_date," \
    "cina_assessment_child_seen,cina_assessment_auth_date\n"  # fmt: skip
FACTORS = "cinf_table_id,cinf_assessment_id,cinf_assessment_factors_json\n"
CIN = """<Message><Header/><Children><Child><ChildIdentifiers><LAchildID>P1</LAchildID>
<PersonBirthDate>2012-03-04</PersonBirthDate><Sex>F</Sex></ChildIdentifiers><ChildCharacteristics/>
<CINdetails><CINreferralDate>2026-01-05</CINreferralDate><ReferralSource>6</ReferralSource>
<PrimaryNeedCode>N1</PrimaryNeedCode><ReferralNFA>0</ReferralNFA><Assessments>
<AssessmentActualStartDate>2026-01-06</AssessmentActualStartDate>
<AssessmentAuthorisationDate>2026-02-01</AssessmentAuthorisationDate><FactorsIdentifiedAtAssessment>
<AssessmentFactors>13A</AssessmentFactors><AssessmentFactors>2B</AssessmentFactors></FactorsIdentifiedAtAssessment>
</Assessments></CINdetails></Child></Children></Message>"""


def told(
    text: str, known: dict[tuple[str, str], dict[str, str]] | None = None
) -> list[Canonical | Reference | HeldRow]:
    content = text.encode()
    found = recognised(content, name="file.csv", encoding="utf-8", tables=CSV_TABLES)
    around = Surroundings(received_on=date(2026, 11, 22), known=known or {})
    rows = receive(content, found, encoding="utf-8", around=around).rows
    return [told for row in rows for told in ([row] if isinstance(row, HeldRow) else row.records)]


def events(text: str, known: dict[tuple[str, str], dict[str, str]] | None = None) -> list[tuple[str, date, date]]:
    return [(e.kind, e.occurred_on, e.known_at) for e in told(text, known) if isinstance(e, EventRecord)]


def test_a_person_has_checked_numbers_and_keeps_the_ethnic_code() -> None:
    (person,) = told(PERSON + "P1,Sam,Larkin,M,2012-03-04,943 476 5919,WROM\n")
    assert isinstance(person, PersonRecord)
    assert (person.nhs_number, person.ethnicity, person.sex, person.is_child) == ("9434765919", "WROM", "M", True)
    (grown,) = told(PERSON + "P2,Ash,Larkin,F,1985-03-04,1111111111,\n")
    assert isinstance(grown, PersonRecord)
    assert (grown.nhs_number, grown.is_child) == ("", False)


def test_a_referral_opens_an_episode_unless_it_led_to_nothing() -> None:
    assert [kind for kind, _on, _known in events(REFERRAL + "R1,P1,2026-01-05,N1,6,N,,\n")] == [
        "care.referral", "care.open_episode"
    ]  # fmt: skip
    assert events(REFERRAL + "R1,P1,2026-01-05,N1,6,Y,RC8,2026-01-06\n") == [
        ("care.referral_no_action", date(2026, 1, 5), date(2026, 1, 5))
    ]


def test_factors_are_known_when_the_assessment_was_authorised() -> None:
    known = {("assessment", "A1"): {"person": "P1", "found_on": "2026-02-01"}}
    on = date(2026, 2, 1)
    for written in ('"[""13A"", ""2B"", ""21""]"', '"{""13A"": ""Yes"", ""2B"": ""Yes"", ""3A"": ""No""}"', '"13A,2B"'):
        assert events(FACTORS + f"F1,A1,{written}\n", known) == [
            ("care.factor_gangs", on, on), ("care.factor_parent_substance", on, on)
        ]  # fmt: skip
    (held,) = told(FACTORS + 'F1,A9,"[""13A""]"\n', known)
    assert isinstance(held, HeldRow)
    assert (held.column, held.rule) == ("cinf_assessment_id", "this assessment is not known")


def test_files_are_loaded_in_the_order_in_which_they_build_on_each_other(tmp_path: Path) -> None:
    texts = {"a_factors.csv": FACTORS, "b_assessments.csv": ASSESSMENT, "c_person.csv": PERSON, "d_odd.txt": "odd"}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    ordered = in_loading_order(sorted(tmp_path.iterdir()))
    assert [path.name for path in ordered] == ["c_person.csv", "b_assessments.csv", "a_factors.csv", "d_odd.txt"]


def test_the_dataset_and_the_census_tell_one_event_once(load: Load, tmp_path: Path) -> None:
    load(tmp_path / "cin.xml", CIN)
    before = current()
    assert [kind for kind, _key in before] == [
        "care.assessment", "care.factor_gangs", "care.factor_parent_substance", "care.open_episode", "care.referral"
    ]  # fmt: skip
    load(tmp_path / "ssd_person.csv", PERSON + "P1,Sam,Larkin,F,2012-03-04,,\n")
    load(tmp_path / "ssd_cin_episodes.csv", REFERRAL + "R1,P1,2026-01-05,N1,6,N,,\nR2,P1,2026-03-05,N1,6,N,,\n")
    load(tmp_path / "ssd_cin_assessments.csv", ASSESSMENT + "A1,P1,R1,2026-01-06,Y,2026-02-01\n")
    load(tmp_path / "ssd_assessment_factors.csv", FACTORS + 'F1,A1,"[""13A"", ""2B""]"\n')
    assert [kind for kind, _key in current()] == [
        "care.assessment", "care.factor_gangs", "care.factor_parent_substance",
        "care.open_episode", "care.open_episode", "care.referral", "care.referral",
    ]  # fmt: skip
    assert all(key.startswith("ssd:") for _kind, key in current())
    load(tmp_path / "cin_again.xml", CIN.replace("N1</Primary", "N5</Primary"))
    assert all(key.startswith("ssd:") for _kind, key in current())


def test_a_pupil_is_one_person_in_every_term_and_every_school_feed(load: Load, tmp_path: Path) -> None:
    upn, roll = "A900001000001", "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate\n"
    out = "pupilonrolltableid,termlyexclusionsonrolltableid,NativeId,startdate,sessions,reason1,category\n"
    for term, number in (("1", "t1"), ("2", "t2")):
        row = f"{number},900001,2012-03-04,Larkin,Sam,{upn},F,2023-09-01\n"
        load(tmp_path / f"pupilonroll_{term}.csv", roll + row)
    load(tmp_path / "termlyexclusionsonroll.csv", out + "t2,x1,900001,2026-May-05 00:00:00,4.0,OW,SUSP\n")
    load(
        tmp_path / "suspensions_1.csv",
        "exclusion_id,upn,surname,forename,dob,sex,urn,category,start_date,sessions,reason1,reason2,reason3,recorded_on\n"
        f"E1,{upn},Larkin,Sam,2012-03-04,F,900001,SUSP,2026-05-05,4,OW,,,2026-05-06\n",
    )
    from kith.feeds.models import SourcePerson

    with connect_as("ingest"):
        assert list(SourcePerson.objects.values_list("local_id", flat=True)) == [upn]
    assert current() == [
        ("school.enrolled", f"census:{upn}:900001:2023-09-01"),
        ("school.suspended", "suspension:E1"),
        ("school.weapon", "suspension:E1:weapon"),
    ]


def test_a_module_that_comes_before_its_roll_says_whose_rows_stand_alone(load: Load, tmp_path: Path) -> None:
    out = "pupilonrolltableid,termlyexclusionsonrolltableid,NativeId,startdate,sessions,reason1,category\n"
    receipt = load(tmp_path / "termlyexclusionsonroll.csv", out + "t9,x9,900001,2026-May-05 00:00:00,4.0,OW,SUSP\n")
    says = ": the pupil is on no roll sent before; the row stands under the census's own number"
    assert receipt.notes["warnings"] == {says: 1}


def test_an_address_protected_by_the_council_says_so() -> None:
    header = "addr_table_id,addr_address_json,addr_person_id,addr_address_type,addr_address_start_date," \
        "addr_address_end_date,addr_address_postcode\n"  # fmt: skip
    (home,) = told(header + 'H1,"{""HOUSE"": ""4"", ""STREET"": ""Mill Lane"", ""TOWN"": ""Larkford""}",P1,'
                   "Home (confidential),2025-01-02,,QX1 2AB\n")  # fmt: skip
    assert isinstance(home, PersonRecord)
    assert (home.address, home.town, home.postcode, home.confidential_address, home.address_from) == (
        "4 Mill Lane", "Larkford", "QX1 2AB", True, date(2025, 1, 2)
    )  # fmt: skip


def test_the_catalogue_names_each_table_once_and_only_kinds_there_are() -> None:
    assert len(PLACE_IN_ORDER) == len(TABLES)
    assert {table.feed for table in TABLES} >= {
        "ssd", "ssda903", "cin_census", "school_census", "suspensions", "attendance", "police_register",
        "youth_justice_register", "emergency_register",
    }  # fmt: skip
    assert all("." in kind for kind in EVENT_KINDS)


def test_each_table_is_recognised_by_its_own_header() -> None:
    for table in CSV_TABLES:
        header = ",".join(column.name for column in table.columns) + "\n"
        found = recognised(header.encode(), name="any.csv", encoding="utf-8", tables=CSV_TABLES)
        assert found.table.spec == table.spec
