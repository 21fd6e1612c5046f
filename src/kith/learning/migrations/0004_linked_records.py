"""Reads by functions whoever and whatever could name a child in a text: the names leave them to be kept out, no more.

A relative, a worker or a friend in the record may be nobody whom the writer sees. Their names are compared with the
text and never shown, so a function reads them, for whoever writes about the child inside a look, for a second person
while the words wait for one, and for the worker that hands over.
"""

from django.db import migrations

# The child first, then family and household, workers, and whoever was part of the same events.
RECORD = r"""
CREATE FUNCTION learning_named(p_person bigint) RETURNS TABLE (place int, name text, also text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH own AS (
        SELECT DISTINCT o.one FROM linking_membership m
        JOIN feeds_personrecord r ON r.source_person_id = m.source_person_id
        CROSS JOIN LATERAL unnest(ARRAY[
            concat_ws(' ', nullif(r.forename, ''), nullif(r.middle_names, ''), nullif(r.surname, '')), r.known_as,
            CASE WHEN r.former_surname <> '' THEN concat_ws(' ', nullif(r.forename, ''), r.former_surname) END
        ]) AS o(one)
        WHERE m.person_id = p_person AND m.ends_at IS NULL AND btrim(o.one) <> ''
    ), kin AS (
        SELECT t.other_id AS id FROM linking_tie t WHERE t.person_id = p_person
        UNION SELECT t.person_id FROM linking_tie t WHERE t.other_id = p_person
    ), met AS (
        SELECT DISTINCT m.person_id AS id FROM chronology_entry e
        JOIN feeds_eventparticipant x ON x.event_id = e.event_id
        JOIN linking_membership m ON m.source_person_id = x.source_person_id AND m.ends_at IS NULL
        WHERE e.person_id = p_person
    ), people AS (
        SELECT 0 AS place, p_person AS id
        UNION ALL SELECT 1, k.id FROM kin k WHERE k.id <> p_person
        UNION ALL SELECT 3, m.id FROM met m WHERE m.id <> p_person AND NOT EXISTS (SELECT 1 FROM kin k WHERE k.id = m.id)
    )
    SELECT p.place, coalesce(nullif(concat_ws(' ', nullif(f.forename, ''), nullif(f.surname, '')), ''),
                             nullif(f.known_as, ''), ''),
           ARRAY(SELECT o FROM unnest(f.other_names::text[] || f.known_as::text) o WHERE btrim(o) <> '')
           || CASE WHEN p.place = 0 THEN coalesce((SELECT array_agg(one ORDER BY one) FROM own), '{}') ELSE '{}' END
    FROM people p JOIN linking_profile f ON f.person_id = p.id
    UNION ALL
    SELECT DISTINCT 2, w.called, '{}'::text[] FROM (
        SELECT i.worker_name FROM chronology_involvement i WHERE i.person_id = p_person
        UNION SELECT s.name FROM chronology_involvement i
              JOIN access_staff s ON i.worker_ref <> '' AND s.worker_ref = i.worker_ref AND s.agency_id = i.agency_id
              WHERE i.person_id = p_person
        UNION SELECT s.name FROM access_relationship r JOIN access_staff s ON s.id = r.staff_id
              WHERE r.person_id = p_person
    ) w(called) WHERE btrim(w.called) <> ''
$$;

CREATE FUNCTION learning_placed(p_person bigint) RETURNS TABLE (kind text, says text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH kin AS (
        SELECT p_person AS id UNION SELECT t.other_id FROM linking_tie t WHERE t.person_id = p_person
        UNION SELECT t.person_id FROM linking_tie t WHERE t.other_id = p_person
    ), own AS (
        SELECT r.*, s.local_id AS number FROM linking_membership m
        JOIN feeds_sourceperson s ON s.id = m.source_person_id
        LEFT JOIN feeds_personrecord r ON r.source_person_id = s.id
        WHERE m.person_id = p_person AND m.ends_at IS NULL
    ), detail AS (
        SELECT place, detail FROM chronology_caredetail WHERE person_id = p_person
        UNION ALL SELECT place, detail FROM chronology_healthdetail WHERE person_id = p_person
        UNION ALL SELECT place, detail FROM chronology_policedetail WHERE person_id = p_person
        UNION ALL SELECT place, detail FROM chronology_protecteddetail WHERE person_id = p_person
    )
    SELECT DISTINCT f.kind, btrim(f.says) FROM (
        -- An agency is known by its name without the department: "children's social care" is nobody's.
        SELECT 'organisations', split_part(a.name, ',', 1) FROM access_agency a WHERE a.id IN (
            SELECT i.agency_id FROM chronology_involvement i WHERE i.person_id = p_person
            UNION SELECT e.agency_id FROM chronology_entry e WHERE e.person_id = p_person)
        UNION ALL SELECT 'organisations', a.name FROM access_agency a WHERE a.code IN (
            SELECT 'school-' || i.setting_ref FROM chronology_involvement i WHERE i.person_id = p_person
            UNION SELECT 'school-' || d.place FROM detail d)
        UNION ALL SELECT 'places', d.place FROM detail d
            WHERE NOT EXISTS (SELECT 1 FROM access_agency a WHERE a.code = 'school-' || d.place)
        UNION ALL SELECT 'places', p.one FROM (
            SELECT address, town, postcode FROM linking_address WHERE person_id IN (SELECT id FROM kin)
            UNION ALL SELECT address, town, postcode FROM linking_protectedaddress WHERE person_id IN (SELECT id FROM kin)
            UNION ALL SELECT address, town, postcode FROM own) h
            CROSS JOIN LATERAL unnest(string_to_array(h.address, ',') || ARRAY[h.address, h.town, h.postcode]) AS p(one)
        UNION ALL SELECT 'dates', to_char(d.one, 'YYYY-MM-DD') FROM linking_profile p
            CROSS JOIN LATERAL unnest(ARRAY[p.born_on, p.expected_on, p.died_on]) AS d(one)
            WHERE p.person_id IN (SELECT id FROM kin)
        UNION ALL SELECT 'identifiers', n.one FROM linking_profile p
            CROSS JOIN LATERAL unnest(ARRAY[p.nhs_number, p.upn]) AS n(one) WHERE p.person_id = p_person
        UNION ALL SELECT 'identifiers', n.one FROM own o
            CROSS JOIN LATERAL unnest(ARRAY[o.number, o.local_id, o.nhs_number, o.upn, o.uprn, o.phone, o.email]) AS n(one)
        UNION ALL SELECT 'identifiers', j.value FROM own o CROSS JOIN LATERAL jsonb_each_text(o.other_ids) j
        UNION ALL SELECT 'identifiers', d.detail ->> 'occurrence' FROM detail d
    ) f(kind, says)
    -- A number of fewer than four marks is in every text; digits are asked about wherever they stand.
    WHERE length(btrim(coalesce(f.says, ''))) >= CASE f.kind WHEN 'identifiers' THEN 4 WHEN 'places' THEN 3 ELSE 2 END
$$;

-- The linked record of one person, or NULL where there is none; whoever may ask stands in the functions below.
CREATE FUNCTION learning_record_of(p_person bigint) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT jsonb_build_object(
        'people', (SELECT jsonb_agg(jsonb_build_object('name', n.name, 'also_known_as', to_jsonb(n.also))
                                    ORDER BY n.place, n.name, n.also)
                   FROM learning_named(p_person) n WHERE btrim(n.name) <> '' OR n.place = 0),
        'organisations', coalesce(jsonb_agg(p.says ORDER BY p.says) FILTER (WHERE p.kind = 'organisations'), '[]'),
        'places', coalesce(jsonb_agg(p.says ORDER BY p.says) FILTER (WHERE p.kind = 'places'), '[]'),
        'dates', coalesce(jsonb_agg(p.says ORDER BY p.says) FILTER (WHERE p.kind = 'dates'), '[]'),
        'identifiers', coalesce(jsonb_agg(p.says ORDER BY p.says) FILTER (WHERE p.kind = 'identifiers'), '[]'))
    FROM (SELECT 1) one LEFT JOIN learning_placed(p_person) p ON true
    HAVING EXISTS (SELECT 1 FROM linking_person l WHERE l.id = p_person AND l.retired_at IS NULL)
$$;
"""

