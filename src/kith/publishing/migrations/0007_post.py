import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0006_home'),
    ]

    operations = [
        migrations.CreateModel(
            name='SiteMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True)),
                ('message_id', models.CharField(max_length=200, unique=True)),
                ('address', models.CharField(blank=True, max_length=254)),
                ('subject', models.CharField(max_length=200)),
                ('text', models.TextField(blank=True)),
                ('html', models.TextField(blank=True)),
                ('unsubscribe', models.CharField(blank=True, max_length=500)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('handed', 'handed'), ('refused', 'refused'), ('suppressed', 'suppressed')], default='waiting', max_length=20)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('not_before', models.DateTimeField()),
                ('handed_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ('-made_at', '-id'),
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['not_before', 'id'], name='site_mail_waiting'), models.Index(fields=['handed_at'], name='site_mail_handed'), models.Index(fields=['made_at'], name='site_mail_made')],
            },
        ),
        migrations.CreateModel(
            name='SiteMailFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('content_type', models.CharField(max_length=120)),
                ('content', models.BinaryField()),
                ('mail', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='publishing.sitemail')),
            ],
        ),
    ]
