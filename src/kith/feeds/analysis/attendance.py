"""Declares the daily attendance file, and says in SQL what its marks and its pupil-weeks are.

The file is bulk (29 million marks a year in a county), so the engine reads it. `_day` says the same of one row, for
whoever reads a row at a time; the tests hold the two against each other.
"""

from collections.abc import Iterable
from typing import Final

from kith.common.standards.code_sets import code_set
from kith.feeds.analysis.conversions import cleaned
from kith.feeds.analysis.declarations import NotKept, Reference, Row, Table, columns
from kith.feeds.analysis.suspensions import pupil
from kith.feeds.vocabulary import Canonical

COLUMNS: Final = ("upn", "surname", "forename", "dob", "sex", "urn", "date", "am", "pm")
CODE_ADVICE: Final = "Use the attendance codes of August 2024 and send the row again."
_DAY_SHAPE: Final = r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?"
_UPN_SHAPE: Final = r"[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]"


def _day(row: Row) -> Iterable[Canonical | Reference]:
    if row.needed_day("date") > row.around.received_on:
        raise NotKept("date", row["date"], "date lies after the day of receipt", "Correct the date and send again.")
    for half in ("am", "pm"):
        if row[half] and cleaned(row[half]).upper() not in code_set("attendance_codes"):
            raise NotKept(half, row[half][:20], "not an attendance code", CODE_ADVICE)
    yield pupil(row)


ATTENDANCE = Table(
    feed="attendance",
    name="attendance",
    columns=columns("upn! surname forename dob:day sex urn date:day! am pm"),
    dates="iso",
    becomes=_day,
    bulk=True,
)


def code_rows() -> list[tuple[int, str, str]]:
    """Return every attendance code with a number and its group, for the engine's table `codes`."""
    return [(at, code, entry["group"]) for at, (code, entry) in enumerate(code_set("attendance_codes").items(), 1)]


def iso_day_sql(column: str) -> str:
    """Return SQL for the day of an ISO date or date-time, NULL when there is none; `iso_day` is its twin in Python."""
    day = f"try_cast(left({column}, 10) AS DATE)"
    shaped = f"regexp_full_match({column}, '{_DAY_SHAPE}')"
    return f"CASE WHEN {shaped} AND {day} BETWEEN DATE '1900-01-01' AND DATE '2100-12-31' THEN {day} END"


# What a file repeats is read once per distinct text, not once per row: its pupils, days, schools and codes.
DISTINCT_TEXTS: Final = {
    "pupils": f"""
        SELECT dense_rank() OVER (ORDER BY upper(regexp_replace(written, '\\s', '', 'g')))::INTEGER AS pupil, written,
               upper(regexp_replace(written, '\\s', '', 'g')) AS upn,
               CASE WHEN trim(written) = '' THEN 'upn: needed value missing'
                    WHEN NOT regexp_full_match(upper(regexp_replace(written, '\\s', '', 'g')), '{_UPN_SHAPE}')
                    THEN 'upn: not the shape of a UPN' ELSE '' END AS fault
        FROM (SELECT DISTINCT upn AS written FROM raw)""",  # noqa: S608 -- put together from our own names only
    "days": f"""
        SELECT written, {iso_day_sql("trim(written)")} AS held_on,
               CASE WHEN trim(written) = '' THEN 'date: needed value missing'
                    WHEN {iso_day_sql("trim(written)")} IS NULL THEN 'date: no such date'
                    WHEN {iso_day_sql("trim(written)")} > $today THEN 'date: date lies after the day of receipt'
                    ELSE '' END AS fault
        FROM (SELECT DISTINCT date AS written FROM raw)""",  # noqa: S608 -- put together from our own names only
    "births": f"""
        SELECT written, {iso_day_sql("trim(written)")} AS born_on,
               CASE WHEN trim(written) <> '' AND {iso_day_sql("trim(written)")} IS NULL THEN 'dob: no such date'
                    ELSE '' END AS fault
        FROM (SELECT DISTINCT dob AS written FROM raw)""",  # noqa: S608 -- put together from our own names only
    "schools": """
        SELECT dense_rank() OVER (ORDER BY trim(written))::INTEGER AS school, written, trim(written) AS urn
        FROM (SELECT DISTINCT urn AS written FROM raw)""",
    "halves": """
        SELECT written, coalesce(codes.number, 0)::TINYINT AS half,
               CASE WHEN trim(written) <> '' AND codes.number IS NULL THEN 'not an attendance code' ELSE '' END AS fault
        FROM (SELECT DISTINCT am AS written FROM raw UNION SELECT DISTINCT pm FROM raw)
        LEFT JOIN codes ON codes.code = upper(trim(written))""",
}

