"""Makes a shield on an address count in the transaction that puts it there, whoever writes the row."""

from django.db import migrations

# One door: the house and the postcode without spaces and signs, however an agency writes them.
# A text names a home when it holds the house with its street, or the postcode.
WORDS = r"""
CREATE FUNCTION linking_bare(p_text text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT lower(regexp_replace(coalesce(p_text, ''), '[^A-Za-z0-9]', '', 'g'))
$$;
CREATE FUNCTION linking_door(p_address text, p_postcode text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN coalesce(p_address, '') = '' THEN '' ELSE linking_bare(p_address || p_postcode) END
$$;
CREATE FUNCTION linking_house(p_address text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT linking_bare(split_part(p_address, ',', 1)
                        || CASE WHEN p_address ~ '^.{0,5},' THEN split_part(p_address, ',', 2) ELSE '' END)
$$;
CREATE FUNCTION linking_names_home(p_text text, p_address text, p_postcode text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT (length(linking_house(p_address)) > 4 AND strpos(linking_bare(p_text), linking_house(p_address)) > 0)
        OR (length(linking_bare(p_postcode)) > 4 AND strpos(linking_bare(p_text), linking_bare(p_postcode)) > 0)
$$;
GRANT EXECUTE ON FUNCTION linking_bare(text), linking_door(text, text), linking_names_home(text, text, text),
    linking_house(text) TO kith_worker, kith_ingest;
CREATE INDEX linking_address_door ON linking_address (linking_door(address, postcode));
"""

# Whoever lives behind the same door would give it away, so their stay there moves too. Keys of search that speak of an
# address have tens of 7 (linking.analysis.search_keys); the next linking run makes those that may stand again.
HIDING = r"""
CREATE FUNCTION linking_hide_doors(p_people bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    doors text[];
    moved bigint[];
BEGIN
    SELECT array_agg(DISTINCT linking_door(a.address, a.postcode)) INTO doors FROM linking_protectedaddress a
    WHERE a.person_id = ANY(p_people) AND a.address <> '' AND (a.ends_on IS NULL OR a.ends_on > current_date);
    IF doors IS NULL THEN
        RETURN;
    END IF;
    WITH gone AS (
        DELETE FROM linking_address a WHERE linking_door(a.address, a.postcode) = ANY(doors) RETURNING a.*
    ), kept AS (
        INSERT INTO linking_protectedaddress (person_id, address, town, postcode, begins_on, ends_on, agency_id)
        SELECT g.person_id, g.address, g.town, g.postcode, g.begins_on, g.ends_on, g.agency_id FROM gone g
        RETURNING person_id
    )
    SELECT array_agg(DISTINCT k.person_id) INTO moved FROM kept k;
    DELETE FROM linking_searchkey k WHERE k.person_id = ANY(moved) AND k.kind / 10 = 7;
END $$;
CREATE FUNCTION linking_shield_address() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    WITH gone AS (
        DELETE FROM linking_address a WHERE a.person_id = NEW.person_id RETURNING a.*
    )
    INSERT INTO linking_protectedaddress (person_id, address, town, postcode, begins_on, ends_on, agency_id)
    SELECT g.person_id, g.address, g.town, g.postcode, g.begins_on, g.ends_on, g.agency_id FROM gone g;
    DELETE FROM linking_searchkey k WHERE k.person_id = NEW.person_id AND k.kind / 10 = 7;
    PERFORM linking_hide_doors(ARRAY[NEW.person_id]);
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION linking_hide_doors(bigint[]), linking_shield_address() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION linking_hide_doors(bigint[]) TO kith_worker, kith_ingest;
CREATE TRIGGER linking_shield AFTER INSERT OR UPDATE ON access_shield FOR EACH ROW
WHEN (NEW.kind IN ('address', 'witness_protection') AND (NEW.ends_at IS NULL OR NEW.ends_at > now()))
EXECUTE FUNCTION linking_shield_address();
ALTER TABLE access_shield ENABLE ALWAYS TRIGGER linking_shield;
"""
UNDO = """
DROP TRIGGER linking_shield ON access_shield;
DROP FUNCTION linking_shield_address();
DROP FUNCTION linking_hide_doors(bigint[]);
DROP INDEX linking_address_door;
DROP FUNCTION linking_names_home(text, text, text);
DROP FUNCTION linking_house(text);
DROP FUNCTION linking_door(text, text);
DROP FUNCTION linking_bare(text);
"""


class Migration(migrations.Migration):
    """A trigger and no follower: the shield must count even when the row is written past the service."""

    dependencies = [("linking", "0004_lean_search_keys"), ("access", "0004_adding_people")]
    operations = [migrations.RunSQL(WORDS + HIDING, UNDO)]
