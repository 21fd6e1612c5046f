"""Opens the tables of work: whom a task is about is shown only by a ticket, all else names nobody."""

from django.db import migrations

from kith.common.row_security import grant, person_policy

TABLES = "\n".join(
    [
        grant("work_task", web="SELECT, INSERT, UPDATE"),
        person_policy("work_taskperson", data_class="existence", web="SELECT, INSERT"),
        grant("work_escalation", web="SELECT"),
        grant("work_notice", web="SELECT, INSERT, UPDATE"),
        grant("work_outgoingmail", web="SELECT, INSERT"),
    ]
)

# Whoever may move a task need not be one to whom the person is shown, so the row moves unseen.
MOVE = """
CREATE FUNCTION work_move_person(from_task bigint, to_task bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE work_taskperson p SET task_id = to_task
    FROM work_task old, work_task new
    WHERE p.task_id = from_task AND old.id = from_task AND new.id = to_task AND old.state = 'open'
      AND (new.kind, new.subject, new.made_by_id, new.due_on) IS NOT DISTINCT FROM
          (old.kind, old.subject, old.made_by_id, old.due_on)
$$;
REVOKE ALL ON FUNCTION work_move_person(bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION work_move_person(bigint, bigint) TO kith_web, kith_worker, kith_ingest;
"""


class Migration(migrations.Migration):
    dependencies = [("work", "0001_tasks_and_mail")]

    operations = [
        migrations.RunSQL(TABLES, migrations.RunSQL.noop),
        migrations.RunSQL(MOVE, "DROP FUNCTION work_move_person(bigint, bigint)"),
    ]
