"""Lets a data steward read what somebody should look at, logged like any look, and hand in what they decide."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kith.common.row_security import pipeline_only

# Who may be asked about: the policy's word on mending, and on opening the headlines of both people.
RULE = r"""
CREATE FUNCTION linking_may_review(p_staff bigint, p_person bigint) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT 'existence' = ANY(access_classes_of(p_staff, p_person, 'change'))
       AND 'headlines' = ANY(access_classes_of(p_staff, p_person, 'open'))
$$;
CREATE FUNCTION linking_may_mend(p_staff bigint) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT 'existence' = ANY(access_classes(p_staff, ARRAY['none'], 'change'))
$$;
"""

# The queue names nobody. First what people or numbers contradict, then twins and borrowed numbers, children before
# adults, and among equals what is nearest to the threshold, where the model knows least.
QUEUE = r"""
CREATE FUNCTION linking_review_queue(p_staff bigint, p_purpose text, p_most integer) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found jsonb;
BEGIN
    IF NOT linking_may_mend(p_staff) THEN
        PERFORM access_write_log(p_staff, NULL, p_purpose, 'open', 'linking.reviews', 'refused', NULL);
        RETURN NULL;
    END IF;
    WITH asked AS (
        SELECT i.id, i.kind, i.weight, i.found_at, x.name AS agency, y.name AS other,
               coalesce(f.is_child, true) OR coalesce(g.is_child, true) AS is_child,
               (SELECT r.state FROM linking_reviewanswer r WHERE r.item_id = i.id ORDER BY r.id DESC LIMIT 1) AS answer,
               m.person_id AS one, o.person_id AS two
        FROM linking_reviewitem i
        JOIN linking_membership m ON m.source_person_id = i.a_id AND m.ends_at IS NULL
        JOIN linking_membership o ON o.source_person_id = i.b_id AND o.ends_at IS NULL
        JOIN access_agency x ON x.id = m.agency_id JOIN access_agency y ON y.id = o.agency_id
        LEFT JOIN linking_profile f ON f.person_id = m.person_id
        LEFT JOIN linking_profile g ON g.person_id = o.person_id
        WHERE i.state = 'open' AND m.person_id <> o.person_id
    ), ordered AS (
        SELECT a.*, row_number() OVER (ORDER BY
            CASE a.kind WHEN 'judgement_conflict' THEN 0 WHEN 'id_conflict' THEN 1 WHEN 'added_by_hand' THEN 2
                WHEN 'id_alone' THEN 3 WHEN 'possible_twins' THEN 4 ELSE 5 END,
            NOT a.is_child, abs(a.weight - 8), a.found_at, a.id) AS place
        FROM asked a
    )
    SELECT jsonb_build_object(
        'counts', coalesce((SELECT jsonb_object_agg(c.kind, c.n) FROM
            (SELECT kind, count(*) AS n FROM asked GROUP BY kind) c), '{}'),
        'items', coalesce((SELECT jsonb_agg(jsonb_build_object('id', q.id, 'kind', q.kind, 'found_at', q.found_at,
            'agency', q.agency, 'other', q.other, 'is_child', q.is_child, 'answer', q.answer, 'place', q.place)
            ORDER BY q.place) FROM (SELECT * FROM ordered w WHERE linking_may_review(p_staff, w.one)
                AND linking_may_review(p_staff, w.two) ORDER BY w.place LIMIT p_most) q), '[]'),
        'decided', coalesce((SELECT jsonb_agg(jsonb_build_object('id', d.item_id, 'verdict', d.verdict, 'state', d.state,
            'at', d.asked_at, 'by', d.name) ORDER BY d.id DESC) FROM (
            SELECT r.*, s.name FROM linking_reviewanswer r JOIN access_staff s ON s.id = r.by_id
            WHERE r.state IN ('done', 'undone') ORDER BY r.id DESC LIMIT 20) d), '[]'))
    INTO found;
    PERFORM access_write_log(p_staff, NULL, p_purpose, 'open', 'linking.reviews', 'shown', NULL);
    RETURN found;
