"""Says in SQL what the typed rows of a register become: the lines of COPY for each temporary table.

The statements read the tables `good` and `rules` that `RegisterSQL` describes, and what the odd rows told apart.
"""

from typing import Final

# Each different row once, in the order of the index that will hold it.
ROWS: Final = "SELECT min(line) || chr(9) || fingerprint FROM good GROUP BY fingerprint ORDER BY fingerprint"
PERSONS: Final = """
SELECT min(line) || chr(9) || left(sha256(described), 32) || chr(9) || described || chr(9) ||
       coalesce(nullif(max(as_of), ''), '\\N')
FROM (SELECT line, described, CASE WHEN as_of = '\\N' THEN '' ELSE as_of END AS as_of FROM good
      UNION ALL SELECT line, described, as_of FROM described_apart)
GROUP BY described ORDER BY min(line)
"""
PEOPLE: Final = """
SELECT DISTINCT person FROM (SELECT person FROM good UNION ALL SELECT person FROM people_apart) ORDER BY person
"""
# Person by person: so what one person's story needs lies together, and the indexes by person grow at their end.
EVENTS: Final = """
SELECT concat_ws(chr(9), line, left(sha256(concat_ws(chr(9), content, person, part)), 32), content, person, part)
FROM (SELECT line, person, part, concat_ws(chr(9), event_key || suffix, kind, head, basis, tail) AS content
      FROM good JOIN rules USING (asked))
ORDER BY person, line
"""
KEYS_REPEAT: Final = """
SELECT count(*) > count(DISTINCT local_id)
FROM (SELECT event_key || suffix AS local_id FROM good JOIN rules USING (asked)
      UNION ALL SELECT local_id FROM keys_apart)
"""
INVOLVEMENTS: Final = "SELECT line || chr(9) || involvement FROM good WHERE involvement IS NOT NULL"
