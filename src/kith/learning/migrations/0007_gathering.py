"""Lets one briefing tell several cases, each with its person's own row; a second person has all compared or none.

Whoever opens a draft at one of its people is told by a function whom else it is about, so that one look is logged at
all of them before anything of it is shown.
"""

import django.db.models.deletion
from django.db import migrations, models


TOLD_WITH = r"""
CREATE FUNCTION learning_told_with(p_person bigint, p_review uuid) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN learning_ticket_holder(ARRAY['auditor']) IS NOT NULL AND p_person = ANY(visible_people('care'))
                THEN coalesce((SELECT array_agg(DISTINCT p.public_id) FROM learning_casereview own
                               JOIN learning_casereview r ON r.briefing_id = own.briefing_id
                               JOIN linking_person p ON p.id = r.person_id
                               WHERE own.public_id = p_review AND own.person_id = p_person), '{}') END
$$;
REVOKE EXECUTE ON FUNCTION learning_told_with(bigint, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION learning_told_with(bigint, uuid) TO kith_web;
"""
# Now a list, the first case first; nothing where one of its people is kept away from the reader, or is linked no more.
APPROVING = """
CREATE OR REPLACE FUNCTION learning_record_for_approval(p_briefing bigint) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN count(*) = b.gathers AND NOT bool_or('blocked' = ANY(access_states(h.staff, r.person_id)))
                THEN jsonb_agg(jsonb_build_object('person', r.person_id, 'key', r.key,
                                                  'record', learning_record_of(r.person_id)) ORDER BY r.id) END
    FROM learning_briefing b JOIN learning_casereview r ON r.briefing_id = b.id
    CROSS JOIN LATERAL (SELECT learning_ticket_holder(ARRAY['auditor', 'panel_chair', 'ig_lead']) AS staff) h
    WHERE b.id = p_briefing AND b.state = 'checked' AND h.staff <> b.writer_id AND NOT h.staff = ANY(b.hands)
    GROUP BY b.id, b.gathers
$$;
"""
BEFORE = """
CREATE OR REPLACE FUNCTION learning_record_for_approval(p_briefing bigint) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT jsonb_build_object('person', r.person_id, 'key', r.key, 'record', learning_record_of(r.person_id))
    FROM learning_briefing b JOIN learning_casereview r ON r.briefing_id = b.id
    CROSS JOIN LATERAL (SELECT learning_ticket_holder(ARRAY['auditor', 'panel_chair', 'ig_lead']) AS staff) h
    WHERE b.id = p_briefing AND b.state = 'checked' AND h.staff <> b.writer_id AND NOT h.staff = ANY(b.hands)
      AND NOT 'blocked' = ANY(access_states(h.staff, r.person_id))
$$;
"""


class Migration(migrations.Migration):
    """Several cases of one briefing, and the functions that know them."""


    dependencies = [
        ('learning', '0006_texts_beside'),
    ]

    operations = [
        migrations.AddField(
            model_name='briefing',
            name='cases',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='briefing',
            name='gathers',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='briefingmessage',
            name='cases',
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name='casereview',
            name='briefing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='learning.briefing'),
        ),
        migrations.RunSQL("SET LOCAL check_function_bodies = off;", migrations.RunSQL.noop),
        migrations.RunSQL(TOLD_WITH, "DROP FUNCTION learning_told_with(bigint, uuid);"),
        migrations.RunSQL(APPROVING, BEFORE),
    ]
