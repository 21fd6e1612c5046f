"""Makes places, groups, vehicles and suspected exploiters items of their own, their words read in a look alone."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from kith.common.row_security import grant, person_policy, pipeline_only

# Nothing could be written here before, for there was no service and no page; whoever wrote by hand is told.
NOTHING_LOST = """
DO $$ BEGIN
    IF EXISTS (SELECT 1 FROM panel_subject) OR EXISTS (SELECT 1 FROM panel_exploiter) THEN
        RAISE EXCEPTION 'panel_subject holds rows that no page of Kith wrote. Export them, empty the table, try again.';
    END IF;
END $$;
"""
_LINK = "SELECT, INSERT, UPDATE (ended_at, ended_by_id, ended_because)"
WHO_SEES_WHAT = "\n".join(
    [
        # What a subject is called is kept apart; here stand its kind, its number and whose class it is.
        grant("panel_subject", web="SELECT, UPDATE (closed_at)"),
        grant("panel_subjectreader", web="SELECT"),
        grant("panel_subjectitem", web="SELECT, INSERT, UPDATE"),
        grant("panel_subjectaction", web="SELECT, INSERT, UPDATE"),
        pipeline_only("panel_subjecttext"),
        person_policy("panel_subjectlink", data_class="care", web=_LINK),
        person_policy("panel_policelink", data_class="police", web=_LINK),
    ]
)
# The words of a subject are read and written through these alone. Each asks whose ticket it is: no look, no word.
WORDS = """
CREATE FUNCTION panel_ticket_staff() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT s.id FROM access_ticket t JOIN access_staff s ON s.id = t.staff_id AND s.is_active
    WHERE t.token_hash = sha256(convert_to(coalesce(current_setting('kith.ticket', true), ''), 'UTF8'))
      AND t.expires_at > clock_timestamp()
      AND access_roles(s.id) && ARRAY['practitioner', 'team_manager', 'agency_contact', 'panel_coordinator',
                                      'panel_chair']
$$;
CREATE FUNCTION panel_is_police(p_staff bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM access_staff s JOIN access_agency a ON a.id = s.agency_id
                   WHERE s.id = p_staff AND a.sector IN ('police', 'youth_justice'))
$$;
CREATE FUNCTION panel_reads(p_subject bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM panel_subject j JOIN access_staff s ON s.id = panel_ticket_staff()
        WHERE j.id = p_subject
          AND (NOT j.police OR panel_is_police(s.id)
               OR EXISTS (SELECT 1 FROM panel_subjectreader r WHERE r.subject_id = j.id AND r.agency_id = s.agency_id)))
