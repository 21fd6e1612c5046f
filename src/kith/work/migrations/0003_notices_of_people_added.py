"""Knows the notices that tell somebody what became of a person they added."""

from django.db import migrations, models

_KINDS = (
    "task_given", "task_due_soon", "task_overdue", "task_escalated", "task_answered", "person_added", "person_not_added",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("work", "0002_who_may_see_tasks")]
    operations = [
        migrations.AlterField(
            "notice", "kind", models.CharField(choices=[(kind, kind) for kind in _KINDS], max_length=30)
        )
    ]
