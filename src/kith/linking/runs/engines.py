"""Opens Splink's handle of an engine, imported only when asked for: PySpark and Java are an extra."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kith.engine.spark import SparkMissing, open_spark, refuse_without_spark
from kith.linking.runs.files import BadInput


@contextmanager
def open_engine(name: str) -> Iterator[Any]:
    """Return Splink's handle of `duckdb` or `spark` for one job."""
    if name not in {"duckdb", "spark"}:
        raise BadInput(f"There is no engine {name}. Choose duckdb or spark.")
    with _on_duckdb() if name == "duckdb" else _on_spark() as handle:
        yield handle


@contextmanager
def _on_duckdb() -> Iterator[Any]:
    from splink import DuckDBAPI  # noqa: PLC0415 -- loaded with its engine only

    from kith.engine import open_duckdb  # noqa: PLC0415 -- loaded with its engine only

    with open_duckdb() as connection:
        yield DuckDBAPI(connection)


@contextmanager
def _on_spark() -> Iterator[Any]:
    try:
        refuse_without_spark()
    except SparkMissing as missing:
        raise BadInput(str(missing)) from missing
    from splink import SparkAPI  # noqa: PLC0415 -- an extra
    from splink.backends.spark import similarity_jar_location  # noqa: PLC0415 -- an extra

    with open_spark(jars=[similarity_jar_location()]) as session:
        api: Any = SparkAPI  # PySpark brings no types here
        parts = int(session.conf.get("spark.sql.shuffle.partitions"))
        yield api(spark_session=session, break_lineage_method="parquet", num_partitions_on_repartition=parts)
