"""Makes the tables of section 11; what follows from a standard is an action like any other. No row names a child."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from kith.common.row_security import grant

_CHANGE = "SELECT, INSERT, UPDATE"
WHO_SEES_WHAT = "\n".join(
    [
        grant("audit_section11round", web=_CHANGE),
        grant("audit_section11return", web=_CHANGE),
        grant("audit_section11answer", web=_CHANGE),
        grant("audit_challengemeeting", web="SELECT, INSERT"),
        grant("audit_challengeseat", web="SELECT, INSERT"),
        grant("audit_challengedgrade", web="SELECT, INSERT"),
    ]
)


class Migration(migrations.Migration):
    """A recommendation hangs on a finding, on what a review taught, or on a standard: on one of them."""

    dependencies = [
        ('access', '0008_reasons_of_support'),
        ('audit', '0006_statutory_reviews'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Section11Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('standard', models.CharField(max_length=20)),
                ('grade', models.CharField(blank=True, choices=[('met', 'met'), ('partly', 'partly'), ('not_met', 'not_met'), ('not_applicable', 'not_applicable')], max_length=14)),
                ('evidence', models.TextField(blank=True)),
                ('to_do', models.TextField(blank=True)),
                ('do_by', models.DateField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='ChallengeMeeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('held_on', models.DateField()),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('held_on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ChallengeSeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='Section11Return',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('due_on', models.DateField()),
                ('state', models.CharField(choices=[('draft', 'draft'), ('returned', 'returned')], default='draft', max_length=10)),
                ('returned_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('agency__name', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Section11Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title', models.CharField(max_length=120)),
                ('standards', models.CharField(max_length=20)),
                ('due_on', models.DateField()),
                ('state', models.CharField(choices=[('planning', 'planning'), ('auditing', 'auditing'), ('closed', 'closed')], default='auditing', max_length=12)),
                ('made_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('-made_at', '-id'),
            },
        ),
        migrations.RemoveConstraint(
            model_name='recommendation',
            name='audit_recommended_because_of_one',
        ),
        migrations.CreateModel(
            name='ChallengedGrade',
            fields=[
                ('answer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='challenged', serialize=False, to='audit.section11answer')),
                ('grade', models.CharField(choices=[('met', 'met'), ('partly', 'partly'), ('not_met', 'not_met'), ('not_applicable', 'not_applicable')], max_length=14)),
                ('because', models.TextField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='recommendation',
            name='answer',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='recommendations', to='audit.section11answer'),
        ),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer__isnull', True), ('finding__isnull', False), ('learning__isnull', True)), models.Q(('answer__isnull', True), ('finding__isnull', True), ('learning__isnull', False)), models.Q(('answer__isnull', False), ('finding__isnull', True), ('learning__isnull', True)), _connector='OR'), name='audit_recommended_for_one_reason'),
        ),
        migrations.AddField(
            model_name='challengemeeting',
            name='led_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='challengeseat',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency'),
        ),
        migrations.AddField(
            model_name='challengeseat',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='audit.challengemeeting'),
        ),
        migrations.AddField(
            model_name='challengemeeting',
            name='agencies',
            field=models.ManyToManyField(related_name='+', through='audit.ChallengeSeat', to='access.agency'),
        ),
        migrations.AddField(
            model_name='section11return',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency'),
        ),
        migrations.AddField(
            model_name='section11return',
            name='contact',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='section11return',
            name='returned_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='section11answer',
            name='given',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='audit.section11return'),
        ),
        migrations.AddField(
            model_name='section11round',
            name='follows',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='audit.section11round'),
        ),
        migrations.AddField(
            model_name='section11round',
            name='lead',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='section11return',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='returns', to='audit.section11round'),
        ),
        migrations.AddField(
            model_name='challengemeeting',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='audit.section11round'),
        ),
        migrations.AddField(
            model_name='challengedgrade',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='challengedgrade',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grades', to='audit.challengemeeting'),
        ),
        migrations.AddConstraint(
            model_name='challengeseat',
            constraint=models.UniqueConstraint(fields=('meeting', 'agency'), name='audit_challenge_seat_once'),
        ),
        migrations.AddConstraint(
            model_name='section11answer',
            constraint=models.UniqueConstraint(fields=('given', 'standard'), name='audit_standard_once'),
        ),
        migrations.AddConstraint(
            model_name='section11answer',
            constraint=models.CheckConstraint(condition=models.Q(('grade', ''), models.Q(('evidence', ''), _negated=True), _connector='OR'), name='audit_standard_has_evidence'),
        ),
        migrations.AddConstraint(
            model_name='section11round',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'closed'), ('closed_at__isnull', True), _connector='XOR'), name='audit_round_closed_on_a_day'),
        ),
        migrations.AddConstraint(
            model_name='section11return',
            constraint=models.UniqueConstraint(fields=('round', 'agency'), name='audit_round_agency_once'),
        ),
        migrations.AddConstraint(
            model_name='section11return',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'returned'), ('returned_by__isnull', True), _connector='XOR'), name='audit_round_returned_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='challengedgrade',
            constraint=models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='audit_challenge_has_its_reason'),
        ),
        migrations.RunSQL(WHO_SEES_WHAT),
    ]
