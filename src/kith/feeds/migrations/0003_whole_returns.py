"""Keeps of each file its encoding and its period, how many earlier rows it ended, and which file mended a held row."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns of files and held rows; nothing that is there changes its meaning."""

    dependencies = [("feeds", "0002_by_hand")]
    operations = [
        migrations.AddField("sourcefile", "encoding", models.CharField(default="utf-8", max_length=20)),
        migrations.AddField("sourcefile", "period", models.CharField(default="", max_length=20)),
        migrations.AddField("sourcefile", "part", models.CharField(default="", max_length=60)),
        migrations.AddField("sourcefile", "ended", models.BigIntegerField(default=0)),
        migrations.AddField(
            "heldrow",
            "mended_by",
            models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+",
                to="feeds.sourcefile",
            ),
        ),
    ]  # fmt: skip
