import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0004_inbox'),
    ]

    operations = [
        migrations.CreateModel(
            name='BodyPage',
            fields=[
                ('sitepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.CharField(blank=True, max_length=300)),
                ('body', wagtail.fields.StreamField([('heading', 2), ('text', 3), ('finding', 6), ('quote', 9), ('picture', 13), ('document', 15), ('call_to_action', 18), ('contact', 21)], blank=True, block_lookup={0: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('2', 'Heading'), ('3', 'Below it'), ('4', 'Below that')]}), 1: ('wagtail.blocks.CharBlock', (), {'max_length': 200}), 2: ('wagtail.blocks.StructBlock', [[('level', 0), ('text', 1)]], {}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'ol', 'ul']}), 4: ('wagtail.blocks.CharBlock', (), {'max_length': 400}), 5: ('wagtail.blocks.CharBlock', (), {}), 6: ('wagtail.blocks.StructBlock', [[('says', 4), ('figure', 5)]], {}), 7: ('wagtail.blocks.TextBlock', (), {}), 8: ('wagtail.blocks.CharBlock', (), {'max_length': 200, 'required': False}), 9: ('wagtail.blocks.StructBlock', [[('words', 7), ('who', 8)]], {}), 10: ('wagtail.images.blocks.ImageChooserBlock', (), {}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'What it shows, for whoever cannot see it', 'max_length': 300}), 12: ('wagtail.blocks.CharBlock', (), {'max_length': 300, 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('image', 10), ('alternative', 11), ('caption', 12)]], {}), 14: ('wagtail.documents.blocks.DocumentChooserBlock', (), {}), 15: ('wagtail.blocks.StructBlock', [[('title', 1), ('document', 14)]], {}), 16: ('wagtail.blocks.CharBlock', (), {'max_length': 100}), 17: ('wagtail.blocks.PageChooserBlock', (), {}), 18: ('wagtail.blocks.StructBlock', [[('label', 16), ('page', 17)]], {}), 19: ('wagtail.blocks.CharBlock', (), {'max_length': 40, 'required': False}), 20: ('wagtail.blocks.EmailBlock', (), {'required': False}), 21: ('wagtail.blocks.StructBlock', [[('name', 1), ('phone', 19), ('email', 20)]], {})})),
            ],
            options={
                'abstract': False,
            },
            bases=('publishing.sitepage',),
        ),
        migrations.CreateModel(
            name='BriefingPage',
            fields=[
                ('sitepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('item', models.UUIDField(help_text='The number of the approved briefing, as casework shows it.')),
            ],
            options={
                'abstract': False,
            },
            bases=('publishing.sitepage',),
        ),
        migrations.CreateModel(
            name='BulletinPage',
            fields=[
                ('bodypage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='publishing.bodypage')),
            ],
            options={
                'abstract': False,
            },
            bases=('publishing.bodypage',),
        ),
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('bodypage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='publishing.bodypage')),
            ],
            options={
                'abstract': False,
            },
            bases=('publishing.bodypage',),
        ),
        migrations.CreateModel(
            name='IssuePage',
            fields=[
                ('bodypage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='publishing.bodypage')),
                ('season', models.CharField(help_text='As readers say it: Winter 2019.', max_length=60)),
            ],
            options={
                'abstract': False,
            },
            bases=('publishing.bodypage',),
        ),
        migrations.CreateModel(
            name='NewsPage',
            fields=[
                ('bodypage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='publishing.bodypage')),
            ],
            options={
                'abstract': False,
            },
            bases=('publishing.bodypage',),
        ),
    ]
