"""Makes the tables of the panel, each row about a person closed to everybody whom the ticket does not show."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from kith.common.row_security import grant, person_policy, supplier_policy

_ADD = "SELECT, INSERT"
_CHANGE = "SELECT, INSERT, UPDATE"
_HEADLINES = {
    "panel_case": _CHANGE,
    "panel_casestep": _ADD,
    "panel_item": _CHANGE,
    "panel_conflict": _ADD,
    "panel_research": _CHANGE,
    "panel_subjectlink": _CHANGE,
}
_CARE = {
    "panel_rating": _ADD,
    "panel_rateddomain": _ADD,
    "panel_return": _CHANGE,
    "panel_minute": _CHANGE,
    "panel_minuteversion": _CHANGE,
    "panel_decision": _ADD,
    "panel_panelaction": _CHANGE,
    "panel_actionchange": _ADD,
    "panel_closure": _ADD,
}
WHO_SEES_WHAT = "\n".join(
    [
        grant("panel_meeting", web=_CHANGE),
        grant("panel_seat", web=_CHANGE),
        # A label names nobody: who somebody is stands in a table of the police's class.
        grant("panel_subject", web=_CHANGE),
        grant("panel_subjectitem", web=_CHANGE),
        *(person_policy(table, data_class="headlines", web=may) for table, may in _HEADLINES.items()),
        *(person_policy(table, data_class="care", web=may) for table, may in _CARE.items()),
        person_policy("panel_exploiter", data_class="police", web=_ADD),
        # What an agency holds back is seen by its own people alone.
        supplier_policy("panel_heldback", web=_CHANGE),
    ]
)

# Whoever ends a meeting must know that nobody is forgotten, even a child whom they may not see: a number, no name.
COUNT = """
CREATE FUNCTION panel_count_undecided(p_meeting bigint) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT count(*) FROM panel_item i
    WHERE i.meeting_id = p_meeting AND i.put_off_because = ''
      AND NOT EXISTS (SELECT 1 FROM panel_decision d WHERE d.item_id = i.id)
