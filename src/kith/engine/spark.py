"""Opens Spark for one job, on this machine or on the cluster that the installation names."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any


@contextmanager
def open_spark(*, jars: Sequence[str] = (), memory: str = "2g") -> Iterator[Any]:
    """Return a Spark session for one job, stopped at the end; `jars` hold functions that Spark lacks.

    Raises:
        ImportError: PySpark is not installed (`make setup-spark`).
    """
    from pyspark.sql import SparkSession  # noqa: PLC0415 -- an extra, loaded with its job only

    with tempfile.TemporaryDirectory(prefix="spark-") as folder:
        session = (
            SparkSession.builder.master(os.environ.get("KITH_SPARK", "local[2]"))
            .appName("kith")
            .config("spark.jars", ",".join(jars))
            .config("spark.driver.memory", memory)
            .config("spark.sql.shuffle.partitions", "8")  # two hundred, the default, costs minutes on one machine
            .config("spark.ui.enabled", "false")
            .config("spark.local.dir", folder)
            .config("spark.sql.warehouse.dir", f"{folder}/warehouse")
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("ERROR")
        session.sparkContext.setCheckpointDir(f"{folder}/checkpoints")
        try:
            yield session
        finally:
            session.stop()
