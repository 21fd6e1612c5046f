"""Counts how many children of the county some facts fit together: one function that answers with a number alone.

It reads the whole record as the owner, so that a number does not depend on whom the reader may see; it answers only to
whoever leads audits or publishes, inside a look that was logged, and never says more than that there are a thousand.
"""

from django.db import migrations

TICKET = r"""
CREATE FUNCTION learning_ticket_staff() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT s.id FROM access_ticket t JOIN access_staff s ON s.id = t.staff_id AND s.is_active
    WHERE t.token_hash = sha256(convert_to(coalesce(current_setting('kith.ticket', true), ''), 'UTF8'))
      AND t.expires_at > clock_timestamp() AND access_roles(s.id) && ARRAY['auditor', 'publisher']
$$;

-- Whole years; what an agency tells of before the birth counts as of a newborn.
CREATE FUNCTION learning_age(p_born date, p_on date) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN p_on < p_born THEN 0 ELSE extract(year FROM age(p_on::timestamp, p_born::timestamp))::int END
$$;
"""

# Each takes children, every one with a day on which they are judged, and gives back those of whom a condition holds:
# one pass over the record however many they are, so that a whole county is counted within a second.
_OF = "FROM unnest(p_ids, p_days) c (id, day)"
# Planned anew each time, so that the plan fits how many children there are; never a whole county row by row.
_HEAD = """RETURNS TABLE (id bigint, day date) LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_custom_plan SET enable_nestloop = off SET work_mem = '64MB' AS $$
#variable_conflict use_column
BEGIN RETURN QUERY"""
KEEP = rf"""
CREATE FUNCTION learning_keep_times(p_ids bigint[], p_days date[], p_kinds text[], p_low int, p_high int) {_HEAD}
    SELECT c.id, c.day {_OF}
    LEFT JOIN chronology_entry e ON e.person_id = c.id AND e.person_id = ANY(p_ids) AND e.kind LIKE ANY(p_kinds) AND NOT e.retracted
        AND e.occurred_on < c.day
    LEFT JOIN chronology_policedetail d ON d.entry_id = e.id AND d.person_id = ANY(p_ids)
    GROUP BY c.id, c.day
    HAVING count(DISTINCT coalesce(e.source || ':' || nullif(d.detail ->> 'occurrence', ''),
                                   regexp_replace(e.source_ref, ':[^:]*$', '')) COLLATE "C") BETWEEN p_low AND p_high; END
$$;

CREATE FUNCTION learning_keep_first(p_ids bigint[], p_days date[], p_kinds text[], p_low int, p_high int) {_HEAD}
    SELECT c.id, c.day {_OF}
    JOIN linking_profile f ON f.person_id = c.id
    JOIN chronology_entry e ON e.person_id = c.id AND e.person_id = ANY(p_ids) AND e.kind LIKE ANY(p_kinds) AND NOT e.retracted
        AND e.occurred_on < c.day
    GROUP BY c.id, c.day, f.born_on
    HAVING learning_age(f.born_on, min(e.occurred_on)) BETWEEN p_low AND p_high; END
$$;

CREATE FUNCTION learning_keep_stood(p_ids bigint[], p_days date[], p_kinds text[]) {_HEAD}
    SELECT DISTINCT c.id, c.day {_OF}
    JOIN chronology_entry e ON e.person_id = c.id AND e.person_id = ANY(p_ids) AND e.kind = ANY(p_kinds) AND NOT e.retracted
        AND e.occurred_on <= c.day AND (e.ended_on IS NULL OR e.ended_on >= c.day); END
$$;

CREATE FUNCTION learning_keep_care(p_ids bigint[], p_days date[], p_statuses text[]) {_HEAD}
    SELECT c.id, c.day {_OF}
    LEFT JOIN chronology_entry e ON e.person_id = c.id AND e.person_id = ANY(p_ids) AND NOT e.retracted AND e.occurred_on <= c.day
        AND e.kind IN ('care.in_need_plan', 'care.protection_plan', 'care.looked_after', 'care.section47',
                       'care.conference')
    GROUP BY c.id, c.day
    HAVING CASE
        WHEN bool_or(e.kind = 'care.looked_after' AND (e.ended_on IS NULL OR e.ended_on >= c.day)) THEN 'looked_after'
        WHEN bool_or(e.kind = 'care.protection_plan' AND (e.ended_on IS NULL OR e.ended_on >= c.day))
        THEN 'protection_plan'
        WHEN bool_or(e.kind = 'care.in_need_plan' AND (e.ended_on IS NULL OR e.ended_on >= c.day)) THEN 'in_need'
        WHEN count(e.id) > 0 THEN 'none_then' ELSE 'never' END = ANY(p_statuses); END
$$;

-- The twelve weeks with school that ended last before the day, in whole percent; too few half-days say nothing.
CREATE FUNCTION learning_keep_attendance(p_ids bigint[], p_days date[], p_low int, p_high int) {_HEAD}
    SELECT c.id, c.day {_OF} CROSS JOIN LATERAL (
        SELECT sum(w.possible) AS possible, sum(w.absent) AS absent FROM (
            SELECT possible, absent FROM chronology_pupilweek
            WHERE person_id = c.id AND possible > 0 AND week_on <= c.day - 7 ORDER BY week_on DESC LIMIT 12) w) s
    WHERE s.possible >= 20
      AND floor(round(100.0 * (s.possible - s.absent) / s.possible, 1)) BETWEEN p_low AND p_high; END
$$;

CREATE FUNCTION learning_keep_lines(p_ids bigint[], p_days date[], p_linked boolean) {_HEAD}
    SELECT c.id, c.day {_OF} LEFT JOIN (
        SELECT DISTINCT e.person_id FROM chronology_entry e LEFT JOIN chronology_policedetail d ON d.entry_id = e.id
        WHERE e.person_id = ANY(p_ids) AND NOT e.retracted
          AND (e.kind IN ('care.factor_trafficking', 'care.national_referral')
               OR d.detail ->> 'markers' ~* 'county[ _-]?lines?')) l ON l.person_id = c.id
    WHERE (l.person_id IS NOT NULL) = p_linked; END
$$;

CREATE FUNCTION learning_keep_armed(p_ids bigint[], p_days date[], p_codes text[], p_marks text) {_HEAD}
    SELECT DISTINCT c.id, c.day {_OF}
    JOIN chronology_entry e ON e.person_id = c.id AND e.person_id = ANY(p_ids) AND e.occurred_on = c.day AND e.kind = 'police.weapon'
        AND NOT e.retracted
    JOIN chronology_policedetail d ON d.entry_id = e.id
    WHERE lpad(d.code, 5, '0') = ANY(p_codes) OR d.detail ->> 'markers' ~* p_marks; END
$$;

CREATE FUNCTION learning_keep_town(p_ids bigint[], p_days date[], p_town text) {_HEAD}
    SELECT DISTINCT c.id, c.day {_OF}
    JOIN linking_address a ON a.person_id = c.id AND a.person_id = ANY(p_ids) AND lower(btrim(a.town)) = p_town
        AND (a.begins_on IS NULL OR a.begins_on <= c.day) AND (a.ends_on IS NULL OR a.ends_on >= c.day); END
$$;

-- Brothers and sisters as agencies tell of them, and whoever has a parent in common; a merged person counts once.
CREATE FUNCTION learning_keep_siblings(p_ids bigint[], p_days date[], p_low int, p_high int) {_HEAD}
    WITH told AS (
        SELECT t.person_id AS id, t.other_id AS other FROM linking_tie t
        WHERE t.kind = 'sibling' AND t.person_id = ANY(p_ids)
        UNION SELECT t.other_id, t.person_id FROM linking_tie t WHERE t.kind = 'sibling' AND t.other_id = ANY(p_ids)
        UNION SELECT a.person_id, b.person_id FROM linking_tie a
        JOIN linking_tie b ON b.other_id = a.other_id AND b.kind = 'parent'
        WHERE a.kind = 'parent' AND a.person_id = ANY(p_ids)
    ), counted AS (
        SELECT t.id, count(DISTINCT coalesce(o.merged_into, o.id)) AS siblings
        FROM told t JOIN linking_person o ON o.id = t.other WHERE coalesce(o.merged_into, o.id) <> t.id GROUP BY t.id
    )
    SELECT c.id, c.day {_OF} LEFT JOIN counted s ON s.id = c.id
    WHERE coalesce(s.siblings, 0) BETWEEN p_low AND p_high; END
$$;
"""  # noqa: S608 -- put together from our own names only