END $$;
"""

# One item: both people as every agency describes them, and whoever of their homes and families was born on one of
# their birthdays. A home that must stay secret is in no row of linking_address, and so is not told here.
ITEM = r"""
CREATE FUNCTION linking_review_side(p_person bigint, p_source bigint) RETURNS jsonb LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT jsonb_build_object(
        'public_id', p.public_id, 'name', btrim(coalesce(f.forename, '') || ' ' || coalesce(f.surname, '')),
        'born_on', f.born_on, 'is_child', coalesce(f.is_child, true), 'retired', p.retired_at IS NOT NULL,
        'records', (SELECT coalesce(jsonb_agg(jsonb_build_object(
            'agency', a.name, 'asked', m.source_person_id = p_source, 'forename', r.forename,
            'middle_names', r.middle_names, 'surname', r.surname, 'former_surname', r.former_surname,
            'known_as', r.known_as, 'born_on', r.born_on, 'sex', r.sex, 'nhs_number', r.nhs_number, 'upn', r.upn,
            'as_of', coalesce(r.as_of, s.received_at::date),
            'address', CASE WHEN r.address || r.postcode = '' THEN '' WHEN EXISTS (
                SELECT 1 FROM linking_address d WHERE d.person_id = p.id AND d.agency_id = r.agency_id
                AND (d.address, d.postcode) = (r.address, r.postcode))
                THEN concat_ws(', ', nullif(r.address, ''), nullif(r.town, ''), nullif(r.postcode, '')) END)
            ORDER BY m.source_person_id <> p_source, a.name, r.id), '[]')
            FROM linking_membership m JOIN feeds_personrecord r ON r.source_person_id = m.source_person_id
                AND r.is_current
            JOIN feeds_sourcefile s ON s.id = r.file_id JOIN access_agency a ON a.id = r.agency_id
            WHERE m.person_id = p.id AND m.ends_at IS NULL))
    FROM linking_person p LEFT JOIN linking_profile f ON f.person_id = p.id WHERE p.id = p_person
$$;

CREATE FUNCTION linking_review_near(p_staff bigint, p_people bigint[]) RETURNS TABLE (person_id bigint, says jsonb)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    WITH days AS (
        SELECT DISTINCT f.born_on FROM linking_profile f WHERE f.person_id = ANY(p_people) AND f.born_on IS NOT NULL
    ), near AS (
        SELECT o.person_id FROM linking_address h JOIN linking_address o
            ON linking_door(o.address, o.postcode) = linking_door(h.address, h.postcode)
        WHERE h.person_id = ANY(p_people) AND linking_door(h.address, h.postcode) <> ''
        UNION SELECT t.other_id FROM linking_tie t WHERE t.person_id = ANY(p_people)
        UNION SELECT t.person_id FROM linking_tie t WHERE t.other_id = ANY(p_people)
    )
    SELECT f.person_id, jsonb_build_object('public_id', p.public_id,
        'name', btrim(f.forename || ' ' || f.surname), 'born_on', f.born_on, 'sex', f.sex)
    FROM near n JOIN linking_profile f ON f.person_id = n.person_id JOIN linking_person p ON p.id = n.person_id
    WHERE NOT n.person_id = ANY(p_people) AND f.born_on IN (SELECT born_on FROM days) AND p.retired_at IS NULL
      AND 'headlines' = ANY(access_classes_of(p_staff, n.person_id, 'open'))
    ORDER BY f.born_on, f.sort_key LIMIT 20
$$;

