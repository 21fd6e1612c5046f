"""Makes the tables of professional disagreements: where each stands is a headline, what was said is of care."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from kith.common.row_security import grant, person_policy

WHO_SEES_WHAT = "\n".join(
    [
        person_policy("panel_disagreement", data_class="headlines", web="SELECT, INSERT, UPDATE"),
        person_policy("panel_disagreementstep", data_class="care", web="SELECT, INSERT"),
        # A lesson names nobody and leads back to nobody.
        grant("panel_disagreementlesson", web="SELECT, INSERT"),
        grant("panel_disagreementanswerer", web="SELECT, INSERT, UPDATE"),
    ]
)
# How many, where they end, how long they take: numbers over all children, and no row.
MEASURES = """
CREATE FUNCTION panel_disagreement_measures(p_since date, p_until date, p_today date) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH ended AS (
        SELECT last_stage AS stage, status, extract(epoch FROM ended_at - raised_at) / 86400 AS days
        FROM panel_disagreement WHERE ended_at::date BETWEEN p_since AND p_until
    ), stages AS (
        SELECT stage, count(*) AS ended, percentile_cont(0.5) WITHIN GROUP (ORDER BY days) AS median
        FROM ended WHERE status = 'resolved' GROUP BY stage
    )
    SELECT jsonb_build_object(
        'raised', (SELECT count(*) FROM panel_disagreement WHERE raised_at::date BETWEEN p_since AND p_until),
        'open', (SELECT count(*) FROM panel_disagreement WHERE ended_at IS NULL),
        'late', (SELECT count(*) FROM panel_disagreement WHERE ended_at IS NULL AND due_on < p_today),
        'withdrawn', (SELECT count(*) FROM ended WHERE status = 'withdrawn'),
        'resolved', (SELECT count(*) FROM ended WHERE status = 'resolved'),
        'dissent', (SELECT count(DISTINCT s.disagreement_id) FROM panel_disagreementstep s
                    WHERE s.dissent <> '' AND s.at::date BETWEEN p_since AND p_until),
        'by_clock', (SELECT count(*) FROM panel_disagreementstep s
                     WHERE s.act = 'clock' AND s.at::date BETWEEN p_since AND p_until),
        'stages', (SELECT coalesce(jsonb_agg(jsonb_build_object('stage', stage, 'ended', ended, 'median', median)),
                                   '[]') FROM stages))
