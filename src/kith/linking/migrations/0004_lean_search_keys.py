"""Keeps the keys of search in one index that answers alone: a county has millions, all made from the profiles."""

import django.db.models.deletion
from django.db import migrations, models

from kith.common.row_security import pipeline_only


class Migration(migrations.Migration):
    """The keys are made again by the next run; the function finds the new table by its name."""

    dependencies = [("linking", "0003_search")]
    operations = [
        migrations.DeleteModel("SearchKey"),
        migrations.CreateModel(
            name="SearchKey",
            fields=[
                ("pk", models.CompositePrimaryKey("kind", "key", "person_id", blank=True, editable=False, primary_key=True, serialize=False)),
                ("kind", models.SmallIntegerField()),
                ("key", models.CharField(max_length=80)),
                ("person", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="linking.person")),
            ],
        ),
        migrations.RunSQL(pipeline_only("linking_searchkey"), migrations.RunSQL.noop),
    ]
