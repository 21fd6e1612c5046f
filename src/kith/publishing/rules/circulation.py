"""When a digest is due, what a returned mail means, and what a line of an imported list must say; pure."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from kith.publishing.rules.posting import check_address, one_line
from kith.publishing.vocabulary.circulation import Consent, Frequency, ListLine, ListRefused, ReturnKind, Topic
from kith.publishing.vocabulary.posting import AddressRefused

DIGEST_HOUR: Final = time(7, 0)  # local time: before the working day
SOFT_LIMIT: Final = 5  # soft returns within SOFT_DAYS that are taken as a hard one
SOFT_DAYS: Final = timedelta(days=30)
SIGN_UP_LASTS: Final = timedelta(days=7)
ADDRESS_LASTS: Final = timedelta(days=28)  # after the last subscription ended
WORDS_LAST: Final = timedelta(days=7)  # of a mail, after it was made
HISTORY_LASTS: Final = timedelta(days=365)
LONGEST_LIST: Final = 100_000  # lines
LONGEST_LINE: Final = 1_000  # characters

_COLUMNS: Final[Mapping[str, str]] = {
    "email": "address", "e-mail": "address", "address": "address", "email address": "address",
    "name": "name", "role": "role", "agency": "agency", "organisation": "agency", "topics": "topics",
    "consented on": "consented_on", "consent date": "consented_on", "consent": "consent", "consent how": "consent",
}  # fmt: skip
# RFC 3463: bad destination mailbox, bad domain, mailbox moved, null MX (RFC 7505); mailbox disabled.
_HARD: Final = ("5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1")


def digest_day(frequency: Frequency, today: date) -> date:
    """Return the day that names the digest of today: today itself, or the Monday of its week."""
    return today - timedelta(days=today.weekday()) if frequency is Frequency.WEEKLY else today


def is_digest_due(local: datetime) -> bool:
    """Test whether digests may leave at this local time; before seven in the morning nobody is written to."""
    return local.time() >= DIGEST_HOUR


def reach_of(frequency: Frequency) -> timedelta:
    """Return how far back a mail looks for pages that its reader has not been told of."""
    return timedelta(days=15) if frequency is Frequency.WEEKLY else timedelta(days=8)


def kind_of_status(status: str) -> ReturnKind:
    """Return whether a failure by its enhanced status (RFC 3463) is for good; unknown ones are not."""
    return ReturnKind.HARD if status in _HARD else ReturnKind.SOFT


def read_list(text: str, *, consent: Consent, today: date) -> Iterator[ListLine]:
    """Return what each line of a list says, its heading left out; every other line that is not blank comes back.

    Each line is read by itself, so that a quotation mark that is never closed spoils its own line only.

    Raises:
        ListRefused: there is no heading with a column of addresses, or too many lines.
    """
    lines = text.split("\n")
    heading = next((number for number, line in enumerate(lines) if line.strip()), None)
    if heading is None:
        raise ListRefused("The file is empty, so nothing was taken. Its first line must name the columns.")
    columns = _columns(lines[heading])
    if len(lines) - heading > LONGEST_LIST + 2:
        raise ListRefused(
            f"The file has more than {LONGEST_LIST:,} lines, so nothing was taken. Divide it, and import the parts."
        )
    for number, line in enumerate(lines[heading + 1 :], heading + 2):
        if line.strip():
            yield _read_line(number, line.rstrip("\r"), columns, consent, today)


def _columns(line: str) -> list[str]:
    cells = next(csv.reader(io.StringIO(line.strip().lower())), [])
    columns = [_COLUMNS.get(cell.strip().replace("_", " "), "") for cell in cells]
    if "address" not in columns:
        raise ListRefused(
            "The first line names no column `email`, so nothing was taken. "
            "Name the columns there: email, name, role, agency, topics, consented on, consent."
        )
    return columns


def _read_line(number: int, line: str, columns: Sequence[str], consent: Consent, today: date) -> ListLine:
    kept = one_line(line, LONGEST_LINE)
    try:
        return _somebody(number, kept, _cells(line, columns), consent, today)
    except AddressRefused:
        return ListLine(number=number, text=kept, reason="what stands under email is no e-mail address")
    except ValueError as fault:
        return ListLine(number=number, text=kept, reason=str(fault))


def _cells(line: str, columns: Sequence[str]) -> dict[str, str]:
    if len(line) > LONGEST_LINE:
        raise ValueError(f"it is longer than {LONGEST_LINE:,} characters")
    if not all(char.isprintable() or char == "\t" for char in line):
        raise ValueError("it holds a character that cannot be printed, such as a line break inside a name")
    try:
        cells = next(csv.reader([line], strict=True), [])
    except csv.Error:
        raise ValueError("a quotation mark is not closed, or stands where none may") from None
    if len(cells) > len(columns):
        raise ValueError(f"it has {len(cells)} cells and the heading names {len(columns)}")
    return {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name}


def _somebody(number: int, line: str, cells: Mapping[str, str], consent: Consent, today: date) -> ListLine:
    address = cells.get("address", "").lower()
    if not address:
        raise ValueError("no address stands under email")
    check_address(address)
    topics = _topics(cells.get("topics", "")) or consent.topics
    if not topics:
        raise ValueError("it names no topic, and none was chosen for the list")
    day, how = _day(cells.get("consented_on", "")) or consent.on, cells.get("consent", "") or consent.how
    if not day or not how:
        raise ValueError("it does not say when and how the person agreed, and nothing was said for the list")
    if day > today:
        raise ValueError("the day of consent is still to come")
    return ListLine(
        number=number,
        text=line,
        address=address,
        name=one_line(cells.get("name", ""), 120),
        role=one_line(cells.get("role", ""), 120),
        agency=one_line(cells.get("agency", ""), 120),
        topics=topics,
        consented_on=day,
        consent=one_line(how, 200),
    )


def _topics(cell: str) -> frozenset[Topic]:
    names = [name.strip().lower() for name in cell.replace("|", ";").split(";") if name.strip()]
    unknown = [name for name in names if name not in set(Topic)]
    if unknown:
        raise ValueError(f"“{unknown[0][:40]}” is no topic; the topics are {', '.join(Topic)}")
    return frozenset(Topic(name) for name in names)


def _day(cell: str) -> date | None:
    if not cell:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(cell, form).date()  # noqa: DTZ007 -- a day has no time zone
        except ValueError:
            continue
    raise ValueError("its day of consent is no day; write 2019-12-02 or 02/12/2019")
