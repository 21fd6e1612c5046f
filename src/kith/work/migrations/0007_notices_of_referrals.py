"""Lets a notice say that a referral was answered."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('work', '0006_answers_to_corrections'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('task_given', 'task_given'), ('task_due_soon', 'task_due_soon'), ('task_overdue', 'task_overdue'), ('task_escalated', 'task_escalated'), ('task_answered', 'task_answered'), ('referral_moved', 'referral_moved'), ('decision_made', 'decision_made'), ('person_added', 'person_added'), ('person_not_added', 'person_not_added'), ('request_granted', 'request_granted'), ('request_refused', 'request_refused'), ('glass_opened', 'glass_opened'), ('glass_reviewed', 'glass_reviewed'), ('access_ended', 'access_ended'), ('correction_answered', 'correction_answered')], max_length=30),
        ),
    ]
