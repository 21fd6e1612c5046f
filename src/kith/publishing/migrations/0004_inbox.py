import django.db.models.functions.datetime
from django.db import migrations, models


# The casework worker may put a message in, and neither read, change nor remove one, nor choose its place in the row of
# messages; the site's own role may only read (kith.project.roles grants that).
INBOX = """
ALTER TABLE publishing_handover ADD CONSTRAINT handover_verb CHECK (verb IN ('approve', 'replace', 'withdraw'));
ALTER TABLE publishing_handover ADD CONSTRAINT handover_says_enough
    CHECK (verb = 'withdraw' OR (title <> '' AND approved_by <> '' AND text <> '{}'::jsonb));
GRANT INSERT (message, item, kind, verb, title, text, approved_by, handed_by, handed_at)
    ON publishing_handover TO kith_worker;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0003_revisions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message', models.UUIDField(unique=True)),
                ('item', models.UUIDField(db_index=True)),
                ('kind', models.TextField()),
                ('verb', models.TextField()),
                ('title', models.TextField(blank=True)),
                ('text', models.JSONField(default=dict)),
                ('approved_by', models.TextField(blank=True)),
                ('handed_by', models.BigIntegerField(null=True)),
                ('handed_at', models.DateTimeField()),
                ('received_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.RunSQL(INBOX, migrations.RunSQL.noop),
    ]
