"""Opens Spark for one job, on this machine or on the cluster that the installation names."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any, Final

_NO_SPARK = (
    "Spark cannot run here: {missing}. `make setup-spark` adds PySpark and Java; or leave --engine out: "
    "DuckDB links several million records, and ranks a county, on one machine."
)
# Two hundred parts, the default, cost minutes on one machine; a cluster has an administrator who chose.
_ON_ONE_MACHINE: Final = {"spark.sql.shuffle.partitions": "8", "spark.ui.showConsoleProgress": "false"}


class SparkMissing(Exception):
    """PySpark or Java is not installed; the message says what to do."""


def refuse_without_spark() -> None:
    """Raise `SparkMissing` where PySpark or Java is not installed."""
    if find_spec("pyspark") is None:
        raise SparkMissing(_NO_SPARK.format(missing="PySpark is not installed"))
    home = os.environ.get("JAVA_HOME")
    if shutil.which(f"{home}/bin/java" if home else "java") is None:
        raise SparkMissing(_NO_SPARK.format(missing="there is no Java"))


@contextmanager
def open_spark(
    *, jars: Sequence[str] = (), memory: str = "2g", more: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Any]:
    """Return a Spark session for one job, stopped at the end; `jars` hold functions that Spark lacks.

    `KITH_SPARK` names the master (else two cores of this machine), `KITH_SPARK_FOLDER` a folder for intermediate
    results that every machine of a cluster sees (else a temporary one). `more` settings win over ours. Inside a
    session that is open already a job gets tables of its own and that one's settings and jars; it stays open.

    Raises:
        SparkMissing: PySpark or Java is not installed.
    """
    refuse_without_spark()
    from pyspark.sql import SparkSession  # noqa: PLC0415 -- an extra, loaded with its job only

    outer = SparkSession.getActiveSession()
    if outer is not None:
        yield outer.newSession()
        return
    master = os.environ.get("KITH_SPARK", "local[2]")
    with tempfile.TemporaryDirectory(prefix="spark-", dir=os.environ.get("KITH_SPARK_FOLDER")) as folder:
        settings = {
            "spark.jars": ",".join(jars),
            "spark.driver.memory": memory,
            "spark.ui.enabled": "false",
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.warehouse.dir": f"{folder}/warehouse",
        }
        if master.startswith("local"):
            settings |= _ON_ONE_MACHINE | {"spark.local.dir": folder}
        builder = SparkSession.builder.master(master).appName("kith")
        for name, value in (settings | dict(more)).items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        session.sparkContext.setCheckpointDir(f"{folder}/checkpoints")
        try:
            yield session
        finally:
            session.stop()