ASKING = r"""
CREATE FUNCTION learning_ticket_holder(p_roles text[]) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT s.id FROM access_ticket t JOIN access_staff s ON s.id = t.staff_id AND s.is_active
    WHERE t.token_hash = sha256(convert_to(coalesce(current_setting('kith.ticket', true), ''), 'UTF8'))
      AND t.expires_at > clock_timestamp() AND p_roles && access_roles(s.id)
$$;

-- For whoever writes: an auditor, inside a look that shows the person as deep as care.
CREATE FUNCTION learning_record_shown(p_person bigint) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN learning_ticket_holder(ARRAY['auditor']) IS NOT NULL AND p_person = ANY(visible_people('care'))
                THEN learning_record_of(p_person) END
$$;

-- For a second person: while the words wait for one, never for whoever wrote them or is kept away from the child.
CREATE FUNCTION learning_record_for_approval(p_briefing bigint) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT jsonb_build_object('person', r.person_id, 'key', r.key, 'record', learning_record_of(r.person_id))
    FROM learning_briefing b JOIN learning_casereview r ON r.briefing_id = b.id
    CROSS JOIN LATERAL (SELECT learning_ticket_holder(ARRAY['auditor', 'panel_chair', 'ig_lead']) AS staff) h
    WHERE b.id = p_briefing AND b.state = 'checked' AND h.staff <> b.writer_id
      AND NOT 'blocked' = ANY(access_states(h.staff, r.person_id))
$$;

-- Which names of a list are names of real children: of the same audit, or born in the same school year.
CREATE FUNCTION learning_names_in_use(p_person bigint, p_theme bigint, p_names text[]) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH born AS (
        SELECT (date_trunc('year', f.born_on - interval '8 months') + interval '8 months')::date AS first_on
        FROM linking_profile f WHERE f.person_id = p_person
    ), peers AS (
        SELECT f.forename, f.surname, f.known_as, f.other_names FROM linking_profile f, born b
        WHERE f.born_on >= b.first_on AND f.born_on < b.first_on + interval '1 year'
        UNION ALL
        SELECT f.forename, f.surname, f.known_as, f.other_names FROM audit_auditcase c
        JOIN linking_profile f ON f.person_id = c.person_id WHERE c.theme_id = p_theme
    ), called AS (
        SELECT DISTINCT regexp_split_to_table(
            lower(concat_ws(' ', forename, surname, known_as, array_to_string(other_names, ' '))), '[^[:alnum:]'']+') AS one
        FROM peers
    )
    SELECT CASE WHEN learning_ticket_holder(ARRAY['auditor']) IS NOT NULL AND p_person = ANY(visible_people('care'))
                THEN coalesce((SELECT array_agg(n ORDER BY n) FROM unnest(p_names) n
                               WHERE EXISTS (SELECT 1 FROM called c WHERE c.one = lower(n))), '{}') END
$$;

REVOKE EXECUTE ON FUNCTION learning_named(bigint), learning_placed(bigint), learning_record_of(bigint),
    learning_ticket_holder(text[]), learning_record_shown(bigint), learning_record_for_approval(bigint),
    learning_names_in_use(bigint, bigint, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION learning_record_shown(bigint), learning_record_for_approval(bigint),
    learning_names_in_use(bigint, bigint, text[]) TO kith_web;
GRANT EXECUTE ON FUNCTION learning_record_of(bigint) TO kith_worker;
"""
UNDO = """
DROP FUNCTION learning_names_in_use(bigint, bigint, text[]), learning_record_for_approval(bigint),
    learning_record_shown(bigint), learning_ticket_holder(text[]), learning_record_of(bigint), learning_placed(bigint),
    learning_named(bigint);
"""


class Migration(migrations.Migration):
    """Functions only."""

    dependencies = [("learning", "0003_briefings")]

    operations = [
        migrations.RunSQL("SET LOCAL check_function_bodies = off;", migrations.RunSQL.noop),
        migrations.RunSQL(RECORD + ASKING, UNDO),
    ]
