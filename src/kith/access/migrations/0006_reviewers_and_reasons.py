"""Finds who decides and who reviews, ends reasons to see people when somebody moves, and lists what was granted."""

from django.db import migrations

# The same words decide who may review, whoever asks: the page that breaks glass and the one that ends an account.
REVIEWERS = r"""
CREATE FUNCTION access_may_review(p_reviewer bigint, p_asker bigint, p_person bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM access_staff r, access_staff a
        WHERE r.id = p_reviewer AND a.id = p_asker AND r.is_active AND r.id <> a.id
          AND (r.agency_id, r.team_id) IS DISTINCT FROM (a.agency_id, a.team_id)
          AND access_roles(r.id) && ARRAY['ig_lead', 'team_manager', 'panel_coordinator']
          AND NOT 'blocked' = ANY(access_states(r.id, p_person)))
$$;

-- Whoever answers for looks, else a manager or coordinator of another team; NULL when there is nobody.
CREATE FUNCTION access_reviewer(p_asker bigint, p_person bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT s.id FROM access_staff s JOIN access_rolegrant g ON g.staff_id = s.id
    WHERE g.role IN ('ig_lead', 'team_manager', 'panel_coordinator') AND access_may_review(s.id, p_asker, p_person)
    ORDER BY 'ig_lead' = ANY(access_roles(s.id)) DESC, s.id LIMIT 1
$$;

-- Give every unreviewed look that this move of somebody leaves with the wrong reviewer to another.
CREATE FUNCTION access_reassign_glass(p_staff bigint)
RETURNS TABLE (glass_id bigint, person_id bigint, was bigint, becomes bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    g access_breakglass%ROWTYPE;
BEGIN
    FOR g IN SELECT * FROM access_breakglass b WHERE b.reviewed_at IS NULL AND p_staff IN (b.reviewer_id, b.staff_id)
             ORDER BY b.id FOR UPDATE
    LOOP
        CONTINUE WHEN access_may_review(g.reviewer_id, g.staff_id, g.person_id);
        glass_id := g.id;
        person_id := g.person_id;
        was := g.reviewer_id;
        becomes := access_reviewer(g.staff_id, g.person_id);
        IF becomes IS NOT NULL THEN
            UPDATE access_breakglass b SET reviewer_id = becomes WHERE b.id = g.id;
        END IF;
        RETURN NEXT;
    END LOOP;
END $$;

-- The managers who may decide what somebody asks: of their team, else of their agency; never one who is blocked.
CREATE FUNCTION access_deciders(p_asker bigint, p_person bigint) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH may AS (
        SELECT m.id, m.team_id = a.team_id AS of_team FROM access_staff m JOIN access_staff a ON a.id = p_asker
        WHERE m.agency_id = a.agency_id AND m.id <> a.id AND m.is_active
          AND 'team_manager' = ANY(access_roles(m.id))
          AND 'existence' = ANY(access_classes_of(m.id, p_person, 'find')))
    SELECT coalesce(array_agg(id ORDER BY id), '{}') FROM may
    WHERE of_team OR NOT EXISTS (SELECT 1 FROM may WHERE of_team)
$$;
"""

