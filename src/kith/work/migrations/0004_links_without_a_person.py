"""Takes people out of the links of tasks, keeps the words of an action apart, and knows the news of access."""

import django.db.models.deletion
from django.db import migrations, models

from kith.common.row_security import pipeline_only

_NOTICES = (
    "task_given", "task_due_soon", "task_overdue", "task_escalated", "task_answered", "person_added", "person_not_added",
    "request_granted", "request_refused", "glass_opened", "glass_reviewed", "access_ended",
)  # fmt: skip
_MAILS = ("item", "urgent", "digest", "account")

# The mark stands where the person's number stood; the door below puts it back for those who may.
CLEAN = r"""
UPDATE work_task SET link = regexp_replace(link, '^/(people|list)/[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/', '/\1/~/');
"""

DOOR = r"""
CREATE FUNCTION work_keep_words(p_task bigint, p_words text) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO work_taskwords (task_id, words)
    SELECT t.id, p_words FROM work_task t WHERE t.id = p_task AND t.state = 'open'
$$;

-- What a task says and whom it is about, for those whose task it is and who may know of the person; read and logged.
CREATE FUNCTION work_open_task(p_staff bigint, p_task uuid, p_purpose text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    task work_task%ROWTYPE;
    person linking_person%ROWTYPE;
    said text;
BEGIN
    SELECT t.* INTO task FROM work_task t WHERE t.public_id = p_task AND (
        t.owner_id = p_staff OR t.made_by_id = p_staff
        OR EXISTS (SELECT 1 FROM work_escalation e WHERE e.task_id = t.id AND e.to_id = p_staff)
        OR EXISTS (SELECT 1 FROM access_cover c WHERE c.covered_id = t.owner_id AND c.covering_id = p_staff
                   AND c.begins_at <= clock_timestamp() AND c.ends_at > clock_timestamp()));
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    SELECT w.words INTO said FROM work_taskwords w WHERE w.task_id = task.id;
    SELECT p.* INTO person FROM work_taskperson a JOIN linking_person p ON p.id = a.person_id WHERE a.task_id = task.id;
    IF FOUND THEN
        IF NOT 'existence' = ANY(access_classes_of(p_staff, person.id, 'open')) THEN
            PERFORM access_write_log(p_staff, ARRAY[person.id], p_purpose, 'open', 'work.task', 'refused', NULL);
            RETURN NULL;
        END IF;
        PERFORM access_write_log(p_staff, ARRAY[person.id], p_purpose, 'open', 'work.task', 'shown', NULL);
    ELSIF said IS NOT NULL THEN
        PERFORM access_write_log(p_staff, NULL, p_purpose, 'open', 'work.task', 'shown', NULL);
    END IF;
    RETURN jsonb_build_object('words', coalesce(said, ''), 'person', person.public_id);
END $$;

-- Whoever may move a task need not be one to whom the person is shown, so the rows move unseen.
CREATE OR REPLACE FUNCTION work_move_person(from_task bigint, to_task bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE work_taskperson p SET task_id = to_task
    FROM work_task old, work_task new
    WHERE p.task_id = from_task AND old.id = from_task AND new.id = to_task AND old.state = 'open'
      AND (new.kind, new.subject, new.made_by_id, new.due_on) IS NOT DISTINCT FROM
          (old.kind, old.subject, old.made_by_id, old.due_on);
    UPDATE work_taskwords w SET task_id = to_task
    FROM work_task old, work_task new
    WHERE w.task_id = from_task AND old.id = from_task AND new.id = to_task AND old.state = 'open'
      AND (new.kind, new.subject, new.made_by_id, new.due_on) IS NOT DISTINCT FROM
          (old.kind, old.subject, old.made_by_id, old.due_on);
$$;
REVOKE ALL ON FUNCTION work_keep_words(bigint, text), work_open_task(bigint, uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION work_keep_words(bigint, text) TO kith_web, kith_worker, kith_ingest;
GRANT EXECUTE ON FUNCTION work_open_task(bigint, uuid, text) TO kith_log;
"""
UNDO = "DROP FUNCTION work_keep_words(bigint, text), work_open_task(bigint, uuid, text);"


class Migration(migrations.Migration):
    """Late-bound where it names tables of `linking`, which is migrated after `work`."""

    dependencies = [("work", "0003_notices_of_people_added")]
    operations = [
        migrations.CreateModel(
            "TaskWords",
            [
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="work.task",
                    ),
                ),
                ("words", models.TextField()),
            ],
        ),
        migrations.AlterField(
            "notice", "kind", models.CharField(choices=[(kind, kind) for kind in _NOTICES], max_length=30)
        ),
        migrations.AlterField(
            "outgoingmail", "kind", models.CharField(choices=[(kind, kind) for kind in _MAILS], max_length=20)
        ),
        migrations.RunSQL(CLEAN, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "task",
            models.CheckConstraint(
                condition=models.Q(("link__regex", "^/(people|list)/[0-9a-fA-F]{8}-"), _negated=True),
                name="work_task_link_names_nobody",
            ),
        ),
        migrations.RunSQL("SET LOCAL check_function_bodies = off;", migrations.RunSQL.noop),
        migrations.RunSQL(pipeline_only("work_taskwords"), migrations.RunSQL.noop),
        migrations.RunSQL(DOOR, UNDO),
    ]
