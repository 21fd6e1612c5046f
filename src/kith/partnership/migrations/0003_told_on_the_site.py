"""Marks what may be told to everybody, adds contacts and the ledger of what was told; no child stands in either."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from kith.common.row_security import grant

# A contact is changed and never removed; a proposal is decided and never removed.
WHO_SEES_WHAT = "\n".join(
    grant(f"partnership_{table}", web="SELECT, INSERT, UPDATE") for table in ("contact", "proposal")
)


class Migration(migrations.Migration):
    """What may be told, contacts, proposals."""

    dependencies = [
        ('partnership', '0002_structure'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='groupdecision',
            name='is_public',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='groupmeeting',
            name='is_public',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='groupseat',
            name='deputy_post',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='groupterms',
            name='asked_for',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='groupterms',
            name='priority',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnership.priority'),
        ),
        migrations.AlterField(
            model_name='structurechange',
            name='kind',
            field=models.CharField(choices=[('member', 'member'), ('office', 'office'), ('priority', 'priority'), ('group', 'group'), ('terms', 'terms'), ('seat', 'seat'), ('holder', 'holder'), ('meeting', 'meeting'), ('paper', 'paper'), ('decision', 'decision'), ('work-item', 'work-item'), ('risk', 'risk'), ('contact', 'contact')], max_length=20),
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('is_withdrawn', models.BooleanField(default=False)),
                ('begins_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('name', models.TextField()),
                ('kind', models.CharField(choices=[('team', 'team'), ('urgent', 'urgent'), ('out_of_hours', 'out_of_hours'), ('social', 'social')], max_length=20)),
                ('serves', models.TextField(blank=True)),
                ('phone', models.TextField(blank=True)),
                ('email', models.TextField(blank=True)),
                ('hours', models.TextField(blank=True)),
                ('url', models.TextField(blank=True)),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('begins_on')), _connector='OR'), name='partnership_contact_days')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('message', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('structure', 'structure'), ('contacts', 'contacts'), ('services', 'services')], max_length=20)),
                ('verb', models.CharField(choices=[('approve', 'approve'), ('replace', 'replace'), ('withdraw', 'withdraw')], max_length=20)),
                ('text', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('drawn', 'drawn'), ('proposed', 'proposed'), ('approved', 'approved'), ('handed', 'handed'), ('declined', 'declined'), ('overtaken', 'overtaken')], max_length=20)),
                ('made_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('approved_as', models.TextField(blank=True)),
                ('because', models.TextField(blank=True)),
                ('turn', models.PositiveIntegerField(null=True, unique=True)),
                ('handed_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-id',),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'handed']), _negated=True), models.Q(('decided_by__isnull', False), ('verb', 'withdraw')), models.Q(('decided_by__isnull', False), ('proposed_by__isnull', False), models.Q(('proposed_by', models.F('decided_by')), _negated=True), models.Q(('approved_as', ''), _negated=True)), _connector='OR'), name='partnership_proposal_by_two'), models.UniqueConstraint(condition=models.Q(('state__in', ['drawn', 'proposed'])), fields=('kind',), name='partnership_proposal_one_waits')],
            },
        ),
        migrations.RunSQL(WHO_SEES_WHAT),
    ]
