"""Keeps both texts when two write at once about a place, a group, a vehicle or a suspected exploiter."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kith.common.row_security import pipeline_only

# Read and written as the words themselves are: through functions that ask whose ticket it is.
CLASHES = """
CREATE FUNCTION panel_keep_clash(p_subject bigint, p_about uuid, p_field text, p_words text, p_at timestamptz)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE made bigint;
BEGIN
    IF NOT panel_reads(p_subject) THEN RETURN NULL; END IF;
    INSERT INTO panel_subjectclash (subject_id, about, field, text, by_id, at)
    VALUES (p_subject, p_about, p_field, p_words, panel_ticket_staff(), p_at) RETURNING id INTO made;
    RETURN made;
END $$;
CREATE FUNCTION panel_subject_clashes(p_subject bigint, p_about uuid)
RETURNS TABLE (clash_id bigint, field text, words text, by_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT c.id, c.field::text, c.text, s.name::text
    FROM panel_subjectclash c JOIN access_staff s ON s.id = c.by_id
    WHERE c.subject_id = p_subject AND c.about = p_about AND c.settled_at IS NULL AND panel_reads(p_subject)
    ORDER BY c.id
$$;
CREATE FUNCTION panel_settle_clash(p_clash bigint, p_about uuid, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE panel_subjectclash c SET settled_at = p_at, settled_by_id = panel_ticket_staff()
    WHERE c.id = p_clash AND c.about = p_about AND c.settled_at IS NULL AND panel_reads(c.subject_id);
    RETURN FOUND;
END $$;
REVOKE EXECUTE ON FUNCTION panel_keep_clash(bigint, uuid, text, text, timestamptz), panel_subject_clashes(bigint, uuid),
    panel_settle_clash(bigint, uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION panel_keep_clash(bigint, uuid, text, text, timestamptz), panel_subject_clashes(bigint, uuid),
    panel_settle_clash(bigint, uuid, timestamptz) TO kith_web, kith_worker;
"""


class Migration(migrations.Migration):
    """A table of its own, for the words have one row a version and a clash has none."""

    dependencies = [
        ("panel", "0006_subjects"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SubjectClash',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.UUIDField()),
                ('field', models.CharField(choices=[('label', 'label'), ('says', 'says'), ('shared', 'shared'), ('closed', 'closed'), ('presented', 'presented'), ('discussion', 'discussion'), ('rationale', 'rationale'), ('action', 'action'), ('evidence', 'evidence')], max_length=12)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clashes', to='panel.subject')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('settled_at', None)), fields=['about'], name='panel_clash_unsettled')],
            },
        ),
        migrations.RunSQL(pipeline_only("panel_subjectclash")),
        migrations.RunSQL(CLASHES),
    ]
