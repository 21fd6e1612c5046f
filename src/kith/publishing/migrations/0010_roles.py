from django.db import migrations

# What each role may do with pages; that nobody publishes alone what they wrote is kept by the page itself.
PAGES = {
    "Authors": ("add", "change"),
    "Approvers": ("publish", "lock", "unlock"),
    "Publishers": ("add", "change", "publish", "lock", "unlock"),
    "Site administrators": ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
}
FILES = (("wagtailimages", "image"), ("wagtaildocs", "document"))
WORKFLOWS = {
    "Approval by a second person": (("approvaltask", "Approval by a second person"),),
    "Anonymity check, then approval": (
        ("anonymitytask", "Anonymity check"),
        ("approvaltask", "Approval by a second person"),
    ),
}
ASKED = ("Approvers", "Site administrators")


def _kind(apps, app, model):
    return apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app, model=model)[0]


def _right(apps, app, model, codename):
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=_kind(apps, app, model), codename=codename, defaults={"name": codename.replace("_", " ").capitalize()}
    )
    return found


def make_roles(apps, schema_editor):
    """Make the four roles with their rights, in the place of the two that the library brings."""
    Group = apps.get_model("auth", "Group")
    Group.objects.filter(name__in=["Editors", "Moderators"]).delete()
    root = apps.get_model("publishing", "SitePage").objects.get(depth=1)
    shelf = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    on_pages = apps.get_model("wagtailcore", "GroupPagePermission").objects
    on_files = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for name, actions in PAGES.items():
        group = Group.objects.create(name=name)
        group.permissions.add(_right(apps, "wagtailadmin", "admin", "access_admin"))
        for action in actions:
            right = _right(apps, "publishing", "sitepage", f"{action}_sitepage")
            on_pages.create(group=group, page_id=root.pk, permission=right)
        if "add" not in actions:
            continue
        for app, model in FILES:
            for action in ("add", "change", "choose"):
                right = _right(apps, app, model, f"{action}_{model}")
                on_files.get_or_create(group=group, collection_id=shelf.pk, permission=right)
    for group in Group.objects.filter(name__in=["Publishers", "Site administrators"]):
        for action in ("add", "change", "delete", "view"):
            group.permissions.add(_right(apps, "wagtailredirects", "redirect", f"{action}_redirect"))


def make_workflows(apps, schema_editor):
    """Make the steps that a page goes through, in the place of the library's one."""
    Workflow, WorkflowTask = apps.get_model("wagtailcore", "Workflow"), apps.get_model("wagtailcore", "WorkflowTask")
    Workflow.objects.all().delete()
    apps.get_model("wagtailcore", "Task").objects.all().delete()
    groups = apps.get_model("auth", "Group").objects.filter(name__in=ASKED)
    root = apps.get_model("publishing", "SitePage").objects.get(depth=1)
    made = {}
    for name, steps in WORKFLOWS.items():
        workflow = Workflow.objects.create(name=name, active=True)
        for place, (model, says) in enumerate(steps):
            if model not in made:
                made[model] = apps.get_model("publishing", model).objects.create(
                    name=says, active=True, content_type=_kind(apps, "publishing", model)
                )
                made[model].groups.set(groups)
            WorkflowTask.objects.create(workflow=workflow, task_id=made[model].pk, sort_order=place)
        if len(steps) == 1:
            apps.get_model("wagtailcore", "WorkflowPage").objects.create(workflow=workflow, page_id=root.pk)


class Migration(migrations.Migration):

    dependencies = [
        ("publishing", "0009_editors_and_approval"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtaildocs", "0011_add_choose_permissions"),
        ("wagtailimages", "0023_add_choose_permissions"),
        ("wagtailredirects", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(make_roles, migrations.RunPython.noop),
        migrations.RunPython(make_workflows, migrations.RunPython.noop),
    ]
