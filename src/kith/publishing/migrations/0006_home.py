from django.db import migrations

TITLE = "Keeping children safe, together"


def make_home(apps, schema_editor):
    """Make the page that a new site begins with one of our own kind."""
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="publishing", model="homepage"
    )
    pages = apps.get_model("publishing", "SitePage").objects.filter(depth=2, slug="home")
    for page in pages:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO publishing_bodypage (sitepage_ptr_id, summary, body) VALUES (%s, '', '[]')", [page.pk]
            )
            cursor.execute("INSERT INTO publishing_homepage (bodypage_ptr_id) VALUES (%s)", [page.pk])
    pages.update(content_type=kind, title=TITLE, draft_title=TITLE)


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0005_pages'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.RunPython(make_home, migrations.RunPython.noop),
    ]
