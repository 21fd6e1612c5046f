"""Keeps the reference of a referral written elsewhere, and lets a sender read what became of what they sent."""

from django.db import migrations, models

# The sender's own, and nothing of it but what the receiver answered: they may have no reason to see the child any more.
# Whoever is blocked, left the agency that sent it, or meets a shield without a reason of today, reads nothing.
READABLE = """
CREATE FUNCTION referrals_own_outcome(p_staff bigint, r referrals_referral) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    held text[];
BEGIN
    IF r.from_staff_id <> p_staff OR r.sent_at IS NULL OR NOT EXISTS (
        SELECT 1 FROM access_staff s WHERE s.id = p_staff AND s.is_active AND s.agency_id = r.from_agency_id) THEN
        RETURN false;
    END IF;
    held := access_states(p_staff, r.person_id);
    RETURN NOT 'blocked' = ANY(held)
       AND (NOT access_shielded(r.person_id) OR held && ARRAY['current', 'panel_seat', 'referral_receiver']);
END $$;
"""

# Written to the log in the same statement, like every look. No name, no reason, no risk: only the answers.
OPENED = """
CREATE FUNCTION referrals_open_outcome(p_staff bigint, p_referral uuid, p_purpose text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    wanted referrals_referral;
BEGIN
    SELECT r.* INTO wanted FROM referrals_referral r WHERE r.public_id = p_referral;
    IF NOT FOUND OR NOT referrals_own_outcome(p_staff, wanted) THEN
        PERFORM access_write_log(p_staff, CASE WHEN wanted.id IS NULL THEN NULL ELSE ARRAY[wanted.person_id] END,
                                 p_purpose, 'open', 'referrals.outcome', 'refused', NULL);
        RETURN '{"refused": true}'::jsonb;
    END IF;
    PERFORM access_write_log(p_staff, ARRAY[wanted.person_id], p_purpose, 'open', 'referrals.outcome', 'shown', NULL);
    RETURN jsonb_build_object(
        'to_agency', (SELECT a.name FROM access_agency a WHERE a.id = wanted.to_agency_id),
        'service_name', wanted.service_name, 'source_ref', wanted.source_ref, 'state', wanted.state,
        'sent_at', wanted.sent_at,
        'answers', (SELECT coalesce(jsonb_agg(jsonb_build_object('act', t.act, 'at', t.at, 'agency', a.name,
                                                                 'because', t.because, 'says', t.says)
                                              ORDER BY t.at, t.id), '[]'::jsonb)
                    FROM referrals_referralstep t JOIN access_staff s ON s.id = t.by_id
                    JOIN access_agency a ON a.id = s.agency_id
                    WHERE t.referral_id = wanted.id
                      AND t.act IN ('acknowledge', 'accept', 'decline', 'complete', 'tell', 'withdraw')));
END $$;

-- For the list: which of them the reader may not open as a whole any more. Asked with the ticket of a list.
CREATE FUNCTION referrals_outcomes() RETURNS TABLE (referral uuid, to_agency text, service_name text, source_ref text,
                                                    state text, sent_at timestamptz, changed_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    reader bigint;
    shown bigint[] := visible_people('care');
BEGIN
    SELECT t.staff_id INTO reader FROM access_ticket t
    WHERE t.token_hash = sha256(convert_to(coalesce(current_setting('kith.ticket', true), ''), 'UTF8'))
      AND t.expires_at > clock_timestamp();
    RETURN QUERY
    SELECT r.public_id, a.name::text, r.service_name::text, r.source_ref::text, r.state::text, r.sent_at, r.changed_at
    FROM referrals_referral r LEFT JOIN access_agency a ON a.id = r.to_agency_id
    WHERE r.from_staff_id = reader AND r.sent_at IS NOT NULL AND NOT r.person_id = ANY(shown)
      AND referrals_own_outcome(reader, r)
    ORDER BY r.changed_at DESC, r.id DESC LIMIT 200;
END $$;
"""
GRANTS = """
REVOKE ALL ON FUNCTION referrals_own_outcome(bigint, referrals_referral), referrals_open_outcome(bigint, uuid, text),
    referrals_outcomes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION referrals_open_outcome(bigint, uuid, text) TO kith_log;
GRANT EXECUTE ON FUNCTION referrals_outcomes() TO kith_web;
"""


class Migration(migrations.Migration):
    """A page cannot write the reference again: the web role may insert it with the draft and never update it."""

    dependencies = [("referrals", "0003_count_late")]
    operations = [
        migrations.AddField(
            model_name="referral",
            name="source_ref",
            field=models.CharField(blank=True, db_default="", max_length=80),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source_ref", ""), _negated=True),
                fields=("from_agency", "source_ref"),
                name="referrals_written_once",
            ),
        ),
        migrations.RunSQL(READABLE),
        migrations.RunSQL(OPENED),
        migrations.RunSQL(GRANTS),
    ]
