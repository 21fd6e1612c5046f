"""Makes the log append-only and chained, and the tickets that row security honours."""

from django.db import migrations

from kith.common.row_security import grant, person_policy

# A look is written by one function, as the owner, on a connection that may do nothing else.
LOG = r"""
INSERT INTO access_loghead (id, seq, hash) VALUES (1, 0, sha256('kith'::bytea));

CREATE FUNCTION access_row_text(e access_log) RETURNS text LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT concat_ws('|', e.seq, extract(epoch FROM e.at), coalesce(e.staff_id::text, '-'),
                     coalesce(e.person_id::text, '-'), e.purpose, e.action, e.what, e.outcome,
                     coalesce(e.query::text, '-'))
$$;

CREATE FUNCTION access_write_log(p_staff bigint, p_people bigint[], p_purpose text, p_action text, p_what text,
                                 p_outcome text, p_query jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    head access_loghead%ROWTYPE;
    entry access_log%ROWTYPE;
    person bigint;
    wanted bigint[] := CASE WHEN coalesce(cardinality(p_people), 0) = 0 THEN ARRAY[NULL::bigint] ELSE p_people END;
    first_seq bigint;
BEGIN
    SELECT * INTO STRICT head FROM access_loghead WHERE id = 1 FOR UPDATE;
    first_seq := head.seq + 1;
    FOREACH person IN ARRAY wanted LOOP
        entry.seq := head.seq + 1;
        entry.at := clock_timestamp();
        entry.staff_id := p_staff;
        entry.person_id := person;
        entry.purpose := p_purpose;
        entry.action := p_action;
        entry.what := p_what;
        entry.outcome := p_outcome;
        entry.query := p_query;
        entry.previous_hash := head.hash;
        entry.hash := sha256(head.hash || convert_to(access_row_text(entry), 'UTF8'));
        INSERT INTO access_log SELECT entry.*;
        head.seq := entry.seq;
        head.hash := entry.hash;
    END LOOP;
    UPDATE access_loghead SET seq = head.seq, hash = head.hash WHERE id = 1;
    RETURN first_seq;
END $$;

CREATE FUNCTION access_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The record of looks and changes is append-only.';
END $$;
CREATE TRIGGER access_log_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON access_log
    FOR EACH STATEMENT EXECUTE FUNCTION access_refuse_change();
CREATE TRIGGER access_trace_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON access_trace
    FOR EACH STATEMENT EXECUTE FUNCTION access_refuse_change();
ALTER TABLE access_log ENABLE ALWAYS TRIGGER access_log_stays;
ALTER TABLE access_trace ENABLE ALWAYS TRIGGER access_trace_stays;

CREATE FUNCTION access_write_trace(p_by bigint, p_at timestamptz, p_action text, p_subject text, p_subject_id bigint,
                                   p_person bigint, p_before jsonb, p_after jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO access_trace (by, at, action, subject, subject_id, person_id, before, after)
    VALUES (p_by, p_at, p_action, p_subject, p_subject_id, p_person, p_before, p_after)
$$;

-- The first row whose link does not hold, or NULL when the whole chain does.
CREATE FUNCTION access_first_broken_link() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    WITH links AS (
        SELECT e.seq, e.hash, e.previous_hash,
               lag(e.hash, 1, sha256('kith'::bytea)) OVER w AS should_follow,
               row_number() OVER w AS place,
               sha256(e.previous_hash || convert_to(access_row_text(e), 'UTF8')) AS forged
        FROM access_log e WINDOW w AS (ORDER BY e.seq)
    )
    SELECT min(seq) FROM (
        SELECT seq FROM links WHERE hash <> forged OR previous_hash <> should_follow OR seq <> place
        UNION ALL
        SELECT h.seq FROM access_loghead h
        WHERE h.seq <> (SELECT count(*) FROM access_log)
           OR h.hash <> coalesce((SELECT hash FROM access_log ORDER BY seq DESC LIMIT 1), sha256('kith'::bytea))
    ) broken
$$;
"""

