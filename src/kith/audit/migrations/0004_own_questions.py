"""Makes the tables of what an audit asks of its own; what is answered is of a person, at the class of care."""

import django.db.models.deletion
import django.db.models.expressions
import uuid
from django.conf import settings
from django.db import migrations, models

from kith.common.row_security import grant, person_policy

WHO_SEES_WHAT = "\n".join(
    [
        # A question is asked and, before anybody could answer, taken back; it is never reworded.
        grant("audit_ownquestion", web="SELECT, INSERT, DELETE"),
        person_policy("audit_caseanswer", data_class="care", web="SELECT, INSERT, UPDATE"),
    ]
)


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0008_reasons_of_support'),
        ('audit', '0003_thresholds_and_moved_grades'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('says', models.CharField(choices=[('yes', 'yes'), ('part', 'part'), ('no', 'no'), ('not_seen', 'not_seen')], max_length=10)),
                ('because', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ('question_id', 'id'),
            },
        ),
        migrations.CreateModel(
            name='OwnQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('asks', models.TextField()),
                ('says', models.TextField()),
                ('put_to', models.CharField(choices=[('lead', 'lead'), ('agencies', 'agencies'), ('agency', 'agency')], max_length=10)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.RemoveConstraint(
            model_name='finding',
            name='audit_question_once',
        ),
        migrations.RemoveConstraint(
            model_name='finding',
            name='audit_part_of_the_whole',
        ),
        migrations.AddField(
            model_name='finding',
            name='in_part',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='finding',
            name='question',
            field=models.CharField(blank=True, choices=[('county_lines', 'county_lines'), ('male', 'male'), ('looked_after', 'looked_after'), ('protection_plan', 'protection_plan'), ('in_need', 'in_need'), ('never_known', 'never_known'), ('ehcp', 'ehcp'), ('attendance_fell', 'attendance_fell'), ('excluded_often', 'excluded_often'), ('much_police_and_out', 'much_police_and_out'), ('hundred_by_ten', 'hundred_by_ten'), ('many_agencies', 'many_agencies'), ('voice_sought', 'voice_sought'), ('voice_declined', 'voice_declined'), ('referrals_silent', 'referrals_silent')], max_length=30),
        ),
        migrations.AddField(
            model_name='caseanswer',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='caseanswer',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='audit.auditcase'),
        ),
        migrations.AddField(
            model_name='caseanswer',
            name='tool',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='audit.agencytool'),
        ),
        migrations.AddField(
            model_name='ownquestion',
            name='agency',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency'),
        ),
        migrations.AddField(
            model_name='ownquestion',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ownquestion',
            name='repeats',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='repeated_by', to='audit.ownquestion'),
        ),
        migrations.AddField(
            model_name='ownquestion',
            name='theme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_questions', to='audit.audittheme'),
        ),
        migrations.AddField(
            model_name='caseanswer',
            name='question',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='audit.ownquestion'),
        ),
        migrations.AddField(
            model_name='finding',
            name='own',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='audit.ownquestion'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.UniqueConstraint(condition=models.Q(('question', ''), _negated=True), fields=('theme', 'question'), name='audit_question_once'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.UniqueConstraint(fields=('theme', 'own'), name='audit_own_question_once'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(('question', ''), ('own__isnull', True), _connector='XOR'), name='audit_finding_of_one_question'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(('part__lte', django.db.models.expressions.CombinedExpression(models.F('whole'), '-', models.F('in_part')))), name='audit_part_of_the_whole'),
        ),
        migrations.AddConstraint(
            model_name='ownquestion',
            constraint=models.UniqueConstraint(fields=('theme', 'repeats'), name='audit_question_repeated_once'),
        ),
        migrations.AddConstraint(
            model_name='ownquestion',
            constraint=models.CheckConstraint(condition=models.Q(('put_to', 'agency'), ('agency__isnull', True), _connector='XOR'), name='audit_question_put_to_somebody'),
        ),
        migrations.AddConstraint(
            model_name='caseanswer',
            constraint=models.UniqueConstraint(fields=('question', 'case', 'tool'), name='audit_question_answered_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='caseanswer',
            constraint=models.CheckConstraint(condition=models.Q(('says', 'not_seen'), models.Q(('because', ''), _negated=True), _connector='OR'), name='audit_answer_says_on_what_it_rests'),
        ),
        migrations.RunSQL(WHO_SEES_WHAT, migrations.RunSQL.noop),
    ]
