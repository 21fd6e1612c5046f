"""Lets a page show a bulletin in the words that casework handed over, as it shows a briefing."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0022_loop_counts'),
    ]

    operations = [
        migrations.AlterField(
            model_name='briefingpage',
            name='form',
            field=models.CharField(choices=[('bulletin', 'Learning bulletin'), ('five-step', 'Five-step briefing'), ('seven-minute', 'Seven-minute briefing')], default='five-step', help_text='How many steps it must have to be whole.', max_length=20),
        ),
    ]