# Whoever is shielded is no cover for somebody else, so that a number never says that they are in the record.
YOUNG = f"""
CREATE FUNCTION learning_young(p_asked jsonb, p_as_of date, p_incidents text[]) {_HEAD}
    WITH bounds AS (
        SELECT coalesce((p_asked -> 'window' ->> 0)::date, '-infinity') AS first_day,
               coalesce((p_asked -> 'window' ->> 1)::date, 'infinity') AS last_day,
               coalesce((p_asked -> 'age' ->> 0)::int, 0) AS low_age,
               least(coalesce((p_asked -> 'age' ->> 1)::int, 17), 17) AS high_age
    ), people AS MATERIALIZED (
        SELECT p.id, f.born_on, f.died_on FROM linking_person p JOIN linking_profile f ON f.person_id = p.id
        WHERE p.retired_at IS NULL AND f.born_on IS NOT NULL
          AND (p_asked ->> 'sex' IS NULL OR f.sex = p_asked ->> 'sex')
          AND p.id NOT IN (SELECT s.person_id FROM access_shield s WHERE s.begins_at <= clock_timestamp()
                           AND (s.ends_at IS NULL OR s.ends_at > clock_timestamp()))
    ), met AS (
        SELECT e.person_id, e.occurred_on AS day FROM bounds b, chronology_entry e
        WHERE e.kind = ANY(ARRAY(SELECT DISTINCT split_part(i, ' ', 1) FROM unnest(p_incidents) i))
          AND e.kind || ' ' || e.role = ANY(p_incidents) AND NOT e.retracted
          AND e.occurred_on BETWEEN b.first_day AND b.last_day
        UNION
        SELECT p.id, p_as_of FROM people p, bounds b
        WHERE (p_asked ->> 'today')::boolean AND p_as_of BETWEEN b.first_day AND b.last_day
    )
    SELECT p.id, m.day FROM bounds b, met m JOIN people p ON p.id = m.person_id
    WHERE m.day >= p.born_on AND (p.died_on IS NULL OR p.died_on >= m.day)
      AND learning_age(p.born_on, m.day) BETWEEN b.low_age AND b.high_age; END
$$;
"""  # noqa: S608 -- put together from our own names only