ENDINGS = r"""
-- End the personal reasons of somebody who moves or leaves: what a manager granted, what they asked and nobody has
-- decided, an open emergency look; with p_all whatever else was theirs as a member of the old agency.
CREATE FUNCTION access_end_reasons(p_staff bigint, p_at timestamptz, p_all boolean)
RETURNS TABLE (kind text, row_id bigint, person_id bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH grants AS (
        UPDATE access_relationship r SET ends_at = greatest(p_at, r.begins_at + interval '1 microsecond')
        WHERE r.staff_id = p_staff AND r.ends_at > p_at AND (p_all OR r.source = 'request')
        RETURNING r.id, r.person_id, r.source),
    asked AS (
        UPDATE access_relationshiprequest q SET state = 'withdrawn', decided_at = p_at
        WHERE q.staff_id = p_staff AND q.state = 'asked' RETURNING q.id, q.person_id),
    glass AS (
        UPDATE access_breakglass g SET ends_at = greatest(p_at, g.opened_at + interval '1 microsecond')
        WHERE g.staff_id = p_staff AND g.ends_at > p_at RETURNING g.id, g.person_id)
    SELECT source::text, id, person_id FROM grants
    UNION ALL SELECT 'asked', id, person_id FROM asked
    UNION ALL SELECT 'glass', id, person_id FROM glass
$$;

-- A panel, a referral or an audit ends its own reasons, of people whom whoever closes it need not see.
CREATE FUNCTION access_end_sourced(p_source text, p_ref text, p_at timestamptz)
RETURNS TABLE (row_id bigint, person_id bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE access_relationship r SET ends_at = greatest(p_at, r.begins_at + interval '1 microsecond')
    WHERE r.source = p_source AND r.source_ref = p_ref AND r.ends_at > p_at
      AND p_source IN ('panel', 'referral', 'audit_cohort')
    RETURNING r.id, r.person_id
$$;
"""

GRANTED = r"""
-- What managers granted to staff of this manager's agency and still holds; the reading is logged.
CREATE FUNCTION access_granted(p_staff bigint, p_purpose text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found jsonb;
    people bigint[];
BEGIN
    SELECT coalesce(jsonb_agg(to_jsonb(w) ORDER BY w.ends_at, w.id), '[]'), coalesce(array_agg(DISTINCT w.person_id), '{}')
    INTO found, people FROM (
        SELECT r.id, r.person_id, p.public_id, r.reason, r.begins_at, r.ends_at, s.name AS holder,
               btrim(f.forename || ' ' || f.surname) AS person
        FROM access_relationship r JOIN access_staff s ON s.id = r.staff_id
        JOIN access_staff me ON me.id = p_staff AND me.agency_id = s.agency_id
        JOIN linking_person p ON p.id = r.person_id LEFT JOIN linking_profile f ON f.person_id = r.person_id
        WHERE r.source = 'request' AND r.ends_at > clock_timestamp() AND 'team_manager' = ANY(access_roles(p_staff))
          AND 'existence' = ANY(access_classes_of(p_staff, r.person_id, 'find'))
    ) w;
    IF cardinality(people) > 0 THEN
        PERFORM access_write_log(p_staff, people, p_purpose, 'find', 'access.granted', 'shown', NULL);
    END IF;
    RETURN found;
END $$;
"""

GRANTS = """
REVOKE ALL ON FUNCTION access_may_review(bigint, bigint, bigint), access_reviewer(bigint, bigint),
    access_reassign_glass(bigint), access_deciders(bigint, bigint), access_end_reasons(bigint, timestamptz, boolean),
    access_end_sourced(text, text, timestamptz), access_granted(bigint, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_reviewer(bigint, bigint), access_reassign_glass(bigint),
    access_deciders(bigint, bigint), access_end_reasons(bigint, timestamptz, boolean),
    access_end_sourced(text, text, timestamptz) TO kith_web, kith_worker;
GRANT EXECUTE ON FUNCTION access_granted(bigint, text) TO kith_log;
"""
UNDO = """
DROP FUNCTION access_granted(bigint, text), access_end_sourced(text, text, timestamptz),
    access_end_reasons(bigint, timestamptz, boolean), access_deciders(bigint, bigint), access_reassign_glass(bigint),
    access_reviewer(bigint, bigint), access_may_review(bigint, bigint, bigint);
"""


class Migration(migrations.Migration):
    """Late-bound like the functions before them: they name tables of `linking`."""

    dependencies = [("access", "0005_county_in_one_join")]
    operations = [
        migrations.RunSQL("SET LOCAL check_function_bodies = off;", migrations.RunSQL.noop),
        migrations.RunSQL(REVIEWERS + ENDINGS + GRANTED + GRANTS, UNDO),
    ]
