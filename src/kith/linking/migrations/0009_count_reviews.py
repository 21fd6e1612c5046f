"""Says how many review items are open and since when, so that a data steward's own page can: a number, no name."""

from django.db import migrations

COUNT = """
CREATE FUNCTION linking_reviews_waiting() RETURNS TABLE (waiting bigint, oldest timestamptz) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT count(*), min(i.found_at) FROM linking_reviewitem i
    JOIN linking_membership m ON m.source_person_id = i.a_id AND m.ends_at IS NULL
    JOIN linking_membership o ON o.source_person_id = i.b_id AND o.ends_at IS NULL
    WHERE i.state = 'open' AND m.person_id <> o.person_id
$$;
REVOKE EXECUTE ON FUNCTION linking_reviews_waiting() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION linking_reviews_waiting() TO kith_web, kith_worker;
"""


class Migration(migrations.Migration):
    """A count for one's own work."""

    dependencies = [("linking", "0008_why_by_ticket")]
    operations = [migrations.RunSQL(COUNT, "DROP FUNCTION linking_reviews_waiting()")]
