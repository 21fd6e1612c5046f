"""Counts figures of the whole county: one function counts, keeps who was counted, and answers with numbers alone.

It reads the whole record as the owner, so that a number does not depend on whom the reader may see; it answers only to
whoever proposes the release, inside a look that was logged. Nobody is opened.
"""

from django.db import migrations, models
from django.db.models import Q

# A row of the register is of a child, or of what happened: then `unit` is its mark, the same in every release.
GROUPS = r"""
CREATE OR REPLACE FUNCTION learning_release_groups(p_release bigint) RETURNS TABLE (told text[], children bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF learning_ticket_staff() IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'A release is judged by whoever leads audits or publishes.';
    END IF;
    RETURN QUERY
        WITH counted AS (
            SELECT CASE WHEN c.unit <> '' THEN c.unit ELSE coalesce(c.person_id, -c.id)::text END AS child,
                   c.release_id, c.counted_in,
                   CASE WHEN c.unit <> '' THEN 1 ELSE row_number() OVER (
                       PARTITION BY c.release_id, c.unit, coalesce(c.person_id, -c.id) ORDER BY c.id) END AS nth
            FROM learning_releasedchild c JOIN learning_release r ON r.id = c.release_id
            WHERE r.id = p_release OR r.state IN ('approved', 'handed', 'withdrawn')
        ), child AS (
            SELECT array_agg(DISTINCT c.release_id || ' ' || c.counted_in::text) AS found
            FROM counted c GROUP BY c.child, c.nth
        ), alike AS (
            SELECT c.found, count(*) AS children FROM child c GROUP BY c.found
        ), told AS (
            SELECT t.told, a.children FROM alike a CROSS JOIN LATERAL (
                SELECT array_agg(DISTINCT split_part(f, ' ', 1) || ':' || place) AS told
                FROM unnest(a.found) f CROSS JOIN unnest(split_part(f, ' ', 2)::int[]) place) t
        )
        SELECT t.told, sum(t.children)::bigint FROM told t WHERE t.told IS NOT NULL GROUP BY t.told;
END $$;
"""

# What happened is told apart as everywhere: by the number of the occurrence, else by the source's own reference.
ROWS = r"""
CREATE FUNCTION learning_county_rows(p_asked jsonb, p_begins date, p_ends date)
RETURNS TABLE (question text, person bigint, unit text, day date, age int, sex text, sector text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
    WITH asked AS (
        SELECT * FROM jsonb_to_recordset(p_asked)
            AS a (question text, source text, counts text, kinds text[], roles text[], noting boolean)
    ), told AS (
        SELECT a.question, e.person_id, e.occurred_on AS day, e.sector,
               CASE WHEN a.counts = 'events' THEN
                   coalesce(e.source || ':' || nullif(d.detail ->> 'occurrence', ''),
                            regexp_replace(e.source_ref, ':[^:]*$', '')) ELSE '' END AS event
        FROM asked a JOIN chronology_entry e ON e.kind = ANY(a.kinds) AND e.role = ANY(a.roles) AND NOT e.retracted
            AND e.occurred_on BETWEEN p_begins AND p_ends
        LEFT JOIN chronology_policedetail d ON d.entry_id = e.id
        WHERE a.source = 'chronology'
        UNION ALL
        SELECT a.question, r.person_id, (r.sent_at AT TIME ZONE 'Europe/London')::date, g.sector, 'referral:' || r.id
        FROM asked a
        JOIN referrals_referral r ON (r.sent_at AT TIME ZONE 'Europe/London')::date BETWEEN p_begins AND p_ends
            AND (NOT a.noting OR r.notes_risk)
        JOIN access_agency g ON g.id = r.from_agency_id
        WHERE a.source = 'referrals'
    )
    SELECT t.question, t.person_id,
           CASE WHEN t.event = '' THEN '' ELSE encode(sha256(convert_to(t.event, 'UTF8')), 'hex') END,
           t.day, learning_age(f.born_on, t.day), coalesce(upper(left(f.sex, 1)), ''), t.sector
    FROM told t JOIN linking_person p ON p.id = t.person_id AND p.retired_at IS NULL
    JOIN linking_profile f ON f.person_id = p.id
    WHERE t.day >= f.born_on AND learning_age(f.born_on, t.day) < 18
      AND p.id NOT IN (SELECT s.person_id FROM access_shield s WHERE s.begins_at <= clock_timestamp()
                       AND (s.ends_at IS NULL OR s.ends_at > clock_timestamp()));
END $$;
"""
KEEP = r"""
CREATE FUNCTION learning_keep_county(p_release bigint, p_asked jsonb, p_parts jsonb)
RETURNS TABLE (place int, number bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    county learning_release%ROWTYPE;
BEGIN
    SELECT r.* INTO county FROM learning_release r
    WHERE r.id = p_release AND r.state = 'proposed' AND r.theme_id IS NULL
      AND r.proposed_by_id = learning_ticket_staff()
      AND NOT EXISTS (SELECT 1 FROM learning_releasedchild c WHERE c.release_id = r.id);
    IF county.id IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'The county is counted once, for whoever proposes its figures.';
    END IF;
    INSERT INTO learning_releasedchild (release_id, person_id, unit, counted_in)
    WITH found AS MATERIALIZED (
        SELECT r.*, min(r.age) OVER (
            PARTITION BY r.question, CASE WHEN r.unit = '' THEN r.person::text ELSE r.unit END) AS youngest
        FROM learning_county_rows(p_asked, county.begins_on, county.ends_on) r
    ), parts AS (
        SELECT * FROM jsonb_to_recordset(p_parts)
            AS s (place smallint, question text, way text, value text, first date, last date, low int, high int)
    ), counted AS (
        SELECT DISTINCT f.person, f.unit, s.place FROM parts s JOIN found f ON f.question = s.question
        WHERE CASE s.way
            WHEN 'whole' THEN true
            WHEN 'quarter' THEN f.day BETWEEN s.first AND s.last
            WHEN 'age' THEN f.youngest BETWEEN s.low AND s.high
            WHEN 'sex' THEN CASE s.value WHEN 'other' THEN f.sex NOT IN ('F', 'M') ELSE f.sex = s.value END
            WHEN 'sector' THEN f.sector = s.value ELSE false END
    )
    SELECT p_release, c.person, c.unit, array_agg(c.place ORDER BY c.place) FROM counted c GROUP BY c.person, c.unit;
    RETURN QUERY
        SELECT s.place, count(DISTINCT CASE WHEN c.unit = '' THEN c.person_id::text ELSE c.unit END)
        FROM jsonb_to_recordset(p_parts) AS s (place int)
        LEFT JOIN learning_releasedchild c ON c.release_id = p_release AND s.place = ANY(c.counted_in)
        GROUP BY s.place;
END $$;
REVOKE EXECUTE ON FUNCTION learning_keep_county(bigint, jsonb, jsonb), learning_county_rows(jsonb, date, date)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION learning_keep_county(bigint, jsonb, jsonb) TO kith_web;
"""
_UNDO = """
DROP FUNCTION learning_keep_county(bigint, jsonb, jsonb), learning_county_rows(jsonb, date, date);
"""


