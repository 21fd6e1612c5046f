"""Opens the machines that do the county's sums: DuckDB, and the Parquet workbench they read.

In: nothing but folders and limits.
Out: one connection per job, and Parquet parts that can always be made again from the record.
"""

from duckdb import Error as EngineError

from kith.engine.duck import open_duckdb
from kith.engine.workbench import Workbench

__all__ = ["EngineError", "Workbench", "open_duckdb"]
