"""Closes the tables of referrals, and lets none leave the draft that is silent about a risk the record knows."""

from django.db import migrations

from kith.common.row_security import grant, person_policy

_HEAD = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$"
_DRAFTED = "SELECT, INSERT, UPDATE, DELETE"
TABLES = "\n".join(
    [
        person_policy("referrals_referral", data_class="care", web="SELECT, INSERT"),
        # Whom a referral is about, who made it and what the database found at its sending are not a page's to change.
        "GRANT UPDATE (to_agency_id, to_staff_id, allocated_to_id, service_id, service_name, state, version, changed_at, "
        "sent_at) ON referrals_referral TO kith_web;",
        person_policy("referrals_referralcontent", data_class="care", web="SELECT, INSERT, UPDATE"),
        person_policy("referrals_riskstatement", data_class="care", web=_DRAFTED),
        person_policy("referrals_risk", data_class="care", web=_DRAFTED),
        person_policy("referrals_knownevent", data_class="care", web=_DRAFTED),
        person_policy("referrals_riskclearance", data_class="care", web="SELECT, INSERT"),
        person_policy("referrals_referralstep", data_class="care", web="SELECT, INSERT"),
        person_policy("referrals_referralversion", data_class="care", web="SELECT, INSERT"),
        grant("referrals_riskkind", web="SELECT"),
        grant("referrals_outsidelink", web="SELECT, INSERT"),
        "GRANT UPDATE (expires_at) ON referrals_outsidelink TO kith_web;",  # a new link ends the one before it
    ]
)

# The kinds of the version in force: the last that has begun, or the first when none has.
KNOWN = """
CREATE FUNCTION referrals_known_risks(p_person bigint) RETURNS SETOF chronology_entry LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT e.* FROM chronology_entry e JOIN referrals_riskkind k ON k.kind = e.kind
    WHERE e.person_id = p_person AND NOT e.retracted
      AND coalesce(e.ended_on, e.occurred_on) >= current_date - 7 * k.look_back_weeks
      AND k.version = (SELECT v.version FROM referrals_riskkind v
                       ORDER BY v.valid_from <= current_date DESC,
                                CASE WHEN v.valid_from <= current_date THEN v.valid_from END DESC, v.valid_from LIMIT 1)
$$;

CREATE FUNCTION referrals_refuse(p_code text, p_says text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', p_says USING ERRCODE = p_code;
END $$;
"""

# Looks past row security at every current event; what it finds it says in one of three sentences, and nothing more.
CHECKED = """
CREATE FUNCTION referrals_check_statement(p_referral bigint) RETURNS boolean HEAD
DECLARE
    said referrals_riskstatement%ROWTYPE;
    states boolean := EXISTS (SELECT 1 FROM referrals_risk k WHERE k.referral_id = p_referral);
BEGIN
    SELECT * INTO said FROM referrals_riskstatement s WHERE s.referral_id = p_referral;
    IF NOT FOUND THEN
        PERFORM referrals_refuse('KR001', 'a referral needs its statement of risk');
    ELSIF btrim(said.visit_safety) = '' THEN
        PERFORM referrals_refuse('KR001', 'a referral says how to visit safely');
    ELSIF NOT said.is_none_known AND NOT states THEN
        PERFORM referrals_refuse('KR001', 'a referral states its risks, or that none is known');
    ELSIF said.is_none_known AND (btrim(said.checked_in) = '' OR said.checked_on IS NULL
                                  OR said.checked_on > current_date + 1) THEN
        PERFORM referrals_refuse('KR001', 'none known needs what was checked and when');
    ELSIF said.is_none_known AND (states OR EXISTS (SELECT 1 FROM referrals_knownevent v
                                                    WHERE v.referral_id = p_referral AND v.is_included)) THEN
        PERFORM referrals_refuse('KR001', 'none known cannot stand beside a risk or a known event');
    END IF;
    RETURN NOT said.is_none_known;
END $$;

CREATE FUNCTION referrals_check_sending(p_referral bigint, p_person bigint) RETURNS boolean HEAD
DECLARE
    stated boolean := referrals_check_statement(p_referral);
    shown text[] := ARRAY(SELECT c FROM unnest(ARRAY['headlines', 'care', 'health', 'police', 'protected']) c
                          WHERE p_person = ANY(visible_people(c)));
    open_here boolean;
    open_elsewhere boolean;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM referrals_riskkind) THEN
        PERFORM referrals_refuse('KR001', 'no list of risk kinds is in force');
    END IF;
    SELECT coalesce(bool_or(e.data_class = ANY(shown)), false), coalesce(bool_or(NOT e.data_class = ANY(shown)
           AND NOT EXISTS (SELECT 1 FROM referrals_riskclearance c
                           WHERE c.referral_id = p_referral AND c.entries_until >= e.id)), false)
      INTO open_here, open_elsewhere FROM referrals_known_risks(p_person) e
     WHERE NOT EXISTS (SELECT 1 FROM referrals_knownevent v
                       WHERE v.referral_id = p_referral AND v.entry_ref = e.source_ref
                         AND (v.is_included OR length(btrim(v.reason)) >= 10));
    IF open_here THEN
        PERFORM referrals_refuse('KR002', 'a known event is neither included nor left out with a reason');
    ELSIF open_elsewhere THEN
        PERFORM referrals_refuse('KR003', 'a risk is known to the police lead: ring before sending');
    END IF;
    RETURN stated OR EXISTS (SELECT 1 FROM referrals_riskclearance c WHERE c.referral_id = p_referral);
END $$;
"""

