"""Makes the tables of a plan and of every change of it, each closed to everybody whom the ticket does not show."""

import django.core.serializers.json
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from kith.common.row_security import person_policy

_ADD = "SELECT, INSERT"
_CHANGE = "SELECT, INSERT, UPDATE"
_TABLES = {
    "support_plan": _CHANGE,
    "support_planreference": _CHANGE,
    "support_goal": _CHANGE,
    "support_planstep": _CHANGE,
    "support_familyanswer": _ADD,
    "support_planreview": _ADD,
    # A change is never changed: only that a person has settled it is written beside it.
    "support_planchange": f"{_ADD}, UPDATE (settled_at)",
}
WHO_SEES_WHAT = "\n".join(person_policy(table, data_class="care", web=may) for table, may in _TABLES.items())


class Migration(migrations.Migration):
    """A plan is of the class of care."""

    dependencies = [
        ('support', '0001_voice'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('child_goal', models.TextField()),
                ('review_on', models.DateField()),
                ('state', models.CharField(choices=[('draft', 'draft'), ('agreed', 'agreed'), ('closed', 'closed')], max_length=10)),
                ('outcome', models.CharField(blank=True, choices=[('reached', 'reached'), ('stepped_down', 'stepped_down'), ('stepped_up', 'stepped_up'), ('family_ended', 'family_ended'), ('moved_away', 'moved_away'), ('adult', 'adult')], max_length=20)),
                ('outcome_says', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('edition', models.PositiveIntegerField(default=1)),
                ('made_at', models.DateTimeField()),
                ('agreed_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('words', models.TextField()),
                ('whose', models.CharField(blank=True, choices=[('child', 'child'), ('parent', 'parent')], max_length=10)),
                ('version', models.PositiveIntegerField(default=1)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='support.plan')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='FamilyAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('who', models.CharField(choices=[('child', 'child'), ('parent', 'parent')], max_length=10)),
                ('agrees', models.CharField(choices=[('yes', 'yes'), ('partly', 'partly'), ('no', 'no'), ('not_asked', 'not_asked')], max_length=10)),
                ('role', models.CharField(max_length=80)),
                ('note', models.TextField(blank=True)),
                ('on', models.DateField()),
                ('edition', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='support.plan')),
            ],
            options={
                'ordering': ('at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='PlanChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('part', models.CharField(choices=[('plan', 'plan'), ('goal', 'goal'), ('step', 'step'), ('reference', 'reference')], max_length=10)),
                ('part_ref', models.UUIDField()),
                ('version', models.PositiveIntegerField()),
                ('before', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('after', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('taken', models.BooleanField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='support.plan')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='PlanReference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('kind', models.CharField(choices=[('in_need', 'in_need'), ('protection', 'protection'), ('care', 'care'), ('education_health', 'education_health'), ('youth_justice', 'youth_justice')], max_length=20)),
                ('reference', models.CharField(max_length=60)),
                ('held_by', models.CharField(max_length=120)),
                ('since', models.DateField()),
                ('ended_on', models.DateField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='references', to='support.plan')),
            ],
            options={
                'ordering': ('since', 'id'),
            },
        ),
        migrations.CreateModel(
            name='PlanReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('held_on', models.DateField()),
                ('says', models.TextField()),
                ('next_on', models.DateField()),
                ('edition', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='support.plan')),
                ('voice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='support.voiceentry')),
            ],
            options={
                'ordering': ('held_on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='PlanStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('what', models.TextField()),
                ('actor', models.CharField(choices=[('child', 'child'), ('parent', 'parent'), ('worker', 'worker'), ('service', 'service')], max_length=10)),
                ('actor_says', models.CharField(blank=True, max_length=80)),
                ('due_on', models.DateField()),
                ('state', models.CharField(choices=[('open', 'open'), ('started', 'started'), ('cannot_yet', 'cannot_yet'), ('done', 'done'), ('dropped', 'dropped')], max_length=12)),
                ('evidence', models.TextField(blank=True)),
                ('because', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='support.goal')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='support.plan')),
            ],
            options={
                'ordering': ('due_on', 'id'),
            },
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('person_id',), name='support_plan_one_open'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='support_plan_closed_says_how'),
        ),
        migrations.AddConstraint(
            model_name='planchange',
            constraint=models.UniqueConstraint(condition=models.Q(('taken', True)), fields=('part_ref', 'version'), name='support_change_in_order'),
        ),
        migrations.AddConstraint(
            model_name='planstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('evidence', ''), _negated=True), _connector='OR'), name='support_step_done_has_evidence'),
        ),
        migrations.AddConstraint(
            model_name='planstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['cannot_yet', 'dropped']), _negated=True), models.Q(('because', ''), _negated=True), _connector='OR'), name='support_step_says_why_not'),
        ),
        migrations.RunSQL(WHO_SEES_WHAT),
    ]
