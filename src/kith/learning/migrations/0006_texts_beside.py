"""Keeps the text of whoever typed into a part of a draft over which another had saved theirs."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kith.common.row_security import person_policy


class Migration(migrations.Migration):
    """A table at the class of care, as the draft is."""

    dependencies = [
        ('learning', '0005_revising'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TextBeside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('text', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='beside', to='learning.reviewpart')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.RunSQL(person_policy("learning_textbeside", data_class="care", web="SELECT, INSERT, UPDATE")),
    ]
