"""Knows the reason that a step, a milestone, an alert or an intervention gives, and lets its source end it."""

from django.db import migrations, models

ENDING = """
CREATE OR REPLACE FUNCTION access_end_sourced(p_source text, p_ref text, p_at timestamptz)
RETURNS TABLE (row_id bigint, person_id bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE access_relationship r SET ends_at = greatest(p_at, r.begins_at + interval '1 microsecond')
    WHERE r.source = p_source AND r.source_ref = p_ref AND r.ends_at > p_at
      AND p_source IN ({sources})
    RETURNING r.id, r.person_id
$$;
"""
BEFORE = "'panel', 'referral', 'audit_cohort'"
SOURCES = "allocation school_roll youth_justice panel referral support audit_cohort request".split()


class Migration(migrations.Migration):
    """The function stays as it was but for one source more."""

    dependencies = [("access", "0007_lifting_and_ending_protections")]
    operations = [
        migrations.AlterField(
            model_name="relationship",
            name="source",
            field=models.CharField(choices=[(source, source) for source in SOURCES], max_length=20),
        ),
        migrations.RunSQL(
            ENDING.format(sources=f"{BEFORE}, 'support'"), ENDING.format(sources=BEFORE)
        ),
    ]
