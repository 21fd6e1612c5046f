"""Makes the tables of statutory reviews, closed to everybody whom the ticket does not show, and opens a review.

An auditor opens a review of somebody whom they do not see yet. That is done by one function: it asks the ticket who is
opening, leaves out whoever is shielded, and gives the lead and whoever decides a reason to see the child until it ends.
"""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from kith.common.row_security import grant, person_policy

_CHANGE = "SELECT, INSERT, UPDATE"
WHO_SEES_WHAT = "\n".join(
    [
        grant("audit_learningpoint", web="SELECT, INSERT"),
        person_policy("audit_statutoryreview", data_class="care", web=_CHANGE),
        person_policy("audit_seriousincident", data_class="care", web="SELECT, UPDATE"),
        person_policy("audit_practicereview", data_class="care", web=_CHANGE),
        person_policy("audit_reviewagency", data_class="care", web=_CHANGE),
        person_policy("audit_reviewstep", data_class="care", web="SELECT, INSERT"),
    ]
)

OPEN = r"""
-- A reason to see one child because of one review, begun or renewed for half a year at most.
CREATE FUNCTION audit_seat_reviewer(p_review bigint, p_staff bigint, p_by bigint, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    person bigint;
    ref text := 'audit.review:' || p_review || ':' || p_staff;
    until timestamptz := p_at + interval '180 days';
    made bigint;
BEGIN
    SELECT r.person_id INTO STRICT person FROM audit_statutoryreview r WHERE r.id = p_review AND r.closed_at IS NULL;
    UPDATE access_relationship r SET ends_at = until, begins_at = greatest(r.begins_at, until - interval '180 days')
    WHERE r.staff_id = p_staff AND r.person_id = person AND r.source = 'audit_cohort' AND r.source_ref = ref
      AND r.ends_at > p_at
    RETURNING r.id INTO made;
    IF made IS NULL THEN
        INSERT INTO access_relationship (staff_id, person_id, source, source_ref, reason, begins_at, ends_at,
                                         granted_by_id)
        VALUES (p_staff, person, 'audit_cohort', ref, '', p_at, until, p_by) RETURNING id INTO made;
    END IF;
    PERFORM access_write_trace(p_by, p_at, 'access.began_relationship', 'access.relationship', made, person, NULL,
                               jsonb_build_object('source', 'audit_cohort', 'about', ref, 'ends_at', until));
END $$;

-- Open a review. NULL: whoever asks audits nothing, nobody is of that number, they are shielded, or one of the two
-- who would see the child may not.
CREATE FUNCTION audit_open_review(p_kind text, p_person uuid, p_new jsonb, p_at timestamptz) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    staff bigint := audit_ticket_staff();
    second bigint := (p_new ->> 'decides')::bigint;
    person bigint;
    made bigint;
    number uuid := gen_random_uuid();
BEGIN
    SELECT coalesce(p.merged_into, p.id) INTO person FROM linking_person p
    WHERE p.public_id = p_person AND (p.retired_at IS NULL OR p.merged_into IS NOT NULL);
    IF staff IS NULL OR person IS NULL OR p_kind NOT IN ('rapid', 'practice') OR access_shielded(person) THEN
        RETURN NULL;
    END IF;
    BEGIN
        INSERT INTO audit_statutoryreview (public_id, person_id, kind, state, because, lead_id, decides_id, book, begun_on,
                                           due_on, version, opened_at)
        VALUES (number, person, p_kind, CASE p_kind WHEN 'rapid' THEN 'known' ELSE 'commissioned' END,
                coalesce(p_new ->> 'because', ''), staff, second, p_new ->> 'book', (p_new ->> 'begun_on')::date,
                (p_new ->> 'due_on')::date, 1, p_at)
        RETURNING id INTO made;
        IF p_kind = 'rapid' THEN
            INSERT INTO audit_seriousincident (review_id, person_id, kind, suspicion, happened_on, known_on, what, notify_by,
                                               decision, rationale, answer, answer_says)
            VALUES (made, person, p_new ->> 'incident', p_new ->> 'suspicion', (p_new ->> 'happened_on')::date,
                    (p_new ->> 'begun_on')::date, p_new ->> 'what', (p_new ->> 'notify_by')::date, '', '', '', '');
        ELSE
            INSERT INTO audit_practicereview (review_id, person_id, reviewer, terms, family, voice, withheld_because)
            VALUES (made, person, '', '', '', '', '');
        END IF;
        INSERT INTO audit_reviewstep (review_id, person_id, kind, on_day, says, by_id, at)
        VALUES (made, person, 'open', (p_new ->> 'begun_on')::date, coalesce(p_new ->> 'because', ''), staff, p_at);
        PERFORM audit_seat_reviewer(made, staff, staff, p_at), audit_seat_reviewer(made, second, staff, p_at);
        PERFORM access_write_trace(staff, p_at, 'audit.opened_review', 'audit.review', made, person, NULL,
                                   jsonb_build_object('kind', p_kind, 'decides', second, 'book', p_new ->> 'book',
                                                      'due_on', p_new ->> 'due_on'));
        IF NOT ('care' = ANY(access_classes_of(staff, person, 'open'))
                AND 'care' = ANY(access_classes_of(second, person, 'open'))) THEN
            RAISE EXCEPTION 'not both may see' USING ERRCODE = 'KR001';
        END IF;
        RETURN jsonb_build_object('number', number, 'row', made);
    EXCEPTION WHEN SQLSTATE 'KR001' THEN
        RETURN NULL;  -- what was begun above is undone
    END;
END $$;

-- How many open reviews somebody leads or decides without a reason to see the child any more: half a year has passed.
CREATE FUNCTION audit_reviews_out_of_sight(p_at timestamptz) RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(r.id ORDER BY r.id), '{}')
    FROM access_ticket t JOIN access_staff s ON s.id = t.staff_id AND s.is_active
    JOIN audit_statutoryreview r ON s.id IN (r.lead_id, r.decides_id) AND r.closed_at IS NULL
    WHERE t.token_hash = sha256(convert_to(coalesce(current_setting('kith.ticket', true), ''), 'UTF8'))
      AND t.expires_at > clock_timestamp() AND NOT access_shielded(r.person_id)
      AND NOT EXISTS (SELECT 1 FROM access_relationship l WHERE l.staff_id = s.id AND l.person_id = r.person_id
                      AND l.source = 'audit_cohort' AND l.source_ref = 'audit.review:' || r.id || ':' || s.id
                      AND l.ends_at > p_at)
$$;

CREATE FUNCTION audit_renew_reviews(p_at timestamptz) RETURNS int LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    staff bigint;
    hidden bigint;
    renewed int := 0;
BEGIN
    SELECT t.staff_id INTO staff FROM access_ticket t
    WHERE t.token_hash = sha256(convert_to(coalesce(current_setting('kith.ticket', true), ''), 'UTF8'))
      AND t.expires_at > clock_timestamp();
    FOREACH hidden IN ARRAY audit_reviews_out_of_sight(p_at) LOOP
        PERFORM audit_seat_reviewer(hidden, staff, staff, p_at);
        renewed := renewed + 1;
    END LOOP;
    RETURN renewed;
END $$;

-- Reviews by the year in which they began: numbers, no name, and only for whoever oversees reviews.
CREATE FUNCTION audit_count_reviews(p_today date) RETURNS TABLE (year int, what text, total bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH asks AS (
        SELECT 1 FROM access_ticket t JOIN access_staff s ON s.id = t.staff_id AND s.is_active
        WHERE t.token_hash = sha256(convert_to(coalesce(current_setting('kith.ticket', true), ''), 'UTF8'))
          AND t.expires_at > clock_timestamp()
          AND access_roles(s.id)::text[] && ARRAY['auditor', 'scrutineer', 'panel_chair']),
    told AS (
        SELECT extract(year FROM r.begun_on)::int AS year, r.kind, r.state, r.due_on, i.notify_by, i.notified_on,
               i.sent_on, i.decision, p.published_on, i.review_id IS NOT NULL AS is_rapid
        FROM audit_statutoryreview r LEFT JOIN audit_seriousincident i ON i.review_id = r.id
        LEFT JOIN audit_practicereview p ON p.review_id = r.id WHERE EXISTS (SELECT 1 FROM asks)),
    sorted AS (
        SELECT t.year, w.what FROM told t CROSS JOIN LATERAL (VALUES
            (CASE WHEN t.is_rapid THEN 'rapid' ELSE 'practice' END),
            (CASE WHEN t.notified_on <= t.notify_by THEN 'notified_in_time' END),
            (CASE WHEN t.is_rapid AND t.state <> 'withdrawn' AND coalesce(t.notified_on, p_today) > t.notify_by
                  THEN 'notified_late' END),
            (CASE WHEN t.sent_on <= t.due_on THEN 'sent_in_time' END),
            (CASE WHEN t.is_rapid AND t.state <> 'withdrawn' AND coalesce(t.sent_on, p_today) > t.due_on
                  THEN 'sent_late' END),
            (CASE WHEN t.decision = 'practice_review' THEN 'led_to_practice' END),
            (CASE WHEN t.published_on IS NOT NULL THEN 'published' END),
            (CASE WHEN NOT t.is_rapid AND t.published_on IS NULL AND t.state <> 'unpublished' AND p_today > t.due_on
                  THEN 'publication_late' END),
            (CASE WHEN t.state = 'unpublished' THEN 'unpublished' END)) w(what))
    SELECT s.year, s.what, count(*) FROM sorted s WHERE s.what IS NOT NULL GROUP BY s.year, s.what
$$;

REVOKE EXECUTE ON FUNCTION audit_seat_reviewer(bigint, bigint, bigint, timestamptz),
    audit_open_review(text, uuid, jsonb, timestamptz), audit_reviews_out_of_sight(timestamptz),
    audit_renew_reviews(timestamptz), audit_count_reviews(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_open_review(text, uuid, jsonb, timestamptz), audit_reviews_out_of_sight(timestamptz),
    audit_renew_reviews(timestamptz), audit_count_reviews(date) TO kith_web;
"""
UNDO = """
DROP FUNCTION audit_count_reviews(date), audit_renew_reviews(timestamptz), audit_reviews_out_of_sight(timestamptz),
    audit_open_review(text, uuid, jsonb, timestamptz), audit_seat_reviewer(bigint, bigint, bigint, timestamptz);
"""


