"""Remembers who was purged, by a keyed hash alone, and which files' parts of the workbench must be written again."""

import django.db.models.deletion
from django.db import migrations, models

from kith.common.row_security import pipeline_only


class Migration(migrations.Migration):
    """The web role reads neither."""

    dependencies = [("feeds", "0003_whole_returns"), ("access", "0004_adding_people")]
    operations = [
        migrations.AddField("sourcefile", "parts_stale_at", models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="PurgedPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.CharField(max_length=64)),
                ("purged_on", models.DateField()),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.agency"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["agency", "mark"], name="purgedperson_once")],
            },
        ),
        migrations.RunSQL(pipeline_only("feeds_purgedperson"), migrations.RunSQL.noop),
    ]
