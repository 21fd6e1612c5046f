"""Makes the tables of the list, each row about a child closed to everybody whom the ticket does not show."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kith.common.row_security import grant, person_policy

WHO_SEES_WHAT = "\n".join(
    [
        grant("priority_policy", web="SELECT"),
        grant("priority_run", web="SELECT"),
        person_policy("priority_standing", data_class="headlines"),
        person_policy("priority_contribution", data_class="headlines"),
        person_policy("priority_correction", data_class="headlines", web="SELECT, INSERT"),
    ]
)


class Migration(migrations.Migration):
    """Everything about a child is at the class of headlines; policies and runs name nobody."""

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('access', '0002_looks_and_tickets'),
    ]

    operations = [
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('version', models.CharField(max_length=20)),
                ('effective_on', models.DateField()),
                ('text', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('policy_version', models.CharField(max_length=20)),
                ('policy_digest', models.CharField(max_length=64)),
                ('as_of', models.DateField()),
                ('known_until', models.DateTimeField()),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('people', models.PositiveIntegerField(default=0)),
                ('listed', models.PositiveIntegerField(default=0)),
                ('digest', models.CharField(default='', max_length=64)),
                ('refused', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=4), default=list, size=None)),
            ],
            options={
                'indexes': [models.Index(fields=['as_of', 'finished_at'], name='priority_run_by_day')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('what', models.CharField(max_length=20)),
                ('indicator', models.CharField(blank=True, max_length=4)),
                ('says', models.TextField()),
                ('asked_at', models.DateTimeField()),
                ('state', models.CharField(default='asked', max_length=12)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='priority.run')),
            ],
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('indicator', models.CharField(max_length=4)),
                ('theme', models.CharField(max_length=12)),
                ('sector', models.CharField(max_length=16)),
                ('milli_points', models.IntegerField()),
                ('entry_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('data_class', models.CharField(max_length=12)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contributions', to='priority.run')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('run', 'person_id', 'indicator'), name='priority_contribution_once')],
            },
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('lane', models.CharField(max_length=12, null=True)),
                ('place', models.PositiveIntegerField(null=True)),
                ('points', models.IntegerField()),
                ('low', models.IntegerField()),
                ('high', models.IntegerField()),
                ('breadth', models.SmallIntegerField()),
                ('rise', models.IntegerField()),
                ('grip', models.CharField(max_length=8)),
                ('card', models.JSONField(default=dict)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standings', to='priority.run')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('lane__isnull', False)), fields=['run', 'lane'], name='priority_standing_listed')],
                'constraints': [models.UniqueConstraint(fields=('run', 'person_id'), name='priority_standing_once')],
            },
        ),
        migrations.RunSQL(WHO_SEES_WHAT),
    ]
