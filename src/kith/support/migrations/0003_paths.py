"""Makes the tables of paths with milestones, each closed to everybody whom the ticket does not show."""

import django.core.serializers.json
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from kith.common.row_security import person_policy

_ADD = "SELECT, INSERT"
_CHANGE = "SELECT, INSERT, UPDATE"
_TABLES = {
    "support_path": _CHANGE,
    "support_milestone": _CHANGE,
    "support_pathchange": _ADD,
    "support_pregnancy": _CHANGE,
    # A text stays as it was written: only that it was brought together with another is written beside it.
    "support_birthplan": f"{_ADD}, UPDATE (settled_at)",
    "support_transition": _CHANGE,
}
WHO_SEES_WHAT = "\n".join(person_policy(table, data_class="care", web=may) for table, may in _TABLES.items())


class Migration(migrations.Migration):
    """What is done before a birth and on the way to adult services is of the class of care."""

    dependencies = [
        ('support', '0002_plan'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Path',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('kind', models.CharField(choices=[('pregnancy', 'pregnancy'), ('transition', 'transition')], max_length=12)),
                ('book_version', models.CharField(max_length=20)),
                ('begun_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Pregnancy',
            fields=[
                ('path', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='pregnancy', serialize=False, to='support.path')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('mother_id', models.BigIntegerField(null=True)),
                ('expected_on', models.DateField()),
                ('booked_on', models.DateField()),
                ('is_late', models.BooleanField()),
                ('state', models.CharField(choices=[('expected', 'expected'), ('born', 'born'), ('lost', 'lost'), ('moved', 'moved')], max_length=10)),
                ('ended_on', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('key', models.CharField(max_length=30)),
                ('due_on', models.DateField()),
                ('latest_on', models.DateField()),
                ('is_compressed', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('open', 'open'), ('reached', 'reached'), ('not_needed', 'not_needed')], default='open', max_length=12)),
                ('reached_on', models.DateField(null=True)),
                ('says', models.TextField(blank=True)),
                ('asked_at', models.DateTimeField(null=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('path', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='support.path')),
            ],
            options={
                'ordering': ('due_on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='BirthPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('version', models.PositiveIntegerField()),
                ('says', models.JSONField()),
                ('taken', models.BooleanField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('path', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='birth_plans', to='support.path')),
            ],
            options={
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='PathChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('act', models.CharField(max_length=30)),
                ('before', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('after', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('says', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('path', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='support.path')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Transition',
            fields=[
                ('path', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='transition', serialize=False, to='support.path')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('service', models.CharField(max_length=120)),
                ('answer', models.CharField(choices=[('not_asked', 'not_asked'), ('asked', 'asked'), ('agreed', 'agreed'), ('refused', 'refused')], max_length=10)),
                ('because', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', 'refused'), _negated=True), models.Q(('because', ''), _negated=True), _connector='OR'), name='support_refusal_says_why')],
            },
        ),
        migrations.AddConstraint(
            model_name='path',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('person_id', 'kind'), name='support_path_one_open'),
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.UniqueConstraint(fields=('path', 'key'), name='support_milestone_once'),
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'open'), models.Q(('says', ''), _negated=True), _connector='OR'), name='support_milestone_says_why'),
        ),
        migrations.AddConstraint(
            model_name='birthplan',
            constraint=models.UniqueConstraint(condition=models.Q(('taken', True)), fields=('path', 'version'), name='support_birth_plan_in_order'),
        ),
        migrations.RunSQL(WHO_SEES_WHAT),
    ]
