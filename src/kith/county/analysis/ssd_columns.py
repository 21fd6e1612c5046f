"""The columns of the Standard Safeguarding Dataset 1.4 tables that the county writes.

Source: the SSD data model of data-to-insight, MIT licence, read in November 2026.
"""

from collections.abc import Mapping
from types import MappingProxyType

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "ssd_person": (
            "pers_person_id pers_legacy_id pers_upn_unknown pers_forename pers_surname pers_sex pers_gender "
            "pers_ethnicity pers_dob pers_common_child_id pers_send_flag pers_expected_dob pers_death_date "
            "pers_is_mother pers_nationality"
        ),
        "ssd_linked_identifiers": (
            "link_table_id link_person_id link_identifier_type link_identifier_value link_valid_from_date "
            "link_valid_to_date"
        ),
        "ssd_address": (
            "addr_table_id addr_address_json addr_person_id addr_address_type addr_address_start_date "
            "addr_address_end_date addr_address_postcode"
        ),
        "ssd_family": "fami_table_id fami_family_id fami_person_id",
        "ssd_mother": "moth_table_id moth_person_id moth_childs_person_id moth_childs_dob",
        "ssd_professionals": (
            "prof_professional_id prof_staff_id prof_professional_name prof_social_worker_registration_no "
            "prof_professional_job_title prof_professional_caseload prof_professional_department "
            "prof_full_time_equivalency prof_agency_worker_flag"
        ),
        "ssd_involvements": (
            "invo_involvements_id invo_professional_id invo_professional_role_id invo_professional_team "
            "invo_involvement_start_date invo_involvement_end_date invo_worker_change_reason invo_person_id "
            "invo_referral_id"
        ),
        "ssd_contacts": (
            "cont_contact_id cont_person_id cont_contact_date cont_contact_source_code cont_contact_source_desc "
            "cont_contact_outcome_json"
        ),
        "ssd_early_help_episodes": (
            "earl_episode_id earl_person_id earl_episode_start_date earl_episode_end_date earl_episode_reason "
            "earl_episode_end_reason earl_episode_organisation earl_episode_worker_id"
        ),
        "ssd_cin_episodes": (
            "cine_referral_id cine_person_id cine_referral_date cine_cin_primary_need_code cine_referral_source_code "
            "cine_referral_source_desc cine_referral_outcome_json cine_referral_nfa cine_close_reason cine_close_date "
            "cine_referral_team cine_referral_worker_id"
        ),
        "ssd_cin_assessments": (
            "cina_assessment_id cina_person_id cina_referral_id cina_assessment_start_date cina_assessment_child_seen "
            "cina_assessment_auth_date cina_assessment_outcome_json cina_assessment_outcome_nfa cina_assessment_team "
            "cina_assessment_worker_id"
        ),
        "ssd_assessment_factors": "cinf_table_id cinf_assessment_id cinf_assessment_factors_json",
        "ssd_s47_enquiry": (
            "s47e_s47_enquiry_id s47e_referral_id s47e_person_id s47e_s47_start_date s47e_s47_end_date s47e_s47_nfa "
            "s47e_s47_outcome_json s47e_s47_completed_by_worker_id s47e_s47_completed_by_team"
        ),
        "ssd_initial_cp_conference": (
            "icpc_icpc_id icpc_icpc_meeting_id icpc_s47_enquiry_id icpc_person_id icpc_cp_plan_id icpc_referral_id "
            "icpc_icpc_transfer_in icpc_icpc_target_date icpc_icpc_date icpc_icpc_outcome_cp_flag "
            "icpc_icpc_outcome_json icpc_icpc_team icpc_icpc_worker_id"
        ),
        "ssd_cin_plans": (
            "cinp_cin_plan_id cinp_referral_id cinp_person_id cinp_cin_plan_start_date cinp_cin_plan_end_date "
            "cinp_cin_plan_team cinp_cin_plan_worker_id"
        ),
        "ssd_cp_plans": (
            "cppl_cp_plan_id cppl_referral_id cppl_icpc_id cppl_person_id cppl_cp_plan_start_date "
            "cppl_cp_plan_end_date cppl_cp_plan_ola cppl_cp_plan_initial_category cppl_cp_plan_latest_category"
        ),
        "ssd_cp_visits": (
            "cppv_cp_visit_id cppv_person_id cppv_cp_plan_id cppv_cp_visit_date cppv_cp_visit_seen "
            "cppv_cp_visit_seen_alone cppv_cp_visit_bedroom"
        ),
        "ssd_cla_episodes": (
            "clae_cla_episode_id clae_person_id clae_cla_placement_id clae_cla_episode_start_date "
            "clae_cla_episode_start_reason clae_cla_primary_need_code clae_cla_episode_ceased_date "
            "clae_cla_episode_ceased_reason clae_cla_id clae_referral_id clae_cla_last_iro_contact_date "
            "clae_entered_care_date"
        ),
        "ssd_cla_placement": (
            "clap_cla_placement_id clap_cla_id clap_person_id clap_cla_placement_start_date clap_cla_placement_type "
            "clap_cla_placement_urn clap_cla_placement_distance clap_cla_placement_provider "
            "clap_cla_placement_postcode clap_cla_placement_end_date clap_cla_placement_change_reason"
        ),
        "ssd_legal_status": (
            "lega_legal_status_id lega_person_id lega_legal_status lega_legal_status_start_date "
            "lega_legal_status_end_date"
        ),
        "ssd_missing": (
            "miss_table_id miss_person_id miss_missing_episode_start_date miss_missing_episode_type "
            "miss_missing_episode_end_date miss_missing_rhi_offered miss_missing_rhi_accepted"
        ),
        "ssd_sdq_scores": "csdq_table_id csdq_person_id csdq_sdq_completed_date csdq_sdq_score csdq_sdq_reason",
        "ssd_send": "send_table_id send_person_id send_upn send_uln send_upn_unknown",
        "ssd_ehcp_requests": (
            "ehcr_ehcp_request_id ehcr_send_table_id ehcr_ehcp_req_date ehcr_ehcp_req_outcome_date "
            "ehcr_ehcp_req_outcome"
        ),
        "ssd_ehcp_assessment": (
            "ehca_ehcp_assessment_id ehca_ehcp_request_id ehca_ehcp_assessment_outcome_date "
            "ehca_ehcp_assessment_outcome ehca_ehcp_assessment_exceptions"
        ),
        "ssd_ehcp_named_plan": (
            "ehcn_named_plan_id ehcn_ehcp_asmt_id ehcn_named_plan_start_date ehcn_named_plan_ceased_date "
            "ehcn_named_plan_ceased_reason"
        ),
        "ssd_ehcp_active_plans": "ehcp_active_ehcp_id ehcp_ehcp_request_id ehcp_active_ehcp_last_review_date",
    }
)
