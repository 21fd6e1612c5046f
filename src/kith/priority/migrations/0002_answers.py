"""Keeps how something said to be wrong was answered; what was said of it stays as it was said."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# The web role answers, and can neither change what was said nor who said it.
ANSWERED = "state, because, answered_by_id, answered_at, passed_to_id"


class Migration(migrations.Migration):
    """Answers are written by column."""

    dependencies = [
        ('access', '0007_lifting_and_ending_protections'),
        ('priority', '0001_list'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='correction',
            name='answered_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='correction',
            name='answered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='correction',
            name='because',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='correction',
            name='passed_to',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency'),
        ),
        migrations.RunSQL(
            f"GRANT UPDATE ({ANSWERED}) ON priority_correction TO kith_web",
            f"REVOKE UPDATE ({ANSWERED}) ON priority_correction FROM kith_web",
        ),
    ]