# Every row with its numbers in place of its texts, and the first rule that it breaks.
TYPED: Final = """
    SELECT raw.line, p.pupil, s.school, d.held_on, a.half AS am, b.half AS pm, CASE
        WHEN p.fault LIKE '%missing' THEN p.fault WHEN d.fault LIKE '%missing' THEN d.fault
        WHEN n.fault <> '' THEN n.fault WHEN d.fault <> '' THEN d.fault
        WHEN a.fault <> '' THEN 'am: ' || a.fault WHEN b.fault <> '' THEN 'pm: ' || b.fault
        ELSE p.fault END AS fault
    FROM raw JOIN pupils p ON p.written = raw.upn JOIN days d ON d.written = raw.date
    JOIN births n ON n.written = raw.dob JOIN schools s ON s.written = raw.urn
    JOIN halves a ON a.written = raw.am JOIN halves b ON b.written = raw.pm
"""


def people_sql(*, held: bool) -> str:
    """Return the query for everybody whom the good rows describe; where rows are held, they describe nobody."""
    good = "SEMI JOIN good USING (line)" if held else ""
    return f"""
    SELECT DISTINCT p.upn, trim(raw.surname), trim(raw.forename), n.born_on, upper(trim(raw.sex))
    FROM (SELECT DISTINCT upn, surname, forename, dob, sex FROM raw {good}) raw
    JOIN pupils p ON p.written = raw.upn JOIN births n ON n.written = raw.dob
    ORDER BY ALL
    """  # noqa: S608 -- put together from our own names only


def advice_for(rule: str) -> str:
    """Return what to do about a rule that a row of attendance breaks."""
    if "date" in rule and "missing" not in rule:
        return "Write the date as 2026-01-19, a day that exists and has come, and send the row again."
    return CODE_ADVICE if "code" in rule else "Correct the value in the school's system and send the row again."


WEEK_COUNTS: Final = ("possible", "absent", "unauthorised", "excluded", "off_site")
MOST_SESSIONS: Final = 1023  # in a week, of one pupil at all schools of one agency: 73 schools
_BITS, _FIRST_MONDAY = 10, "DATE '2000-01-03'"


def weeks_sql(marks: str) -> str:
    """Return the query that counts pupil-weeks; `marks` has one row per pupil (upn), school and day, newest only.

    Codes that are not counted, and halves without a code, are no possible sessions.
    """
    sums = ", ".join(f"sum(a.{name} + b.{name})::SMALLINT AS {name}" for name in WEEK_COUNTS)
    return f"""
    WITH counts AS (
        SELECT number AS half, (grouping <> 'not_counted')::TINYINT AS possible,
            (grouping IN ('authorised', 'unauthorised', 'excluded'))::TINYINT AS absent,
            (grouping = 'unauthorised')::TINYINT AS unauthorised, (grouping = 'excluded')::TINYINT AS excluded,
            (grouping = 'off_site')::TINYINT AS off_site, 1::TINYINT AS told FROM codes
        UNION ALL SELECT 0, 0, 0, 0, 0, 0, 0
    )
    SELECT upn, date_trunc('week', held_on)::DATE AS week_on, {sums}
    FROM {marks} JOIN counts a ON a.half = am JOIN counts b ON b.half = pm
    GROUP BY upn, week_on HAVING sum(a.told + b.told) > 0
    """  # noqa: S608 -- put together from our own names only


def packed_weeks_sql(weeks: str) -> str:
    """Return the query for one line of COPY per pupil: the UPN, and each week as one number, in an array of them.

    The week, counted from the first Monday of 2000, stands in the upper 14 bits, each of the five counts in ten more:
    so a year of a pupil is one row to copy and to join, and not forty. `unpacked_week_sql` is its other half.
    """
    number = f"(date_diff('day', {_FIRST_MONDAY}, week_on) // 7)::BIGINT * {1 << _BITS * len(WEEK_COUNTS)}"
    counts = " + ".join(f"{name}::BIGINT * {1 << _shift(name)}" for name in WEEK_COUNTS)
    packed = f"CASE WHEN possible > {MOST_SESSIONS} THEN error('too many sessions') ELSE {number} + {counts} END"
    return (
        f"SELECT upn || chr(9) || '{{' || string_agg(({packed})::VARCHAR, ',' ORDER BY week_on) || '}}'"  # noqa: S608 -- own names
        f" FROM {weeks} GROUP BY upn ORDER BY upn"
    )


def unpacked_week_sql(packed: str) -> str:
    """Return PostgreSQL's expressions for the week and the five counts of one packed number."""
    week = f"{_FIRST_MONDAY} + 7 * ({packed} >> {_BITS * len(WEEK_COUNTS)})::int AS week_on"
    counts = [f"({packed} >> {_shift(name)} & {MOST_SESSIONS})::smallint AS {name}" for name in WEEK_COUNTS]
    return ", ".join([week, *counts])


def _shift(name: str) -> int:
    return _BITS * (len(WEEK_COUNTS) - 1 - WEEK_COUNTS.index(name))
