"""Makes the tables of interventions, and the sums that are told of them without showing a child."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from kith.common.row_security import person_policy

WHO_SEES_WHAT = "\n".join(
    [
        person_policy("support_intervention", data_class="headlines", web="SELECT, INSERT, UPDATE"),
        person_policy("support_interventiontext", data_class="care", web="SELECT, INSERT, UPDATE"),
        person_policy("support_interventionchange", data_class="care", web="SELECT, INSERT"),
        # An intervention that Kith told as going on ends by its own act.
        "GRANT UPDATE (ended_on) ON chronology_entry TO kith_web;",
    ]
)
# Sums over the county, whoever asks: no row of a child leaves, and the selector hides what is small. The district is
# the town of today's address; an address that must stay secret is in another table and counts as not known.
SPEND = """
CREATE FUNCTION support_spend(p_since date, p_until date)
RETURNS TABLE (need text, district text, children bigint, pence bigint) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT i.need::text, coalesce(initcap(btrim(home.town)), ''), count(DISTINCT i.person_id),
           sum(i.cost_pence)::bigint
    FROM support_intervention i
    LEFT JOIN LATERAL (
        SELECT a.town FROM linking_address a WHERE a.person_id = i.person_id AND a.ends_on IS NULL
        ORDER BY a.begins_on DESC NULLS LAST, a.id DESC LIMIT 1
    ) home ON true
    WHERE i.started_on BETWEEN p_since AND p_until
    GROUP BY 1, 2
$$;
REVOKE EXECUTE ON FUNCTION support_spend(date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION support_spend(date, date) TO kith_web, kith_worker;
"""
WHAT_WORKED = """
CREATE FUNCTION support_what_worked(p_since date, p_until date, p_bands int[])
RETURNS TABLE (need text, band int, outcome text, interventions bigint) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT i.need::text,
           width_bucket(extract(year FROM age(i.started_on, f.born_on))::int, p_bands),
           coalesce(nullif(i.outcome, ''), 'not_known')::text, count(*)
    FROM support_intervention i LEFT JOIN linking_profile f ON f.person_id = i.person_id
    WHERE i.ended_on BETWEEN p_since AND p_until AND i.started_on IS NOT NULL AND i.state <> 'declined'
    GROUP BY 1, 2, 3
$$;
REVOKE EXECUTE ON FUNCTION support_what_worked(date, date, int[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION support_what_worked(date, date, int[]) TO kith_web, kith_worker;
"""


class Migration(migrations.Migration):
    """The row at headlines, its words and its history at the class of care."""


    dependencies = [
        ('chronology', '0001_chronology'),
        ('linking', '0001_people'),
        ('access', '0005_county_in_one_join'),
        ('partnership', '0001_directory'),
        ('support', '0003_paths'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Intervention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('need', models.CharField(max_length=40)),
                ('funding', models.CharField(max_length=40)),
                ('book', models.CharField(max_length=20)),
                ('cost_pence', models.PositiveBigIntegerField()),
                ('agreed_in', models.CharField(choices=[('plan', 'plan'), ('panel', 'panel'), ('referral', 'referral')], max_length=12)),
                ('source_ref', models.CharField(blank=True, max_length=80)),
                ('planned_sessions', models.PositiveIntegerField()),
                ('sessions_offered', models.PositiveIntegerField(default=0)),
                ('sessions_attended', models.PositiveIntegerField(default=0)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('state', models.CharField(choices=[('planned', 'planned'), ('started', 'started'), ('completed', 'completed'), ('stopped_early', 'stopped_early'), ('declined', 'declined')], max_length=14)),
                ('started_on', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('achieved', 'achieved'), ('partly', 'partly'), ('not_achieved', 'not_achieved'), ('not_known', 'not_known')], max_length=14)),
                ('outcome_on', models.DateField(null=True)),
                ('agreed_at', models.DateTimeField()),
                ('entry_id', models.BigIntegerField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('provider', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.service')),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-agreed_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='InterventionText',
            fields=[
                ('intervention', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='text', serialize=False, to='support.intervention')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('goal', models.TextField()),
                ('ended_because', models.TextField(blank=True)),
                ('outcome_words', models.TextField(blank=True)),
                ('childs_view', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='InterventionChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('version', models.PositiveIntegerField()),
                ('before', models.JSONField()),
                ('after', models.JSONField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('intervention', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='support.intervention')),
            ],
            options={
                'ordering': ('version',),
            },
        ),
        migrations.AddConstraint(
            model_name='intervention',
            constraint=models.CheckConstraint(condition=models.Q(('sessions_attended__lte', models.F('sessions_offered'))), name='support_attended_were_offered'),
        ),
        migrations.AddConstraint(
            model_name='intervention',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', False), ('state__in', ['completed', 'stopped_early', 'declined'])), models.Q(models.Q(('state__in', ['completed', 'stopped_early', 'declined']), _negated=True), ('ended_on__isnull', True), ('outcome', '')), _connector='OR'), name='support_outcome_after_the_end'),
        ),
        migrations.AddConstraint(
            model_name='intervention',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['started', 'completed']), _negated=True), ('started_on__isnull', False), _connector='OR'), name='support_started_on_a_day'),
        ),
        migrations.AddConstraint(
            model_name='interventionchange',
            constraint=models.UniqueConstraint(fields=('intervention', 'version'), name='support_intervention_change_once'),
        ),
        migrations.RunSQL(WHO_SEES_WHAT),
        migrations.RunSQL(SPEND),
        migrations.RunSQL(WHAT_WORKED),
    ]