# What a member of staff is to a person, now: every state that holds.
STATES = r"""
CREATE FUNCTION access_roles(p_staff bigint) RETURNS text[] LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT g.role::text), '{}') FROM access_rolegrant g JOIN access_staff s ON s.id = g.staff_id
    WHERE g.staff_id = p_staff AND s.is_active AND g.begins_at <= clock_timestamp()
      AND (g.ends_at IS NULL OR g.ends_at > clock_timestamp())
$$;

CREATE FUNCTION access_relations(p_staff bigint) RETURNS SETOF access_relationship LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT r.* FROM access_relationship r WHERE r.staff_id = p_staff
    UNION ALL
    SELECT r.* FROM access_relationship r JOIN access_staff s ON s.team_id = r.team_id WHERE s.id = p_staff
    UNION ALL
    SELECT r.* FROM access_cover c JOIN access_relationship r ON r.staff_id = c.covered_id
    WHERE c.covering_id = p_staff AND c.begins_at <= clock_timestamp() AND c.ends_at > clock_timestamp()
$$;

CREATE FUNCTION access_states(p_staff bigint, p_person bigint) RETURNS text[] LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    held text[] := '{}';
    instant timestamptz := clock_timestamp();
BEGIN
    IF EXISTS (SELECT 1 FROM access_block b WHERE b.staff_id = p_staff AND b.person_id = p_person
               AND b.begins_at <= instant AND (b.ends_at IS NULL OR b.ends_at > instant)) THEN
        RETURN ARRAY['blocked'];
    END IF;
    SELECT coalesce(array_agg(DISTINCT CASE
            WHEN r.begins_at > instant THEN 'not_yet_begun'
            WHEN r.ends_at <= instant THEN 'expired'
            WHEN r.source = 'panel' THEN 'panel_seat'
            WHEN r.source = 'referral' THEN 'referral_receiver'
            ELSE 'current' END), '{}')
      INTO held FROM access_relations(p_staff) r WHERE r.person_id = p_person;
    IF EXISTS (SELECT 1 FROM access_breakglass g WHERE g.staff_id = p_staff AND g.person_id = p_person
               AND g.opened_at <= instant AND g.ends_at > instant) THEN
        held := held || 'break_glass'::text;
    END IF;
    RETURN CASE WHEN held = '{}' THEN ARRAY['none'] ELSE held END;
END $$;

CREATE FUNCTION access_shielded(p_person bigint) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM access_shield s WHERE s.person_id = p_person AND s.begins_at <= clock_timestamp()
                   AND (s.ends_at IS NULL OR s.ends_at > clock_timestamp()))
$$;

-- A class answers "own" to staff of the sectors whose class it is.
CREATE FUNCTION access_own(p_sector text, p_class text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE p_class
        WHEN 'care' THEN p_sector IN ('care', 'education')
        WHEN 'health' THEN p_sector = 'health'
        WHEN 'police' THEN p_sector IN ('police', 'youth_justice')
        WHEN 'protected' THEN p_sector = 'care'
        ELSE true END
$$;

CREATE FUNCTION access_classes(p_staff bigint, p_states text[], p_action text) RETURNS text[] LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT c.data_class::text), '{}')
    FROM access_policycell c, access_staff s JOIN access_agency a ON a.id = s.agency_id
    WHERE s.id = p_staff AND NOT ('blocked' = ANY(p_states))
      AND c.role = ANY((SELECT access_roles(p_staff))::text[]) AND c.state = ANY(p_states) AND c.action = p_action
      AND (c.answer = 'yes' OR (c.answer = 'own' AND access_own(a.sector, c.data_class)))
$$;

-- A shield hides a person from whoever has no relationship; broken glass does not lift it.
CREATE FUNCTION access_classes_of(p_staff bigint, p_person bigint, p_action text) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    held text[] := access_states(p_staff, p_person);
BEGIN
    IF access_shielded(p_person) AND NOT held && ARRAY['current', 'panel_seat', 'referral_receiver'] THEN
        IF NOT 'protected' = ANY(access_classes(p_staff, held, 'find')) THEN
            RETURN '{}';
        END IF;
    END IF;
    RETURN access_classes(p_staff, held, p_action);
END $$;
"""