def _step(asked: str, call: str) -> str:
    """Return the step that keeps whom a condition holds of, where the condition is asked at all."""
    return f"""
    IF {asked} THEN
        SELECT array_agg(k.id), array_agg(k.day) INTO ids, days FROM {call} k;
    END IF;"""  # noqa: S608 -- put together from our own names only


def _range(key: str, call: str) -> str:
    low, high = (f"(p_asked -> '{key}' ->> {place})::int" for place in (0, 1))
    return _step(f"p_asked ? '{key}'", f"learning_keep_{call}(ids, days, {low}, {high})")


def _each(key: str, call: str) -> str:
    """Return a loop over the conditions of one sort, each a list of kinds with the first and the last number."""
    return f"""
    FOR c IN SELECT * FROM jsonb_to_recordset(p_asked -> '{key}') AS x (kinds text[], low int, high int) LOOP
        SELECT array_agg(k.id), array_agg(k.day) INTO ids, days
        FROM learning_keep_{call}(ids, days, c.kinds, c.low, c.high) k;
    END LOOP;"""  # noqa: S608 -- put together from our own names only


COUNT = f"""
CREATE FUNCTION learning_count_alike(p_asked jsonb, p_as_of date) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    ids bigint[];
    days date[];
    c record;
BEGIN
    IF learning_ticket_staff() IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT array_agg(k.id), array_agg(k.day) INTO ids, days
    FROM learning_young(p_asked, p_as_of, ARRAY(SELECT jsonb_array_elements_text(p_asked -> 'incidents'))) k;
    {_step("p_asked ? 'town'", "learning_keep_town(ids, days, p_asked ->> 'town')")}
    {_step("p_asked ? 'weapon'", "learning_keep_armed(ids, days, ARRAY(SELECT jsonb_array_elements_text(p_asked -> 'weapon' -> 'codes')), p_asked -> 'weapon' ->> 'marks')")}
    FOR c IN SELECT ARRAY(SELECT jsonb_array_elements_text(s)) AS kinds FROM jsonb_array_elements(p_asked -> 'states') s
    LOOP
        SELECT array_agg(k.id), array_agg(k.day) INTO ids, days FROM learning_keep_stood(ids, days, c.kinds) k;
    END LOOP;
    {_step("p_asked ? 'care'", "learning_keep_care(ids, days, ARRAY(SELECT jsonb_array_elements_text(p_asked -> 'care')))")}
    {_range("siblings", "siblings")}
    {_each("firsts", "first")}
    {_each("counts", "times")}
    {_step("p_asked ? 'county_lines'", "learning_keep_lines(ids, days, (p_asked ->> 'county_lines')::boolean)")}
    {_range("attendance", "attendance")}
    RETURN (SELECT least(count(DISTINCT id), 1000) FROM unnest(ids) id);
END $$;
"""  # noqa: S608 -- put together from our own names only
_INNER = """learning_ticket_staff(), learning_age(date, date), learning_young(jsonb, date, text[]),
    learning_keep_times(bigint[], date[], text[], int, int), learning_keep_first(bigint[], date[], text[], int, int),
    learning_keep_stood(bigint[], date[], text[]), learning_keep_care(bigint[], date[], text[]),
    learning_keep_attendance(bigint[], date[], int, int), learning_keep_lines(bigint[], date[], boolean),
    learning_keep_armed(bigint[], date[], text[], text), learning_keep_town(bigint[], date[], text),
    learning_keep_siblings(bigint[], date[], int, int)"""
GRANTS = f"""
REVOKE EXECUTE ON FUNCTION learning_count_alike(jsonb, date), {_INNER} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION learning_count_alike(jsonb, date) TO kith_web;
"""
UNDO = f"DROP FUNCTION learning_count_alike(jsonb, date), {_INNER};"


class Migration(migrations.Migration):
    initial = True

    dependencies = [("audit", "0002_choosing_cases")]

    operations = [
        migrations.RunSQL("SET LOCAL check_function_bodies = off;", migrations.RunSQL.noop),
        migrations.RunSQL(TICKET + KEEP + YOUNG + COUNT + GRANTS, UNDO),
    ]
