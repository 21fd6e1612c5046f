"""Makes the table of what the public site tells of its events; nobody is in it."""

import django.contrib.postgres.fields
from django.db import migrations, models

from kith.common.row_security import grant


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0004_own_questions'),
    ]

    operations = [
        migrations.CreateModel(
            name='LearnedFromEvents',
            fields=[
                ('item', models.UUIDField(primary_key=True, serialize=False)),
                ('series', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('booked', models.PositiveIntegerField(null=True)),
                ('came', models.PositiveIntegerField(null=True)),
                ('evaluated', models.PositiveIntegerField(null=True)),
                ('more_confident', models.PositiveIntegerField(null=True)),
                ('answered_later', models.PositiveIntegerField(null=True)),
                ('changed', models.PositiveIntegerField(null=True)),
                ('counted_at', models.DateTimeField()),
                ('fetched_at', models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(grant("audit_learnedfromevents", web="SELECT"), migrations.RunSQL.noop),
    ]
