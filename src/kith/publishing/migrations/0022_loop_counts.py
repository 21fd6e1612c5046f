from django.db import migrations, models

# The casework worker reads what came of events, to show it beside the findings that they answer; it changes nothing.
READS = "GRANT SELECT ON publishing_loopcount TO kith_worker;"


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0021_circulation_rights'),
    ]

    operations = [
        migrations.CreateModel(
            name='LoopCount',
            fields=[
                ('item', models.UUIDField(primary_key=True, serialize=False)),
                ('series', models.JSONField(default=list)),
                ('booked', models.PositiveIntegerField(null=True)),
                ('came', models.PositiveIntegerField(null=True)),
                ('evaluated', models.PositiveIntegerField(null=True)),
                ('more_confident', models.PositiveIntegerField(null=True)),
                ('answered_later', models.PositiveIntegerField(null=True)),
                ('changed', models.PositiveIntegerField(null=True)),
                ('counted_at', models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(READS, migrations.RunSQL.noop),
    ]
