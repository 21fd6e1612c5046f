"""Knows the reason that a request for somebody's own record gives, and tells that person who looked, by role."""

from django.db import migrations, models

ENDING = """
CREATE OR REPLACE FUNCTION access_end_sourced(p_source text, p_ref text, p_at timestamptz)
RETURNS TABLE (row_id bigint, person_id bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE access_relationship r SET ends_at = greatest(p_at, r.begins_at + interval '1 microsecond')
    WHERE r.source = p_source AND r.source_ref = p_ref AND r.ends_at > p_at
      AND p_source IN ({sources})
    RETURNING r.id, r.person_id
$$;
"""
BEFORE = "'panel', 'referral', 'audit_cohort', 'support'"
SOURCES = "allocation school_roll youth_justice panel referral support audit_cohort subject_access request".split()

# Who looked, for the person whom they looked at: the roles they held then and their agency, never their name.
TOLD = r"""
CREATE FUNCTION access_looks_told(p_staff bigint, p_person uuid, p_purpose text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    wanted bigint := (SELECT coalesce(merged_into, id) FROM linking_person WHERE public_id = p_person);
    classes text[] := CASE WHEN wanted IS NULL THEN '{}' ELSE access_classes_of(p_staff, wanted, 'export') END;
BEGIN
    IF NOT 'protected' = ANY(classes) THEN
        PERFORM access_write_log(p_staff, array_remove(ARRAY[wanted], NULL), p_purpose, 'export', 'access.looks_told',
                                 'refused', NULL);
        RETURN NULL;
    END IF;
    PERFORM access_write_log(p_staff, ARRAY[wanted], p_purpose, 'export', 'access.looks_told', 'shown', NULL);
    RETURN (SELECT coalesce(jsonb_agg(to_jsonb(r) ORDER BY r.on, r.agency, r.purpose, r.action), '[]') FROM (
        SELECT l.on, l.agency, l.roles, l.purpose, l.action, l.outcome, count(*) AS looks FROM (
            SELECT (e.at AT TIME ZONE 'Europe/London')::date AS on, coalesce(a.name, '') AS agency, e.purpose, e.action,
                   e.outcome,
                   (SELECT coalesce(array_agg(DISTINCT g.role::text), '{}') FROM access_rolegrant g
                    WHERE g.staff_id = e.staff_id AND g.begins_at <= e.at
                      AND (g.ends_at IS NULL OR g.ends_at > e.at)) AS roles
            FROM access_log e LEFT JOIN access_staff s ON s.id = e.staff_id
            LEFT JOIN access_agency a ON a.id = s.agency_id
            WHERE e.person_id = wanted) l
        GROUP BY l.on, l.agency, l.roles, l.purpose, l.action, l.outcome) r);
END $$;
REVOKE EXECUTE ON FUNCTION access_looks_told(bigint, uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_looks_told(bigint, uuid, text) TO kith_log;
"""
FORGET = "DROP FUNCTION access_looks_told(bigint, uuid, text);"


class Migration(migrations.Migration):
    """The first function stays as it was but for one source more; the second is late-bound, as those before it."""

    dependencies = [("access", "0008_reasons_of_support")]
    operations = [
        migrations.RunSQL("SET LOCAL check_function_bodies = off;", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="relationship",
            name="source",
            field=models.CharField(choices=[(source, source) for source in SOURCES], max_length=20),
        ),
        migrations.RunSQL(
            ENDING.format(sources=f"{BEFORE}, 'subject_access'"), ENDING.format(sources=BEFORE)
        ),
        migrations.RunSQL(TOLD, FORGET),
    ]
