"""Lets a search put first, of people who match about as well, those whom the searcher is likeliest to mean."""

from django.db import migrations

# As in 0003, but for what is said below of the order. It speaks only to the searcher, of people whom the answer names
# anyway with the agencies that know them; who may be found at all is decided before anything is ranked.
SEARCH = r"""
CREATE OR REPLACE FUNCTION search_people(p_staff bigint, p_purpose text, p_kinds smallint[], p_keys text[],
                                         p_weights integer[], p_query jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    instant timestamptz := clock_timestamp();
    hidden bigint[];
    own bigint[];
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
    [own]WITH asked AS MATERIALIZED (
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
    ), [ranked]
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
"""
OWN = """SELECT coalesce(array_agg(DISTINCT r.person_id), '{}') INTO own FROM access_relations(p_staff) r
    WHERE r.begins_at <= instant AND r.ends_at > instant;
    """
# Less than one slip of the pen makes: 3 for the searcher's own people, else 1 for people of their agency; 1 for a
# child; 2 where a birthday was typed and the record knows none, which is nearer than knowing another.
OWN_FIRST = """likely AS (
        SELECT s.*, max(s.total) OVER () AS best FROM sums s
        ORDER BY s.total + CASE WHEN s.person_id = ANY(own) THEN 3 ELSE 0 END DESC, s.person_id LIMIT 300
    ), weighed AS (
        SELECT l.person_id, l.total, p.public_id, r.forename, r.surname, r.known_as, r.born_on, r.is_child, r.sort_key,
               l.total + CASE WHEN r.is_child THEN 1 ELSE 0 END
               + CASE WHEN r.born_on IS NULL AND p_query ? 'born_on' THEN 2 ELSE 0 END
               + CASE WHEN l.person_id = ANY(own) THEN 3
                      WHEN EXISTS (SELECT 1 FROM linking_membership m JOIN access_staff s ON s.agency_id = m.agency_id
                                   WHERE s.id = p_staff AND m.person_id = l.person_id AND m.ends_at IS NULL) THEN 1
                      ELSE 0 END AS likelihood
        FROM likely l JOIN linking_person p ON p.id = l.person_id JOIN linking_profile r ON r.person_id = l.person_id
        WHERE l.total * 2 >= l.best AND p.retired_at IS NULL
    ), shown AS (
        SELECT w.*, row_number() OVER (ORDER BY w.likelihood DESC, w.sort_key, w.born_on, w.public_id) AS place
        FROM weighed w ORDER BY place LIMIT 20
    )"""
BEFORE = """likely AS (
        SELECT s.*, rank() OVER (ORDER BY s.total DESC) AS place, max(s.total) OVER () AS best FROM sums s
    ), shown AS (
        SELECT l.person_id, l.total, p.public_id, r.forename, r.surname, r.known_as, r.born_on, r.is_child,
               row_number() OVER (ORDER BY l.total DESC, r.sort_key, r.born_on, p.public_id) AS place
        FROM likely l JOIN linking_person p ON p.id = l.person_id JOIN linking_profile r ON r.person_id = l.person_id
        WHERE l.place <= 20 AND l.total * 2 >= l.best AND p.retired_at IS NULL
        ORDER BY place LIMIT 20
    )"""


def _search(own: str, ranked: str) -> str:
    return SEARCH.replace("[own]", own).replace("[ranked]", ranked)


class Migration(migrations.Migration):
    """The keys of a door and of a street are made by the next run; until then a search finds by the others."""

    dependencies = [("linking", "0009_count_reviews")]
    operations = [migrations.RunSQL(_search(OWN, OWN_FIRST), _search("", BEFORE))]
