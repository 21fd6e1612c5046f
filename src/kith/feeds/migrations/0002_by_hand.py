"""Lets a page hand over what somebody typed about a new person without being able to read it again."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kith.common.row_security import pipeline_only

KEEP = r"""
CREATE FUNCTION feeds_keep_hand_record(p_typed jsonb, p_by bigint, p_at timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    made uuid := gen_random_uuid();
BEGIN
    IF NOT access_may_add(p_by) THEN
        RETURN NULL;
    END IF;
    INSERT INTO feeds_handrecord (public_id, typed, by_id, at, state) VALUES (made, p_typed, p_by, p_at, 'waiting');
    RETURN made;
END $$;
REVOKE ALL ON FUNCTION feeds_keep_hand_record(jsonb, bigint, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION feeds_keep_hand_record(jsonb, bigint, timestamptz) TO kith_web;
"""


class Migration(migrations.Migration):
    """The table is closed to the web role; one function writes it."""

    dependencies = [
        ("feeds", "0001_initial"),
        ("access", "0004_adding_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="HandRecord",
            fields=[
                ("public_id", models.UUIDField(primary_key=True, serialize=False)),
                ("typed", models.JSONField()),
                ("at", models.DateTimeField()),
                ("state", models.CharField(default="waiting", max_length=10)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.RunSQL(pipeline_only("feeds_handrecord"), migrations.RunSQL.noop),
        migrations.RunSQL(KEEP, "DROP FUNCTION feeds_keep_hand_record(jsonb, bigint, timestamptz)"),
    ]
