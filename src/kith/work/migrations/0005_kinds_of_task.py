"""Knows the tasks of referrals, of the panel and of support, and keeps people out of the links to their pages."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('work', '0004_links_without_a_person'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='task',
            name='work_task_link_names_nobody',
        ),
        migrations.AlterField(
            model_name='task',
            name='kind',
            field=models.CharField(choices=[('action', 'action'), ('link_review', 'link_review'), ('held_rows', 'held_rows'), ('access_request', 'access_request'), ('glass_review', 'glass_review'), ('agreement_ending', 'agreement_ending'), ('feed_late', 'feed_late'), ('correction', 'correction'), ('referral_acknowledge', 'referral_acknowledge'), ('referral_decide', 'referral_decide'), ('referral_allocate', 'referral_allocate'), ('referral_first_contact', 'referral_first_contact'), ('referral_question', 'referral_question'), ('referral_feedback', 'referral_feedback'), ('risk_clearance', 'risk_clearance'), ('panel_nomination', 'panel_nomination'), ('panel_triage', 'panel_triage'), ('panel_research', 'panel_research'), ('panel_minutes', 'panel_minutes'), ('panel_review', 'panel_review'), ('disagreement', 'disagreement'), ('plan_step', 'plan_step'), ('plan_review', 'plan_review'), ('voice_due', 'voice_due'), ('milestone', 'milestone'), ('intervention_outcome', 'intervention_outcome')], max_length=30),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(('link__regex', '^/([a-z-]+/)?(people|list)/[0-9a-fA-F]{8}-'), _negated=True), name='work_task_link_names_nobody'),
        ),
    ]
