"""Makes the tables of audits, each row about a person closed to everybody whom the ticket does not show.

Who is in a cohort, and who may see them because of it, is written by two functions alone: they ask the ticket who is
drawing, leave out whoever is shielded, and leave a trace of each case.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from kith.common.row_security import grant, person_policy

_CHANGE = "SELECT, INSERT, UPDATE"
WHO_SEES_WHAT = "\n".join(
    [
        grant("audit_audittheme", web=_CHANGE),
        grant("audit_cohort", web="SELECT, INSERT"),
        grant("audit_askedagency", web=_CHANGE),
        grant("audit_moderation", web="SELECT, INSERT"),
        grant("audit_moderationseat", web="SELECT, INSERT"),
        grant("audit_finding", web=_CHANGE),
        grant("audit_recommendation", web="SELECT, INSERT"),
        grant("audit_auditaction", web=_CHANGE),
        person_policy("audit_auditcase", data_class="headlines", web="SELECT"),
        person_policy("audit_cohortmember", data_class="headlines", web="SELECT"),
        person_policy("audit_caserecord", data_class="care", web=_CHANGE),
        person_policy("audit_agencytool", data_class="care", web=_CHANGE),
        person_policy("audit_toolsection", data_class="care", web=_CHANGE),
        person_policy("audit_moderatedgrade", data_class="care", web="SELECT, INSERT"),
    ]
)


class Migration(migrations.Migration):
    """Cases at the class of headlines; what is said of them at the class of care."""

    initial = True

    dependencies = [
        ('access', '0008_reasons_of_support'),
        ('partnership', '0002_structure'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('incident_on', models.DateField()),
                ('drawn_at', models.DateTimeField()),
                ('set_aside_because', models.TextField(blank=True)),
            ],
            options={
                'ordering': ('incident_on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ToolSection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('section', models.CharField(choices=[('profile', 'profile'), ('history', 'history'), ('recognition', 'recognition'), ('assessment', 'assessment'), ('planning', 'planning'), ('sharing', 'sharing'), ('voice', 'voice'), ('diversity', 'diversity'), ('oversight', 'oversight'), ('escalation', 'escalation'), ('impact', 'impact'), ('overall', 'overall')], max_length=12)),
                ('record', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('evidence', models.TextField(blank=True)),
                ('good_practice', models.TextField(blank=True)),
                ('to_develop', models.TextField(blank=True)),
                ('grade', models.CharField(blank=True, choices=[('outstanding', 'outstanding'), ('good', 'good'), ('requires_improvement', 'requires_improvement'), ('inadequate', 'inadequate'), ('not_applicable', 'not_applicable'), ('not_seen', 'not_seen')], max_length=20)),
                ('because', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='CaseRecord',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='record', serialize=False, to='audit.auditcase')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('as_of', models.DateField()),
                ('facts', models.JSONField()),
                ('drafted_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='AgencyTool',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('returned', 'returned')], default='draft', max_length=10)),
                ('drafted_at', models.DateTimeField()),
                ('returned_at', models.DateTimeField(null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency')),
                ('returned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tools', to='audit.auditcase')),
            ],
            options={
                'ordering': ('agency__name', 'id'),
            },
        ),
        migrations.CreateModel(
            name='AuditTheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title', models.CharField(max_length=120)),
                ('question', models.TextField()),
                ('lines', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('begins_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('standards', models.TextField(blank=True)),
                ('reads_until', models.DateField()),
                ('state', models.CharField(choices=[('planning', 'planning'), ('auditing', 'auditing'), ('closed', 'closed')], default='planning', max_length=12)),
                ('made_at', models.DateTimeField()),
                ('drafted_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('follows', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='audit.audittheme')),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subgroup', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.group')),
            ],
            options={
                'ordering': ('-made_at', '-id'),
            },
        ),
        migrations.AddField(
            model_name='auditcase',
            name='theme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cases', to='audit.audittheme'),
        ),
        migrations.CreateModel(
            name='AskedAgency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField()),
                ('asked_at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency')),
                ('auditor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asked', to='audit.audittheme')),
            ],
            options={
                'ordering': ('agency__name', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Cohort',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('rule', models.CharField(choices=[('weapon', 'weapon'), ('violence', 'violence'), ('exploitation', 'exploitation'), ('missing', 'missing'), ('protection', 'protection'), ('looked_after', 'looked_after'), ('self_harm', 'self_harm'), ('closed_referrals', 'closed_referrals')], max_length=20)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None)),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)),
                ('least', models.PositiveSmallIntegerField(default=1)),
                ('begins_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('chosen_by', models.CharField(choices=[('rule', 'rule'), ('random', 'random'), ('targeted', 'targeted'), ('inspector', 'inspector')], max_length=12)),
                ('because', models.TextField()),
                ('wanted', models.PositiveSmallIntegerField(null=True)),
                ('seed', models.CharField(blank=True, max_length=40)),
                ('found', models.PositiveIntegerField(null=True)),
                ('size', models.PositiveSmallIntegerField(null=True)),
                ('fixed_at', models.DateTimeField(null=True)),
                ('fixed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cohorts', to='audit.audittheme')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='CohortMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='audit.auditcase')),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='audit.cohort')),
            ],
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('place', models.PositiveSmallIntegerField()),
                ('question', models.CharField(choices=[('county_lines', 'county_lines'), ('male', 'male'), ('looked_after', 'looked_after'), ('protection_plan', 'protection_plan'), ('in_need', 'in_need'), ('never_known', 'never_known'), ('ehcp', 'ehcp'), ('attendance_fell', 'attendance_fell'), ('excluded_often', 'excluded_often'), ('much_police_and_out', 'much_police_and_out'), ('hundred_by_ten', 'hundred_by_ten'), ('many_agencies', 'many_agencies'), ('voice_sought', 'voice_sought'), ('voice_declined', 'voice_declined'), ('referrals_silent', 'referrals_silent')], max_length=30)),
                ('part', models.PositiveIntegerField()),
                ('whole', models.PositiveIntegerField()),
                ('unknown', models.PositiveIntegerField(default=0)),
                ('says', models.TextField()),
                ('comment', models.TextField(blank=True)),
                ('counted_at', models.DateTimeField()),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='audit.audittheme')),
            ],
            options={
                'ordering': ('place', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ModeratedGrade',
            fields=[
                ('section', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='moderated', serialize=False, to='audit.toolsection')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('grade', models.CharField(choices=[('outstanding', 'outstanding'), ('good', 'good'), ('requires_improvement', 'requires_improvement'), ('inadequate', 'inadequate'), ('not_applicable', 'not_applicable'), ('not_seen', 'not_seen')], max_length=20)),
                ('because', models.TextField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='toolsection',
            name='tool',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='audit.agencytool'),
        ),
        migrations.CreateModel(
            name='Moderation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('held_on', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('moderated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moderations', to='audit.audittheme')),
            ],
            options={
                'ordering': ('held_on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ModerationSeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency')),
                ('moderation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='audit.moderation')),
            ],
        ),
        migrations.AddField(
            model_name='moderation',
            name='agencies',
            field=models.ManyToManyField(related_name='+', through='audit.ModerationSeat', to='access.agency'),
        ),
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('says', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recommendations', to='audit.finding')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='AuditAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('what', models.TextField()),
                ('due_on', models.DateField()),
                ('state', models.CharField(choices=[('agreed', 'agreed'), ('evidenced', 'evidenced'), ('accepted', 'accepted')], default='agreed', max_length=10)),
                ('evidence', models.TextField(blank=True)),
                ('sent_back_because', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('made_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('accepted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='audit.recommendation')),
            ],
            options={
                'ordering': ('due_on', 'id'),
            },
        ),
        migrations.AddConstraint(
            model_name='agencytool',
            constraint=models.UniqueConstraint(fields=('case', 'agency'), name='audit_tool_once'),
        ),
        migrations.AddConstraint(
            model_name='agencytool',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'returned'), ('returned_by__isnull', True), _connector='XOR'), name='audit_tool_returned_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='audittheme',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('begins_on'))), name='audit_theme_period'),
        ),
        migrations.AddConstraint(
            model_name='audittheme',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'closed'), ('closed_at__isnull', True), _connector='XOR'), name='audit_theme_closed_on_a_day'),
        ),
        migrations.AddConstraint(
            model_name='auditcase',
            constraint=models.UniqueConstraint(condition=models.Q(('set_aside_because', '')), fields=('theme', 'person_id'), name='audit_case_once'),
        ),
        migrations.AddConstraint(
            model_name='askedagency',
            constraint=models.UniqueConstraint(fields=('theme', 'agency'), name='audit_agency_asked_once'),
        ),
        migrations.AddConstraint(
            model_name='cohort',
            constraint=models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='audit_cohort_says_why'),
        ),
        migrations.AddConstraint(
            model_name='cohort',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('chosen_by', 'random'), _negated=True), models.Q(models.Q(('seed', ''), _negated=True), ('wanted__isnull', False)), _connector='OR'), name='audit_cohort_seed'),
        ),
        migrations.AddConstraint(
            model_name='cohortmember',
            constraint=models.UniqueConstraint(fields=('cohort', 'case'), name='audit_member_once'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.UniqueConstraint(fields=('theme', 'question'), name='audit_question_once'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(('part__lte', models.F('whole'))), name='audit_part_of_the_whole'),
        ),
        migrations.AddField(
            model_name='moderatedgrade',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='moderatedgrade',
            name='moderation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grades', to='audit.moderation'),
        ),
        migrations.AddConstraint(
            model_name='toolsection',
            constraint=models.UniqueConstraint(fields=('tool', 'section'), name='audit_section_once'),
        ),
        migrations.AddConstraint(
            model_name='toolsection',
            constraint=models.CheckConstraint(condition=models.Q(('grade', ''), models.Q(('because', ''), _negated=True), _connector='OR'), name='audit_grade_has_its_reason'),
        ),
        migrations.AddConstraint(
            model_name='moderationseat',
            constraint=models.UniqueConstraint(fields=('moderation', 'agency'), name='audit_seat_once'),
        ),
        migrations.AddConstraint(
            model_name='auditaction',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'agreed'), models.Q(('evidence', ''), _negated=True), _connector='OR'), name='audit_action_has_evidence'),
        ),
        migrations.AddConstraint(
            model_name='auditaction',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_by__isnull', True), models.Q(('accepted_by', models.F('owner')), _negated=True), _connector='OR'), name='audit_action_accepted_by_another'),
        ),
        migrations.AddConstraint(
            model_name='moderatedgrade',
            constraint=models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='audit_moderated_has_its_reason'),
        ),
        migrations.RunSQL(WHO_SEES_WHAT),
    ]
