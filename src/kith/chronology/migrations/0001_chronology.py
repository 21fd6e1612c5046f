"""Makes the tables of the chronology, each closed to everybody whom the ticket does not show."""

import django.db.models.deletion
from django.db import migrations, models

from kith.common.row_security import person_policy

# A page may add entries, details and documents for a person whom its ticket shows, and take back what it added.
WHO_SEES_WHAT = "\n".join(
    [
        person_policy("chronology_entry", data_class="headlines", web="SELECT, INSERT"),
        "GRANT UPDATE (retracted) ON chronology_entry TO kith_web;",
        person_policy("chronology_caredetail", data_class="care", web="SELECT, INSERT"),
        person_policy("chronology_healthdetail", data_class="health", web="SELECT, INSERT"),
        person_policy("chronology_policedetail", data_class="police", web="SELECT, INSERT"),
        person_policy("chronology_protecteddetail", data_class="protected", web="SELECT, INSERT"),
        person_policy("chronology_pupilweek", data_class="care"),
        person_policy("chronology_involvement", data_class="existence"),
        person_policy("chronology_document", data_class="care", web="SELECT, INSERT"),
    ]
)


class Migration(migrations.Migration):
    """Headlines in one table, what was said in side tables by data class."""

    initial = True

    dependencies = [
        ('access', '0002_looks_and_tickets'),
        ('feeds', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField()),
                ('source_ref', models.TextField()),
                ('source', models.TextField()),
                ('kind', models.TextField()),
                ('data_class', models.TextField()),
                ('sector', models.TextField()),
                ('occurred_on', models.DateField()),
                ('ended_on', models.DateField(null=True)),
                ('known_at', models.DateField()),
                ('precision', models.TextField(default='day')),
                ('role', models.TextField()),
                ('band', models.SmallIntegerField(default=1)),
                ('headline', models.TextField()),
                ('basis', models.TextField()),
                ('said_by', models.TextField(default='')),
                ('others', models.SmallIntegerField(default=0)),
                ('group_key', models.TextField()),
                ('retracted', models.BooleanField(default=False)),
                ('agency', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency')),
                ('event', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='feeds.eventrecord')),
            ],
        ),
        migrations.CreateModel(
            name='PupilWeek',
            fields=[
                ('pk', models.CompositePrimaryKey('person_id', 'week_on', blank=True, editable=False, primary_key=True, serialize=False)),
                ('person_id', models.BigIntegerField()),
                ('week_on', models.DateField()),
                ('possible', models.SmallIntegerField()),
                ('absent', models.SmallIntegerField()),
                ('unauthorised', models.SmallIntegerField()),
                ('excluded', models.SmallIntegerField()),
                ('off_site', models.SmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField()),
                ('kind', models.TextField()),
                ('dated_on', models.DateField()),
                ('title', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.BigIntegerField()),
                ('media_type', models.TextField()),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='chronology.entry')),
            ],
        ),
        migrations.CreateModel(
            name='Involvement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField()),
                ('worker_ref', models.TextField(default='')),
                ('worker_name', models.TextField(default='')),
                ('setting_ref', models.TextField(default='')),
                ('role', models.TextField(default='')),
                ('phone', models.TextField(default='')),
                ('begins_on', models.DateField(null=True)),
                ('ends_on', models.DateField(null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.agency')),
            ],
        ),
        migrations.CreateModel(
            name='CareDetail',
            fields=[
                ('entry', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='chronology.entry')),
                ('person_id', models.BigIntegerField()),
                ('says', models.TextField(default='')),
                ('place', models.TextField(default='')),
                ('code_scheme', models.TextField(default='')),
                ('code', models.TextField(default='')),
                ('detail', models.JSONField(default=dict)),
            ],
            options={
                'indexes': [models.Index(fields=['person_id'], name='chronology_care_person')],
            },
        ),
        migrations.CreateModel(
            name='HealthDetail',
            fields=[
                ('entry', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='chronology.entry')),
                ('person_id', models.BigIntegerField()),
                ('says', models.TextField(default='')),
                ('place', models.TextField(default='')),
                ('code_scheme', models.TextField(default='')),
                ('code', models.TextField(default='')),
                ('detail', models.JSONField(default=dict)),
            ],
            options={
                'indexes': [models.Index(fields=['person_id'], name='chronology_health_person')],
            },
        ),
        migrations.CreateModel(
            name='PoliceDetail',
            fields=[
                ('entry', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='chronology.entry')),
                ('person_id', models.BigIntegerField()),
                ('says', models.TextField(default='')),
                ('place', models.TextField(default='')),
                ('code_scheme', models.TextField(default='')),
                ('code', models.TextField(default='')),
                ('detail', models.JSONField(default=dict)),
            ],
            options={
                'indexes': [models.Index(fields=['person_id'], name='chronology_police_person')],
            },
        ),
        migrations.CreateModel(
            name='ProtectedDetail',
            fields=[
                ('entry', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='chronology.entry')),
                ('person_id', models.BigIntegerField()),
                ('says', models.TextField(default='')),
                ('place', models.TextField(default='')),
                ('code_scheme', models.TextField(default='')),
                ('code', models.TextField(default='')),
                ('detail', models.JSONField(default=dict)),
            ],
            options={
                'indexes': [models.Index(fields=['person_id'], name='chronology_protected_person')],
            },
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['person_id', 'occurred_on'], name='chronology_entry_by_day'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('person_id', 'source_ref'), name='chronology_entry_told_once'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['person_id', 'dated_on'], name='chronology_document_by_day'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['sha256'], name='chronology_document_content'),
        ),
        migrations.AddConstraint(
            model_name='involvement',
            constraint=models.UniqueConstraint(fields=('person_id', 'agency', 'worker_ref', 'setting_ref', 'role', 'begins_on'), name='chronology_involvement_once', nulls_distinct=False),
        ),
        migrations.RunSQL(WHO_SEES_WHAT),
    ]
