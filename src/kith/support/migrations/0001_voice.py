"""Makes the tables of a child's voice, each row closed to everybody whom the ticket does not show."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from kith.common.row_security import person_policy

WHO_SEES_WHAT = "\n".join(
    [
        # What a child said is never changed: whoever heard them again writes a new entry.
        person_policy("support_voiceentry", data_class="care", web="SELECT, INSERT"),
        person_policy("support_tellingback", data_class="care", web="SELECT, INSERT"),
        person_policy("support_voicedue", data_class="care", web="SELECT, INSERT, UPDATE"),
    ]
)


class Migration(migrations.Migration):
    """A child's voice is of the class of care."""

    initial = True

    dependencies = [
        ('access', '0005_county_in_one_join'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='VoiceEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('person_id', models.BigIntegerField()),
                ('heard_on', models.DateField()),
                ('role', models.CharField(max_length=80)),
                ('setting', models.CharField(max_length=120)),
                ('seen', models.BooleanField()),
                ('alone', models.BooleanField()),
                ('bedroom_seen', models.BooleanField(null=True)),
                ('way', models.CharField(choices=[('talk', 'talk'), ('play', 'play'), ('drawing', 'drawing'), ('app', 'app'), ('letter', 'letter'), ('advocate', 'advocate'), ('observation', 'observation')], max_length=12)),
                ('communication', models.CharField(blank=True, max_length=200)),
                ('words', models.TextField(blank=True)),
                ('observation', models.TextField(blank=True)),
                ('view', models.TextField(blank=True)),
                ('wishes', models.TextField(blank=True)),
                ('feelings', models.TextField(blank=True)),
                ('day_in_life', models.TextField(blank=True)),
                ('wants', models.TextField(blank=True)),
                ('declined', models.BooleanField(default=False)),
                ('next_try_on', models.DateField(null=True)),
                ('limits_explained', models.BooleanField()),
                ('bears_on', models.CharField(blank=True, choices=[('referral', 'referral'), ('assessment', 'assessment'), ('plan', 'plan'), ('review', 'review'), ('panel', 'panel'), ('audit', 'audit'), ('closure', 'closure'), ('other', 'other')], max_length=12)),
                ('bears_on_says', models.CharField(blank=True, max_length=200)),
                ('subject_ref', models.UUIDField(null=True)),
                ('entry_id', models.BigIntegerField()),
                ('made_at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-heard_on', '-id'),
            },
        ),
        migrations.CreateModel(
            name='TellingBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('changed', models.TextField(blank=True)),
                ('why_not', models.TextField(blank=True)),
                ('told_on', models.DateField(null=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='told_back', to='support.voiceentry')),
            ],
            options={
                'ordering': ('at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='VoiceDue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('due_on', models.DateField()),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at__isnull', True)), fields=('person_id', 'owner'), name='support_voice_asked_once')],
            },
        ),
        migrations.AddIndex(
            model_name='voiceentry',
            index=models.Index(fields=['person_id', 'heard_on'], name='support_voice_by_person'),
        ),
        migrations.AddConstraint(
            model_name='voiceentry',
            constraint=models.CheckConstraint(condition=models.Q(('declined', False), ('next_try_on__isnull', False), _connector='OR'), name='support_voice_declined_has_next_try'),
        ),
        migrations.AddConstraint(
            model_name='voiceentry',
            constraint=models.CheckConstraint(condition=models.Q(('alone', False), ('seen', True), _connector='OR'), name='support_voice_alone_is_seen'),
        ),
        migrations.RunSQL(WHO_SEES_WHAT),
    ]
