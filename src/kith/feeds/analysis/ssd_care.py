"""Maps what social care does in the Standard Safeguarding Dataset: contacts, referrals, assessments, plans, care."""

import json
from collections.abc import Iterable, Iterator
from datetime import timedelta

from kith.common.standards.code_sets import label_of
from kith.feeds.analysis.assessments import factor_events
from kith.feeds.analysis.conversions import code_of, flag_of, whole_of
from kith.feeds.analysis.declarations import NotKept, Reference, Row
from kith.feeds.analysis.events import one_child
from kith.feeds.vocabulary import Canonical

Records = Iterable[Canonical | Reference]


def contact(row: Row) -> Records:
    """Map ssd_contacts."""
    key = f"ssd:contact:{row['cont_contact_id']}"
    said_by = row["cont_contact_source_desc"] or label_of("cin_referral_sources", row["cont_contact_source_code"])
    yield one_child(row["cont_person_id"], key, "care.contact", row.needed_day("cont_contact_date"), said_by=said_by,
                    detail={"source": row["cont_contact_source_code"]})  # fmt: skip


def early_help(row: Row) -> Records:
    """Map ssd_early_help_episodes."""
    key, day = f"ssd:early_help:{row['earl_episode_id']}", row.needed_day("earl_episode_start_date")
    yield one_child(row["earl_person_id"], key, "care.early_help", day, ended_on=row.day("earl_episode_end_date"),
                    says=row["earl_episode_reason"], said_by=row["earl_episode_organisation"],
                    detail={"end_reason": row["earl_episode_end_reason"]})  # fmt: skip


def referral(row: Row) -> Records:
    """Map ssd_cin_episodes: the referral, and the episode open to social care that it begins."""
    child, key, day = (
        row["cine_person_id"],
        f"ssd:referral:{row['cine_referral_id']}",
        row.needed_day("cine_referral_date"),
    )
    source = code_of(row, "cine_referral_source_code", "cin_referral_sources")
    need = code_of(row, "cine_cin_primary_need_code", "cin_need_codes")
    refused = flag_of(row, "cine_referral_nfa")
    closed = code_of(row, "cine_close_reason", "cin_closure_reasons")
    detail = {"referral_source": source, "need": need, "closure_reason": closed, "team": row["cine_referral_team"]}
    said_by = row["cine_referral_source_desc"] or label_of("cin_referral_sources", source)
    yield one_child(child, key, "care.referral_no_action" if refused else "care.referral", day, said_by=said_by,
                    says=label_of("cin_need_codes", need), code_scheme="cin_need_codes", code=need,
                    detail=detail)  # fmt: skip
    if not refused:
        yield one_child(
            child, f"{key}:open", "care.open_episode", day, ended_on=row.day("cine_close_date"), detail=detail
        )


def assessment(row: Row) -> Records:
    """Map ssd_cin_assessments, and remember whose assessment it is for the table of factors."""
    child, number = row["cina_person_id"], row["cina_assessment_id"]
    begun, found = row.needed_day("cina_assessment_start_date"), row.day("cina_assessment_auth_date")
    if found and found < begun:
        row.warn("cina_assessment_auth_date", "authorised before it began")
    holds = {"person": child, "found_on": max(begun, found or begun).isoformat()}
    yield Reference(kind="assessment", ref=number, holds=holds)
    yield one_child(child, f"ssd:assessment:{number}", "care.assessment", begun, known_at=found,
                    detail={"child_seen": flag_of(row, "cina_assessment_child_seen"),
                            "no_action": flag_of(row, "cina_assessment_outcome_nfa")})  # fmt: skip


def factors(row: Row) -> Records:
    """Map ssd_assessment_factors: one entry per factor that the assessment found."""
    known = row.known("assessment", "cinf_assessment_id")
    text = row["cinf_assessment_factors_json"]
    try:
        found = json.loads(text or "[]")
    except ValueError:
        found = [code.strip() for code in text.split(",")]
    if isinstance(found, dict):
        found = [code for code, answer in found.items() if str(answer).lower() in ("yes", "y", "true", "1")]
    if not isinstance(found, list):
        raise NotKept("cinf_assessment_factors_json", "", "no list of factors", "Export ssd_assessment_factors again.")
    key = f"ssd:assessment:{row['cinf_assessment_id']}"
    yield from factor_events(row, known["person"], key, known["found_on"], [str(code) for code in found])


def section47(row: Row) -> Records:
    """Map ssd_s47_enquiry."""
    key, day = f"ssd:s47:{row['s47e_s47_enquiry_id']}", row.needed_day("s47e_s47_start_date")
    yield one_child(row["s47e_person_id"], key, "care.section47", day, ended_on=row.day("s47e_s47_end_date"),
                    detail={"no_action": flag_of(row, "s47e_s47_nfa")})  # fmt: skip


