import django.db.models.deletion
import django.db.models.expressions
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0017_coming_events_block'),
    ]

    operations = [
        migrations.CreateModel(
            name='SignUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('address', models.CharField(max_length=254)),
                ('topics', models.JSONField(default=list)),
                ('frequency', models.CharField(choices=[('at_once', 'at_once'), ('daily', 'daily'), ('weekly', 'weekly')], max_length=10)),
                ('role', models.CharField(blank=True, max_length=120)),
                ('agency', models.CharField(blank=True, max_length=120)),
                ('origin', models.CharField(help_text='A keyed digest of where it came from, to slow down a flood.', max_length=64)),
                ('made_at', models.DateTimeField(db_index=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Subscriber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('mark', models.CharField(max_length=64, unique=True)),
                ('address', models.CharField(max_length=254, null=True, unique=True)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('role', models.CharField(blank=True, max_length=120)),
                ('agency', models.CharField(blank=True, max_length=120)),
                ('made_at', models.DateTimeField()),
                ('consented_at', models.DateTimeField()),
                ('consent', models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='Suppression',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(max_length=64, unique=True)),
                ('hint', models.CharField(max_length=254)),
                ('because', models.CharField(choices=[('bounced', 'bounced'), ('complained', 'complained')], max_length=20)),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='sitepage',
            name='tell_subscribers',
            field=models.BooleanField(default=True, help_text='Each is told once of each page, by the topic that they follow. A correction is not told again.', verbose_name='Tell subscribers when it is published'),
        ),
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('topic', models.CharField(choices=[('newsletters', 'newsletters'), ('bulletins', 'bulletins'), ('events', 'events'), ('toolkits', 'toolkits'), ('news', 'news')], max_length=20)),
                ('title', models.CharField(max_length=255)),
                ('made_at', models.DateTimeField(db_index=True)),
                ('page', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='announcements', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'ordering': ('-made_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('frequency', models.CharField(choices=[('at_once', 'at_once'), ('daily', 'daily'), ('weekly', 'weekly')], max_length=10)),
                ('day', models.DateField()),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('frequency', 'day'), name='site_digest_once')],
            },
        ),
        migrations.CreateModel(
            name='ListImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('made_at', models.DateTimeField()),
                ('name', models.CharField(max_length=200)),
                ('consent', models.CharField(blank=True, max_length=200)),
                ('lines', models.PositiveIntegerField(default=0)),
                ('added', models.PositiveIntegerField(default=0)),
                ('known', models.PositiveIntegerField(default=0)),
                ('refused', models.PositiveIntegerField(default=0)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-made_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='ListImportLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('outcome', models.CharField(choices=[('added', 'added'), ('known', 'known'), ('refused', 'refused')], max_length=10)),
                ('reason', models.CharField(max_length=200)),
                ('text', models.CharField(blank=True, max_length=1000)),
                ('list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='unadded', to='publishing.listimport')),
            ],
            options={
                'ordering': ('number',),
            },
        ),
        migrations.CreateModel(
            name='MailReturn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(db_index=True, max_length=64)),
                ('kind', models.CharField(choices=[('hard', 'hard'), ('soft', 'soft'), ('complaint', 'complaint')], max_length=10)),
                ('status', models.CharField(blank=True, max_length=20)),
                ('made_at', models.DateTimeField()),
                ('mail', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='returns', to='publishing.sitemail')),
            ],
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(choices=[('newsletters', 'newsletters'), ('bulletins', 'bulletins'), ('events', 'events'), ('toolkits', 'toolkits'), ('news', 'news')], max_length=20)),
                ('frequency', models.CharField(choices=[('at_once', 'at_once'), ('daily', 'daily'), ('weekly', 'weekly')], max_length=10)),
                ('source', models.CharField(choices=[('signed_up', 'signed_up'), ('chosen', 'chosen'), ('imported', 'imported')], max_length=20)),
                ('since', models.DateTimeField(help_text='From when they follow the topic, however often they changed how.')),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_because', models.CharField(blank=True, choices=[('unsubscribed', 'unsubscribed'), ('one_click', 'one_click'), ('choices', 'choices'), ('frequency', 'frequency'), ('bounced', 'bounced'), ('complained', 'complained')], max_length=20)),
                ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='publishing.subscriber')),
            ],
        ),
        migrations.CreateModel(
            name='Telling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('announcement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tellings', to='publishing.announcement')),
                ('mail', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tellings', to='publishing.sitemail')),
                ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tellings', to='publishing.subscriber')),
            ],
        ),
        migrations.AddConstraint(
            model_name='announcement',
            constraint=models.UniqueConstraint(fields=('page', 'version'), name='site_announced_once'),
        ),
        migrations.AddConstraint(
            model_name='listimport',
            constraint=models.CheckConstraint(condition=models.Q(('lines', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('added'), '+', models.F('known')), '+', models.F('refused')))), name='site_every_line_accounted_for'),
        ),
        migrations.AddConstraint(
            model_name='mailreturn',
            constraint=models.UniqueConstraint(fields=('mail', 'kind'), name='site_return_once'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('subscriber', 'topic'), name='site_one_live_subscription'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_because', '')), models.Q(('ended_at__isnull', False), models.Q(('ended_because', ''), _negated=True)), _connector='OR'), name='site_subscription_ends_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='telling',
            constraint=models.UniqueConstraint(fields=('subscriber', 'announcement'), name='site_told_once'),
        ),
    ]
