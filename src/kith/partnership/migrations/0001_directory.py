"""Makes the tables of the directory; none of them names a child, so plain grants are enough."""

import django.db.models.deletion
import django.db.models.expressions
import uuid
from django.conf import settings
from django.db import migrations, models

from kith.common.row_security import grant

_CHANGE = "SELECT, INSERT, UPDATE"
WHO_SEES_WHAT = "\n".join(
    [
        grant("partnership_organisation", web="SELECT, UPDATE"),
        grant("partnership_service", web=_CHANGE),
        grant("partnership_servicechange", web="SELECT, INSERT"),
        grant("partnership_servicearea", web=f"{_CHANGE}, DELETE"),
        grant("partnership_schedule", web="SELECT"),
        grant("partnership_location", web="SELECT"),
        grant("partnership_serviceatlocation", web="SELECT"),
        grant("partnership_taxonomy", web="SELECT, INSERT"),
        grant("partnership_taxonomyterm", web="SELECT, INSERT"),
        grant("partnership_serviceterm", web=f"{_CHANGE}, DELETE"),
        grant("partnership_capacity", web="SELECT, INSERT"),
        grant("partnership_directoryfile"),
    ]
)


class Migration(migrations.Migration):
    """Services, where they are, what they meet, how they stand."""

    initial = True

    dependencies = [
        ('access', '0005_county_in_one_join'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Location',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('more', models.JSONField(default=dict)),
                ('name', models.TextField(blank=True)),
                ('description', models.TextField(blank=True)),
                ('postcode', models.TextField(blank=True, db_index=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Taxonomy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('more', models.JSONField(default=dict)),
                ('name', models.TextField()),
                ('description', models.TextField(blank=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DirectoryFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64)),
                ('total', models.PositiveIntegerField()),
                ('kept', models.PositiveIntegerField()),
                ('held', models.PositiveIntegerField()),
                ('reasons', models.JSONField(default=list)),
                ('read_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('total', django.db.models.expressions.CombinedExpression(models.F('kept'), '+', models.F('held')))), name='partnership_nothing_lost')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('more', models.JSONField(default=dict)),
                ('name', models.TextField()),
                ('description', models.TextField(blank=True)),
                ('website', models.TextField(blank=True)),
                ('email', models.TextField(blank=True)),
                ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency')),
            ],
            options={
                'ordering': ('name', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('more', models.JSONField(default=dict)),
                ('name', models.TextField()),
                ('description', models.TextField(blank=True)),
                ('status', models.CharField(choices=[('active', 'active'), ('temporarily closed', 'temporarily closed'), ('inactive', 'inactive'), ('defunct', 'defunct')], max_length=20)),
                ('url', models.TextField(blank=True)),
                ('email', models.TextField(blank=True)),
                ('phone', models.TextField(blank=True)),
                ('fees', models.TextField(blank=True)),
                ('eligibility', models.TextField(blank=True)),
                ('minimum_age', models.FloatField(null=True)),
                ('maximum_age', models.FloatField(null=True)),
                ('closed_on', models.DateField(null=True)),
                ('closed_because', models.TextField(blank=True)),
                ('edited_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='partnership.organisation')),
            ],
            options={
                'ordering': ('name', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Schedule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField()),
                ('place', models.PositiveIntegerField()),
                ('more', models.JSONField(default=dict)),
                ('byday', models.TextField(blank=True)),
                ('opens_at', models.TextField(blank=True)),
                ('closes_at', models.TextField(blank=True)),
                ('description', models.TextField(blank=True)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='schedules', to='partnership.service')),
            ],
            options={
                'ordering': ('place', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Capacity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('places', models.PositiveIntegerField()),
                ('taken', models.PositiveIntegerField()),
                ('weeks_to_wait', models.PositiveIntegerField(null=True)),
                ('told_on', models.DateField()),
                ('told_by', models.CharField(max_length=120)),
                ('noted_at', models.DateTimeField()),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='capacities', to='partnership.service')),
            ],
            options={
                'ordering': ('-told_on', '-id'),
            },
        ),
        migrations.CreateModel(
            name='ServiceArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField()),
                ('place', models.PositiveIntegerField()),
                ('more', models.JSONField(default=dict)),
                ('name', models.TextField(blank=True)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='areas', to='partnership.service')),
            ],
            options={
                'ordering': ('place', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ServiceAtLocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField()),
                ('place', models.PositiveIntegerField()),
                ('more', models.JSONField(default=dict)),
                ('location', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.location')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='at_locations', to='partnership.service')),
            ],
            options={
                'ordering': ('place', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ServiceChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('before', models.JSONField()),
                ('after', models.JSONField()),
                ('because', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='partnership.service')),
            ],
        ),
        migrations.CreateModel(
            name='TaxonomyTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('more', models.JSONField(default=dict)),
                ('name', models.TextField()),
                ('description', models.TextField(blank=True)),
                ('taxonomy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='partnership.taxonomy')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ServiceTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField()),
                ('place', models.PositiveIntegerField()),
                ('more', models.JSONField(default=dict)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='partnership.service')),
                ('term', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.taxonomyterm')),
            ],
            options={
                'ordering': ('place', 'id'),
            },
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['active', 'temporarily closed', 'inactive', 'defunct'])), name='partnership_service_status'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), models.Q(models.Q(('status', 'active'), _negated=True), models.Q(('closed_because', ''), _negated=True)), _connector='OR'), name='partnership_service_closed_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='schedule',
            constraint=models.UniqueConstraint(fields=('service', 'ref'), name='partnership_schedule_once'),
        ),
        migrations.AddConstraint(
            model_name='servicearea',
            constraint=models.UniqueConstraint(fields=('service', 'ref'), name='partnership_area_once'),
        ),
        migrations.AddConstraint(
            model_name='serviceatlocation',
            constraint=models.UniqueConstraint(fields=('ref',), name='partnership_at_location_once'),
        ),
        migrations.AddConstraint(
            model_name='servicechange',
            constraint=models.UniqueConstraint(fields=('service', 'version'), name='partnership_change_once'),
        ),
        migrations.AddConstraint(
            model_name='serviceterm',
            constraint=models.UniqueConstraint(fields=('service', 'ref'), name='partnership_term_once'),
        ),
        migrations.RunSQL(WHO_SEES_WHAT),
    ]
