"""Keeps what somebody wrote on the public site, closed to every page but the doors that log the reading."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kith.common.row_security import pipeline_only

_KINDS = (
    "action", "link_review", "held_rows", "access_request", "glass_review", "agreement_ending", "feed_late", "correction",
    "correction_passed", "referral_acknowledge", "referral_decide", "referral_allocate", "referral_first_contact",
    "referral_question", "referral_feedback", "risk_clearance", "panel_nomination", "panel_triage", "panel_research",
    "panel_minutes", "panel_review", "panel_withdrawn", "disagreement", "plan_step", "plan_review", "voice_due",
    "milestone", "intervention_outcome", "terms_review", "feedback", "feedback_urgent",
)  # fmt: skip
_OUTCOMES = ("passed_on", "answered", "kept", "nothing")

DOORS = r"""
-- Who reads all of it by their role; besides them whoever is asked, stands in, or was told further up.
CREATE FUNCTION work_reads_feedback(p_staff bigint, p_row bigint) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT access_roles(p_staff) && ARRAY['panel_coordinator', 'panel_chair', 'ig_lead']
        OR EXISTS (SELECT 1 FROM work_task t JOIN access_staff s ON s.id = p_staff AND s.is_active
                   WHERE t.subject = 'work.feedback' AND t.subject_id = p_row AND t.state = 'open' AND (
                       t.owner_id = p_staff
                       OR EXISTS (SELECT 1 FROM work_escalation e WHERE e.task_id = t.id AND e.to_id = p_staff)
                       OR EXISTS (SELECT 1 FROM access_cover c WHERE c.covered_id = t.owner_id
                                  AND c.covering_id = p_staff AND c.begins_at <= clock_timestamp()
                                  AND c.ends_at > clock_timestamp())))
$$;

CREATE FUNCTION work_list_feedback(p_staff bigint, p_purpose text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found jsonb;
BEGIN
    IF NOT work_reads_feedback(p_staff, NULL) THEN
        PERFORM access_write_log(p_staff, NULL, p_purpose, 'open', 'work.feedback_list', 'refused', NULL);
        RETURN '[]';
    END IF;
    PERFORM access_write_log(p_staff, NULL, p_purpose, 'open', 'work.feedback_list', 'shown', NULL);
    SELECT coalesce(jsonb_agg(jsonb_build_object('number', f.public_id, 'who', f.who, 'about', f.about,
        'is_urgent', f.is_urgent, 'looks_automatic', f.looks_automatic, 'sent_at', f.sent_at, 'outcome', f.outcome)
        ORDER BY f.answered_at IS NOT NULL, f.is_urgent DESC, f.looks_automatic, f.sent_at DESC, f.id DESC), '[]')
    INTO found FROM (
        SELECT * FROM work_feedback WHERE answered_at IS NULL
        UNION ALL
        (SELECT * FROM work_feedback WHERE answered_at IS NOT NULL ORDER BY answered_at DESC LIMIT 100)
    ) f;
    RETURN found;
END $$;

CREATE FUNCTION work_open_feedback(p_staff bigint, p_number uuid, p_purpose text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    held work_feedback%ROWTYPE;
BEGIN
    SELECT * INTO held FROM work_feedback WHERE public_id = p_number;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF NOT work_reads_feedback(p_staff, held.id) THEN
        PERFORM access_write_log(p_staff, NULL, p_purpose, 'open', 'work.feedback', 'refused',
                                 jsonb_build_object('feedback', held.id));
        RETURN NULL;
    END IF;
    PERFORM access_write_log(p_staff, NULL, p_purpose, 'open', 'work.feedback', 'shown',
                             jsonb_build_object('feedback', held.id));
    RETURN jsonb_build_object('number', held.public_id, 'who', held.who, 'about', held.about, 'words', held.words,
        'danger', held.danger, 'age_band', held.age_band, 'wants_answer', held.wants_answer, 'reach', held.reach,
        'is_urgent', held.is_urgent, 'looks_automatic', held.looks_automatic, 'sent_at', held.sent_at,
        'outcome', held.outcome, 'done', held.done, 'answered_at', held.answered_at, 'emptied_at', held.emptied_at);
END $$;

-- The row's id when it was theirs to answer and nobody had answered it, else NULL.
CREATE FUNCTION work_close_feedback(p_staff bigint, p_number uuid, p_outcome text, p_done text, p_at timestamptz)
RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE work_feedback f SET outcome = p_outcome, done = p_done, answered_by_id = p_staff, answered_at = p_at
    WHERE f.public_id = p_number AND f.answered_at IS NULL AND work_reads_feedback(p_staff, f.id)
    RETURNING f.id
$$;
REVOKE ALL ON FUNCTION work_reads_feedback(bigint, bigint), work_list_feedback(bigint, text),
    work_open_feedback(bigint, uuid, text), work_close_feedback(bigint, uuid, text, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION work_list_feedback(bigint, text), work_open_feedback(bigint, uuid, text) TO kith_log;
GRANT EXECUTE ON FUNCTION work_close_feedback(bigint, uuid, text, text, timestamptz) TO kith_web, kith_worker;
"""
UNDO = """
DROP FUNCTION work_list_feedback(bigint, text), work_open_feedback(bigint, uuid, text),
    work_close_feedback(bigint, uuid, text, text, timestamptz), work_reads_feedback(bigint, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("work", "0009_reviews_of_terms")]
    operations = [
        migrations.AlterField(
            "task", "kind", models.CharField(choices=[(kind, kind) for kind in _KINDS], max_length=30)
        ),
        migrations.CreateModel(
            "Feedback",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(editable=False, unique=True)),
                ("who", models.CharField(blank=True, max_length=60)),
                ("about", models.CharField(blank=True, max_length=120)),
                ("words", models.TextField(blank=True)),
                ("danger", models.CharField(blank=True, max_length=60)),
                ("age_band", models.CharField(blank=True, max_length=40)),
                ("wants_answer", models.BooleanField()),
                ("reach", models.TextField(blank=True)),
                ("is_urgent", models.BooleanField()),
                ("looks_automatic", models.BooleanField()),
                ("sent_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True, choices=[(outcome, outcome) for outcome in _OUTCOMES], max_length=20
                    ),
                ),
                ("done", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("emptied_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-sent_at", "-id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("emptied_at__isnull", True), ("outcome", "")),
                            models.Q(models.Q(("outcome", ""), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="work_feedback_emptied_only_once_answered",
                    )
                ],
            },
        ),
        migrations.RunSQL("SET LOCAL check_function_bodies = off;", migrations.RunSQL.noop),
        migrations.RunSQL(pipeline_only("work_feedback"), migrations.RunSQL.noop),
        migrations.RunSQL(DOORS, UNDO),
    ]
