"""Says how many rows are held and since when, of one supplier or of all: a number, no row."""

from django.db import migrations

COUNT = """
CREATE FUNCTION feeds_held_waiting(p_agency bigint) RETURNS TABLE (waiting bigint, oldest timestamptz) LANGUAGE sql
STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT count(*), min(f.received_at) FROM feeds_heldrow h JOIN feeds_sourcefile f ON f.id = h.file_id
    WHERE h.state = 'open' AND (p_agency IS NULL OR h.agency_id = p_agency)
$$;
REVOKE EXECUTE ON FUNCTION feeds_held_waiting(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION feeds_held_waiting(bigint) TO kith_web, kith_worker;
"""


class Migration(migrations.Migration):
    """A count for one's own work."""

    dependencies = [("feeds", "0004_purges")]
    operations = [migrations.RunSQL(COUNT, "DROP FUNCTION feeds_held_waiting(bigint)")]
