"""Logs that somebody adds a person, and says whether the policy lets them."""

from django.db import migrations

ADDING = r"""
CREATE FUNCTION access_may_add(p_staff bigint) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT 'existence' = ANY(access_classes(p_staff, ARRAY['none'], 'add'))
$$;

CREATE FUNCTION access_log_adding(p_staff bigint, p_purpose text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    allowed boolean := access_may_add(p_staff);
BEGIN
    PERFORM access_write_log(p_staff, NULL, p_purpose, 'add', 'people.add',
                             CASE WHEN allowed THEN 'shown' ELSE 'refused' END, NULL);
    RETURN allowed;
END $$;
REVOKE ALL ON FUNCTION access_may_add(bigint), access_log_adding(bigint, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_log_adding(bigint, text) TO kith_log;
"""
UNDO = "DROP FUNCTION access_log_adding(bigint, text); DROP FUNCTION access_may_add(bigint);"


class Migration(migrations.Migration):
    """Runs on the log connection, like every function that logs."""

    dependencies = [("access", "0003_lists_for_deciders")]
    operations = [migrations.RunSQL(ADDING, UNDO)]
