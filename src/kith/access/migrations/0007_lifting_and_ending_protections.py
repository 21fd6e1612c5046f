"""Keeps who lifts a shield and who ends a block, and lists the shields for whom the policy lets find them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PROTECTED = r"""
CREATE FUNCTION access_protected(p_staff bigint, p_purpose text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found jsonb;
    people bigint[];
BEGIN
    IF NOT 'protected' = ANY(access_classes(p_staff, ARRAY['none'], 'find')) THEN
        PERFORM access_write_log(p_staff, NULL, p_purpose, 'find', 'access.protected', 'refused', NULL);
        RETURN '[]';
    END IF;
    SELECT coalesce(jsonb_agg(to_jsonb(w) ORDER BY w.review_on NULLS FIRST, w.id), '[]'),
           coalesce(array_agg(DISTINCT w.person_id), '{}')
    INTO found, people FROM (
        SELECT s.id, s.person_id, p.public_id, s.kind, s.review_on, s.lift_asked_by_id IS NOT NULL AS lift_asked,
               btrim(f.forename || ' ' || f.surname) AS person
        FROM access_shield s JOIN linking_person p ON p.id = s.person_id AND p.retired_at IS NULL
        LEFT JOIN linking_profile f ON f.person_id = s.person_id
        WHERE s.begins_at <= clock_timestamp() AND (s.ends_at IS NULL OR s.ends_at > clock_timestamp())
          AND 'existence' = ANY(access_classes_of(p_staff, s.person_id, 'find'))
    ) w;
    PERFORM access_write_log(p_staff, people, p_purpose, 'find', 'access.protected', 'shown', NULL);
    RETURN found;
END $$;
REVOKE ALL ON FUNCTION access_protected(bigint, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_protected(bigint, text) TO kith_log;
"""


def _staff() -> models.Field:
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
    )


class Migration(migrations.Migration):
    """Late-bound like the functions before it."""

    dependencies = [("access", "0006_reviewers_and_reasons")]
    operations = [
        migrations.AddField(
            "block",
            "kind",
            models.CharField(
                choices=[("own_family", "own_family"), ("conflict", "conflict")], db_default="conflict", max_length=20
            ),
        ),
        migrations.AddField("block", "ended_by", _staff()),
        migrations.AddField("block", "ended_because", models.TextField(blank=True, db_default="")),
        migrations.AddField("shield", "review_on", models.DateField(null=True)),
        migrations.AddField("shield", "lift_asked_by", _staff()),
        migrations.AddField("shield", "lift_asked_at", models.DateTimeField(null=True)),
        migrations.AddField("shield", "lift_because", models.TextField(blank=True, db_default="")),
        migrations.AddField("shield", "lifted_by", _staff()),
        migrations.AddConstraint(
            "shield",
            models.CheckConstraint(
                condition=models.Q(
                    ("lifted_by__isnull", True),
                    models.Q(
                        ("lift_asked_by__isnull", False),
                        models.Q(("lifted_by", models.F("lift_asked_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="shield_lifted_by_a_second_person",
            ),
        ),
        migrations.RunSQL("SET LOCAL check_function_bodies = off;", migrations.RunSQL.noop),
        migrations.RunSQL(PROTECTED, "DROP FUNCTION access_protected(bigint, text);"),
    ]