class Migration(migrations.Migration):
    """Everything that is said of a child in a review stands at the class of care."""

    dependencies = [
        ('access', '0008_reasons_of_support'),
        ('audit', '0005_learned_from_events'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StatutoryReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('kind', models.CharField(choices=[('rapid', 'rapid'), ('practice', 'practice')], max_length=10)),
                ('state', models.CharField(choices=[('known', 'known'), ('notified', 'notified'), ('met', 'met'), ('decided', 'decided'), ('sent', 'sent'), ('answered', 'answered'), ('withdrawn', 'withdrawn'), ('commissioned', 'commissioned'), ('scoped', 'scoped'), ('reported', 'reported'), ('withholding', 'withholding'), ('published', 'published'), ('unpublished', 'unpublished'), ('closed', 'closed')], max_length=14)),
                ('because', models.TextField(blank=True)),
                ('book', models.CharField(max_length=20)),
                ('begun_on', models.DateField()),
                ('due_on', models.DateField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('-opened_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='ReviewAgency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('due_on', models.DateField()),
                ('state', models.CharField(choices=[('draft', 'draft'), ('returned', 'returned')], default='draft', max_length=10)),
                ('facts', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('returned_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('agency__name', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ReviewStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('kind', models.CharField(choices=[('open', 'open'), ('notify', 'notify'), ('ask', 'ask'), ('safeguard', 'safeguard'), ('meet', 'meet'), ('decide', 'decide'), ('send', 'send'), ('answer', 'answer'), ('reconsider', 'reconsider'), ('begin-practice', 'begin-practice'), ('withdraw', 'withdraw'), ('scope', 'scope'), ('hear-family', 'hear-family'), ('hear-child', 'hear-child'), ('report', 'report'), ('publish', 'publish'), ('withhold', 'withhold'), ('agree-withhold', 'agree-withhold'), ('refuse-withhold', 'refuse-withhold'), ('learn', 'learn'), ('hand-over', 'hand-over'), ('close', 'close')], max_length=16)),
                ('on_day', models.DateField()),
                ('says', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.AlterField(
            model_name='recommendation',
            name='finding',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='recommendations', to='audit.finding'),
        ),
        migrations.CreateModel(
            name='LearningPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('rapid', 'rapid'), ('practice', 'practice')], max_length=10)),
                ('says', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.AddField(
            model_name='recommendation',
            name='learning',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='recommendations', to='audit.learningpoint'),
        ),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.CheckConstraint(condition=models.Q(('finding__isnull', False), ('learning__isnull', False), _connector='XOR'), name='audit_recommended_because_of_one'),
        ),
        migrations.AddField(
            model_name='statutoryreview',
            name='decides',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='statutoryreview',
            name='follows',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='followed_by', to='audit.statutoryreview'),
        ),
        migrations.AddField(
            model_name='statutoryreview',
            name='lead',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reviewagency',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency'),
        ),
        migrations.AddField(
            model_name='reviewagency',
            name='contact',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reviewagency',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agencies', to='audit.statutoryreview'),
        ),
        migrations.AddField(
            model_name='reviewstep',
            name='agency',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency'),
        ),
        migrations.AddField(
            model_name='reviewstep',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reviewstep',
            name='learning',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.learningpoint'),
        ),
        migrations.AddField(
            model_name='reviewstep',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='audit.statutoryreview'),
        ),
        migrations.CreateModel(
            name='PracticeReview',
            fields=[
                ('review', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='practice', serialize=False, to='audit.statutoryreview')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('reviewer', models.CharField(blank=True, max_length=120)),
                ('terms', models.TextField(blank=True)),
                ('publish_plan_on', models.DateField(null=True)),
                ('family', models.TextField(blank=True)),
                ('voice', models.TextField(blank=True)),
                ('reported_on', models.DateField(null=True)),
                ('published_on', models.DateField(null=True)),
                ('published_item', models.UUIDField(null=True)),
                ('withheld_because', models.TextField(blank=True)),
                ('withheld_agreed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withheld_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='SeriousIncident',
            fields=[
                ('review', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='incident', serialize=False, to='audit.statutoryreview')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('kind', models.CharField(choices=[('death', 'death'), ('serious_harm', 'serious_harm')], max_length=14)),
                ('suspicion', models.CharField(choices=[('known', 'known'), ('suspected', 'suspected')], max_length=10)),
                ('happened_on', models.DateField()),
                ('known_on', models.DateField()),
                ('what', models.TextField()),
                ('notify_by', models.DateField()),
                ('notified_on', models.DateField(null=True)),
                ('met_on', models.DateField(null=True)),
                ('decision', models.CharField(blank=True, choices=[('no_further', 'no_further'), ('practice_review', 'practice_review'), ('other_learning', 'other_learning')], max_length=16)),
                ('rationale', models.TextField(blank=True)),
                ('decided_on', models.DateField(null=True)),
                ('sent_on', models.DateField(null=True)),
                ('answer', models.CharField(blank=True, choices=[('agrees', 'agrees'), ('asks_to_think_again', 'asks_to_think_again'), ('national_review', 'national_review')], max_length=20)),
                ('answered_on', models.DateField(null=True)),
                ('answer_says', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('happened_on__lte', models.F('known_on'))), name='audit_known_after_it_happened'), models.CheckConstraint(condition=models.Q(('decision', ''), models.Q(('rationale', ''), _negated=True), _connector='OR'), name='audit_review_decision_has_its_reason')],
            },
        ),
        migrations.AddConstraint(
            model_name='statutoryreview',
            constraint=models.CheckConstraint(condition=models.Q(('lead', models.F('decides')), _negated=True), name='audit_review_two_people'),
        ),
        migrations.AddConstraint(
            model_name='statutoryreview',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('closed', 'withdrawn')), ('closed_at__isnull', True), _connector='XOR'), name='audit_review_closed_on_a_day'),
        ),
        migrations.AddConstraint(
            model_name='reviewagency',
            constraint=models.UniqueConstraint(fields=('review', 'agency'), name='audit_review_agency_once'),
        ),
        migrations.AddConstraint(
            model_name='reviewagency',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'returned'), ('returned_at__isnull', True), _connector='XOR'), name='audit_review_returned_on_a_day'),
        ),
        migrations.AddConstraint(
            model_name='reviewagency',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('facts', ''), _negated=True), _connector='OR'), name='audit_review_facts_returned'),
        ),
        migrations.AddConstraint(
            model_name='practicereview',
            constraint=models.CheckConstraint(condition=models.Q(('withheld_agreed_by__isnull', True), models.Q(models.Q(('withheld_because', ''), _negated=True), ('withheld_by__isnull', False), models.Q(('withheld_agreed_by', models.F('withheld_by')), _negated=True)), _connector='OR'), name='audit_withheld_by_two_people'),
        ),
        migrations.RunSQL(WHO_SEES_WHAT),
        migrations.RunSQL("SET LOCAL check_function_bodies = off;", migrations.RunSQL.noop),
        migrations.RunSQL(OPEN, UNDO),
    ]
