"""Moves whatever names a protected home to the protected details, in the transaction that makes it one of the two."""

from django.db import migrations

MOVING = r"""
CREATE FUNCTION chronology_hide_homes(p_people bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    source text;
    moved bigint[];
BEGIN
    FOREACH source IN ARRAY ARRAY['chronology_caredetail', 'chronology_healthdetail', 'chronology_policedetail'] LOOP
        EXECUTE format($move$
            WITH gone AS (
                DELETE FROM %I d USING linking_protectedaddress h
                WHERE d.person_id = ANY($1) AND h.person_id = d.person_id
                  AND linking_names_home(concat_ws(' ', d.says, d.place, d.detail::text), h.address, h.postcode)
                RETURNING d.entry_id, d.person_id, d.says, d.place, d.code_scheme, d.code, d.detail
            ), kept AS (
                INSERT INTO chronology_protecteddetail (entry_id, person_id, says, place, code_scheme, code, detail)
                SELECT * FROM gone RETURNING entry_id
            )
            SELECT array_agg(k.entry_id) FROM kept k $move$, source) INTO moved USING p_people;
        UPDATE chronology_entry e SET data_class = 'protected' WHERE e.id = ANY(moved);
    END LOOP;
END $$;
CREATE FUNCTION chronology_home_protected() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    people bigint[];
BEGIN
    SELECT array_agg(DISTINCT n.person_id) INTO people FROM fresh n
    WHERE EXISTS (SELECT 1 FROM linking_protectedaddress h WHERE h.person_id = n.person_id);
    IF people IS NOT NULL THEN
        PERFORM chronology_hide_homes(people);
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION chronology_hide_homes(bigint[]), chronology_home_protected() FROM PUBLIC;
"""
TABLES = ("linking_protectedaddress", "chronology_caredetail", "chronology_healthdetail", "chronology_policedetail")
TRIGGERS = "".join(
    f"""
CREATE TRIGGER chronology_home AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION chronology_home_protected();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER chronology_home;
"""
    for table in TABLES
)
UNDO = "".join(f"DROP TRIGGER chronology_home ON {table};" for table in TABLES) + (
    "DROP FUNCTION chronology_home_protected(); DROP FUNCTION chronology_hide_homes(bigint[]);"
)


class Migration(migrations.Migration):
    """Triggers: a note typed in a page, a telling and a shield all pass the same gate."""

    dependencies = [("chronology", "0001_chronology"), ("linking", "0005_shield_at_once")]
    operations = [migrations.RunSQL(MOVING + TRIGGERS, UNDO)]