$$;
REVOKE EXECUTE ON FUNCTION panel_disagreement_measures(date, date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION panel_disagreement_measures(date, date, date) TO kith_web, kith_worker;
"""


class Migration(migrations.Migration):
    """Nobody takes a step away, and no step is without what keeps the child safe."""


    dependencies = [
        ('access', '0007_lifting_and_ending_protections'),
        ("panel", "0004_reading"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DisagreementLesson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(choices=[('threshold', 'threshold'), ('response', 'response'), ('plan', 'plan'), ('sharing', 'sharing'), ('closure', 'closure'), ('panel_decision', 'panel_decision'), ('other', 'other')], max_length=16)),
                ('stage', models.CharField(choices=[('practitioners', 'practitioners'), ('managers', 'managers'), ('leads', 'leads'), ('seniors', 'seniors'), ('executive', 'executive'), ('resolved', 'resolved'), ('withdrawn', 'withdrawn')], max_length=16)),
                ('outcome', models.CharField(blank=True, choices=[('plan_changed', 'plan_changed'), ('decision_changed', 'decision_changed'), ('something_else', 'something_else'), ('stands', 'stands')], max_length=16)),
                ('quarter', models.DateField()),
                ('says', models.TextField()),
            ],
            options={
                'ordering': ('-quarter', 'topic', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Disagreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('topic', models.CharField(choices=[('threshold', 'threshold'), ('response', 'response'), ('plan', 'plan'), ('sharing', 'sharing'), ('closure', 'closure'), ('panel_decision', 'panel_decision'), ('other', 'other')], max_length=16)),
                ('status', models.CharField(choices=[('practitioners', 'practitioners'), ('managers', 'managers'), ('leads', 'leads'), ('seniors', 'seniors'), ('executive', 'executive'), ('resolved', 'resolved'), ('withdrawn', 'withdrawn')], max_length=16)),
                ('raised_at', models.DateTimeField()),
                ('due_on', models.DateField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('last_stage', models.CharField(choices=[('practitioners', 'practitioners'), ('managers', 'managers'), ('leads', 'leads'), ('seniors', 'seniors'), ('executive', 'executive'), ('resolved', 'resolved'), ('withdrawn', 'withdrawn')], max_length=16)),
                ('outcome', models.CharField(blank=True, choices=[('plan_changed', 'plan_changed'), ('decision_changed', 'decision_changed'), ('something_else', 'something_else'), ('stands', 'stands')], max_length=16)),
                ('ended_at', models.DateTimeField(null=True)),
                ('learned', models.BooleanField(default=False)),
                ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='disagreements', to='panel.item')),
                ('other_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency')),
                ('proposed_agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency')),
                ('raised_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency')),
                ('raised_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='DisagreementAnswerer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('practitioners', 'practitioners'), ('managers', 'managers'), ('leads', 'leads'), ('seniors', 'seniors'), ('executive', 'executive'), ('resolved', 'resolved'), ('withdrawn', 'withdrawn')], max_length=16)),
                ('begins_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(null=True)),
                ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency')),
                ('named_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='DisagreementStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('place', models.PositiveIntegerField()),
                ('act', models.CharField(choices=[('raise', 'raise'), ('answer', 'answer'), ('propose', 'propose'), ('escalate', 'escalate'), ('clock', 'clock'), ('agree', 'agree'), ('decide', 'decide'), ('withdraw', 'withdraw')], max_length=12)),
                ('status', models.CharField(choices=[('practitioners', 'practitioners'), ('managers', 'managers'), ('leads', 'leads'), ('seniors', 'seniors'), ('executive', 'executive'), ('resolved', 'resolved'), ('withdrawn', 'withdrawn')], max_length=16)),
                ('at', models.DateTimeField()),
                ('says', models.TextField(blank=True)),
                ('wanted', models.TextField(blank=True)),
                ('voice', models.TextField(blank=True)),
                ('child_safe', models.TextField()),
                ('carried', models.BooleanField(default=False)),
                ('outcome', models.CharField(blank=True, choices=[('plan_changed', 'plan_changed'), ('decision_changed', 'decision_changed'), ('something_else', 'something_else'), ('stands', 'stands')], max_length=16)),
                ('dissent', models.TextField(blank=True)),
                ('due_on', models.DateField(null=True)),
                ('book_version', models.CharField(max_length=20)),
                ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('disagreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='history', to='panel.disagreement')),
                ('dissenting_agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency')),
            ],
        ),
        migrations.AddIndex(
            model_name='disagreement',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['due_on'], name='panel_disagreement_by_clock'),
        ),
        migrations.AddConstraint(
            model_name='disagreement',
            constraint=models.CheckConstraint(condition=models.Q(('raised_agency', models.F('other_agency')), _negated=True), name='panel_disagreement_has_two_sides'),
        ),
        migrations.AddConstraint(
            model_name='disagreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_on__isnull', True), ('ended_at__isnull', False), ('status__in', ('resolved', 'withdrawn'))), models.Q(models.Q(('status__in', ('resolved', 'withdrawn')), _negated=True), ('due_on__isnull', False), ('ended_at__isnull', True)), _connector='OR'), name='panel_disagreement_ended_or_has_a_clock'),
        ),
        migrations.AddConstraint(
            model_name='disagreement',
            constraint=models.CheckConstraint(condition=models.Q(('status', 'resolved'), ('outcome', ''), _connector='XOR'), name='panel_disagreement_says_its_outcome'),
        ),
        migrations.AddConstraint(
            model_name='disagreementanswerer',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_at__isnull', True)), fields=('stage', 'agency'), name='panel_answerer_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='disagreementstep',
            constraint=models.UniqueConstraint(fields=('disagreement', 'place'), name='panel_disagreement_step_in_order'),
        ),
        migrations.AddConstraint(
            model_name='disagreementstep',
            constraint=models.CheckConstraint(condition=models.Q(('child_safe__regex', '\\S.{8,}\\S')), name='panel_disagreement_keeps_the_child_safe'),
        ),
        migrations.AddConstraint(
            model_name='disagreementstep',
            constraint=models.CheckConstraint(condition=models.Q(('act', 'clock'), models.Q(('by__isnull', False), ('carried', False)), _connector='OR'), name='panel_disagreement_step_has_somebody'),
        ),
        migrations.AddConstraint(
            model_name='disagreementstep',
            constraint=models.CheckConstraint(condition=models.Q(('dissent', ''), ('dissenting_agency__isnull', False), _connector='XOR'), name='panel_disagreement_dissent_has_its_agency'),
        ),
        migrations.RunSQL(WHO_SEES_WHAT),
        migrations.RunSQL(MEASURES),
    ]
