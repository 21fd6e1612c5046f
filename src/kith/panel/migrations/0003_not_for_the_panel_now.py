"""Lets one agency propose that somebody is not for the panel now, for another to answer."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('panel', '0002_packs'),
    ]

    operations = [
        migrations.AlterField(
            model_name='casestep',
            name='kind',
            field=models.CharField(choices=[('propose', 'propose'), ('nominate', 'nominate'), ('second', 'second'), ('set_aside', 'set_aside'), ('expire', 'expire'), ('refer', 'refer'), ('ask_more', 'ask_more'), ('tell_more', 'tell_more'), ('send_elsewhere', 'send_elsewhere'), ('accept', 'accept'), ('ask_research', 'ask_research'), ('list', 'list'), ('decide', 'decide'), ('put_off', 'put_off'), ('close', 'close')], max_length=20),
        ),
    ]
