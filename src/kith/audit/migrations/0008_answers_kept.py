"""Keeps with the findings what the record of each case answered when they were counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Nothing is filled in: an audit that is open is counted again."""

    dependencies = [("audit", "0007_section11")]

    operations = [
        migrations.AddField(model_name="caserecord", name="answers", field=models.JSONField(null=True)),
    ]
