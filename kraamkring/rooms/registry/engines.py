"""The lake opened for SQL: by DuckDB, which is in the house, or by Spark, where a nation outgrows a machine.

Both are asked the same statements. Spark is no dependency: whoever wants it installs pyspark and Java beside us.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from kraamkring.core.indicators.schema import TABLES
from kraamkring.core.indicators.views import VIEWS
from kraamkring.core.kernel.errors import Refusal

from .lake import files_of

Name = Literal["duckdb", "spark"]
Ask = Callable[[str], list[tuple[Any, ...]]]
MEMORY = "3GB"  # what DuckDB may hold; beyond it works on disk, in a folder for its owner that goes when it is done


@contextmanager
def opened(folder: Path, engine: Name = "duckdb", since: str = "", until: str = "") -> Iterator[Ask]:
    """A function that answers a statement with its rows; of months outside the period no file is opened. Raises Refusal
    if there is no lake, no month in it, or no Spark."""
    files = {table: [str(path) for path in files_of(folder, table, since, until)] for table in TABLES}
    with _ENGINES[engine](files) as ask:
        yield ask


@contextmanager
def _duckdb(files: Mapping[str, list[str]]) -> Iterator[Ask]:
    import duckdb

    with (
        TemporaryDirectory(prefix="kraamkring-") as beyond,
        duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": beyond}) as connection,
    ):
        for table, paths in files.items():
            listed = ", ".join(f"'{path.replace(chr(39), chr(39) * 2)}'" for path in paths)
            read = f"CREATE VIEW {table} AS SELECT * FROM read_parquet([{listed}])"  # noqa: S608 (our own files)
            connection.execute(read)
        for view in VIEWS:
            connection.execute(f"CREATE VIEW {view.name} AS {view.sql}")
        yield lambda statement: connection.execute(statement).fetchall()


@contextmanager
def _spark(files: Mapping[str, list[str]]) -> Iterator[Ask]:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise Refusal(
            "--engine", "Spark is not installed here", "Install pyspark and Java 17, or leave it to duckdb"
        ) from None
    session = (
        SparkSession.builder.master("local[*]")
        .appName("kraamkring indicators")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    try:
        for table, paths in files.items():
            session.read.parquet(*paths).createOrReplaceTempView(table)
        for view in VIEWS:
            session.sql(view.sql).createOrReplaceTempView(view.name)
        yield lambda statement: [tuple(row) for row in session.sql(statement).collect()]
    finally:
        session.stop()


_ENGINES = {"duckdb": _duckdb, "spark": _spark}