$$;
CREATE FUNCTION panel_subject_texts(p_subjects bigint[])
RETURNS TABLE (subject_id bigint, about uuid, field text, version int, words text, by_id bigint, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT ON (t.subject_id, t.about, t.field) t.subject_id, t.about, t.field::text, t.version, t.text,
           t.by_id, t.at
    FROM panel_subjecttext t
    WHERE t.subject_id IN (SELECT j.id FROM panel_subject j WHERE (p_subjects IS NULL OR j.id = ANY(p_subjects))
                           AND panel_reads(j.id))
    ORDER BY t.subject_id, t.about, t.field, t.version DESC
$$;
CREATE FUNCTION panel_keep_words(p_subject bigint, p_about uuid, p_field text, p_words text, p_seen int, p_at timestamptz)
RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE held int;
BEGIN
    IF NOT panel_reads(p_subject) THEN RETURN NULL; END IF;
    PERFORM 1 FROM panel_subject WHERE id = p_subject FOR UPDATE;
    SELECT coalesce(max(version), 0) INTO held FROM panel_subjecttext
    WHERE subject_id = p_subject AND about IS NOT DISTINCT FROM p_about AND field = p_field;
    IF held <> p_seen THEN RETURN -1; END IF;
    INSERT INTO panel_subjecttext (subject_id, about, field, version, text, by_id, at)
    VALUES (p_subject, p_about, p_field, held + 1, p_words, panel_ticket_staff(), p_at);
    RETURN held + 1;
END $$;
CREATE FUNCTION panel_make_subject(p_public uuid, p_kind text, p_police boolean, p_at timestamptz)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE staff bigint := panel_ticket_staff(); made bigint;
BEGIN
    IF staff IS NULL OR (p_police AND NOT panel_is_police(staff)) THEN RETURN NULL; END IF;
    PERFORM pg_advisory_xact_lock(hashtext('panel.subject'));
    INSERT INTO panel_subject (public_id, kind, number, police, made_by_id, made_at)
    SELECT p_public, p_kind, coalesce(max(number), 0) + 1, p_police, staff, p_at FROM panel_subject WHERE kind = p_kind
    RETURNING id INTO made;
    RETURN made;
END $$;
CREATE FUNCTION panel_share_subject(p_subject bigint, p_agency bigint, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT panel_is_police(panel_ticket_staff()) OR NOT panel_reads(p_subject) THEN RETURN false; END IF;
    INSERT INTO panel_subjectreader (subject_id, agency_id, by_id, at)
    VALUES (p_subject, p_agency, panel_ticket_staff(), p_at) ON CONFLICT DO NOTHING;
    RETURN true;
END $$;
-- How many are linked, of whom a page then shows only those whom its reader may see; a number, no name.
CREATE FUNCTION panel_count_links(p_subject bigint) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN panel_reads(p_subject) THEN
        (SELECT count(*) FROM panel_subjectlink l WHERE l.subject_id = p_subject AND l.ended_at IS NULL)
        + (SELECT count(*) FROM panel_policelink l WHERE l.subject_id = p_subject AND l.ended_at IS NULL
           AND panel_is_police(panel_ticket_staff())) ELSE 0 END
$$;
CREATE OR REPLACE FUNCTION panel_count_undecided(p_meeting bigint) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT (SELECT count(*) FROM panel_item i
            WHERE i.meeting_id = p_meeting AND i.put_off_because = ''
              AND NOT EXISTS (SELECT 1 FROM panel_decision d WHERE d.item_id = i.id))
         + (SELECT count(*) FROM panel_subjectitem s WHERE s.meeting_id = p_meeting AND s.decided_at IS NULL)
$$;
REVOKE EXECUTE ON FUNCTION panel_ticket_staff(), panel_is_police(bigint), panel_reads(bigint),
    panel_subject_texts(bigint[]), panel_keep_words(bigint, uuid, text, text, int, timestamptz),
    panel_make_subject(uuid, text, boolean, timestamptz), panel_share_subject(bigint, bigint, timestamptz),
    panel_count_links(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION panel_reads(bigint), panel_subject_texts(bigint[]),
    panel_keep_words(bigint, uuid, text, text, int, timestamptz), panel_make_subject(uuid, text, boolean, timestamptz),
    panel_share_subject(bigint, bigint, timestamptz), panel_count_links(bigint) TO kith_web, kith_worker;
"""


class Migration(migrations.Migration):
    """The tables are made anew: the first ones kept a label that everybody could read, and one class for every link."""

    dependencies = [
        ('access', '0007_lifting_and_ending_protections'),
        ("panel", "0005_disagreements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(NOTHING_LOST),
        migrations.RemoveField(
            model_name='subject',
            name='made_by',
        ),
        migrations.RemoveField(
            model_name='subjectlink',
            name='subject',
        ),
        migrations.RemoveField(
            model_name='subjectitem',
            name='subject',
        ),
        migrations.RemoveField(
            model_name='subjectitem',
            name='decided_by',
        ),
        migrations.RemoveField(
            model_name='subjectitem',
            name='meeting',
        ),
        migrations.RemoveField(
            model_name='subjectlink',
            name='linked_by',
        ),
        migrations.DeleteModel(
            name='Exploiter',
        ),
        migrations.DeleteModel(
            name='Subject',
        ),
        migrations.DeleteModel(
            name='SubjectItem',
        ),
        migrations.DeleteModel(
            name='SubjectLink',
        ),
        migrations.CreateModel(
            name='Subject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('place', 'place'), ('group', 'group'), ('vehicle', 'vehicle'), ('exploiter', 'exploiter')], max_length=12)),
                ('number', models.PositiveIntegerField()),
                ('police', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('kind', 'number'),
            },
        ),
        migrations.CreateModel(
            name='PoliceLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('role', models.CharField(choices=[('seen_at', 'seen_at'), ('lives_at', 'lives_at'), ('member', 'member'), ('associate', 'associate'), ('in_vehicle', 'in_vehicle'), ('owner', 'owner'), ('exploited', 'exploited'), ('is_them', 'is_them')], max_length=12)),
                ('source', models.CharField(choices=[('seen', 'seen'), ('child', 'child'), ('family', 'family'), ('agency', 'agency'), ('record', 'record'), ('intelligence', 'intelligence')], max_length=12)),
                ('said_by', models.CharField(max_length=120)),
                ('says', models.TextField()),
                ('from_on', models.DateField(null=True)),
                ('to_on', models.DateField(null=True)),
                ('linked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_because', models.TextField(blank=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('linked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='police_links', to='panel.subject')),
            ],
        ),
        migrations.CreateModel(
            name='SubjectAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('due_on', models.DateField()),
                ('state', models.CharField(choices=[('not_started', 'not_started'), ('in_progress', 'in_progress'), ('done', 'done'), ('not_possible', 'not_possible')], default='not_started', max_length=12)),
                ('not_possible_because', models.CharField(blank=True, max_length=20)),
                ('version', models.PositiveIntegerField(default=1)),
                ('made_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='panel.subject')),
            ],
            options={
                'ordering': ('due_on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='SubjectItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('listed_at', models.DateTimeField()),
                ('disruption', models.CharField(blank=True, choices=[('patrol', 'patrol'), ('licensing', 'licensing'), ('warning_notice', 'warning_notice'), ('detached_work', 'detached_work'), ('school_route', 'school_route'), ('investigation', 'investigation'), ('nothing_now', 'nothing_now')], max_length=20)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subject_items', to='panel.meeting')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='panel.subject')),
            ],
        ),
        migrations.CreateModel(
            name='SubjectLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('role', models.CharField(choices=[('seen_at', 'seen_at'), ('lives_at', 'lives_at'), ('member', 'member'), ('associate', 'associate'), ('in_vehicle', 'in_vehicle'), ('owner', 'owner'), ('exploited', 'exploited'), ('is_them', 'is_them')], max_length=12)),
                ('source', models.CharField(choices=[('seen', 'seen'), ('child', 'child'), ('family', 'family'), ('agency', 'agency'), ('record', 'record'), ('intelligence', 'intelligence')], max_length=12)),
                ('said_by', models.CharField(max_length=120)),
                ('says', models.TextField()),
                ('from_on', models.DateField(null=True)),
                ('to_on', models.DateField(null=True)),
                ('linked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_because', models.TextField(blank=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('linked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='panel.subject')),
            ],
        ),
        migrations.CreateModel(
            name='SubjectReader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readers', to='panel.subject')),
            ],
        ),
        migrations.CreateModel(
            name='SubjectText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.UUIDField(null=True)),
                ('field', models.CharField(choices=[('label', 'label'), ('says', 'says'), ('shared', 'shared'), ('closed', 'closed'), ('presented', 'presented'), ('discussion', 'discussion'), ('rationale', 'rationale'), ('action', 'action'), ('evidence', 'evidence')], max_length=12)),
                ('version', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='panel.subject')),
            ],
        ),
        migrations.AddConstraint(
            model_name='subject',
            constraint=models.UniqueConstraint(fields=('kind', 'number'), name='panel_subject_number_once'),
        ),
        migrations.AddConstraint(
            model_name='subject',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'exploiter'), _negated=True), ('police', True), _connector='OR'), name='panel_exploiter_is_police'),
        ),
        migrations.AddConstraint(
            model_name='policelink',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('subject', 'person_id'), name='panel_plink_once'),
        ),
        migrations.AddConstraint(
            model_name='policelink',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), models.Q(('ended_because', ''), _negated=True), _connector='XOR'), name='panel_plink_says_why_ended'),
        ),
        migrations.AddConstraint(
            model_name='subjectaction',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'not_possible'), ('not_possible_because', ''), _connector='XOR'), name='panel_subject_action_says_why'),
        ),
        migrations.AddConstraint(
            model_name='subjectitem',
            constraint=models.UniqueConstraint(fields=('meeting', 'subject'), name='panel_subject_item_once'),
        ),
        migrations.AddConstraint(
            model_name='subjectitem',
            constraint=models.CheckConstraint(condition=models.Q(('disruption', ''), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='XOR'), name='panel_subject_item_decided_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='subjectlink',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('subject', 'person_id'), name='panel_link_once'),
        ),
        migrations.AddConstraint(
            model_name='subjectlink',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), models.Q(('ended_because', ''), _negated=True), _connector='XOR'), name='panel_link_says_why_ended'),
        ),
        migrations.AddConstraint(
            model_name='subjectreader',
            constraint=models.UniqueConstraint(fields=('subject', 'agency'), name='panel_reader_once'),
        ),
        migrations.AddConstraint(
            model_name='subjecttext',
            constraint=models.UniqueConstraint(fields=('subject', 'about', 'field', 'version'), name='panel_subject_text_in_order', nulls_distinct=False),
        ),
        migrations.RunSQL(WHO_SEES_WHAT),
        migrations.RunSQL(WORDS),
    ]
