"""Makes the one function that reads the keys of search, and logs before it answers."""

from django.db import migrations

# Every lookup is an equality on (kind, key), cut at a thousand people: a key that leads to more tells nobody apart.
# Who is hidden is taken out before anything is counted, cut or ranked, so that they leave no gap behind.
# The retired lose their keys with the next refresh; until then the last step leaves them out.
# Kinds with the same tens are one fact: only the best key of a fact counts. Under 7 nothing is worth showing, nor is
# what has less than half of the best.
SEARCH = r"""
CREATE FUNCTION search_people(p_staff bigint, p_purpose text, p_kinds smallint[], p_keys text[], p_weights integer[],
                              p_query jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    instant timestamptz := clock_timestamp();
    hidden bigint[];
    found bigint[];
    answer jsonb;
BEGIN
    IF NOT 'existence' = ANY(access_classes(p_staff, ARRAY['none'], 'find')) THEN
        PERFORM access_write_log(p_staff, NULL, p_purpose, 'find', 'linking.search', 'refused', p_query);
        RETURN '[]';
    END IF;
    SELECT coalesce(array_agg(person_id), '{}') INTO hidden FROM (
        SELECT s.person_id FROM access_shield s
        WHERE s.begins_at <= instant AND (s.ends_at IS NULL OR s.ends_at > instant)
        UNION SELECT b.person_id FROM access_block b
        WHERE b.staff_id = p_staff AND b.begins_at <= instant AND (b.ends_at IS NULL OR b.ends_at > instant)) h;
    WITH asked AS MATERIALIZED (
        SELECT * FROM unnest(p_kinds, p_keys, p_weights) AS a (kind, key, weight)
    ), facts AS (
        SELECT met.person_id, a.kind / 10 AS fact, max(a.weight) AS weight
        FROM asked a CROSS JOIN LATERAL (
            SELECT k.person_id FROM linking_searchkey k
            WHERE k.kind = a.kind AND k.key = a.key AND k.person_id <> ALL(hidden) LIMIT 1000
        ) met
        GROUP BY met.person_id, a.kind / 10
    ), sums AS (
        SELECT f.person_id, sum(f.weight) AS total FROM facts f GROUP BY f.person_id HAVING sum(f.weight) >= 7
    ), likely AS (
        SELECT s.*, rank() OVER (ORDER BY s.total DESC) AS place, max(s.total) OVER () AS best FROM sums s
    ), shown AS (
        SELECT l.person_id, l.total, p.public_id, r.forename, r.surname, r.known_as, r.born_on, r.is_child,
               row_number() OVER (ORDER BY l.total DESC, r.sort_key, r.born_on, p.public_id) AS place
        FROM likely l JOIN linking_person p ON p.id = l.person_id JOIN linking_profile r ON r.person_id = l.person_id
        WHERE l.place <= 20 AND l.total * 2 >= l.best AND p.retired_at IS NULL
        ORDER BY place LIMIT 20
    )
    SELECT coalesce(array_agg(s.person_id ORDER BY s.place), '{}'),
           coalesce(jsonb_agg(jsonb_build_object(
               'public_id', s.public_id,
               'name', concat_ws(' ', nullif(s.forename, ''), nullif(s.surname, ''),
                                 '(known as ' || nullif(s.known_as, '') || ')'),
               'born_on', s.born_on, 'is_child', s.is_child, 'sum', s.total,
               'agencies', (SELECT coalesce(jsonb_agg(name ORDER BY name), '[]') FROM (
                   SELECT DISTINCT CASE a.code WHEN 'kith' THEN 'added by hand' ELSE a.name END AS name
                   FROM linking_membership m JOIN access_agency a ON a.id = m.agency_id
                   WHERE m.person_id = s.person_id AND m.ends_at IS NULL) n)
           ) ORDER BY s.place), '[]')
      INTO found, answer FROM shown s;
    PERFORM access_write_log(p_staff, found, p_purpose, 'find', 'linking.search', 'shown', p_query);
    RETURN answer;
END $$;
REVOKE ALL ON FUNCTION search_people(bigint, text, smallint[], text[], integer[], jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_people(bigint, text, smallint[], text[], integer[], jsonb) TO kith_log;
"""
UNDO = "DROP FUNCTION search_people(bigint, text, smallint[], text[], integer[], jsonb);"


class Migration(migrations.Migration):
    """The search runs on the log connection, which writes the log row in the same statement."""

    dependencies = [("linking", "0002_guards")]
    operations = [migrations.RunSQL(SEARCH, UNDO)]
