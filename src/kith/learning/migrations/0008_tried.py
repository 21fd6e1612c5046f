"""Keeps that a message was tried, so that what is refused afterwards is taken off the site where it may have come."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('learning', '0007_gathering'),
    ]

    operations = [
        migrations.AddField(
            model_name='briefingmessage',
            name='tried_at',
            field=models.DateTimeField(null=True),
        ),
    ]
