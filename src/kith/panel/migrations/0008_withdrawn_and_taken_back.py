"""Lets a referral's withdrawal be decided, a share be taken back, and research be asked of who is there."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# As before, but an agency reads no more once its share is taken back; and a share can be given again.
READS = """
CREATE OR REPLACE FUNCTION panel_reads(p_subject bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM panel_subject j JOIN access_staff s ON s.id = panel_ticket_staff()
        WHERE j.id = p_subject
          AND (NOT j.police OR panel_is_police(s.id)
               OR EXISTS (SELECT 1 FROM panel_subjectreader r
                          WHERE r.subject_id = j.id AND r.agency_id = s.agency_id AND r.ended_at IS NULL)))
$$;
CREATE FUNCTION panel_take_back_subject(p_subject bigint, p_agency bigint, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT panel_is_police(panel_ticket_staff()) OR NOT panel_reads(p_subject) THEN RETURN false; END IF;
    UPDATE panel_subjectreader SET ended_at = p_at, ended_by_id = panel_ticket_staff()
    WHERE subject_id = p_subject AND agency_id = p_agency AND ended_at IS NULL;
    RETURN FOUND;
END $$;
REVOKE EXECUTE ON FUNCTION panel_take_back_subject(bigint, bigint, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION panel_take_back_subject(bigint, bigint, timestamptz) TO kith_web, kith_worker;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('panel', '0007_clashes_about_subjects'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='research',
            name='asked_of',
            field=models.CharField(choices=[('contact', 'contact'), ('manager', 'manager'), ('coordinator', 'coordinator')], default='contact', max_length=12),
        ),
        migrations.RemoveConstraint(
            model_name='subjectreader',
            name='panel_reader_once',
        ),
        migrations.AddField(
            model_name='subjectreader',
            name='ended_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='subjectreader',
            name='ended_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='casestep',
            name='kind',
            field=models.CharField(choices=[('propose', 'propose'), ('nominate', 'nominate'), ('second', 'second'), ('set_aside', 'set_aside'), ('expire', 'expire'), ('refer', 'refer'), ('ask_more', 'ask_more'), ('tell_more', 'tell_more'), ('send_elsewhere', 'send_elsewhere'), ('accept', 'accept'), ('ask_research', 'ask_research'), ('list', 'list'), ('decide', 'decide'), ('put_off', 'put_off'), ('withdraw', 'withdraw'), ('carry_on', 'carry_on'), ('let_go', 'let_go'), ('close', 'close')], max_length=20),
        ),
        migrations.AlterField(
            model_name='subjectclash',
            name='field',
            field=models.CharField(choices=[('label', 'label'), ('says', 'says'), ('shared', 'shared'), ('taken_back', 'taken_back'), ('closed', 'closed'), ('presented', 'presented'), ('discussion', 'discussion'), ('rationale', 'rationale'), ('action', 'action'), ('evidence', 'evidence')], max_length=12),
        ),
        migrations.AlterField(
            model_name='subjecttext',
            name='field',
            field=models.CharField(choices=[('label', 'label'), ('says', 'says'), ('shared', 'shared'), ('taken_back', 'taken_back'), ('closed', 'closed'), ('presented', 'presented'), ('discussion', 'discussion'), ('rationale', 'rationale'), ('action', 'action'), ('evidence', 'evidence')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='subjectreader',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('subject', 'agency'), name='panel_reader_once'),
        ),
        migrations.AddConstraint(
            model_name='subjectreader',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='panel_reader_ended_by_somebody'),
        ),
        migrations.RunSQL(READS),
    ]
