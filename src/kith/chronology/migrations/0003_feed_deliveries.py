"""Lets everybody who relies on a story know on which days the feeds brought a file; no person is in it."""

from django.db import migrations

DELIVERIES = """
CREATE FUNCTION chronology_feed_deliveries(p_since date) RETURNS TABLE (feed text, agency text, arrived_on date[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT f.feed::text, a.name::text, array_agg(DISTINCT f.day ORDER BY f.day)
    FROM (
        SELECT s.feed, s.agency_id, (s.received_at AT TIME ZONE 'Europe/London')::date AS day,
               max((s.received_at AT TIME ZONE 'Europe/London')::date) OVER (PARTITION BY s.feed, s.agency_id) AS newest
        FROM feeds_sourcefile s
    ) f JOIN access_agency a ON a.id = f.agency_id
    WHERE f.day >= p_since OR f.day = f.newest
    GROUP BY f.feed, a.name ORDER BY f.feed, a.name
$$;
REVOKE ALL ON FUNCTION chronology_feed_deliveries(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION chronology_feed_deliveries(date) TO kith_web, kith_worker;
"""


class Migration(migrations.Migration):
    """The days of delivery, by feed and agency."""

    dependencies = (("chronology", "0002_homes_stay_hidden"), ("feeds", "0001_initial"))
    operations = (migrations.RunSQL(DELIVERIES, "DROP FUNCTION chronology_feed_deliveries(date)"),)
