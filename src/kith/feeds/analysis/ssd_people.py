"""Maps the people of the Standard Safeguarding Dataset: persons, numbers, addresses, families, workers."""

import json
import re
from collections.abc import Iterable
from typing import Any

from kith.common.dates import age_on
from kith.feeds.analysis.conversions import cleaned, code_of, flag_of, nhs_number_of, postcode_of, sex_of, upn_of
from kith.feeds.analysis.declarations import Becomes, NotKept, Reference, Row, Table, columns, kept_verbatim
from kith.feeds.vocabulary import Canonical, InvolvementRecord, PersonRecord, TieRecord

_ADDRESS_PARTS = ("ROOM", "FLOOR", "FLAT", "BUILDING", "HOUSE", "STREET")


def is_child_on(row: Row, column: str) -> bool:
    """Return whether somebody is under 18 on the day of receipt; without a birth date we take them for a child."""
    born = row.day(column)
    return born is None or age_on(born, row.around.received_on) < 18


def _person(row: Row) -> Iterable[Canonical]:
    born, expected = row.day("pers_dob"), row.day("pers_expected_dob")
    if born and expected:
        row.warn("pers_expected_dob", "birth date and expected birth date are both given")
    yield PersonRecord(
        local_id=row["pers_person_id"],
        forename=cleaned(row["pers_forename"]),
        surname=cleaned(row["pers_surname"]),
        born_on=born,
        expected_on=None if born else expected,
        died_on=row.day("pers_death_date"),
        sex=sex_of(row, "pers_sex"),
        ethnicity=code_of(row, "pers_ethnicity", "ethnicities"),
        nhs_number=nhs_number_of(row, "pers_common_child_id"),
        other_ids={"legacy_id": row["pers_legacy_id"]} if row["pers_legacy_id"] else {},
        is_child=flag_of(row, "pers_is_mother") is not True and is_child_on(row, "pers_dob"),
        record_key="person",
    )


def _identifier(row: Row) -> Iterable[Canonical]:
    kind, value = re.sub(r"[^a-z]+", "_", row["link_identifier_type"].lower()).strip("_"), row["link_identifier_value"]
    numbers: dict[str, Any] = {}
    if kind in ("unique_pupil_number", "upn"):
        numbers["upn"] = upn_of(row, "link_identifier_value")
    elif kind == "nhs_number":
        numbers["nhs_number"] = nhs_number_of(row, "link_identifier_value")
    key = f"id:{row['link_table_id'] or f'{kind}:{value}'}"
    others = {} if numbers else {kind: value}
    yield PersonRecord(
        local_id=row["link_person_id"],
        other_ids=others,
        record_key=key,
        as_of=row.day("link_valid_from_date"),
        **numbers,
    )


