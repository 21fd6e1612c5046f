"""Keeps who should read a decision or an agenda, and when they did; none of it names a child."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from kith.common.row_security import grant

WHO_SEES_WHAT = grant("panel_decisionreading", web="SELECT, INSERT, UPDATE")
# Which agendas somebody has not read, and how many children on them are new to them: numbers, no name.
AGENDAS = """
CREATE FUNCTION panel_agendas_to_read(p_staff bigint) RETURNS TABLE (meeting uuid, begins_at timestamptz, items bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.public_id, m.begins_at, count(i.id)
    FROM panel_seat s JOIN panel_meeting m ON m.id = s.meeting_id
    JOIN panel_item i ON i.meeting_id = m.id AND (s.agenda_read_at IS NULL OR i.listed_at > s.agenda_read_at)
    WHERE s.staff_id = p_staff AND m.state = 'planned'
    GROUP BY m.id ORDER BY m.begins_at
$$;
REVOKE EXECUTE ON FUNCTION panel_agendas_to_read(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION panel_agendas_to_read(bigint) TO kith_web, kith_worker;
"""
# The random number of the child whom a decision is about, for whoever was asked to read it; the look that follows is
# what decides whether they may, and is logged.
DOOR = """
CREATE FUNCTION panel_person_of_reading(p_staff bigint, p_reading uuid) RETURNS uuid LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p.public_id FROM panel_decisionreading r JOIN panel_item i ON i.id = r.item_id
    JOIN linking_person p ON p.id = i.person_id WHERE r.public_id = p_reading AND r.staff_id = p_staff
$$;
REVOKE EXECUTE ON FUNCTION panel_person_of_reading(bigint, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION panel_person_of_reading(bigint, uuid) TO kith_log;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('linking', '0009_count_reviews'),
        ('panel', '0003_not_for_the_panel_now'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='seat',
            name='agenda_read_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='DecisionReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('asked_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='panel.item')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('read_at__isnull', True)), fields=['staff'], name='panel_reading_unread')],
                'constraints': [models.UniqueConstraint(fields=('item', 'staff'), name='panel_reading_once')],
            },
        ),
        migrations.RunSQL(
            WHO_SEES_WHAT + AGENDAS + DOOR,
            "DROP FUNCTION panel_agendas_to_read(bigint); DROP FUNCTION panel_person_of_reading(bigint, uuid)",
        ),
    ]
