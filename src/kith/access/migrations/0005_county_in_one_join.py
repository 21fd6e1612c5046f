"""Makes the array of a whole county in one join: a clock read anew for every row forbids it."""

from django.db import migrations

BODY = """
SET LOCAL check_function_bodies = off;  -- its tables belong to an app above this one, made later
CREATE OR REPLACE FUNCTION access_visible_county(p_staff bigint) RETURNS bigint[] LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(p.id), '{{}}') FROM linking_person p
    WHERE p.retired_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM access_shield s WHERE s.person_id = p.id AND s.begins_at <= {clock}()
                      AND (s.ends_at IS NULL OR s.ends_at > {clock}()))
      AND NOT EXISTS (SELECT 1 FROM access_block b WHERE b.person_id = p.id AND b.staff_id = p_staff
                      AND b.begins_at <= {clock}() AND (b.ends_at IS NULL OR b.ends_at > {clock}()))
$$;
"""


class Migration(migrations.Migration):
    """Who is hidden is judged as of the statement's beginning, which is when its rows are judged too."""

    dependencies = [("access", "0004_adding_people")]
    operations = [
        migrations.RunSQL(BODY.format(clock="statement_timestamp"), BODY.format(clock="clock_timestamp")),
    ]
