from django.db import migrations

# The roles that keep the circulation list, where they are there already; a superuser needs no right.
KEEP_THE_LIST = ("Publishers", "Site administrators")


def give_right(apps, schema_editor):
    """Give the roles that keep the circulation list their right."""
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="publishing", model="subscriber"
    )
    right, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename="change_subscriber", defaults={"name": "Can change subscriber"}
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=KEEP_THE_LIST):
        group.permissions.add(right)


class Migration(migrations.Migration):

    dependencies = [
        ("publishing", "0020_structure_block"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(give_right, migrations.RunPython.noop)]