TICKETS = r"""
CREATE FUNCTION access_mint(p_staff bigint, p_purpose text, p_county text[], p_classes jsonb, p_suppliers bigint[])
RETURNS text LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    token text := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
BEGIN
    DELETE FROM access_ticket WHERE expires_at < clock_timestamp() - interval '1 minute';
    INSERT INTO access_ticket (token_hash, staff_id, purpose, expires_at, whole_county, existence, headlines, care,
                               health, police, protected, suppliers)
    SELECT sha256(convert_to(token, 'UTF8')), p_staff, p_purpose, clock_timestamp() + interval '2 minutes', p_county,
           access_array(p_classes, 'existence'), access_array(p_classes, 'headlines'), access_array(p_classes, 'care'),
           access_array(p_classes, 'health'), access_array(p_classes, 'police'), access_array(p_classes, 'protected'),
           p_suppliers;
    RETURN token;
END $$;

CREATE FUNCTION access_array(p_classes jsonb, p_class text) RETURNS bigint[] LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(array_agg(value::bigint), '{}') FROM jsonb_array_elements_text(coalesce(p_classes -> p_class, '[]'))
$$;

CREATE FUNCTION access_suppliers(p_staff bigint) RETURNS bigint[] LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN access_roles(p_staff) && ARRAY['data_steward', 'ig_lead']
                THEN (SELECT coalesce(array_agg(id), '{}') FROM access_agency)
                WHEN access_roles(p_staff) && ARRAY['agency_contact', 'team_manager']
                THEN (SELECT ARRAY[agency_id] FROM access_staff WHERE id = p_staff)
                ELSE '{}' END
$$;

-- Open one or more people: the log rows, the refusals and the ticket, or nothing at all.
CREATE FUNCTION access_open(p_staff bigint, p_people uuid[], p_purpose text, p_action text, p_what text,
                            p_family boolean) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    wanted record;
    classes text[];
    class text;
    shown bigint[] := '{}';
    refused bigint[] := '{}';
    family bigint[] := '{}';
    answer jsonb := '[]';
    arrays jsonb := '{}';
BEGIN
    FOR wanted IN
        SELECT p.public_id, coalesce(p.merged_into, p.id) AS id FROM linking_person p
        WHERE p.public_id = ANY(p_people) AND (p.retired_at IS NULL OR p.merged_into IS NOT NULL)
    LOOP
        classes := access_classes_of(p_staff, wanted.id, p_action);
        IF 'existence' = ANY(classes) THEN
            shown := shown || wanted.id;
            answer := answer || jsonb_build_object('public_id', wanted.public_id, 'id', wanted.id, 'classes', classes);
            FOREACH class IN ARRAY classes LOOP
                arrays := jsonb_set(arrays, ARRAY[class], coalesce(arrays -> class, '[]') || to_jsonb(wanted.id));
            END LOOP;
        ELSE
            refused := refused || wanted.id;
        END IF;
    END LOOP;
    IF cardinality(refused) > 0 OR (cardinality(shown) = 0) THEN
        PERFORM access_write_log(p_staff, refused, p_purpose, p_action, p_what, 'refused', NULL);
    END IF;
    IF cardinality(shown) = 0 THEN
        RETURN jsonb_build_object('token', NULL, 'people', '[]'::jsonb, 'family', '[]'::jsonb);
    END IF;
    IF p_family THEN
        SELECT coalesce(array_agg(DISTINCT t.other_id), '{}') INTO family FROM linking_tie t
        WHERE t.person_id = ANY(shown) AND NOT t.other_id = ANY(shown)
          AND 'existence' = ANY(access_classes_of(p_staff, t.other_id, p_action));
        arrays := jsonb_set(arrays, '{existence}', (arrays -> 'existence') || to_jsonb(family));
    END IF;
    PERFORM access_write_log(p_staff, shown, p_purpose, p_action, p_what, 'shown', NULL);
    IF cardinality(family) > 0 THEN
        PERFORM access_write_log(p_staff, family, p_purpose, p_action, p_what || '.family', 'shown', NULL);
    END IF;
    RETURN jsonb_build_object(
        'token', access_mint(p_staff, p_purpose, '{}', arrays, access_suppliers(p_staff)),
        'people', answer, 'family', to_jsonb(family));
END $$;

-- Open a list: everybody whom the member of staff stands to, or the whole county where the role may.
CREATE FUNCTION access_list(p_staff bigint, p_purpose text, p_action text, p_what text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    county text[] := access_classes(p_staff, ARRAY['none'], p_action);
    related record;
    class text;
    arrays jsonb := '{}';
BEGIN
    -- Staff who may only find that a child is known are not thereby given a list of every child.
    IF NOT 'headlines' = ANY(county) THEN
        county := '{}';
    END IF;
    FOR related IN
        SELECT r.person_id, access_classes_of(p_staff, r.person_id, p_action) AS classes
        FROM (SELECT DISTINCT person_id FROM access_relations(p_staff)
              WHERE begins_at <= clock_timestamp() AND ends_at > clock_timestamp()
              UNION SELECT person_id FROM access_breakglass
              WHERE staff_id = p_staff AND opened_at <= clock_timestamp() AND ends_at > clock_timestamp()) r
    LOOP
        FOREACH class IN ARRAY related.classes LOOP
            arrays := jsonb_set(arrays, ARRAY[class], coalesce(arrays -> class, '[]') || to_jsonb(related.person_id));
        END LOOP;
    END LOOP;
    PERFORM access_write_log(p_staff, NULL, p_purpose, p_action, p_what, 'shown', NULL);
    RETURN jsonb_build_object(
        'token', access_mint(p_staff, p_purpose, county, arrays, access_suppliers(p_staff)),
        'county', to_jsonb(county));
END $$;

CREATE FUNCTION access_visible_county(p_staff bigint) RETURNS bigint[] LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(p.id), '{}') FROM linking_person p
    WHERE p.retired_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM access_shield s WHERE s.person_id = p.id AND s.begins_at <= clock_timestamp()
                      AND (s.ends_at IS NULL OR s.ends_at > clock_timestamp()))
      AND NOT EXISTS (SELECT 1 FROM access_block b WHERE b.person_id = p.id AND b.staff_id = p_staff
                      AND b.begins_at <= clock_timestamp() AND (b.ends_at IS NULL OR b.ends_at > clock_timestamp()))
$$;

CREATE FUNCTION visible_people(wanted text DEFAULT 'existence') RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    held access_ticket%ROWTYPE;
    related bigint[];
BEGIN
    SELECT t.* INTO held FROM access_ticket t JOIN access_staff s ON s.id = t.staff_id AND s.is_active
    WHERE t.token_hash = sha256(convert_to(coalesce(current_setting('kith.ticket', true), ''), 'UTF8'))
      AND t.expires_at > clock_timestamp();
    IF NOT FOUND THEN
        RETURN '{}';
    END IF;
    related := CASE wanted
        WHEN 'existence' THEN held.existence WHEN 'headlines' THEN held.headlines WHEN 'care' THEN held.care
        WHEN 'health' THEN held.health WHEN 'police' THEN held.police WHEN 'protected' THEN held.protected
        ELSE '{}' END;
    IF wanted = ANY(held.whole_county) THEN
        RETURN access_visible_county(held.staff_id) || related;
    END IF;
    RETURN related;
END $$;

CREATE FUNCTION visible_suppliers() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce((SELECT t.suppliers FROM access_ticket t JOIN access_staff s ON s.id = t.staff_id AND s.is_active
        WHERE t.token_hash = sha256(convert_to(coalesce(current_setting('kith.ticket', true), ''), 'UTF8'))
          AND t.expires_at > clock_timestamp()), '{}')
$$;
"""

