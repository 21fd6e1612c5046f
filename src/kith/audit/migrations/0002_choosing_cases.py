"""Finds the cases of an audit by its rule, draws them, and seats the auditors: by functions, so that nobody is named."""

from django.db import migrations

# Whoever is shielded is in no cohort: a relationship would lift the shield for the auditor.
FOUND = r"""
CREATE FUNCTION audit_ticket_staff() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT s.id FROM access_ticket t JOIN access_staff s ON s.id = t.staff_id AND s.is_active
    WHERE t.token_hash = sha256(convert_to(coalesce(current_setting('kith.ticket', true), ''), 'UTF8'))
      AND t.expires_at > clock_timestamp() AND 'auditor' = ANY(access_roles(s.id))
$$;

CREATE FUNCTION audit_found(p_kinds text[], p_roles text[], p_least int, p_from date, p_until date)
RETURNS TABLE (person_id bigint, public_id uuid, incident_on date) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p.id, p.public_id, min(e.occurred_on)
    FROM chronology_entry e
    JOIN linking_person p ON p.id = e.person_id AND p.retired_at IS NULL
    JOIN linking_profile f ON f.person_id = p.id
    WHERE e.kind = ANY(p_kinds) AND e.role = ANY(p_roles) AND NOT e.retracted
      AND e.occurred_on BETWEEN p_from AND p_until
      AND CASE WHEN f.born_on IS NULL THEN f.is_child
               ELSE e.occurred_on >= f.born_on AND e.occurred_on < f.born_on + interval '18 years' END
      AND NOT access_shielded(p.id)
    GROUP BY p.id, p.public_id HAVING count(DISTINCT e.occurred_on) >= p_least
$$;

-- How many a rule finds: a number, no name, and only for whoever audits.
CREATE FUNCTION audit_count_found(p_kinds text[], p_roles text[], p_least int, p_from date, p_until date)
RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN audit_ticket_staff() IS NOT NULL
                THEN (SELECT count(*) FROM audit_found(p_kinds, p_roles, p_least, p_from, p_until)) END
$$;
"""

