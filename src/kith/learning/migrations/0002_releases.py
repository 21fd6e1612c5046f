"""Makes the register of releases; which children were counted together is told by one function, as numbers alone."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from kith.common.row_security import grant, person_policy

# A row of nobody is of a child who was purged: it shows in no look, and what was told of how many stays true.
WHO_SEES_WHAT = "\n".join(
    [
        grant("learning_release", web="SELECT, INSERT, UPDATE"),
        grant("learning_releasedstatement", web="SELECT, INSERT"),
        person_policy("learning_releasedchild", data_class="headlines", web="SELECT, INSERT"),
    ]
)

# Somebody who is two rows of one release, because two records turned out to be of one person, stays two in it.
GROUPS = r"""
CREATE FUNCTION learning_release_groups(p_release bigint) RETURNS TABLE (told text[], children bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF learning_ticket_staff() IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'A release is judged by whoever leads audits or publishes.';
    END IF;
    RETURN QUERY
        WITH counted AS (
            SELECT coalesce(c.person_id, -c.id) AS child, c.release_id, c.counted_in,
                   row_number() OVER (PARTITION BY c.release_id, coalesce(c.person_id, -c.id) ORDER BY c.id) AS nth
            FROM learning_releasedchild c JOIN learning_release r ON r.id = c.release_id
            WHERE r.id = p_release OR r.state IN ('approved', 'handed', 'withdrawn')
        ), child AS (
            SELECT array_agg(c.release_id || ':' || place ORDER BY c.release_id, place) AS told
            FROM counted c CROSS JOIN unnest(c.counted_in) place GROUP BY c.child, c.nth
        )
        SELECT told, count(*) FROM child GROUP BY told;
END $$;
REVOKE EXECUTE ON FUNCTION learning_release_groups(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION learning_release_groups(bigint) TO kith_web;
"""


class Migration(migrations.Migration):
    """What was told, without a child in it; of which children, at the class of headlines."""

    dependencies = [
        ('audit', '0002_choosing_cases'),
        ('learning', '0001_counting'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('message', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('withdrawal', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title', models.CharField(max_length=120)),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('declined', 'declined'), ('approved', 'approved'), ('handed', 'handed'), ('withdrawn', 'withdrawn')], max_length=12)),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('approved_as', models.TextField(blank=True)),
                ('because', models.TextField(blank=True)),
                ('handed_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('taken_off_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.audittheme')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='ReleasedChild',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True, null=True)),
                ('counted_in', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), default=list, size=None)),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='learning.release')),
            ],
        ),
        migrations.CreateModel(
            name='ReleasedStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField()),
                ('told', models.CharField(choices=[('cohort', 'cohort'), ('finding', 'finding'), ('known', 'known'), ('parent', 'parent')], max_length=10)),
                ('question', models.CharField(blank=True, choices=[('county_lines', 'county_lines'), ('male', 'male'), ('looked_after', 'looked_after'), ('protection_plan', 'protection_plan'), ('in_need', 'in_need'), ('never_known', 'never_known'), ('ehcp', 'ehcp'), ('attendance_fell', 'attendance_fell'), ('excluded_often', 'excluded_often'), ('much_police_and_out', 'much_police_and_out'), ('hundred_by_ten', 'hundred_by_ten'), ('many_agencies', 'many_agencies'), ('voice_sought', 'voice_sought'), ('voice_declined', 'voice_declined'), ('referrals_silent', 'referrals_silent')], max_length=30)),
                ('telling', models.CharField(choices=[('exact', 'exact'), ('band', 'band'), ('held', 'held'), ('untold', 'untold')], max_length=6)),
                ('lowest', models.PositiveIntegerField()),
                ('highest', models.PositiveIntegerField()),
                ('others', models.PositiveIntegerField(default=0)),
                ('says', models.CharField(blank=True, max_length=200)),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='statements', to='learning.release')),
            ],
            options={
                'ordering': ('release', 'place'),
            },
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by__isnull', True), ('state', 'proposed')), models.Q(('decided_by__isnull', False), ('state', 'declined')), models.Q(('decided_by__isnull', False), models.Q(('decided_by', models.F('proposed_by')), _negated=True), models.Q(('approved_as', ''), _negated=True)), _connector='OR'), name='learning_release_by_two'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), models.Q(('withdrawn_by__isnull', False), models.Q(('because', ''), _negated=True)), _connector='OR'), name='learning_release_withdrawn_why'),
        ),
        migrations.AddConstraint(
            model_name='releasedstatement',
            constraint=models.UniqueConstraint(fields=('release', 'place'), name='learning_statement_place'),
        ),
        migrations.AddConstraint(
            model_name='releasedstatement',
            constraint=models.CheckConstraint(condition=models.Q(('lowest__lte', models.F('highest'))), name='learning_statement_bounds'),
        ),
        migrations.RunSQL(WHO_SEES_WHAT),
        migrations.RunSQL(GROUPS, "DROP FUNCTION learning_release_groups(bigint);"),
    ]
