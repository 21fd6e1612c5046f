from django.db import migrations

# The roles that look after events, where they are there already; a superuser needs no right.
LOOK_AFTER = ("Publishers", "Site administrators")


def give_right(apps, schema_editor):
    """Give the roles that look after events their right."""
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="publishing", model="event")
    right, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename="change_event", defaults={"name": "Can change event"}
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=LOOK_AFTER):
        group.permissions.add(right)


class Migration(migrations.Migration):

    dependencies = [
        ("publishing", "0015_events"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(give_right, migrations.RunPython.noop)]
