"""Makes the tables of subject access: the register is open and names nobody; all that was gathered is of the deepest class."""

import django.core.serializers.json
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from kith.common.row_security import grant, person_policy

WHO_SEES_WHAT = "\n".join(
    [
        grant("subject_access_subjectrequest", web="SELECT, INSERT, UPDATE"),
        grant("subject_access_requeststep", web="SELECT, INSERT"),
        person_policy("subject_access_requestsubject", data_class="existence", web="SELECT, INSERT, UPDATE"),
        person_policy("subject_access_gathering", data_class="protected", web="SELECT"),
        person_policy("subject_access_gatheredrow", data_class="protected", web="SELECT, UPDATE"),
        person_policy("subject_access_piece", data_class="protected", web="SELECT, INSERT, UPDATE"),
        person_policy("subject_access_answerfile", data_class="protected", web="SELECT"),
    ]
)


class Migration(migrations.Migration):
    """What a whole record holds is seen by nobody to whom any of its classes is closed."""

    initial = True

    dependencies = [
        ('access', '0009_subject_access'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SubjectRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('asked_by', models.CharField(choices=[('themself', 'themself'), ('parent', 'parent'), ('somebody', 'somebody')], max_length=12)),
                ('received_on', models.DateField()),
                ('due_on', models.DateField()),
                ('extended_because', models.CharField(blank=True, choices=[('complex', 'complex'), ('many', 'many')], max_length=12)),
                ('from_on', models.DateField(null=True)),
                ('until_on', models.DateField(null=True)),
                ('state', models.CharField(choices=[('received', 'received'), ('identity_checked', 'identity_checked'), ('gathered', 'gathered'), ('reviewed', 'reviewed'), ('approved', 'approved'), ('released', 'released'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], max_length=20)),
                ('refused_because', models.CharField(blank=True, choices=[('not_known', 'not_known'), ('no_authority', 'no_authority'), ('not_their_wish', 'not_their_wish'), ('unfounded', 'unfounded'), ('excessive', 'excessive')], max_length=16)),
                ('job', models.CharField(blank=True, max_length=12)),
                ('job_says', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('made_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('due_on', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='AnswerFile',
            fields=[
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='answer', serialize=False, to='subject_access.subjectrequest')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('pdf', models.BinaryField()),
                ('pdf_sha256', models.CharField(max_length=64)),
                ('json', models.BinaryField()),
                ('json_sha256', models.CharField(max_length=64)),
                ('replaced', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Gathering',
            fields=[
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='gathering', serialize=False, to='subject_access.subjectrequest')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('name', models.CharField(max_length=300)),
                ('rows_in', models.PositiveIntegerField()),
                ('looks', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('known', models.JSONField(default=dict)),
                ('gathered_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='GatheredRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('place', models.PositiveIntegerField()),
                ('table', models.CharField(max_length=63)),
                ('heading', models.CharField(max_length=120)),
                ('source', models.CharField(max_length=200)),
                ('happened_on', models.DateField(null=True)),
                ('together', models.CharField(blank=True, max_length=40)),
                ('fields', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('fate', models.CharField(choices=[('told', 'told'), ('to_choose', 'to_choose'), ('withheld', 'withheld')], max_length=10)),
                ('ground', models.CharField(blank=True, max_length=20)),
                ('because', models.TextField(blank=True)),
                ('found_again', models.BooleanField(default=False)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='subject_access.subjectrequest')),
            ],
            options={
                'ordering': ('place',),
            },
        ),
        migrations.CreateModel(
            name='Piece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('text_mark', models.CharField(max_length=64)),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('kind', models.CharField(max_length=16)),
                ('given', models.TextField()),
                ('before', models.TextField(blank=True)),
                ('after', models.TextField(blank=True)),
                ('choice', models.CharField(blank=True, choices=[('', ''), ('keep', 'keep'), ('replace', 'replace')], max_length=8)),
                ('says', models.CharField(blank=True, max_length=80)),
                ('ground', models.CharField(blank=True, max_length=20)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='subject_access.subjectrequest')),
            ],
            options={
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='RequestStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField()),
                ('act', models.CharField(choices=[('check_identity', 'check_identity'), ('gather', 'gather'), ('scatter', 'scatter'), ('finish_review', 'finish_review'), ('send_back', 'send_back'), ('approve', 'approve'), ('block', 'block'), ('release', 'release'), ('refuse', 'refuse'), ('withdraw', 'withdraw')], max_length=16)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='subject_access.subjectrequest')),
            ],
            options={
                'ordering': ('place',),
            },
        ),
        migrations.CreateModel(
            name='RequestSubject',
            fields=[
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='subject', serialize=False, to='subject_access.subjectrequest')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('asker_name', models.CharField(max_length=200)),
                ('authority', models.TextField(blank=True)),
                ('identity', models.CharField(blank=True, choices=[('worker', 'worker'), ('document', 'document'), ('video', 'video'), ('authority', 'authority')], max_length=12)),
                ('identity_says', models.TextField(blank=True)),
                ('identity_at', models.DateTimeField(null=True)),
                ('identity_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddConstraint(
            model_name='subjectrequest',
            constraint=models.CheckConstraint(condition=models.Q(('second__isnull', True), models.Q(('second', models.F('lead')), _negated=True), _connector='OR'), name='subject_request_second_is_another'),
        ),
        migrations.AddConstraint(
            model_name='subjectrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('refused_because', ''), _negated=True), _connector='OR'), name='subject_request_refused_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='gatheredrow',
            constraint=models.UniqueConstraint(fields=('request', 'place'), name='subject_gathered_row_once'),
        ),
        migrations.AddConstraint(
            model_name='gatheredrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fate', 'withheld'), _negated=True), models.Q(('ground', ''), _negated=True), _connector='OR'), name='subject_row_withheld_on_a_ground'),
        ),
        migrations.AddConstraint(
            model_name='piece',
            constraint=models.UniqueConstraint(fields=('request', 'text_mark', 'start'), name='subject_piece_once'),
        ),
        migrations.AddConstraint(
            model_name='piece',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('choice', 'replace'), _negated=True), models.Q(models.Q(('says', ''), _negated=True), models.Q(('ground', ''), _negated=True)), _connector='OR'), name='subject_piece_replaced_on_a_ground'),
        ),
        migrations.AddConstraint(
            model_name='requeststep',
            constraint=models.UniqueConstraint(fields=('request', 'place'), name='subject_request_step_once'),
        ),
        migrations.RunSQL(WHO_SEES_WHAT),
    ]