def conference(row: Row) -> Records:
    """Map ssd_initial_cp_conference; one not yet held tells nothing."""
    if day := row.day("icpc_icpc_date"):
        yield one_child(row["icpc_person_id"], f"ssd:conference:{row['icpc_icpc_id']}", "care.conference", day,
                        detail={"led_to_plan": flag_of(row, "icpc_icpc_outcome_cp_flag")})  # fmt: skip


def in_need_plan(row: Row) -> Records:
    """Map ssd_cin_plans."""
    key, day = f"ssd:cin_plan:{row['cinp_cin_plan_id']}", row.needed_day("cinp_cin_plan_start_date")
    yield one_child(row["cinp_person_id"], key, "care.in_need_plan", day, ended_on=row.day("cinp_cin_plan_end_date"))


def protection_plan(row: Row) -> Records:
    """Map ssd_cp_plans."""
    key, day = f"ssd:cp_plan:{row['cppl_cp_plan_id']}", row.needed_day("cppl_cp_plan_start_date")
    category = code_of(row, "cppl_cp_plan_latest_category", "categories_of_abuse")
    category = category or code_of(row, "cppl_cp_plan_initial_category", "categories_of_abuse")
    yield one_child(row["cppl_person_id"], key, "care.protection_plan", day, ended_on=row.day("cppl_cp_plan_end_date"),
                    says=label_of("categories_of_abuse", category), code_scheme="categories_of_abuse",
                    code=category)  # fmt: skip


def plan_review(row: Row) -> Records:
    """Map ssd_cp_reviews; a review not yet held tells nothing."""
    if day := row.day("cppr_cp_review_date"):
        yield one_child(row["cppr_person_id"], f"ssd:cp_review:{row['cppr_cp_review_id']}", "care.review", day,
                        detail={"participation": row["cppr_cp_review_participation"],
                                "due_on": str(row.day("cppr_cp_review_due") or "")})  # fmt: skip


def care_review(row: Row) -> Records:
    """Map ssd_cla_reviews, whose child the table of care episodes tells."""
    if (day := row.day("clar_cla_review_date")) and flag_of(row, "clar_cla_review_cancelled") is not True:
        child = row.known("period of care", "clar_cla_id")["person"]
        part = code_of(row, "clar_cla_review_participation", "review_participation")
        yield one_child(child, f"ssd:cla_review:{row['clar_cla_review_id']}", "care.review", day,
                        says=label_of("review_participation", part), code_scheme="review_participation",
                        code=part)  # fmt: skip


def visit(row: Row) -> Iterator[Canonical | Reference]:
    """Map the three tables of visits (child in need, child protection, looked after)."""
    for prefix, name in (("cinv_cin", "cinv"), ("cppv_cp", "cppv"), ("clav_cla", "clav")):
        if number := row[f"{prefix}_visit_id"]:
            key, day = f"ssd:{prefix}_visit:{number}", row.needed_day(f"{prefix}_visit_date")
            seen, alone = flag_of(row, f"{prefix}_visit_seen"), flag_of(row, f"{prefix}_visit_seen_alone")
            yield one_child(row[f"{name}_person_id"], key, "care.visit", day,
                            detail={"seen": seen, "seen_alone": alone})  # fmt: skip


def care_episode(row: Row) -> Records:
    """Map ssd_cla_episodes, and remember whose period of care it is."""
    child, day = row["clae_person_id"], row.needed_day("clae_cla_episode_start_date")
    if row["clae_cla_id"]:
        yield Reference(kind="period of care", ref=row["clae_cla_id"], holds={"person": child})
    reason = code_of(row, "clae_cla_episode_start_reason", "episode_starts")
    yield one_child(child, f"ssd:cla:{row['clae_cla_episode_id']}", "care.looked_after", day,
                    ended_on=row.day("clae_cla_episode_ceased_date"), code_scheme="episode_starts", code=reason,
                    says=label_of("episode_starts", reason),
                    detail={"need": row["clae_cla_primary_need_code"], "period": row["clae_cla_id"],
                            "end_reason": code_of(row, "clae_cla_episode_ceased_reason", "episode_ends")})  # fmt: skip


def placement(row: Row) -> Records:
    """Map ssd_cla_placement: the placement, and the move that ends it."""
    child, key = row["clap_person_id"], f"ssd:placement:{row['clap_cla_placement_id']}"
    kind, ends = code_of(row, "clap_cla_placement_type", "placements"), row.day("clap_cla_placement_end_date")
    reason = code_of(row, "clap_cla_placement_change_reason", "placement_change_reasons")
    yield one_child(child, key, "care.placement", row.needed_day("clap_cla_placement_start_date"), ended_on=ends,
                    says=label_of("placements", kind), code_scheme="placements", code=kind,
                    place=row["clap_cla_placement_postcode"],
                    detail={"provider": row["clap_cla_placement_provider"], "urn": row["clap_cla_placement_urn"],
                            "distance": row["clap_cla_placement_distance"]})  # fmt: skip
    if reason and ends:
        yield one_child(child, f"{key}:moved", "care.placement_moved", ends, code_scheme="placement_change_reasons",
                        code=reason, says=label_of("placement_change_reasons", reason))  # fmt: skip