DRAW = r"""
CREATE FUNCTION audit_chosen(p_cohort bigint, p_people uuid[])
RETURNS TABLE (person_id bigint, incident_on date) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    c audit_cohort%ROWTYPE;
BEGIN
    SELECT * INTO STRICT c FROM audit_cohort WHERE id = p_cohort;
    IF c.chosen_by IN ('targeted', 'inspector') THEN
        RETURN QUERY
            SELECT w.id, coalesce(f.incident_on, c.ends_on) FROM (
                SELECT DISTINCT coalesce(p.merged_into, p.id) AS id FROM linking_person p
                WHERE p.public_id = ANY(p_people) AND (p.retired_at IS NULL OR p.merged_into IS NOT NULL)) w
            LEFT JOIN audit_found(c.kinds, c.roles, c.least, c.begins_on, c.ends_on) f ON f.person_id = w.id
            WHERE NOT access_shielded(w.id);
    ELSE
        -- The same seed over the same people draws the same cases, in the order of a hash that nobody can steer.
        RETURN QUERY
            SELECT f.person_id, f.incident_on FROM audit_found(c.kinds, c.roles, c.least, c.begins_on, c.ends_on) f
            ORDER BY sha256(convert_to(c.seed || ':' || f.public_id::text, 'UTF8')), f.person_id
            LIMIT CASE WHEN c.chosen_by = 'random' THEN c.wanted END;
    END IF;
END $$;

-- Draw a cohort once. NULL: whoever asks audits nothing, it is drawn, the audit is closed, or it is too large to read.
CREATE FUNCTION audit_draw(p_cohort bigint, p_people uuid[], p_most int, p_at timestamptz) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    staff bigint := audit_ticket_staff();
    c audit_cohort%ROWTYPE;
    drawn record;
    held bigint;
    cases int := 0;
BEGIN
    SELECT o.* INTO c FROM audit_cohort o JOIN audit_audittheme t ON t.id = o.theme_id
    WHERE o.id = p_cohort AND o.fixed_at IS NULL AND t.state <> 'closed' FOR UPDATE;
    IF staff IS NULL OR NOT FOUND OR (SELECT count(*) FROM audit_chosen(p_cohort, p_people)) > least(p_most, 100) THEN
        RETURN NULL;
    END IF;
    FOR drawn IN SELECT * FROM audit_chosen(p_cohort, p_people) LOOP
        INSERT INTO audit_auditcase (public_id, theme_id, person_id, incident_on, drawn_at, set_aside_because)
        VALUES (gen_random_uuid(), c.theme_id, drawn.person_id, drawn.incident_on, p_at, '')
        ON CONFLICT (theme_id, person_id) WHERE set_aside_because = '' DO NOTHING;
        SELECT a.id INTO STRICT held FROM audit_auditcase a
        WHERE a.theme_id = c.theme_id AND a.person_id = drawn.person_id AND a.set_aside_because = '';
        INSERT INTO audit_cohortmember (cohort_id, case_id, person_id) VALUES (c.id, held, drawn.person_id);
        PERFORM access_write_trace(staff, p_at, 'audit.drew_case', 'audit.case', held, drawn.person_id, NULL,
                                   jsonb_build_object('cohort', c.id));
        cases := cases + 1;
    END LOOP;
    UPDATE audit_cohort SET size = cases, fixed_by_id = staff, fixed_at = p_at,
        found = (SELECT count(*) FROM audit_found(c.kinds, c.roles, c.least, c.begins_on, c.ends_on))
    WHERE id = c.id;
    UPDATE audit_audittheme SET state = 'auditing' WHERE id = c.theme_id AND state = 'planning';
    RETURN cases;
END $$;

-- Let the lead and the auditors of the agencies asked see the cases until the audit's last day; nobody is seated twice.
CREATE FUNCTION audit_seat(p_theme bigint, p_at timestamptz) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    staff bigint := audit_ticket_staff();
    t audit_audittheme%ROWTYPE;
    until timestamptz;
    wanted record;
    made bigint;
    seats int := 0;
BEGIN
    SELECT * INTO t FROM audit_audittheme WHERE id = p_theme AND state <> 'closed';
    IF staff IS NULL OR NOT FOUND THEN RETURN NULL; END IF;
    until := least((t.reads_until + 1)::timestamp AT TIME ZONE 'Europe/London', p_at + interval '180 days');
    FOR wanted IN
        SELECT a.person_id, w.id AS staff_id, 'audit.theme:' || t.id || ':' || w.id AS ref
        FROM audit_auditcase a
        CROSS JOIN (SELECT t.lead_id AS id UNION SELECT q.auditor_id FROM audit_askedagency q WHERE q.theme_id = t.id) w
        WHERE a.theme_id = t.id AND a.set_aside_because = '' AND until > p_at
          AND NOT EXISTS (SELECT 1 FROM access_relationship r WHERE r.staff_id = w.id AND r.person_id = a.person_id
                          AND r.source = 'audit_cohort' AND r.source_ref = 'audit.theme:' || t.id || ':' || w.id
                          AND r.ends_at > p_at)
    LOOP
        INSERT INTO access_relationship (staff_id, person_id, source, source_ref, reason, begins_at, ends_at,
                                         granted_by_id)
        VALUES (wanted.staff_id, wanted.person_id, 'audit_cohort', wanted.ref, '', p_at, until, staff)
        RETURNING id INTO made;
        PERFORM access_write_trace(staff, p_at, 'access.began_relationship', 'access.relationship', made,
                                   wanted.person_id, NULL,
                                   jsonb_build_object('source', 'audit_cohort', 'about', wanted.ref, 'ends_at', until));
        seats := seats + 1;
    END LOOP;
    RETURN seats;
END $$;

REVOKE EXECUTE ON FUNCTION audit_ticket_staff(), audit_found(text[], text[], int, date, date),
    audit_count_found(text[], text[], int, date, date), audit_chosen(bigint, uuid[]),
    audit_draw(bigint, uuid[], int, timestamptz), audit_seat(bigint, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_count_found(text[], text[], int, date, date),
    audit_draw(bigint, uuid[], int, timestamptz), audit_seat(bigint, timestamptz) TO kith_web;
"""
UNDO = """
DROP FUNCTION audit_seat(bigint, timestamptz), audit_draw(bigint, uuid[], int, timestamptz),
    audit_chosen(bigint, uuid[]), audit_count_found(text[], text[], int, date, date),
    audit_found(text[], text[], int, date, date), audit_ticket_staff();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_audits")]

    operations = [
        migrations.RunSQL("SET LOCAL check_function_bodies = off;", migrations.RunSQL.noop),
        migrations.RunSQL(FOUND + DRAW, UNDO),
    ]
