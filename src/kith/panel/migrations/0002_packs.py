"""Makes the tables of packs: what is asked for is open, what is in it only to its agency's own people."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from kith.common.row_security import grant, supplier_policy


WHO_SEES_WHAT = "\n".join(
    [grant("panel_pack", web="SELECT, INSERT, UPDATE"), supplier_policy("panel_packfile", web="SELECT")]
)

# A reader is told that their copy does not hold everybody: a number, no name.
COUNT = """
CREATE FUNCTION panel_count_items(p_meeting bigint) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT count(*) FROM panel_item WHERE meeting_id = p_meeting
$$;
REVOKE EXECUTE ON FUNCTION panel_count_items(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION panel_count_items(bigint) TO kith_web, kith_worker;
"""


class Migration(migrations.Migration):
    """A pack's pages hold children; they lie in a table of their own."""

    dependencies = [
        ('access', '0005_county_in_one_join'),
        ('panel', '0001_panel'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Pack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('copy', models.PositiveSmallIntegerField()),
                ('state', models.CharField(default='asked', max_length=10)),
                ('children', models.PositiveSmallIntegerField(default=0)),
                ('asked_at', models.DateTimeField()),
                ('ready_at', models.DateTimeField(null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='packs', to='panel.meeting')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('copy',),
            },
        ),
        migrations.CreateModel(
            name='PackFile',
            fields=[
                ('pack', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='file', serialize=False, to='panel.pack')),
                ('content', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency')),
            ],
        ),
        migrations.AddConstraint(
            model_name='pack',
            constraint=models.UniqueConstraint(fields=('meeting', 'copy'), name='panel_pack_copy_once'),
        ),
        migrations.RunSQL(WHO_SEES_WHAT),
        migrations.RunSQL(COUNT),
    ]
