from django.db import migrations

from wagtail.models import BootstrapLocaleField, BootstrapTranslatableModel, BootstrapTranslationKeyField


class Migration(migrations.Migration):

    dependencies = [
        ("publishing", "0001_base_page"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        BootstrapLocaleField("publishing.SitePage"),
        BootstrapTranslationKeyField("publishing.SitePage"),
        BootstrapTranslatableModel("publishing.SitePage"),
    ]
