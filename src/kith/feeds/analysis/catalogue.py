"""Lists every table of every feed, in the order in which a set of files is loaded."""

from kith.feeds.analysis.attendance import ATTENDANCE
from kith.feeds.analysis.by_hand import BY_HAND
from kith.feeds.analysis.cin_census import CIN_CENSUS
from kith.feeds.analysis.declarations import Table
from kith.feeds.analysis.registers import REGISTERS
from kith.feeds.analysis.school_census import SCHOOL_CENSUS
from kith.feeds.analysis.ssd import SSD
from kith.feeds.analysis.ssda903 import SSDA903
from kith.feeds.analysis.suspensions import SUSPENSIONS

CSV_TABLES: tuple[Table, ...] = (*SSD, *SSDA903, *SCHOOL_CENSUS, SUSPENSIONS, ATTENDANCE, *REGISTERS, BY_HAND)
TABLES: tuple[Table, ...] = (*CSV_TABLES, CIN_CENSUS)
PLACE_IN_ORDER = {table.spec: place for place, table in enumerate(TABLES)}
