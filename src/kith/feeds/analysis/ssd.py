"""Declares the tables of the Standard Safeguarding Dataset 1.4, in the order in which they build on each other."""

from kith.feeds.analysis import ssd_care as care
from kith.feeds.analysis.declarations import Becomes, Table, columns, kept_verbatim
from kith.feeds.analysis.ssd_people import SSD_PEOPLE


def _table(name: str, notation: str, becomes: Becomes = kept_verbatim, needs: tuple[str, ...] = ()) -> Table:
    return Table(feed="ssd", name=name, columns=columns(notation), dates="iso", becomes=becomes, needs=needs)


SSD = (
    *SSD_PEOPLE,
    _table("ssd_contacts", "cont_contact_id! cont_person_id! cont_contact_date:day! cont_contact_source_code"
           " cont_contact_source_desc cont_contact_outcome_json", care.contact),
    _table("ssd_early_help_episodes", "earl_episode_id! earl_person_id! earl_episode_start_date:day!"
           " earl_episode_end_date:day earl_episode_reason earl_episode_end_reason earl_episode_organisation"
           " earl_episode_worker_id", care.early_help),
    _table("ssd_cin_episodes", "cine_referral_id! cine_person_id! cine_referral_date:day! cine_cin_primary_need_code"
           " cine_referral_source_code cine_referral_source_desc cine_referral_outcome_json cine_referral_nfa"
           " cine_close_reason cine_close_date:day cine_referral_team cine_referral_worker_id", care.referral),
    _table("ssd_cin_assessments", "cina_assessment_id! cina_person_id! cina_referral_id cina_assessment_start_date:day!"
           " cina_assessment_child_seen cina_assessment_auth_date:day cina_assessment_outcome_json"
           " cina_assessment_outcome_nfa cina_assessment_team cina_assessment_worker_id", care.assessment),
    _table("ssd_assessment_factors", "cinf_table_id cinf_assessment_id! cinf_assessment_factors_json", care.factors,
           ("assessment",)),
    _table("ssd_s47_enquiry", "s47e_s47_enquiry_id! s47e_referral_id s47e_person_id! s47e_s47_start_date:day!"
           " s47e_s47_end_date:day s47e_s47_nfa s47e_s47_outcome_json s47e_s47_completed_by_worker_id"
           " s47e_s47_completed_by_team", care.section47),
    _table("ssd_initial_cp_conference", "icpc_icpc_id! icpc_icpc_meeting_id icpc_s47_enquiry_id icpc_person_id!"
           " icpc_cp_plan_id icpc_referral_id icpc_icpc_transfer_in icpc_icpc_target_date:day icpc_icpc_date:day"
           " icpc_icpc_outcome_cp_flag icpc_icpc_outcome_json icpc_icpc_team icpc_icpc_worker_id", care.conference),
    _table("ssd_cin_plans", "cinp_cin_plan_id! cinp_referral_id cinp_person_id! cinp_cin_plan_start_date:day!"
           " cinp_cin_plan_end_date:day cinp_cin_plan_team cinp_cin_plan_worker_id", care.in_need_plan),
    _table("ssd_cin_visits", "cinv_cin_visit_id! cinv_person_id! cinv_cin_visit_date:day! cinv_cin_visit_seen"
           " cinv_cin_visit_seen_alone cinv_cin_visit_bedroom", care.visit),
    _table("ssd_cp_plans", "cppl_cp_plan_id! cppl_referral_id cppl_icpc_id cppl_person_id!"
           " cppl_cp_plan_start_date:day! cppl_cp_plan_end_date:day cppl_cp_plan_initial_category cppl_cp_plan_ola"
           " cppl_cp_plan_latest_category", care.protection_plan),
    _table("ssd_cp_reviews", "cppr_cp_review_id! cppr_person_id! cppr_cp_plan_id cppr_cp_review_due:day"
           " cppr_cp_review_date:day cppr_cp_review_meeting_id cppr_cp_review_outcome_continue_cp"
           " cppr_cp_review_quorate cppr_cp_review_participation", care.plan_review),
    _table("ssd_cp_visits", "cppv_cp_visit_id! cppv_person_id! cppv_cp_plan_id cppv_cp_visit_date:day!"
           " cppv_cp_visit_seen cppv_cp_visit_seen_alone cppv_cp_visit_bedroom", care.visit),
    _table("ssd_cla_episodes", "clae_cla_episode_id! clae_person_id! clae_cla_episode_start_date:day!"
           " clae_cla_episode_start_reason clae_cla_primary_need_code clae_cla_episode_ceased_date:day"
           " clae_cla_episode_ceased_reason clae_cla_id clae_referral_id clae_cla_placement_id"
           " clae_entered_care_date:day clae_cla_last_iro_contact_date:day", care.care_episode),
    _table("ssd_cla_placement", "clap_cla_placement_id! clap_cla_placement_start_date:day! clap_cla_placement_type"
           " clap_cla_placement_urn clap_cla_placement_distance clap_cla_id clap_cla_placement_provider"
           " clap_cla_placement_postcode clap_cla_placement_end_date:day clap_cla_placement_change_reason"
           " clap_person_id!", care.placement),
    _table("ssd_cla_reviews", "clar_cla_review_id! clar_cla_id! clar_cla_review_due_date:day clar_cla_review_date:day"
           " clar_cla_review_cancelled clar_cla_review_participation", care.care_review, ("period of care",)),
    _table("ssd_cla_visits", "clav_cla_visit_id! clav_cla_id clav_person_id! clav_cla_visit_date:day!"
           " clav_cla_visit_seen clav_cla_visit_seen_alone", care.visit),
    _table("ssd_legal_status", "lega_legal_status_id! lega_person_id! lega_legal_status!"
           " lega_legal_status_start_date:day! lega_legal_status_end_date:day", care.legal_status),
    _table("ssd_missing", "miss_table_id! miss_person_id! miss_missing_episode_start_date:day!"
           " miss_missing_episode_type miss_missing_episode_end_date:day miss_missing_rhi_offered"
           " miss_missing_rhi_accepted", care.missing),
    _table("ssd_sdq_scores", "csdq_table_id! csdq_person_id! csdq_sdq_completed_date:day csdq_sdq_reason"
           " csdq_sdq_score", care.difficulties),
    _table("ssd_cla_convictions", "clac_cla_conviction_id! clac_person_id! clac_cla_conviction_date:day!"
           " clac_cla_conviction_offence", care.conviction),
    _table("ssd_cla_substance_misuse", "clas_substance_misuse_id! clas_person_id! clas_substance_misuse_date:day!"
           " clas_substance_misused clas_intervention_received", care.substance),
    _table("ssd_care_leavers", "clea_table_id! clea_person_id! clea_care_leaver_eligibility clea_care_leaver_in_touch"
           " clea_care_leaver_latest_contact:day clea_care_leaver_accommodation clea_care_leaver_accom_suitable"
           " clea_care_leaver_activity clea_pathway_plan_review_date:day clea_care_leaver_personal_advisor"
           " clea_care_leaver_allocated_team clea_care_leaver_worker_id", care.care_leaver),
    _table("ssd_ehcp_requests", "ehcr_ehcp_request_id! ehcr_send_table_id! ehcr_ehcp_req_date:day"
           " ehcr_ehcp_req_outcome_date:day ehcr_ehcp_req_outcome", care.plan_request, ("send record",)),
    _table("ssd_ehcp_assessment", "ehca_ehcp_assessment_id! ehca_ehcp_request_id! ehca_ehcp_assessment_outcome_date:day"
           " ehca_ehcp_assessment_outcome ehca_ehcp_assessment_exceptions", care.plan_assessment,
           ("request for a plan",)),
    _table("ssd_ehcp_named_plan", "ehcn_named_plan_id! ehcn_ehcp_asmt_id! ehcn_named_plan_start_date:day!"
           " ehcn_named_plan_ceased_date:day ehcn_named_plan_ceased_reason", care.named_plan,
           ("assessment for a plan",)),
    _table("ssd_ehcp_active_plans", "ehcp_active_ehcp_id! ehcp_ehcp_request_id ehcp_active_ehcp_last_review_date:day"),
    _table("ssd_sen_need", "senn_table_id! senn_active_ehcp_id senn_active_ehcp_need_type senn_active_ehcp_need_rank"),
    _table("ssd_cla_care_plan", "lacp_table_id! lacp_person_id! lacp_cla_care_plan_start_date:day"
           " lacp_cla_care_plan_end_date:day lacp_cla_care_plan_json"),
    _table("ssd_cla_health", "clah_health_check_id! clah_person_id! clah_health_check_type clah_health_check_date:day"
           " clah_health_check_status"),
    _table("ssd_cla_immunisations", "clai_person_id! clai_immunisations_status! clai_immunisations_status_date:day"),
    _table("ssd_cla_previous_permanence", "lapp_table_id! lapp_person_id! lapp_previous_permanence_order_date"
           " lapp_previous_permanence_option lapp_previous_permanence_la"),
    _table("ssd_permanence", "perm_table_id! perm_person_id! perm_cla_id perm_adm_decision_date:day"
           " perm_placement_order_date:day perm_matched_date:day perm_permanence_order_date:day"
           " perm_permanence_order_type"),
    _table("ssd_pre_proceedings", "prep_table_id! prep_person_id! prep_plo_family_id prep_pre_pro_decision_date:day"
           " prep_initial_pre_pro_meeting_date:day prep_pre_pro_outcome prep_pre_pro_letter_date:day"
           " prep_care_pro_letter_date:day prep_legal_gateway_outcome"),
)  # fmt: skip
