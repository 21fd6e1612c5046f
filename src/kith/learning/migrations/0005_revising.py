"""Keeps every version that went to the public site beside who approved it, and who had a hand in a draft.

Whoever had a hand in one does not read its record as a second person either: the writer was kept from it alone before.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

KEEP = """
UPDATE learning_briefing SET hands = ARRAY[writer_id];
UPDATE learning_briefingmessage m SET round = b.round, title = b.title, words = b.words, settled = b.settled,
    facts = b.facts, k = b.k
FROM learning_briefing b WHERE b.id = m.briefing_id AND m.verb <> 'withdraw' AND m.fingerprint = b.fingerprint;
"""
APPROVING = """
CREATE OR REPLACE FUNCTION learning_record_for_approval(p_briefing bigint) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT jsonb_build_object('person', r.person_id, 'key', r.key, 'record', learning_record_of(r.person_id))
    FROM learning_briefing b JOIN learning_casereview r ON r.briefing_id = b.id
    CROSS JOIN LATERAL (SELECT learning_ticket_holder(ARRAY['auditor', 'panel_chair', 'ig_lead']) AS staff) h
    WHERE b.id = p_briefing AND b.state = 'checked' AND h.staff <> b.writer_id{hands}
      AND NOT 'blocked' = ANY(access_states(h.staff, r.person_id))
$$;
"""
HANDS = " AND NOT h.staff = ANY(b.hands)"


class Migration(migrations.Migration):
    """The versions, and the hands."""

    dependencies = [
        ('learning', '0004_linked_records'),
    ]

    operations = [
        migrations.AddField(
            model_name='briefing',
            name='hands',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None),
        ),
        migrations.AddField(
            model_name='briefingmessage',
            name='facts',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='briefingmessage',
            name='k',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='briefingmessage',
            name='round',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='briefingmessage',
            name='settled',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='briefingmessage',
            name='title',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='briefingmessage',
            name='words',
            field=models.JSONField(default=dict),
        ),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        migrations.RunSQL("SET LOCAL check_function_bodies = off;", migrations.RunSQL.noop),
        migrations.RunSQL(APPROVING.replace("{hands}", HANDS), APPROVING.replace("{hands}", "")),
    ]
