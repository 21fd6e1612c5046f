"""Lets the database place those counted in a closed audit into a release of its figures, without showing anybody.

Who looks at the cases of an audit no longer sees them once it is closed. What each answered was kept with the findings;
one function reads that, writes the rows of the register, and says only whether they come to the numbers that are told.
"""

from django.db import migrations

# Whoever was purged since is a row of nobody, in as many numbers as are missing: the findings still count them.
CLOSED = r"""
CREATE FUNCTION learning_keep_closed(p_release bigint, p_asked jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    closed bigint;
BEGIN
    SELECT r.theme_id INTO closed FROM learning_release r JOIN audit_audittheme t ON t.id = r.theme_id
    WHERE r.id = p_release AND r.state = 'proposed' AND t.closed_at IS NOT NULL
      AND r.proposed_by_id = learning_ticket_staff()
      AND NOT EXISTS (SELECT 1 FROM learning_releasedchild c WHERE c.release_id = r.id);
    IF closed IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'Figures of a closed audit are kept for whoever proposes them.';
    END IF;
    IF EXISTS (SELECT 1 FROM audit_caserecord k JOIN audit_auditcase c ON c.id = k.case_id
               WHERE c.theme_id = closed AND c.set_aside_because = '' AND k.answers IS NULL) THEN
        RETURN false;
    END IF;
    INSERT INTO learning_releasedchild (release_id, person_id, counted_in)
    SELECT p_release, k.person_id, ARRAY(
        SELECT a.place FROM jsonb_to_recordset(p_asked) AS a (place smallint, whether text, question text)
        WHERE CASE a.whether WHEN 'finding' THEN k.answers -> a.question = 'true'
                             WHEN 'known' THEN jsonb_typeof(k.answers -> a.question) = 'boolean' ELSE true END
        ORDER BY a.place)
    FROM audit_caserecord k JOIN audit_auditcase c ON c.id = k.case_id
    WHERE c.theme_id = closed AND k.answers IS NOT NULL;
    INSERT INTO learning_releasedchild (release_id, person_id, counted_in)
    SELECT p_release, NULL, array_agg(m.place ORDER BY m.place) FROM (
        SELECT a.place, a.number - (SELECT count(*) FROM learning_releasedchild c
                                    WHERE c.release_id = p_release AND a.place = ANY(c.counted_in)) AS missing
        FROM jsonb_to_recordset(p_asked) AS a (place smallint, number int)) m
    CROSS JOIN LATERAL generate_series(1, m.missing) AS nth GROUP BY nth;
    RETURN NOT EXISTS (
        SELECT 1 FROM jsonb_to_recordset(p_asked) AS a (place smallint, number int)
        WHERE a.number <> (SELECT count(*) FROM learning_releasedchild c
                           WHERE c.release_id = p_release AND a.place = ANY(c.counted_in)));
END $$;
REVOKE EXECUTE ON FUNCTION learning_keep_closed(bigint, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION learning_keep_closed(bigint, jsonb) TO kith_web;
"""


class Migration(migrations.Migration):
    """A function only."""

    dependencies = [("audit", "0008_answers_kept"), ("learning", "0008_tried")]

    operations = [migrations.RunSQL(CLOSED, "DROP FUNCTION learning_keep_closed(bigint, jsonb);")]
