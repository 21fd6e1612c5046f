import uuid

from django.db import migrations, models

# The casework worker fetches: it reads a sealed row and takes it away, and can put nothing in. The site's own role may
# only put in (kith.project.roles grants that), so no page, editor or query of the site reads what was written.
DROP = "GRANT SELECT, DELETE ON publishing_feedbackdrop TO kith_worker;"


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0010_roles'),
    ]

    operations = [
        migrations.CreateModel(
            name='FeedbackDrop',
            fields=[
                ('number', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('ciphertext', models.BinaryField()),
                ('dropped_at', models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(DROP, migrations.RunSQL.noop),
    ]
