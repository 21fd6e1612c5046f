from django.db import migrations


def leave_alone_what_is_live(apps, schema_editor):
    """Let nobody be told as new of a page that was published before there was a list."""
    apps.get_model("publishing", "SitePage").objects.filter(live=True).update(tell_subscribers=False)


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0018_circulation_list'),
    ]

    operations = [
        migrations.RunPython(leave_alone_what_is_live, migrations.RunPython.noop),
    ]