# The pairs are those of referrals.vocabulary.TRANSITIONS; a test compares all of them.
STEPS = """
    'draft>sent', 'draft>withdrawn', 'sent>acknowledged', 'sent>withdrawn', 'acknowledged>asked',
    'acknowledged>accepted', 'acknowledged>declined', 'acknowledged>withdrawn', 'asked>answered', 'asked>withdrawn',
    'answered>asked', 'answered>accepted', 'answered>declined', 'answered>withdrawn', 'accepted>allocated',
    'accepted>withdrawn', 'allocated>first_contact', 'allocated>withdrawn', 'first_contact>completed',
    'first_contact>withdrawn', 'completed>feedback_sent'
"""
GATE = """
CREATE FUNCTION referrals_gate() RETURNS trigger HEAD
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' OR NEW.sent_at IS NOT NULL OR NEW.notes_risk IS NOT NULL THEN
            PERFORM referrals_refuse('42501', 'a referral begins as a draft');
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> OLD.state AND NOT (OLD.state || '>' || NEW.state) = ANY(ARRAY[STEPS]) THEN
        PERFORM referrals_refuse('42501', 'this step is not allowed from where the referral stands');
    END IF;
    IF OLD.state = 'draft' AND NEW.state = 'sent' THEN
        IF NEW.to_agency_id IS NULL OR NEW.sent_at IS NULL THEN
            PERFORM referrals_refuse('KR001', 'a referral is sent to an agency, at a moment');
        END IF;
        NEW.notes_risk := referrals_check_sending(NEW.id, NEW.person_id);
    ELSIF NEW.notes_risk IS DISTINCT FROM OLD.notes_risk OR (OLD.state = 'draft' AND NEW.sent_at IS NOT NULL) THEN
        PERFORM referrals_refuse('42501', 'only sending says that a referral is sent');
    ELSIF OLD.state <> 'draft' AND
        (NEW.from_agency_id, NEW.from_staff_id, NEW.to_agency_id, NEW.to_staff_id, NEW.service_id, NEW.service_name,
         NEW.sent_at, NEW.public_id) IS DISTINCT FROM
        (OLD.from_agency_id, OLD.from_staff_id, OLD.to_agency_id, OLD.to_staff_id, OLD.service_id, OLD.service_name,
         OLD.sent_at, OLD.public_id) THEN
        PERFORM referrals_refuse('42501', 'what was sent, by whom and to whom cannot be changed');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER referrals_gate BEFORE INSERT OR UPDATE ON referrals_referral
FOR EACH ROW EXECUTE FUNCTION referrals_gate();
"""

