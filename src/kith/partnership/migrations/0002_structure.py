"""Makes the tables of the partnership's structure; none of them names a child, so plain grants are enough."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from kith.common.row_security import grant

# A part is changed and never removed; a version is written once.
_PARTS = (
    "member office priority group groupterms groupseat postholder groupmeeting grouppaper groupdecision workitem grouprisk"
).split()
WHO_SEES_WHAT = "\n".join(
    [
        *(grant(f"partnership_{part}", web="SELECT, INSERT, UPDATE") for part in _PARTS),
        grant("partnership_structurechange", web="SELECT, INSERT"),
    ]
)


class Migration(migrations.Migration):
    """Agencies, groups, terms of reference, seats, meetings, work plan, risks, and every version of each."""

    dependencies = [
        ('access', '0008_reasons_of_support'),
        ('partnership', '0001_directory'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('is_withdrawn', models.BooleanField(default=False)),
                ('begins_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('name', models.TextField()),
                ('kind', models.CharField(choices=[('board', 'board'), ('executive', 'executive'), ('subgroup', 'subgroup'), ('task_and_finish', 'task_and_finish'), ('panel', 'panel'), ('forum', 'forum')], max_length=20)),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('begins_on')), _connector='OR'), name='partnership_group_days')],
            },
        ),
        migrations.CreateModel(
            name='GroupMeeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('is_withdrawn', models.BooleanField(default=False)),
                ('held_on', models.DateField()),
                ('stage', models.CharField(choices=[('planned', 'planned'), ('held', 'held'), ('called_off', 'called_off')], max_length=20)),
                ('place', models.TextField(blank=True)),
                ('present', models.PositiveIntegerField(null=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='partnership.group')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GroupDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('is_withdrawn', models.BooleanField(default=False)),
                ('says', models.TextField()),
                ('owner_post', models.TextField(blank=True)),
                ('due_on', models.DateField(null=True)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='partnership.groupmeeting')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GroupPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('is_withdrawn', models.BooleanField(default=False)),
                ('title', models.TextField()),
                ('from_post', models.TextField(blank=True)),
                ('says', models.TextField(blank=True)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='partnership.groupmeeting')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GroupTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('is_withdrawn', models.BooleanField(default=False)),
                ('name', models.TextField()),
                ('purpose', models.TextField()),
                ('quorum', models.PositiveIntegerField(null=True)),
                ('meets', models.TextField(blank=True)),
                ('begins_on', models.DateField()),
                ('review_on', models.DateField(null=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='partnership.group')),
                ('under', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.group')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('is_withdrawn', models.BooleanField(default=False)),
                ('begins_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('name', models.TextField()),
                ('does', models.TextField(blank=True)),
                ('website', models.TextField(blank=True)),
                ('lead_post', models.TextField(blank=True)),
                ('is_key_partner', models.BooleanField(default=False)),
                ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GroupSeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('is_withdrawn', models.BooleanField(default=False)),
                ('begins_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('post', models.TextField()),
                ('role', models.CharField(choices=[('chair', 'chair'), ('deputy', 'deputy'), ('member', 'member'), ('adviser', 'adviser')], max_length=20)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='partnership.group')),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.member')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('is_withdrawn', models.BooleanField(default=False)),
                ('begins_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('kind', models.CharField(choices=[('scrutineer', 'scrutineer'), ('independent_chair', 'independent_chair'), ('business_manager', 'business_manager')], max_length=20)),
                ('holder', models.TextField()),
                ('is_public', models.BooleanField(default=False)),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('begins_on')), _connector='OR'), name='partnership_office_days')],
            },
        ),
        migrations.CreateModel(
            name='PostHolder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('is_withdrawn', models.BooleanField(default=False)),
                ('begins_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('name', models.TextField()),
                ('is_public', models.BooleanField(default=False)),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holders', to='partnership.groupseat')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Priority',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('is_withdrawn', models.BooleanField(default=False)),
                ('begins_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('name', models.TextField()),
                ('says', models.TextField(blank=True)),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('begins_on')), _connector='OR'), name='partnership_priority_days')],
            },
        ),
        migrations.CreateModel(
            name='StructureChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('member', 'member'), ('office', 'office'), ('priority', 'priority'), ('group', 'group'), ('terms', 'terms'), ('seat', 'seat'), ('holder', 'holder'), ('meeting', 'meeting'), ('paper', 'paper'), ('decision', 'decision'), ('work-item', 'work-item'), ('risk', 'risk')], max_length=20)),
                ('part', models.UUIDField()),
                ('version', models.PositiveIntegerField()),
                ('said', models.JSONField()),
                ('is_withdrawn', models.BooleanField(default=False)),
                ('because', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-version',),
            },
        ),
        migrations.CreateModel(
            name='WorkItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('is_withdrawn', models.BooleanField(default=False)),
                ('begins_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('says', models.TextField()),
                ('owner_post', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('planned', 'planned'), ('under_way', 'under_way'), ('done', 'done'), ('dropped', 'dropped')], max_length=20)),
                ('due_on', models.DateField(null=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='work_items', to='partnership.group')),
                ('priority', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.priority')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GroupRisk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('is_withdrawn', models.BooleanField(default=False)),
                ('begins_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('says', models.TextField()),
                ('likelihood', models.PositiveSmallIntegerField()),
                ('impact', models.PositiveSmallIntegerField()),
                ('answer', models.TextField(blank=True)),
                ('owner_post', models.TextField(blank=True)),
                ('review_on', models.DateField(null=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='risks', to='partnership.group')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('begins_on')), _connector='OR'), name='partnership_grouprisk_days')],
            },
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('begins_on')), _connector='OR'), name='partnership_member_days'),
        ),
        migrations.AddConstraint(
            model_name='groupseat',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('begins_on')), _connector='OR'), name='partnership_groupseat_days'),
        ),
        migrations.AddConstraint(
            model_name='postholder',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('begins_on')), _connector='OR'), name='partnership_postholder_days'),
        ),
        migrations.AddConstraint(
            model_name='structurechange',
            constraint=models.UniqueConstraint(fields=('part', 'version'), name='partnership_structure_once'),
        ),
        migrations.AddConstraint(
            model_name='workitem',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('begins_on')), _connector='OR'), name='partnership_workitem_days'),
        ),
        migrations.RunSQL(WHO_SEES_WHAT),
    ]
