"""Lets deciders, reviewers and those who answer for looks read what they need, logged like any look."""

from django.db import migrations

FUNCTIONS = r"""
-- What waits for this member of staff: requests of their own agency, and broken glass they must review.
CREATE FUNCTION access_to_decide(p_staff bigint, p_purpose text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found jsonb;
    people bigint[];
BEGIN
    SELECT coalesce(jsonb_agg(to_jsonb(w) ORDER BY w.asked_at), '[]'), coalesce(array_agg(DISTINCT w.person_id), '{}')
    INTO found, people FROM (
        SELECT 'relationship' AS kind, q.id, q.person_id, p.public_id, q.reason, q.asked_at, s.name AS asker,
               a.name AS agency, btrim(f.forename || ' ' || f.surname) AS person
        FROM access_relationshiprequest q JOIN access_staff s ON s.id = q.staff_id
        JOIN access_staff me ON me.id = p_staff AND me.agency_id = s.agency_id AND me.id <> s.id
        JOIN access_agency a ON a.id = s.agency_id JOIN linking_person p ON p.id = q.person_id
        LEFT JOIN linking_profile f ON f.person_id = q.person_id
        WHERE q.state = 'asked' AND 'team_manager' = ANY(access_roles(p_staff))
          AND 'existence' = ANY(access_classes_of(p_staff, q.person_id, 'find'))
        UNION ALL
        SELECT 'glass', g.id, g.person_id, p.public_id, g.category || ': ' || g.reason, g.opened_at, s.name, a.name,
               btrim(f.forename || ' ' || f.surname)
        FROM access_breakglass g JOIN access_staff s ON s.id = g.staff_id JOIN access_agency a ON a.id = s.agency_id
        JOIN linking_person p ON p.id = g.person_id LEFT JOIN linking_profile f ON f.person_id = g.person_id
        WHERE g.reviewer_id = p_staff AND g.reviewed_at IS NULL
          AND NOT 'blocked' = ANY(access_states(p_staff, g.person_id))
    ) w;
    IF cardinality(people) > 0 THEN
        PERFORM access_write_log(p_staff, people, p_purpose, 'find', 'access.to_decide', 'shown', NULL);
    END IF;
    RETURN found;
END $$;

CREATE FUNCTION access_unreviewed_glass(p_staff bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM access_breakglass WHERE staff_id = p_staff AND reviewed_at IS NULL
                   AND opened_at < clock_timestamp() - interval '24 hours')
$$;

-- Who looked at one person: for those who may open the person, and for whoever answers for every look.
CREATE FUNCTION access_looks_at(p_staff bigint, p_person uuid, p_purpose text, p_most integer) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    wanted bigint := (SELECT coalesce(merged_into, id) FROM linking_person WHERE public_id = p_person);
    classes text[] := CASE WHEN wanted IS NULL THEN '{}' ELSE access_classes_of(p_staff, wanted, 'open') END;
BEGIN
    IF NOT ('headlines' = ANY(classes)
            OR ('existence' = ANY(classes) AND access_roles(p_staff) && ARRAY['ig_lead', 'data_steward'])) THEN
        PERFORM access_write_log(p_staff, array_remove(ARRAY[wanted], NULL), p_purpose, 'open', 'access.looks',
                                 'refused', NULL);
        RETURN NULL;
    END IF;
    PERFORM access_write_log(p_staff, ARRAY[wanted], p_purpose, 'open', 'access.looks', 'shown', NULL);
    RETURN (SELECT coalesce(jsonb_agg(to_jsonb(r)), '[]') FROM (
        SELECT e.seq, e.at, coalesce(s.name, 'The system') AS staff, coalesce(a.name, '') AS agency, e.purpose, e.action,
               e.what, e.outcome
        FROM access_log e LEFT JOIN access_staff s ON s.id = e.staff_id LEFT JOIN access_agency a ON a.id = s.agency_id
        WHERE e.person_id = wanted ORDER BY e.seq DESC LIMIT p_most) r);
END $$;

-- How many looks, by whom: counts only, for the page of system health.
CREATE FUNCTION access_log_head() RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT jsonb_build_object('seq', seq, 'hash', encode(hash, 'hex'),
                              'at', (SELECT max(at) FROM access_log WHERE seq = h.seq)) FROM access_loghead h
$$;

GRANT EXECUTE ON FUNCTION access_to_decide(bigint, text), access_unreviewed_glass(bigint), access_looks_at(bigint, uuid, text, integer), access_log_head()
    TO kith_log;
"""


class Migration(migrations.Migration):
    """Late-bound like the functions before them."""

    dependencies = [("access", "0002_looks_and_tickets")]
    operations = [migrations.RunSQL("SET LOCAL check_function_bodies = off;"), migrations.RunSQL(FUNCTIONS)]