# What a referral says is written while it is a draft. The row is locked, so that nothing is taken away while it is sent.
KEPT = """
CREATE FUNCTION referrals_keep() RETURNS trigger HEAD
DECLARE
    stands record;
BEGIN
    SELECT r.state, r.person_id INTO stands FROM referrals_referral r
    WHERE r.id = CASE WHEN TG_OP = 'DELETE' THEN OLD.referral_id ELSE NEW.referral_id END FOR SHARE;
    IF NOT FOUND AND TG_OP = 'DELETE' THEN
        RETURN OLD;  -- the whole referral is purged
    ELSIF NOT FOUND OR (TG_OP <> 'DELETE' AND NEW.person_id <> stands.person_id)
          OR (TG_OP = 'UPDATE' AND NEW.referral_id <> OLD.referral_id) THEN
        PERFORM referrals_refuse('42501', 'there is no such referral of this person');
    ELSIF stands.state = 'draft' OR (TG_OP = 'INSERT' AND TG_TABLE_NAME = 'referrals_riskclearance')
          OR (TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'person_id' = to_jsonb(OLD) - 'person_id') THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    PERFORM referrals_refuse('42501', 'what a referral says cannot be changed once it has left the draft');
    RETURN NULL;
END $$;

-- What a known event is comes from the record, and only from what the look shows.
CREATE FUNCTION referrals_name_event() RETURNS trigger HEAD
DECLARE
    found_entry record;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.entry_ref = OLD.entry_ref AND NEW.kind = OLD.kind AND NEW.headline = OLD.headline
       AND NEW.occurred_on = OLD.occurred_on THEN
        RETURN NEW;
    END IF;
    SELECT e.kind, e.headline, e.occurred_on INTO found_entry FROM chronology_entry e
    WHERE e.person_id = NEW.person_id AND e.source_ref = NEW.entry_ref AND e.person_id = ANY(visible_people(e.data_class));
    IF NOT FOUND THEN
        PERFORM referrals_refuse('42501', 'there is no such event in what is shown');
    END IF;
    NEW.kind := found_entry.kind; NEW.headline := found_entry.headline; NEW.occurred_on := found_entry.occurred_on;
    RETURN NEW;
END $$;

-- Only an agency contact of the police gives this word, and only for what is in the record when it is given.
CREATE FUNCTION referrals_clear() RETURNS trigger HEAD
DECLARE
    lead bigint;
BEGIN
    SELECT t.staff_id INTO lead FROM access_ticket t JOIN access_staff s ON s.id = t.staff_id AND s.is_active
    JOIN access_agency a ON a.id = s.agency_id AND a.sector = 'police'
    WHERE t.token_hash = sha256(convert_to(coalesce(current_setting('kith.ticket', true), ''), 'UTF8'))
      AND t.expires_at > clock_timestamp() AND 'agency_contact' = ANY(access_roles(t.staff_id));
    IF lead IS NULL OR btrim(NEW.visit_safety) = '' THEN
        PERFORM referrals_refuse('42501', 'only the police lead gives this word, and says how to visit safely');
    END IF;
    NEW.made_by_id := lead;
    NEW.entries_until := coalesce((SELECT max(e.id) FROM chronology_entry e WHERE e.person_id = NEW.person_id), 0);
    RETURN NEW;
END $$;
CREATE TRIGGER referrals_clear BEFORE INSERT ON referrals_riskclearance
FOR EACH ROW EXECUTE FUNCTION referrals_clear();
CREATE TRIGGER referrals_event BEFORE INSERT OR UPDATE ON referrals_knownevent
FOR EACH ROW EXECUTE FUNCTION referrals_name_event();
"""
KEPT_TABLES = "".join(
    f"CREATE TRIGGER referrals_kept BEFORE INSERT OR UPDATE OR DELETE ON referrals_{table} "
    "FOR EACH ROW EXECUTE FUNCTION referrals_keep();\n"
    for table in ("referralcontent", "riskstatement", "risk", "knownevent", "riskclearance")
)

# What an agency sent, only its next file retracts: else a page could retract an event and then say nothing of it.
RETRACTIONS = """
CREATE FUNCTION referrals_keep_retraction() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF current_user = 'kith_web' THEN
        RAISE EXCEPTION 'an event that an agency sent is retracted by that agency' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER referrals_retraction BEFORE UPDATE OF retracted ON chronology_entry
FOR EACH ROW WHEN (OLD.source <> 'kith' AND NEW.retracted <> OLD.retracted)
EXECUTE FUNCTION referrals_keep_retraction();
"""

