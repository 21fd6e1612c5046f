"""Asks for the steps of statutory reviews and for section 11 self-assessments, each with its clock."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('work', '0011_tasks_of_audits'),
    ]

    operations = [
        migrations.AlterField(
            model_name='task',
            name='kind',
            field=models.CharField(choices=[('action', 'action'), ('link_review', 'link_review'), ('held_rows', 'held_rows'), ('access_request', 'access_request'), ('glass_review', 'glass_review'), ('agreement_ending', 'agreement_ending'), ('feed_late', 'feed_late'), ('correction', 'correction'), ('correction_passed', 'correction_passed'), ('referral_acknowledge', 'referral_acknowledge'), ('referral_decide', 'referral_decide'), ('referral_allocate', 'referral_allocate'), ('referral_first_contact', 'referral_first_contact'), ('referral_question', 'referral_question'), ('referral_feedback', 'referral_feedback'), ('risk_clearance', 'risk_clearance'), ('panel_nomination', 'panel_nomination'), ('panel_triage', 'panel_triage'), ('panel_research', 'panel_research'), ('panel_minutes', 'panel_minutes'), ('panel_review', 'panel_review'), ('panel_withdrawn', 'panel_withdrawn'), ('disagreement', 'disagreement'), ('plan_step', 'plan_step'), ('plan_review', 'plan_review'), ('voice_due', 'voice_due'), ('milestone', 'milestone'), ('intervention_outcome', 'intervention_outcome'), ('terms_review', 'terms_review'), ('feedback', 'feedback'), ('feedback_urgent', 'feedback_urgent'), ('audit_tool', 'audit_tool'), ('audit_action', 'audit_action'), ('review_notify', 'review_notify'), ('review_facts', 'review_facts'), ('review_decide', 'review_decide'), ('review_send', 'review_send'), ('review_publish', 'review_publish'), ('section_11', 'section_11')], max_length=30),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('task_given', 'task_given'), ('task_due_soon', 'task_due_soon'), ('task_overdue', 'task_overdue'), ('task_escalated', 'task_escalated'), ('task_answered', 'task_answered'), ('referral_moved', 'referral_moved'), ('decision_made', 'decision_made'), ('disagreement_moved', 'disagreement_moved'), ('person_added', 'person_added'), ('person_not_added', 'person_not_added'), ('request_granted', 'request_granted'), ('request_refused', 'request_refused'), ('glass_opened', 'glass_opened'), ('glass_reviewed', 'glass_reviewed'), ('access_ended', 'access_ended'), ('correction_answered', 'correction_answered'), ('review_names_you', 'review_names_you')], max_length=30),
        ),
    ]
