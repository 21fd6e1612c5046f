"""Reads the SSDA903 set of CSV files about looked-after children and care leavers."""

from collections.abc import Iterable

from kith.common.standards.code_sets import label_of
from kith.feeds.analysis.conversions import code_of, postcode_of, sex_of, upn_of, whole_of
from kith.feeds.analysis.declarations import Becomes, Reference, Row, Table, Whole, columns, kept_verbatim
from kith.feeds.analysis.events import one_child
from kith.feeds.vocabulary import Canonical, PersonRecord, TieRecord

Records = Iterable[Canonical | Reference]
_CHANGES_HOME = {"P", "B"}  # T and U keep the same carer: a move of the household, not of the child


def _header(row: Row) -> Records:
    yield PersonRecord(
        local_id=row["CHILD"],
        born_on=row.day("DOB"),
        sex=sex_of(row, "SEX"),
        ethnicity=code_of(row, "ETHNIC", "ethnicities"),
        upn=upn_of(row, "UPN"),
        record_key="903",
    )
    if born := row.day("MC_DOB"):
        yield TieRecord(local_id=f"child of {row['CHILD']} born {born}", other_local_id=row["CHILD"], kind="parent")


def _episode(row: Row) -> Records:
    child, day, ends = row["CHILD"], row.needed_day("DECOM"), row.day("DEC")
    start, status = code_of(row, "RNE", "episode_starts"), code_of(row, "LS", "legal_statuses")
    place = code_of(row, "PLACE", "placements")
    key = f"903:{child}:{day}"
    detail = {
        "legal_status": status,
        "need": code_of(row, "CIN", "cin_need_codes"),
        "end_reason": code_of(row, "REC", "episode_ends"),
        "home_postcode": postcode_of(row, "HOME_POST"),
    }
    yield one_child(child, key, "care.looked_after", day, ended_on=ends, code_scheme="episode_starts", code=start,
                    says=label_of("episode_starts", start), detail=detail)  # fmt: skip
    yield one_child(child, f"{key}:placement", "care.placement", day, ended_on=ends, code_scheme="placements",
                    code=place, says=label_of("placements", place), place=postcode_of(row, "PL_POST"),
                    detail={"urn": row["URN"],
                            "provider": code_of(row, "PLACE_PROVIDER", "placement_providers")})  # fmt: skip
    yield one_child(child, f"{key}:legal", "care.legal_status", day, ended_on=ends, code_scheme="legal_statuses",
                    code=status, says=label_of("legal_statuses", status))  # fmt: skip
    if start in _CHANGES_HOME:
        yield one_child(child, f"{key}:moved", "care.placement_moved", day, code_scheme="episode_starts", code=start,
                        says=label_of("episode_starts", start))  # fmt: skip
    code_of(row, "REASON_PLACE_CHANGE", "placement_change_reasons")


def _missing(row: Row) -> Records:
    child, day = row["CHILD"], row.needed_day("MIS_START")
    away = row["MISSING"].upper() == "A"
    yield one_child(child, f"903:{child}:missing:{day}", "care.missing", day, ended_on=row.day("MIS_END"),
                    says="Away from placement without authorisation" if away else "",
                    detail={"type": row["MISSING"].upper()})  # fmt: skip


def _review(row: Row) -> Records:
    child, day = row["CHILD"], row.needed_day("REVIEW")
    part = code_of(row, "REVIEW_CODE", "review_participation")
    yield one_child(child, f"903:{child}:review:{day}", "care.review", day, code_scheme="review_participation",
                    code=part, says=label_of("review_participation", part))  # fmt: skip


def _outcomes(row: Row) -> Records:
    """Keep the yearly outcomes as they are: the file gives them no date, so they cannot stand in a chronology."""
    whole_of(row, "SDQ_SCORE", least=0, most=40)
    return ()


_WHOLE = Whole(period="collection", whose=lambda row: row["CHILD"])


def _table(name: str, notation: str, becomes: Becomes = kept_verbatim) -> Table:
    return Table(feed="ssda903", name=name, columns=columns(notation), dates="british", becomes=becomes, whole=_WHOLE)


SSDA903 = (
    _table("header", "CHILD! SEX! DOB:day! ETHNIC! UPN MOTHER MC_DOB:day", _header),
    _table(
        "episodes",
        "CHILD! DECOM:day! RNE! LS CIN PLACE! PLACE_PROVIDER DEC:day REC REASON_PLACE_CHANGE HOME_POST PL_POST URN",
        _episode,
    ),
    _table("missing", "CHILD! DOB:day MISSING! MIS_START:day! MIS_END:day", _missing),
    _table("reviews", "CHILD! DOB:day REVIEW:day! REVIEW_CODE!", _review),
    _table(
        "oc2",
        "CHILD! DOB:day SDQ_SCORE SDQ_REASON CONVICTED HEALTH_CHECK IMMUNISATIONS TEETH_CHECK HEALTH_ASSESSMENT"
        " SUBSTANCE_MISUSE INTERVENTION_RECEIVED INTERVENTION_OFFERED",
        _outcomes,
    ),
    _table("oc3", "CHILD! DOB:day IN_TOUCH! ACTIV ACCOM"),
    _table("uasc", "CHILD! SEX DOB:day DUC:day"),
    _table("ad1", "CHILD! DOB:day DATE_INT:day! DATE_MATCH:day FOSTER_CARE NB_ADOPTR SEX_ADOPTR LS_ADOPTR"),
    _table("placed_for_adoption", "CHILD! DOB:day DATE_PLACED:day! DATE_PLACED_CEASED:day REASON_PLACED_CEASED"),
    _table("previous_permanence", "CHILD! DOB:day PREV_PERM! LA_PERM DATE_PERM"),
    _table("sw_episodes", "CHILD! DOB:day SW_ID! SW_DECOM:day! SW_DEC:day SW_REASON"),
    _table("dolo", "CHILD! DOB:day DOLO_START:day! DOLO_END:day"),
)