def _address(row: Row) -> Iterable[Canonical]:
    try:
        found = json.loads(row["addr_address_json"] or "{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise NotKept("addr_address_json", "", "not the JSON of an address", "Export ssd_address again.")
    parts = {str(name).upper(): cleaned(str(text)) for name, text in found.items() if text not in (None, "")}
    lines = " ".join(parts[name] for name in _ADDRESS_PARTS if parts.get(name))
    yield PersonRecord(
        local_id=row["addr_person_id"],
        address=lines or parts.get("ADDRESS", ""),
        town=parts.get("TOWN", ""),
        postcode=postcode_of(row, "addr_address_postcode"),
        uprn=parts.get("UPRN", ""),
        confidential_address="confidential" in row["addr_address_type"].lower(),
        as_of=row.day("addr_address_start_date"),
        address_from=row.day("addr_address_start_date"),
        address_to=row.day("addr_address_end_date"),
        record_key=f"address:{row['addr_table_id']}",
    )


def _mother(row: Row) -> Iterable[Canonical]:
    yield TieRecord(local_id=row["moth_childs_person_id"], other_local_id=row["moth_person_id"], kind="parent")


def _family(row: Row) -> Iterable[Canonical]:
    members = row.around.memory.setdefault(f"family {row['fami_family_id']}", [])
    person = row["fami_person_id"]
    if person not in members:
        for other in members:
            yield TieRecord(local_id=person, other_local_id=other, kind="household")
        members.append(person)


def _send(row: Row) -> Iterable[Canonical | Reference]:
    person = row["send_person_id"]
    yield Reference(kind="send record", ref=row["send_table_id"], holds={"person": person})
    others = {"uln": row["send_uln"]} if row["send_uln"] else {}
    upn = upn_of(row, "send_upn")
    if upn or others:
        yield PersonRecord(local_id=person, upn=upn, other_ids=others, record_key="send")


def _worker(row: Row) -> Iterable[Canonical | Reference]:
    holds = {"name": cleaned(row["prof_professional_name"]), "title": row["prof_professional_job_title"]}
    yield Reference(kind="worker", ref=row["prof_professional_id"], holds=holds)


def _involvement(row: Row) -> Iterable[Canonical]:
    worker = row.around.known.get(("worker", row["invo_professional_id"]), {})
    yield InvolvementRecord(
        local_id=row["invo_person_id"],
        worker_ref=row["invo_professional_id"],
        worker_name=worker.get("name", ""),
        role=row["invo_professional_role_id"] or worker.get("title", ""),
        begins_on=row.day("invo_involvement_start_date"),
        ends_on=row.day("invo_involvement_end_date"),
    )


def _table(name: str, notation: str, becomes: Becomes = kept_verbatim, needs: tuple[str, ...] = ()) -> Table:
    return Table(feed="ssd", name=name, columns=columns(notation), dates="iso", becomes=becomes, needs=needs)


SSD_PEOPLE = (
    _table(
        "ssd_person",
        "pers_person_id! pers_forename pers_surname pers_sex:sexes pers_gender pers_ethnicity:ethnicities pers_dob:day"
        " pers_common_child_id pers_legacy_id pers_upn_unknown pers_send_flag:flag pers_expected_dob:day"
        " pers_death_date:day pers_is_mother:flag pers_nationality",
        _person,
    ),
    _table(
        "ssd_linked_identifiers",
        "link_table_id link_person_id! link_identifier_type! link_identifier_value! link_valid_from_date:day"
        " link_valid_to_date:day",
        _identifier,
    ),
    _table(
        "ssd_address",
        "addr_table_id! addr_address_json addr_person_id! addr_address_type addr_address_start_date:day"
        " addr_address_end_date:day addr_address_postcode",
        _address,
    ),
    _table("ssd_mother", "moth_table_id moth_person_id! moth_childs_person_id! moth_childs_dob:day", _mother),
    _table("ssd_family", "fami_table_id fami_family_id! fami_person_id!", _family),
    _table("ssd_send", "send_table_id! send_upn send_uln send_upn_unknown send_person_id!", _send),
    _table(
        "ssd_professionals",
        "prof_professional_id! prof_staff_id prof_professional_name prof_social_worker_registration_no"
        " prof_professional_job_title prof_professional_caseload prof_professional_department"
        " prof_full_time_equivalency prof_agency_worker_flag",
        _worker,
    ),
    _table(
        "ssd_involvements",
        "invo_involvements_id! invo_professional_id! invo_professional_role_id invo_professional_team"
        " invo_involvement_start_date:day invo_involvement_end_date:day invo_worker_change_reason invo_person_id!"
        " invo_referral_id",
        _involvement,
        ("worker",),
    ),
    _table("ssd_department", "dept_team_id! dept_team_name dept_team_parent_id dept_team_parent_name"),
    _table("ssd_disability", "disa_person_id! disa_table_id disa_disability_code!"),
    _table(
        "ssd_immigration_status",
        "immi_person_id! immi_immigration_status_id immi_immigration_status! immi_immigration_status_start_date:day"
        " immi_immigration_status_end_date:day",
    ),
    _table(
        "ssd_voice_of_child",
        "voch_table_id! voch_person_id! voch_explained_worries voch_story_help_understand voch_agree_worker"
        " voch_plan_safe voch_tablet_help_explain",
    ),
    _table(
        "ssd_version_log",
        "version_number! release_date description is_current created_at created_by impact_description",
    ),
)