class Migration(migrations.Migration):
    """A release is of one audit, or of the county in a period by one version of the book."""

    dependencies = [
        ("chronology", "0001_chronology"),
        ("learning", "0009_closed_audits"),
        ("referrals", "0004_written_elsewhere_and_outcomes"),
    ]

    operations = [
        migrations.AlterField(
            "release", "theme", models.ForeignKey("audit.AuditTheme", models.PROTECT, null=True, related_name="+")
        ),
        migrations.AddField("release", "book", models.CharField(max_length=20, blank=True, default="")),
        migrations.AddField("release", "begins_on", models.DateField(null=True)),
        migrations.AddField("release", "ends_on", models.DateField(null=True)),
        migrations.AddField(
            "release",
            "breakdown",
            models.CharField(
                max_length=10,
                blank=True,
                default="",
                choices=[(one, one) for one in ("whole", "quarter", "age", "sex", "sector")],
            ),
        ),
        migrations.AddConstraint(
            "release",
            models.CheckConstraint(
                condition=Q(theme__isnull=False, book="", breakdown="", begins_on__isnull=True, ends_on__isnull=True)
                | (Q(theme__isnull=True, begins_on__isnull=False, ends_on__isnull=False) & ~Q(book="") & ~Q(breakdown="")),
                name="learning_release_of_audit_or_county",
            ),
        ),
        migrations.AlterField(
            "releasedstatement",
            "told",
            models.CharField(
                max_length=10, choices=[(one, one) for one in ("cohort", "finding", "known", "parent", "county")]
            ),
        ),
        migrations.AlterField("releasedstatement", "question", models.CharField(max_length=30, blank=True)),
        migrations.AddField("releasedstatement", "part", models.CharField(max_length=20, blank=True, default="")),
        migrations.AddField("releasedchild", "unit", models.CharField(max_length=64, blank=True, default="")),
        migrations.RunSQL("ALTER TABLE learning_releasedchild ALTER COLUMN unit SET DEFAULT '';", migrations.RunSQL.noop),
        migrations.RunSQL(GROUPS, migrations.RunSQL.noop),
        migrations.RunSQL(ROWS + KEEP, _UNDO),
    ]
