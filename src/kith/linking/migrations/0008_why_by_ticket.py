"""Closes decisions about identity to the web role: their words are about people, and come with the look that shows one."""

from django.db import migrations

from kith.common.row_security import pipeline_only

# A decision names no person, so no arm can guard it; its memberships do. Whoever holds a ticket that shows the headlines
# of this one person reads who decided, and why, of what this person is made of, and of nobody else.
DECIDED = r"""
CREATE FUNCTION linking_decided(p_person bigint) RETURNS TABLE (decision_id bigint, name text, why text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT d.id, s.name::text, d.why
    FROM linking_membership m
    JOIN linking_decision d ON d.id = m.decision_id
    JOIN access_staff s ON s.id = d.by_id
    WHERE m.person_id = p_person AND p_person = ANY((SELECT visible_people('headlines'))::bigint[])
$$;
REVOKE ALL ON FUNCTION linking_decided(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION linking_decided(bigint) TO kith_web;
"""
CLOSED = "REVOKE ALL ON linking_decision FROM kith_web;" + pipeline_only("linking_decision")
OPENED = """
DROP FUNCTION linking_decided(bigint);
DROP POLICY linking_decision_pipeline ON linking_decision;
ALTER TABLE linking_decision NO FORCE ROW LEVEL SECURITY;
ALTER TABLE linking_decision DISABLE ROW LEVEL SECURITY;
GRANT SELECT ON linking_decision TO kith_web;
"""


class Migration(migrations.Migration):
    """One function shows the words of a decision, by ticket."""

    dependencies = [("linking", "0007_told_birth"), ("access", "0007_lifting_and_ending_protections")]
    operations = [migrations.RunSQL(CLOSED + DECIDED, OPENED)]
