"""The code sets: every file says where it comes from, and every lookup agrees with the references."""

import math
from importlib.resources import files

import pytest

from kith.common.standards import read_table
from kith.common.standards.code_sets import code_set, label_of, offence, offences

SHIPPED = sorted(path.name for path in files("kith.common.standards").iterdir() if path.name.endswith(".csv"))
CODED = [name[:-4] for name in SHIPPED if "code" in read_table(name[:-4])[0]]


@pytest.mark.parametrize("name", SHIPPED)
def test_each_file_names_its_source_licence_and_date(name: str) -> None:
    head = [line for line in (files("kith.common.standards") / name).read_text().splitlines() if line.startswith("#")]
    text = "\n".join(head)
    assert "Source:" in text
    assert "MIT" in text or "Licence" in text or "CC0" in text
    assert "2026" in text


@pytest.mark.parametrize("name", CODED)
def test_no_code_stands_twice_and_none_is_empty(name: str) -> None:
    codes = [row["code"] for row in read_table(name)]
    assert len(codes) == len(set(codes))
    assert all(codes)


def test_attendance_groups_are_the_five_of_the_guidance_and_exclusion() -> None:
    groups = {entry["group"] for entry in code_set("attendance_codes").values()}
    assert groups == {"present", "off_site", "authorised", "unauthorised", "excluded", "not_counted"}
    assert {code for code in code_set("attendance_codes") if code.startswith("Y")} == {
        "Y", *(f"Y{number}" for number in range(1, 8))
    }  # fmt: skip
    assert code_set("attendance_codes")["#"]["group"] == "not_counted"


def test_the_bands_of_offences_follow_their_weight() -> None:
    for row in read_table("offences"):
        if row["weight"]:
            assert int(row["band"]) == round(2 * math.log10(float(row["weight"]))), row["code"]
        assert 1 <= int(row["band"]) <= 8


def test_knife_codes_are_weapons_and_sales_are_not() -> None:
    for code in ("00811", "00826", "00827", "00828", "00861", "00862", "00863", "00864", "19721"):
        assert offences()[code].group == "weapons"
    for code in ("09001", "11300", "19522", "19668", "00879"):
        assert code not in offences()


@pytest.mark.parametrize("written", ["00826", "826", "8/26", "008/26", " 00826 "])
def test_an_offence_is_found_however_its_code_is_written(written: str) -> None:
    found = offence(written)
    assert found is not None
    assert found.code == "00826"


def test_an_unknown_code_keeps_its_own_word() -> None:
    assert label_of("placements", "U6") == "Foster: other carer, not long term"
    assert label_of("placements", "??") == "??"
    assert offence("92401") is None


def test_the_suspension_reasons_are_the_sixteen_of_the_census_and_the_old_one() -> None:
    assert " ".join(code_set("suspension_reasons")) == "PP PA VP VA OW BU RA LG DS SM DA DM TH DB MT PH OT"


def test_the_factors_are_those_of_the_census_and_map_to_known_kinds() -> None:
    from kith.feeds.vocabulary import EVENT_KINDS

    kinds = {entry["kind"] for entry in code_set("assessment_factors").values()} - {""}
    assert kinds <= set(EVENT_KINDS)
    assert len(code_set("assessment_factors")) == 44
