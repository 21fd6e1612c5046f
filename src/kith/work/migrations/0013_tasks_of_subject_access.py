"""Asks the information-governance lead to answer a request for somebody's own record, and a second person to check."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('work', '0012_tasks_of_reviews'),
    ]

    operations = [
        migrations.AlterField(
            model_name='task',
            name='kind',
            field=models.CharField(choices=[('action', 'action'), ('link_review', 'link_review'), ('held_rows', 'held_rows'), ('access_request', 'access_request'), ('glass_review', 'glass_review'), ('agreement_ending', 'agreement_ending'), ('feed_late', 'feed_late'), ('correction', 'correction'), ('correction_passed', 'correction_passed'), ('referral_acknowledge', 'referral_acknowledge'), ('referral_decide', 'referral_decide'), ('referral_allocate', 'referral_allocate'), ('referral_first_contact', 'referral_first_contact'), ('referral_question', 'referral_question'), ('referral_feedback', 'referral_feedback'), ('risk_clearance', 'risk_clearance'), ('panel_nomination', 'panel_nomination'), ('panel_triage', 'panel_triage'), ('panel_research', 'panel_research'), ('panel_minutes', 'panel_minutes'), ('panel_review', 'panel_review'), ('panel_withdrawn', 'panel_withdrawn'), ('disagreement', 'disagreement'), ('plan_step', 'plan_step'), ('plan_review', 'plan_review'), ('voice_due', 'voice_due'), ('milestone', 'milestone'), ('intervention_outcome', 'intervention_outcome'), ('terms_review', 'terms_review'), ('feedback', 'feedback'), ('feedback_urgent', 'feedback_urgent'), ('audit_tool', 'audit_tool'), ('audit_action', 'audit_action'), ('review_notify', 'review_notify'), ('review_facts', 'review_facts'), ('review_decide', 'review_decide'), ('review_send', 'review_send'), ('review_publish', 'review_publish'), ('section_11', 'section_11'), ('subject_request', 'subject_request'), ('subject_approval', 'subject_approval')], max_length=30),
        ),
    ]