$$;
REVOKE EXECUTE ON FUNCTION panel_count_undecided(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION panel_count_undecided(bigint) TO kith_web, kith_worker;
"""
MEASURES = """
CREATE FUNCTION panel_measures(p_since date, p_until date) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    WITH first_decided AS (
        SELECT i.case_id, min(d.decided_at) AS at FROM panel_decision d JOIN panel_item i ON i.id = d.item_id
        GROUP BY i.case_id
    ), waited AS (
        SELECT extract(epoch FROM f.at - s.at) / 86400 AS days FROM first_decided f
        JOIN panel_casestep s ON s.case_id = f.case_id AND s.kind = 'refer' AND s.at <= f.at
        WHERE f.at::date BETWEEN p_since AND p_until
    ), seats AS (
        SELECT s.attended FROM panel_seat s JOIN panel_meeting m ON m.id = s.meeting_id
        WHERE m.state IN ('ended', 'approved') AND m.begins_at::date BETWEEN p_since AND p_until
    ), asked AS (
        SELECT r.returned_at IS NOT NULL AND r.returned_at::date <= r.due_on AS good FROM panel_research r
        WHERE r.due_on BETWEEN p_since AND p_until
    ), done AS (
        SELECT a.state = 'done' AND a.closed_at::date <= a.due_on AS good FROM panel_panelaction a
        WHERE a.due_on BETWEEN p_since AND p_until
    ), items AS (
        SELECT EXISTS (SELECT 1 FROM panel_minute v WHERE v.item_id = i.id AND v.field = 'voice' AND v.text <> '')
               AS good
        FROM panel_item i JOIN panel_meeting m ON m.id = i.meeting_id
        WHERE m.state IN ('ended', 'approved') AND m.begins_at::date BETWEEN p_since AND p_until
          AND i.put_off_because = ''
    ), levels AS (
        SELECT d.person_id, d.decided_at, array_position(ARRAY['none','low','medium','high','immediate'],
               d.level_after::text) AS level,
               row_number() OVER (PARTITION BY d.person_id ORDER BY d.decided_at) AS place
        FROM panel_decision d
    ), later AS (
        SELECT months, (SELECT l.level FROM levels l WHERE l.person_id = f.person_id
                        AND l.decided_at <= f.decided_at + make_interval(months => months)
                        ORDER BY l.decided_at DESC LIMIT 1) < f.level AS good
        FROM levels f, unnest(ARRAY[3, 6]) AS months
        WHERE f.place = 1 AND (f.decided_at + make_interval(months => months))::date BETWEEN p_since AND p_until
    ), rows AS (
        SELECT 1 AS place, 'days_to_panel' AS key, count(*) AS part, count(*) AS whole,
               percentile_cont(0.5) WITHIN GROUP (ORDER BY days) AS median FROM waited
        UNION ALL SELECT 2, 'attendance', count(*) FILTER (WHERE attended), count(*), NULL FROM seats
        UNION ALL SELECT 3, 'research', count(*) FILTER (WHERE good), count(*), NULL FROM asked
        UNION ALL SELECT 4, 'actions', count(*) FILTER (WHERE good), count(*), NULL FROM done
        UNION ALL SELECT 5, 'voice', count(*) FILTER (WHERE good), count(*), NULL FROM items
        UNION ALL SELECT 6, 'lower_3', count(*) FILTER (WHERE good), count(*), NULL FROM later WHERE months = 3
        UNION ALL SELECT 7, 'lower_6', count(*) FILTER (WHERE good), count(*), NULL FROM later WHERE months = 6
    )
    SELECT jsonb_agg(jsonb_build_object('key', key, 'part', part, 'whole', whole, 'median', median) ORDER BY place)
    FROM rows
$$;
REVOKE EXECUTE ON FUNCTION panel_measures(date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION panel_measures(date, date) TO kith_web, kith_worker;
"""


class Migration(migrations.Migration):
    """Headlines to whoever sees headlines; what was said and decided at the class of care."""

    initial = True

    dependencies = [
        ('access', '0005_county_in_one_join'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('section', models.CharField(choices=[('actions', 'actions'), ('urgent', 'urgent'), ('children', 'children'), ('places', 'places'), ('reviews', 'reviews'), ('step_downs', 'step_downs'), ('themes', 'themes')], max_length=12)),
                ('minutes_planned', models.PositiveSmallIntegerField(default=15)),
                ('listed_at', models.DateTimeField()),
                ('put_off_because', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='Subject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('place', 'place'), ('group', 'group'), ('vehicle', 'vehicle'), ('exploiter', 'exploiter')], max_length=12)),
                ('label', models.CharField(max_length=120)),
                ('made_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Research',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('asked_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('returned_at', models.DateTimeField(null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency')),
            ],
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('begins_at', models.DateTimeField()),
                ('place', models.CharField(max_length=120)),
                ('state', models.CharField(choices=[('planned', 'planned'), ('open', 'open'), ('ended', 'ended'), ('approved', 'approved'), ('called_off', 'called_off')], default='planned', max_length=12)),
                ('opened_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('approved_at', models.DateTimeField(null=True)),
                ('inquorate_because', models.TextField(blank=True)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('chair', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('begins_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('person_id', models.BigIntegerField()),
                ('opened_at', models.DateTimeField()),
                ('status', models.CharField(max_length=20)),
                ('steps', models.PositiveIntegerField(default=0)),
                ('level', models.CharField(blank=True, choices=[('none', 'none'), ('low', 'low'), ('medium', 'medium'), ('high', 'high'), ('immediate', 'immediate')], max_length=12)),
                ('review_on', models.DateField(null=True)),
                ('lead', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='CaseStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('place', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('nominate', 'nominate'), ('second', 'second'), ('set_aside', 'set_aside'), ('expire', 'expire'), ('refer', 'refer'), ('ask_more', 'ask_more'), ('tell_more', 'tell_more'), ('send_elsewhere', 'send_elsewhere'), ('accept', 'accept'), ('ask_research', 'ask_research'), ('list', 'list'), ('decide', 'decide'), ('put_off', 'put_off'), ('close', 'close')], max_length=20)),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, choices=[('defer', 'defer'), ('decline', 'decline'), ('already_held', 'already_held'), ('wrong_person', 'wrong_person'), ('wrong_record', 'wrong_record')], max_length=20)),
                ('says', models.TextField(blank=True)),
                ('until', models.DateField(null=True)),
                ('referral_id', models.BigIntegerField(null=True)),
                ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='history', to='panel.case')),
            ],
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('answers', models.JSONField()),
                ('open_actions_because', models.TextField(blank=True)),
                ('closed_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='closures', to='panel.case')),
                ('closed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('step_down', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='decision', serialize=False, to='panel.item')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('level_before', models.CharField(choices=[('none', 'none'), ('low', 'low'), ('medium', 'medium'), ('high', 'high'), ('immediate', 'immediate')], max_length=12)),
                ('level_after', models.CharField(choices=[('none', 'none'), ('low', 'low'), ('medium', 'medium'), ('high', 'high'), ('immediate', 'immediate')], max_length=12)),
                ('outcome', models.CharField(choices=[('plan_lead', 'plan_lead'), ('add_to_plan', 'add_to_plan'), ('strategy', 'strategy'), ('national_referral', 'national_referral'), ('disruption', 'disruption'), ('intervention', 'intervention'), ('monitor', 'monitor')], max_length=20)),
                ('rationale', models.TextField()),
                ('dissent', models.TextField(blank=True)),
                ('review_on', models.DateField()),
                ('decided_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='item',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='panel.case'),
        ),
        migrations.CreateModel(
            name='Conflict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('because', models.CharField(max_length=200)),
                ('declared_at', models.DateTimeField()),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conflicts', to='panel.item')),
            ],
        ),
        migrations.CreateModel(
            name='Exploiter',
            fields=[
                ('subject', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='exploiter', serialize=False, to='panel.subject')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('says', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='HeldBack',
            fields=[
                ('research', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='held_back', serialize=False, to='panel.research')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('says', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='Return',
            fields=[
                ('research', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='shared', serialize=False, to='panel.research')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('known', models.BooleanField()),
                ('role', models.CharField(blank=True, max_length=120)),
                ('worker', models.CharField(blank=True, max_length=120)),
                ('last_contact_on', models.DateField(null=True)),
                ('facts', models.TextField(blank=True)),
                ('opinions', models.TextField(blank=True)),
                ('risks', models.TextField(blank=True)),
                ('strengths', models.TextField(blank=True)),
                ('voice', models.TextField(blank=True)),
                ('works', models.TextField(blank=True)),
                ('held_back_because', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.AddField(
            model_name='research',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='research', to='panel.case'),
        ),
        migrations.AddField(
            model_name='research',
            name='returned_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='research',
            name='meeting',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='research', to='panel.meeting'),
        ),
        migrations.AddField(
            model_name='item',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='panel.meeting'),
        ),
        migrations.CreateModel(
            name='Minute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('field', models.CharField(max_length=20)),
                ('text', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='minutes', to='panel.item')),
            ],
        ),
        migrations.CreateModel(
            name='MinuteVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('version', models.PositiveIntegerField()),
                ('text', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('clashed', models.BooleanField(default=False)),
                ('settled_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('minute', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='panel.minute')),
            ],
        ),
        migrations.CreateModel(
            name='PanelAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('need', models.CharField(max_length=200)),
                ('what', models.TextField()),
                ('due_on', models.DateField()),
                ('evidence_wanted', models.CharField(blank=True, max_length=200)),
                ('state', models.CharField(choices=[('not_started', 'not_started'), ('in_progress', 'in_progress'), ('done', 'done'), ('not_possible', 'not_possible')], default='not_started', max_length=12)),
                ('evidence', models.TextField(blank=True)),
                ('not_possible_because', models.CharField(blank=True, max_length=20)),
                ('version', models.PositiveIntegerField(default=1)),
                ('made_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='panel.case')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='actions', to='panel.item')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('due_on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ActionChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('version', models.PositiveIntegerField()),
                ('state', models.CharField(max_length=12)),
                ('says', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='panel.panelaction')),
            ],
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('computed', models.CharField(choices=[('none', 'none'), ('low', 'low'), ('medium', 'medium'), ('high', 'high'), ('immediate', 'immediate')], max_length=12)),
                ('level', models.CharField(choices=[('none', 'none'), ('low', 'low'), ('medium', 'medium'), ('high', 'high'), ('immediate', 'immediate')], max_length=12)),
                ('because', models.TextField(blank=True)),
                ('analysis', models.TextField()),
                ('book_version', models.CharField(max_length=20)),
                ('rated_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='panel.case')),
                ('rated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='RatedDomain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('domain', models.CharField(max_length=30)),
                ('colour', models.CharField(max_length=6)),
                ('evidence', models.TextField()),
                ('protects', models.TextField(blank=True)),
                ('rating', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='domains', to='panel.rating')),
            ],
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('promised_at', models.DateTimeField(null=True)),
                ('attended', models.BooleanField(null=True)),
                ('apology', models.CharField(blank=True, max_length=200)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='panel.meeting')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='SubjectItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
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
                ('person_id', models.BigIntegerField(db_index=True)),
                ('says', models.TextField()),
                ('linked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('linked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='panel.subject')),
            ],
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['status', 'review_on'], name='panel_case_by_status'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(fields=('person_id',), name='panel_case_one_a_person'),
        ),
        migrations.AddConstraint(
            model_name='casestep',
            constraint=models.UniqueConstraint(fields=('case', 'place'), name='panel_step_in_order'),
        ),
        migrations.AddField(
            model_name='decision',
            name='decided_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='decision',
            name='dissenting_agency',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency'),
        ),
        migrations.AddField(
            model_name='decision',
            name='lead',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='conflict',
            constraint=models.UniqueConstraint(fields=('item', 'staff'), name='panel_conflict_once'),
        ),
        migrations.AddField(
            model_name='heldback',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency'),
        ),
        migrations.AddConstraint(
            model_name='research',
            constraint=models.UniqueConstraint(fields=('case', 'meeting', 'agency'), name='panel_research_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.UniqueConstraint(fields=('meeting', 'case'), name='panel_item_once'),
        ),
        migrations.AddConstraint(
            model_name='minute',
            constraint=models.UniqueConstraint(fields=('item', 'field'), name='panel_minute_once'),
        ),
        migrations.AddConstraint(
            model_name='minuteversion',
            constraint=models.UniqueConstraint(condition=models.Q(('clashed', False)), fields=('minute', 'version'), name='panel_version_once'),
        ),
        migrations.AddConstraint(
            model_name='panelaction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('evidence', ''), _negated=True), _connector='OR'), name='panel_action_done_has_evidence'),
        ),
        migrations.AddConstraint(
            model_name='panelaction',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'not_possible'), ('not_possible_because', ''), _connector='XOR'), name='panel_action_says_why_not_possible'),
        ),
        migrations.AddConstraint(
            model_name='actionchange',
            constraint=models.UniqueConstraint(fields=('action', 'version'), name='panel_change_in_order'),
        ),
        migrations.AddConstraint(
            model_name='rating',
            constraint=models.CheckConstraint(condition=models.Q(('level', models.F('computed')), models.Q(('because', ''), _negated=True), _connector='OR'), name='panel_rating_override_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='rateddomain',
            constraint=models.UniqueConstraint(fields=('rating', 'domain'), name='panel_domain_once'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(fields=('meeting', 'staff'), name='panel_seat_once'),
        ),
        migrations.AddConstraint(
            model_name='subjectitem',
            constraint=models.UniqueConstraint(fields=('meeting', 'subject'), name='panel_subject_item_once'),
        ),
        migrations.AddConstraint(
            model_name='subjectlink',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('subject', 'person_id'), name='panel_link_once'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('dissent', ''), ('dissenting_agency__isnull', False), _connector='OR'), name='panel_dissent_has_its_agency'),
        ),
        migrations.RunSQL(WHO_SEES_WHAT),
        migrations.RunSQL(COUNT),
        migrations.RunSQL(MEASURES),
    ]