# The link is used up, the reason to see the child begins and the log is written in one statement of one connection.
LINKS = """
CREATE FUNCTION referrals_follow_link(p_staff bigint, p_secret bytea) RETURNS jsonb HEAD
DECLARE
    wanted record;
BEGIN
    SELECT l.id, l.recipient_id, l.used_at, l.expires_at, l.made_by_id, r.id AS referral_id, r.public_id, r.state,
           r.person_id, p.public_id AS person
      INTO wanted FROM referrals_outsidelink l JOIN referrals_referral r ON r.id = l.referral_id
      JOIN linking_person p ON p.id = r.person_id WHERE l.secret_hash = p_secret FOR UPDATE OF l;
    IF NOT FOUND OR wanted.recipient_id <> p_staff OR 'blocked' = ANY(access_states(p_staff, wanted.person_id)) THEN
        RETURN jsonb_build_object('refused', 'other');
    ELSIF wanted.used_at IS NOT NULL THEN
        RETURN jsonb_build_object('refused', 'used');
    ELSIF wanted.expires_at <= clock_timestamp() THEN
        RETURN jsonb_build_object('refused', 'expired');
    ELSIF wanted.state IN ('draft', 'declined', 'withdrawn', 'completed', 'feedback_sent') THEN
        RETURN jsonb_build_object('refused', 'ended');
    END IF;
    UPDATE referrals_outsidelink SET used_at = clock_timestamp() WHERE id = wanted.id;
    INSERT INTO access_relationship (staff_id, person_id, source, source_ref, reason, begins_at, ends_at, granted_by_id)
    VALUES (p_staff, wanted.person_id, 'referral', 'referral:' || wanted.referral_id, '', clock_timestamp(),
            clock_timestamp() + interval '179 days', wanted.made_by_id);
    PERFORM access_write_trace(p_staff, clock_timestamp(), 'referrals.followed_link', 'referrals.outsidelink', wanted.id,
                               wanted.person_id, NULL, NULL);
    PERFORM access_write_log(p_staff, ARRAY[wanted.person_id], 'referral', 'open', 'referrals.link', 'shown', NULL);
    RETURN jsonb_build_object('person', wanted.person, 'referral', wanted.public_id);
END $$;
"""

# Numbers of the county, no child: how many referrals an agency sent in a quarter, and how many of them note a risk.
COUNTED = """
CREATE FUNCTION referrals_counted(p_since date) RETURNS TABLE (quarter date, agency text, sent bigint, noting bigint)
SQL_HEAD
    SELECT date_trunc('quarter', r.sent_at AT TIME ZONE 'Europe/London')::date, a.name, count(*),
           count(*) FILTER (WHERE r.notes_risk)
    FROM referrals_referral r JOIN access_agency a ON a.id = r.from_agency_id
    WHERE r.sent_at >= p_since GROUP BY 1, 2 ORDER BY 1, 2
$$;
"""
GRANTS = """
REVOKE ALL ON FUNCTION referrals_known_risks(bigint), referrals_refuse(text, text), referrals_check_statement(bigint),
    referrals_check_sending(bigint, bigint), referrals_gate(), referrals_keep(), referrals_name_event(),
    referrals_clear(), referrals_keep_retraction(), referrals_follow_link(bigint, bytea), referrals_counted(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION referrals_follow_link(bigint, bytea) TO kith_log;
GRANT EXECUTE ON FUNCTION referrals_counted(date) TO kith_web, kith_worker;
"""


class Migration(migrations.Migration):
    """Triggers, because a page, a service, an import and a statement typed by hand all pass the same gate."""

    dependencies = [
        ("referrals", "0001_referrals"),
        ("chronology", "0002_homes_stay_hidden"),
        ("access", "0005_county_in_one_join"),
    ]
    operations = [
        migrations.RunSQL(TABLES),
        migrations.RunSQL(KNOWN),
        migrations.RunSQL(CHECKED.replace("HEAD", _HEAD)),
        migrations.RunSQL(GATE.replace("HEAD", _HEAD).replace("STEPS", STEPS)),
        migrations.RunSQL(KEPT.replace("HEAD", _HEAD)),
        migrations.RunSQL(KEPT_TABLES),
        migrations.RunSQL(RETRACTIONS),
        migrations.RunSQL(LINKS.replace("HEAD", _HEAD)),
        migrations.RunSQL(COUNTED.replace("SQL_HEAD", _HEAD.replace("plpgsql", "sql STABLE"))),
        migrations.RunSQL(GRANTS),
    ]
