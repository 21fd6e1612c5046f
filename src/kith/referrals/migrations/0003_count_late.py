"""Says how many referrals of one sender wait longer than agreed, and since when: a number, no child."""

from django.db import migrations

COUNT = """
CREATE FUNCTION referrals_sent_late(p_staff bigint, p_today date) RETURNS TABLE (waiting bigint, oldest date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT count(DISTINCT r.id), min(t.due_on) FROM work_task t JOIN referrals_referral r ON r.id = t.subject_id
    WHERE t.subject = 'referrals.referral' AND t.state = 'open' AND t.kind LIKE 'referral\\_%' AND t.due_on < p_today
      AND r.from_staff_id = p_staff AND t.owner_id <> p_staff
$$;
REVOKE EXECUTE ON FUNCTION referrals_sent_late(bigint, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION referrals_sent_late(bigint, date) TO kith_web, kith_worker;
"""


class Migration(migrations.Migration):
    """A count for one's own work."""

    dependencies = [("referrals", "0002_no_silence_about_a_risk"), ("work", "0007_notices_of_referrals")]
    operations = [migrations.RunSQL(COUNT, "DROP FUNCTION referrals_sent_late(bigint, date)")]