def legal_status(row: Row) -> Records:
    """Map ssd_legal_status."""
    code = code_of(row, "lega_legal_status", "legal_statuses")
    yield one_child(row["lega_person_id"], f"ssd:legal:{row['lega_legal_status_id']}", "care.legal_status",
                    row.needed_day("lega_legal_status_start_date"), ended_on=row.day("lega_legal_status_end_date"),
                    says=label_of("legal_statuses", code), code_scheme="legal_statuses", code=code)  # fmt: skip


def missing(row: Row) -> Records:
    """Map ssd_missing: the episode, and a return interview that was not offered or not had."""
    child, key = row["miss_person_id"], f"ssd:missing:{row['miss_table_id']}"
    begun, ended = row.needed_day("miss_missing_episode_start_date"), row.day("miss_missing_episode_end_date")
    offered, accepted = row["miss_missing_rhi_offered"].upper()[:1], row["miss_missing_rhi_accepted"].upper()[:1]
    na = {row["miss_missing_rhi_offered"].upper(), row["miss_missing_rhi_accepted"].upper()} & {"NA", "N/A", "NULL"}
    yield one_child(child, key, "care.missing", begun, ended_on=ended,
                    detail={"type": row["miss_missing_episode_type"], "interview_offered": offered,
                            "interview_accepted": accepted})  # fmt: skip
    if ended and not na and "N" in (offered, accepted):
        yield one_child(child, f"{key}:interview", "care.return_interview_not_done", ended,
                        known_at=ended + timedelta(days=3))  # fmt: skip


def difficulties(row: Row) -> Records:
    """Map ssd_sdq_scores; a row without a score or a date tells only why, and stays in the file."""
    score, day = whole_of(row, "csdq_sdq_score", least=0, most=40), row.day("csdq_sdq_completed_date")
    if score is not None and day:
        yield one_child(row["csdq_person_id"], f"ssd:sdq:{row['csdq_table_id']}", "care.sdq", day,
                        detail={"score": score})  # fmt: skip


def conviction(row: Row) -> Records:
    """Map ssd_cla_convictions."""
    yield one_child(row["clac_person_id"], f"ssd:conviction:{row['clac_cla_conviction_id']}", "care.convicted",
                    row.needed_day("clac_cla_conviction_date"), says=row["clac_cla_conviction_offence"])  # fmt: skip


def substance(row: Row) -> Records:
    """Map ssd_cla_substance_misuse."""
    yield one_child(row["clas_person_id"], f"ssd:substance:{row['clas_substance_misuse_id']}",
                    "care.factor_child_substance", row.needed_day("clas_substance_misuse_date"),
                    says=row["clas_substance_misused"],
                    detail={"help_received": flag_of(row, "clas_intervention_received")})  # fmt: skip


def care_leaver(row: Row) -> Records:
    """Map ssd_care_leavers, dated by the latest contact; one never in touch stays in the file."""
    if day := row.day("clea_care_leaver_latest_contact"):
        yield one_child(row["clea_person_id"], f"ssd:leaver:{row['clea_table_id']}", "care.leaver", day,
                        says=row["clea_care_leaver_eligibility"],
                        detail={"in_touch": row["clea_care_leaver_in_touch"],
                                "home": row["clea_care_leaver_accommodation"],
                                "home_suitable": row["clea_care_leaver_accom_suitable"],
                                "activity": row["clea_care_leaver_activity"]})  # fmt: skip


def plan_request(row: Row) -> Records:
    """Remember whose request for an Education, Health and Care Plan this is."""
    holds = row.known("send record", "ehcr_send_table_id")
    yield Reference(kind="request for a plan", ref=row["ehcr_ehcp_request_id"], holds=holds)


def plan_assessment(row: Row) -> Records:
    """Remember whose assessment for an Education, Health and Care Plan this is."""
    holds = row.known("request for a plan", "ehca_ehcp_request_id")
    yield Reference(kind="assessment for a plan", ref=row["ehca_ehcp_assessment_id"], holds=holds)


def named_plan(row: Row) -> Records:
    """Map ssd_ehcp_named_plan."""
    child = row.known("assessment for a plan", "ehcn_ehcp_asmt_id")["person"]
    yield one_child(child, f"ssd:ehcp:{row['ehcn_named_plan_id']}", "school.ehcp",
                    row.needed_day("ehcn_named_plan_start_date"), ended_on=row.day("ehcn_named_plan_ceased_date"),
                    detail={"end_reason": row["ehcn_named_plan_ceased_reason"]})  # fmt: skip