CREATE FUNCTION linking_review_item(p_staff bigint, p_purpose text, p_item bigint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    item linking_reviewitem%ROWTYPE;
    people bigint[];
    near bigint[];
    beside jsonb;
BEGIN
    SELECT * INTO item FROM linking_reviewitem WHERE id = p_item;
    SELECT array_agg(DISTINCT m.person_id) INTO people FROM linking_membership m
    WHERE m.source_person_id IN (item.a_id, item.b_id) AND m.ends_at IS NULL;
    IF people IS NULL OR NOT (SELECT bool_and(linking_may_review(p_staff, one)) FROM unnest(people) AS u (one)) THEN
        PERFORM access_write_log(p_staff, people, p_purpose, 'open', 'linking.review', 'refused', NULL);
        RETURN NULL;
    END IF;
    SELECT array_agg(n.person_id), coalesce(jsonb_agg(n.says), '[]') INTO near, beside
    FROM linking_review_near(p_staff, people) n;
    PERFORM access_write_log(p_staff, people, p_purpose, 'open', 'linking.review', 'shown', NULL);
    IF cardinality(near) > 0 THEN
        PERFORM access_write_log(p_staff, near, p_purpose, 'open', 'linking.review.family', 'shown', NULL);
    END IF;
    RETURN jsonb_build_object(
        'id', item.id, 'kind', item.kind, 'weight', item.weight, 'state', item.state, 'found_at', item.found_at,
        'sides', (SELECT jsonb_agg(linking_review_side(m.person_id, m.source_person_id) ORDER BY m.source_person_id)
            FROM linking_membership m WHERE m.source_person_id IN (item.a_id, item.b_id) AND m.ends_at IS NULL),
        'one', cardinality(people) = 1,
        'evidence', (SELECT jsonb_build_object('weight', e.weight, 'parts', e.parts) FROM linking_edge e
            WHERE e.a_id = item.a_id AND e.b_id = item.b_id),
        'beside', beside,
        'judgements', (SELECT coalesce(jsonb_agg(jsonb_build_object('verdict', j.verdict, 'why', j.why, 'at', j.at,
            'by', s.name, 'withdrawn_at', j.withdrawn_at) ORDER BY j.id DESC), '[]') FROM linking_judgement j
            LEFT JOIN access_staff s ON s.id = j.by_id WHERE j.a_id = item.a_id AND j.b_id = item.b_id),
        'answers', (SELECT coalesce(jsonb_agg(jsonb_build_object('verdict', r.verdict, 'why', r.why, 'at', r.asked_at,
            'by', s.name, 'state', r.state, 'effects', r.effects, 'says', r.says) ORDER BY r.id DESC), '[]')
            FROM linking_reviewanswer r JOIN access_staff s ON s.id = r.by_id WHERE r.item_id = item.id));
END $$;
"""

# The web role writes an answer, or the next step of the last one, and reads nothing back; the worker does the rest.
ANSWER = r"""
CREATE FUNCTION linking_answer_review(p_item bigint, p_verdict text, p_why text, p_staff bigint, p_at timestamptz)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    made bigint;
BEGIN
    PERFORM 1 FROM linking_reviewitem i WHERE i.id = p_item AND i.state = 'open' FOR UPDATE;
    IF NOT FOUND OR NOT linking_reviewable(p_staff, p_item) OR EXISTS (SELECT 1 FROM linking_reviewanswer r
        WHERE r.item_id = p_item AND r.state IN ('asked', 'to_confirm', 'confirmed', 'undoing')) THEN
        RETURN NULL;
    END IF;
    INSERT INTO linking_reviewanswer (item_id, verdict, why, by_id, asked_at, state, effects, says)
    VALUES (p_item, p_verdict, p_why, p_staff, p_at, 'asked', '[]', '') RETURNING id INTO made;
    RETURN made;
END $$;

CREATE FUNCTION linking_move_answer(p_item bigint, p_from text, p_to text, p_why text, p_staff bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    moved bigint;
BEGIN
    IF NOT linking_reviewable(p_staff, p_item)
       OR (p_from, p_to) NOT IN (('to_confirm', 'confirmed'), ('to_confirm', 'dropped'), ('done', 'undoing')) THEN
        RETURN NULL;
    END IF;
    UPDATE linking_reviewanswer r SET state = p_to, moved_by_id = p_staff,
        moved_why = CASE WHEN p_to = 'undoing' THEN p_why ELSE r.moved_why END
    WHERE r.id = (SELECT max(id) FROM linking_reviewanswer WHERE item_id = p_item) AND r.state = p_from
    RETURNING id INTO moved;
    RETURN moved;
END $$;

CREATE FUNCTION linking_reviewable(p_staff bigint, p_item bigint) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(bool_and(linking_may_review(p_staff, m.person_id)), false)
    FROM linking_reviewitem i JOIN linking_membership m
        ON m.source_person_id IN (i.a_id, i.b_id) AND m.ends_at IS NULL WHERE i.id = p_item
$$;
"""
SIGNATURES = {
    "linking_may_review": "bigint, bigint",
    "linking_may_mend": "bigint",
    "linking_review_queue": "bigint, text, integer",
    "linking_review_side": "bigint, bigint",
    "linking_review_near": "bigint, bigint[]",
    "linking_review_item": "bigint, text, bigint",
    "linking_answer_review": "bigint, text, text, bigint, timestamptz",
    "linking_move_answer": "bigint, text, text, text, bigint",
    "linking_reviewable": "bigint, bigint",
}
_CLOSED = ", ".join(f"{name}({values})" for name, values in SIGNATURES.items())
RIGHTS = f"""
REVOKE ALL ON FUNCTION {_CLOSED} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION linking_review_queue(bigint, text, integer), linking_review_item(bigint, text, bigint)
    TO kith_log;
GRANT EXECUTE ON FUNCTION linking_answer_review(bigint, text, text, bigint, timestamptz),
    linking_move_answer(bigint, text, text, text, bigint) TO kith_web;
"""


class Migration(migrations.Migration):
    """The table of answers is closed to the web role; two functions write it."""

    dependencies = [
        ("linking", "0005_shield_at_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="ReviewAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verdict", models.CharField(max_length=10)),
                ("why", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("state", models.CharField(default="asked", max_length=10)),
                ("effects", models.JSONField(default=list)),
                ("says", models.TextField(blank=True)),
                ("moved_why", models.TextField(blank=True, default="", db_default="")),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("moved_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("item", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="linking.reviewitem")),
                ("decision", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="linking.decision")),
                ("judgement", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="linking.judgement")),
            ],
        ),
        migrations.RunSQL(pipeline_only("linking_reviewanswer"), migrations.RunSQL.noop),
        migrations.RunSQL("SET LOCAL check_function_bodies = off", migrations.RunSQL.noop),
        migrations.RunSQL(RULE + QUEUE + ITEM + ANSWER + RIGHTS, f"DROP FUNCTION {_CLOSED};"),
    ]