GRANTS = """
GRANT EXECUTE ON FUNCTION access_write_log(bigint, bigint[], text, text, text, text, jsonb) TO kith_log;
GRANT EXECUTE ON FUNCTION access_open(bigint, uuid[], text, text, text, boolean) TO kith_log;
GRANT EXECUTE ON FUNCTION access_list(bigint, text, text, text) TO kith_log;
GRANT EXECUTE ON FUNCTION access_first_broken_link() TO kith_log;
GRANT EXECUTE ON FUNCTION access_write_trace(bigint, timestamptz, text, text, bigint, bigint, jsonb, jsonb)
    TO kith_web, kith_worker, kith_ingest;
GRANT EXECUTE ON FUNCTION visible_people(text) TO kith_web, kith_worker, kith_ingest;
GRANT EXECUTE ON FUNCTION visible_suppliers() TO kith_web, kith_worker, kith_ingest;
"""

TABLES = "\n".join(
    [
        grant("access_agency", web="SELECT, INSERT, UPDATE"),
        grant("access_team", web="SELECT, INSERT, UPDATE"),
        grant("access_staff", web="SELECT, INSERT, UPDATE"),
        grant("access_rolegrant", web="SELECT, INSERT, UPDATE"),
        grant("access_invitation", web="SELECT, INSERT, UPDATE"),
        grant("access_cover", web="SELECT, INSERT, UPDATE"),
        grant("access_agreement", web="SELECT, INSERT"),
        grant("access_policycell", web="SELECT"),
        person_policy("access_relationship", data_class="existence", web="SELECT, INSERT, UPDATE"),
        person_policy("access_relationshiprequest", data_class="existence", web="SELECT, INSERT, UPDATE"),
        person_policy("access_block", data_class="existence", web="SELECT, INSERT, UPDATE"),
        person_policy("access_shield", data_class="existence", web="SELECT, INSERT, UPDATE"),
        person_policy("access_breakglass", data_class="existence", web="SELECT, INSERT, UPDATE"),
        # Nobody writes the log or the trace but their functions.
        "ALTER TABLE access_trace ENABLE ROW LEVEL SECURITY; ALTER TABLE access_trace FORCE ROW LEVEL SECURITY;",
        "CREATE POLICY access_trace_pipeline ON access_trace TO kith_owner USING (true) WITH CHECK (true);",
        "ALTER TABLE access_log ENABLE ROW LEVEL SECURITY; ALTER TABLE access_log FORCE ROW LEVEL SECURITY;",
        "CREATE POLICY access_log_pipeline ON access_log TO kith_owner USING (true) WITH CHECK (true);",
    ]
)


class Migration(migrations.Migration):
    """The functions are late-bound: they name tables of `linking`, which is migrated after `access`."""

    dependencies = [("access", "0001_accounts_and_looks")]
    operations = [
        migrations.RunSQL("SET LOCAL check_function_bodies = off;"),
        migrations.RunSQL(LOG),
        migrations.RunSQL(STATES),
        migrations.RunSQL(TICKETS),
        migrations.RunSQL(TABLES),
        migrations.RunSQL(GRANTS),
    ]
