from django.db import migrations

WHO = ("Authors", "Publishers", "Site administrators")


def let_translate(apps, schema_editor):
    """Let whoever writes pages write them in another language too."""
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="simple_translation", model="simpletranslation"
    )
    right, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename="submit_translation", defaults={"name": "Can submit translations"}
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=WHO):
        group.permissions.add(right)


class Migration(migrations.Migration):

    dependencies = [
        ("publishing", "0013_toolkits_contacts_voices"),
        ("simple_translation", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(let_translate, migrations.RunPython.noop),
    ]
