"""Makes the tables of briefings: a case as it is written about, and words about nobody that others approve.

What says whose case it is, drafts among it, is closed to everybody whom the ticket does not show; the words that came
out of the check name nobody, and are read by whoever approves.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from kith.common.row_security import grant, person_policy

WHO_SEES_WHAT = "\n".join(
    [
        grant("learning_briefing", web="SELECT, INSERT, UPDATE"),
        grant("learning_briefingapproval", web="SELECT, INSERT"),
        grant("learning_briefingfinding", web="SELECT, INSERT, DELETE"),
        grant("learning_briefingmessage", web="SELECT, INSERT, UPDATE"),
        person_policy("learning_casereview", data_class="care", web="SELECT, INSERT, UPDATE"),
        person_policy("learning_reviewpart", data_class="care", web="SELECT, INSERT, UPDATE"),
        person_policy("learning_confirmedspan", data_class="care", web="SELECT, INSERT, DELETE"),
        person_policy("learning_keptchoice", data_class="care", web="SELECT, INSERT, UPDATE, DELETE"),
    ]
)


class Migration(migrations.Migration):
    """Drafts at the class of care; words about nobody without a person."""

    dependencies = [
        ('audit', '0002_choosing_cases'),
        ('learning', '0002_releases'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Briefing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form', models.CharField(choices=[('five-step', 'five-step'), ('seven-minute', 'seven-minute'), ('bulletin', 'bulletin')], max_length=20)),
                ('state', models.CharField(choices=[('drafting', 'drafting'), ('checked', 'checked'), ('approved', 'approved'), ('handed', 'handed'), ('withdrawn', 'withdrawn')], default='drafting', max_length=12)),
                ('version', models.PositiveIntegerField(default=1)),
                ('round', models.PositiveIntegerField(default=0)),
                ('called', models.TextField(blank=True)),
                ('title', models.TextField(blank=True)),
                ('words', models.JSONField(default=dict)),
                ('settled', models.JSONField(default=dict)),
                ('facts', models.JSONField(default=list)),
                ('k', models.PositiveIntegerField(null=True)),
                ('counted_at', models.DateTimeField(null=True)),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('made_at', models.DateTimeField()),
                ('checked_at', models.DateTimeField(null=True)),
                ('sent_back_because', models.TextField(blank=True)),
                ('withdrawn_because', models.TextField(blank=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('theme', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.audittheme')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('writer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-made_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='BriefingApproval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveIntegerField()),
                ('fingerprint', models.CharField(max_length=64)),
                ('role', models.TextField()),
                ('because', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('approver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('briefing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approvals', to='learning.briefing')),
                ('writer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='BriefingFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('briefing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='learning.briefing')),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='audit.finding')),
            ],
            options={
                'ordering': ('finding__place', 'id'),
            },
        ),
        migrations.CreateModel(
            name='BriefingMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('verb', models.CharField(choices=[('approve', 'approve'), ('replace', 'replace'), ('withdraw', 'withdraw')], max_length=20)),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('approved_as', models.TextField(blank=True)),
                ('made_at', models.DateTimeField()),
                ('turn', models.PositiveIntegerField(unique=True)),
                ('handed_at', models.DateTimeField(null=True)),
                ('overtaken_at', models.DateTimeField(null=True)),
                ('briefing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='learning.briefing')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('turn',),
            },
        ),
        migrations.CreateModel(
            name='CaseReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('case_number', models.BigIntegerField(null=True)),
                ('incident_on', models.DateField()),
                ('key', models.CharField(max_length=64)),
                ('avoided', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('k', models.PositiveIntegerField(null=True)),
                ('counted_at', models.DateTimeField(null=True)),
                ('briefing', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='review', to='learning.briefing')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='ConfirmedSpan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('place', models.PositiveSmallIntegerField()),
                ('part_version', models.PositiveIntegerField()),
                ('kind', models.CharField(max_length=20)),
                ('words', models.TextField()),
                ('key', models.CharField(max_length=32)),
                ('confirmed_at', models.DateTimeField()),
                ('confirmed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confirmed', to='learning.casereview')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='KeptChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('kind', models.CharField(max_length=40)),
                ('level', models.CharField(max_length=40)),
                ('value', models.TextField()),
                ('words', models.TextField()),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='learning.casereview')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='ReviewPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('place', models.PositiveSmallIntegerField()),
                ('heading', models.TextField(blank=True)),
                ('text', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='learning.casereview')),
            ],
            options={
                'ordering': ('place',),
            },
        ),
        migrations.AddConstraint(
            model_name='briefing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['checked', 'approved', 'handed']), _negated=True), models.Q(models.Q(('fingerprint', ''), _negated=True), ('k__isnull', False)), _connector='OR'), name='learning_briefing_checked'),
        ),
        migrations.AddConstraint(
            model_name='briefing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), models.Q(('withdrawn_because', ''), _negated=True), _connector='OR'), name='learning_briefing_withdrawn_because'),
        ),
        migrations.AddConstraint(
            model_name='briefingapproval',
            constraint=models.UniqueConstraint(fields=('briefing', 'round', 'approver'), name='learning_approved_once'),
        ),
        migrations.AddConstraint(
            model_name='briefingapproval',
            constraint=models.CheckConstraint(condition=models.Q(('approver', models.F('writer')), _negated=True), name='learning_approved_by_another'),
        ),
        migrations.AddConstraint(
            model_name='briefingfinding',
            constraint=models.UniqueConstraint(fields=('briefing', 'finding'), name='learning_finding_once'),
        ),
        migrations.AddConstraint(
            model_name='briefingmessage',
            constraint=models.CheckConstraint(condition=models.Q(('verb', 'withdraw'), models.Q(models.Q(('fingerprint', ''), _negated=True), models.Q(('approved_as', ''), _negated=True)), _connector='OR'), name='learning_message_approved'),
        ),
        migrations.AddConstraint(
            model_name='confirmedspan',
            constraint=models.UniqueConstraint(fields=('review', 'key'), name='learning_confirmed_once'),
        ),
        migrations.AddConstraint(
            model_name='keptchoice',
            constraint=models.UniqueConstraint(fields=('review', 'kind'), name='learning_fact_once'),
        ),
        migrations.AddConstraint(
            model_name='keptchoice',
            constraint=models.CheckConstraint(condition=models.Q(('kind', ''), _negated=True), name='learning_fact_has_its_kind'),
        ),
        migrations.AddConstraint(
            model_name='reviewpart',
            constraint=models.UniqueConstraint(fields=('review', 'place'), name='learning_part_once'),
        ),
        migrations.RunSQL(WHO_SEES_WHAT),
    ]
