"""A synthetic nation of ten years in the lake, and every indicator of it by organisation and month.

    python -m benchmarks.indicators --births 1200000 --into DIR [--engine spark]

The rows are made in DuckDB from a hash of their number, so the same number of births gives the same lake; of each
family about 40 contacts, screenings, stays, care days, feedings and gaps. The shape is invented: it is there to be
counted, and says nothing about any country.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time
from pathlib import Path

from kraamkring.core.indicators.figure import figures
from kraamkring.core.indicators.schema import TABLES, VERSION
from kraamkring.packs.indicators import indicators
from kraamkring.rooms.registry.engines import opened
from kraamkring.rooms.registry.figures import counted
from kraamkring.rooms.registry.lake import FORMAT

MONTHS = 120
ORGANISATIONS = 100


def chance(salt: str, of: int) -> str:
    """A number from 0 to of - 1 that follows from the row."""
    return f"CAST(hash(n, '{salt}') % {of} AS INTEGER)"


MADE = {
    "pregnancies": f"""
        SELECT n AS pregnancy, n // 2 AS mother, '%(month)s' AS month, 'born' AS ended,
               'organisation-' || {chance("org", ORGANISATIONS)} AS organisation,
               'm' || {chance("muni", 580)} AS municipality, 'p' || {chance("prov", 23)} AS province, 'be' AS country,
               CASE WHEN {chance("twin", 60)} = 0 THEN 2 ELSE 1 END::INT AS fetuses,
               {chance("parity", 4)} AS earlier_births,
               18 + {chance("age", 25)} AS mother_age, 240 + {chance("ga", 52)} AS gestation_days,
               CASE WHEN {chance("home", 9)} = 0 THEN 'home' ELSE 'hospital' END AS place, 'vaginal' AS mode,
               NULL AS presentation, NULL AS onset, NULL::BOOL AS previous_caesarean, true AS care_wanted,
               (24 + {chance("hours", 26)})::DOUBLE AS hours_indicated, true AS care_over, 42::INT AS watched_days,
               '0' AS fingerprint""",
    "newborns": f"""
        SELECT n AS pregnancy, n * 10 + k AS newborn, 'newborn-' || k AS slot,
               CASE WHEN {chance("still", 200)} = 0 THEN 'stillborn' ELSE 'live' END AS outcome, 0::INT AS born_minute,
               240 + {chance("ga", 52)} AS gestation_days, 2000 + {chance("weight", 2500)} AS weight_g,
               CASE {chance("mode", 5)} WHEN 0 THEN 'caesarean' WHEN 1 THEN 'instrumental' ELSE 'vaginal' END AS mode,
               'hospital' AS place, false AS intensive,
               CASE WHEN {chance("death", 300)} = 0 THEN {chance("day", 200)} END AS death_day""",
    "contacts": f"""
        SELECT n AS pregnancy,
               CASE WHEN k < 10 THEN 'prenatal' WHEN k = 10 THEN 'maternity_care_intake'
                    WHEN k = 19 THEN 'paediatric_check' WHEN k = 18 THEN 'phone' ELSE 'home_visit' END AS kind,
               'midwife' AS role,
               {chance("held", 20)} > 0 AS held,
               CASE WHEN k <= 10 THEN -14400 * (11 - k) WHEN k = 19 THEN 11520
                    ELSE 3600 + (k - 11) * 1440 + {chance("visit", 900)} END::INT AS minute,
               CASE WHEN k <= 10 THEN -10 * (11 - k) WHEN k = 19 THEN 8 ELSE 2 + k - 11 END::INT AS day""",
    "stays": f"""
        SELECT n AS pregnancy, CASE WHEN k < 3 THEN 'mother' ELSE 'newborn-1' END AS slot,
               CASE WHEN k %% 2 = 1 THEN 'discharge' ELSE 'readmission' END AS event, 1::INT AS number,
               CASE WHEN k %% 2 = 1 THEN 1500 + {chance("stay", 4500)}
                    ELSE 9000 + {chance("back", 40000)} END::INT AS minute,
               3::INT AS day""",
    "screenings": """
        SELECT n AS pregnancy, 'newborn-1' AS slot, CASE k WHEN 1 THEN 'blood_spot' ELSE 'hearing' END AS screening,
               'done' AS outcome, 5000::INT AS minute, 3::INT AS day""",
    "care_days": f"""
        SELECT n AS pregnancy, {chance("carer", 3000)}::BIGINT + k %% 3 AS carer, 3 + {chance("hours", 5)} AS hours,
               k::INT AS day""",
    "feeding": f"""
        SELECT n AS pregnancy, 'newborn-1' AS slot, k::INT AS day, {chance("breast", 4)} > 0 AS breast_only""",
    "gaps": """
        SELECT n AS pregnancy, 'mother' AS slot, 'first-home-visit' AS activity, 3::INT AS day, true AS closed""",
}  # rows n (a pregnancy) and k (which of its rows)
ROWS = {"pregnancies": 1, "newborns": 1, "contacts": 20, "stays": 4, "screenings": 2, "care_days": 8, "feeding": 8,
        "gaps": 1}  # fmt: skip
SOME = {"gaps": "n % 5 = 0", "stays": "k % 2 = 1 OR n % 40 = 0"}


def make(births: int, folder: Path) -> int:
    """Writes the lake, a month at a time; how many rows."""
    import duckdb

    rows, months = 0, {}
    connection = duckdb.connect(config={"memory_limit": "2GB"})
    for place in range(MONTHS):
        month = f"{2016 + place // 12}-{place % 12 + 1:02}"
        first, last = births * place // MONTHS, births * (place + 1) // MONTHS
        into = folder / f"v{VERSION}" / month / "e0001"
        into.mkdir(parents=True, exist_ok=True)
        for table, columns in TABLES.items():
            made = MADE[table].replace("%(month)s", month).replace("%%", "%")
            typed = ", ".join(
                f"CAST({each.name} AS {SQL_TYPES[each.kind]}) AS {each.name}" for each in columns
            )
            connection.execute(f"""
                COPY (SELECT {typed} FROM ({made}
                      FROM range({first}, {last}) r(n), range(1, {ROWS[table] + 1}) q(k)
                      WHERE {SOME.get(table, "true")}) ORDER BY pregnancy)
                TO '{into / (table + ".parquet")}' (FORMAT parquet, COMPRESSION zstd)""")  # noqa: S608 (our own words)
            rows += connection.execute(
                f"SELECT count(*) FROM read_parquet('{into / (table + '.parquet')}')"  # noqa: S608
            ).fetchone()[0]
        months[month] = [
            {"number": 1, "made_at": "", "correction": False, "pregnancies": last - first, "added": 0, "changed": 0,
             "removed": 0}
        ]  # fmt: skip
    manifest = {"format": FORMAT, "version": VERSION, "key": "benchmark", "written_to": "2026-11-23T00:00:00+00:00",
                "refused": 0, "unreadable": 0, "months": months}  # fmt: skip
    (folder / f"v{VERSION}" / "manifest.json").write_text(json.dumps(manifest))
    return rows


SQL_TYPES = {
    "int64": "BIGINT",
    "int32": "INTEGER",
    "float64": "DOUBLE",
    "bool": "BOOLEAN",
    "string": "VARCHAR",
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--births", type=int, default=120_000)
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
    parser.add_argument("--each", action="store_true", help="how long each card takes")
    chosen = parser.parse_args()
    if not (chosen.into / f"v{VERSION}" / "manifest.json").exists():
        begun = time.perf_counter()
        rows = make(chosen.births, chosen.into)
        size = sum(path.stat().st_size for path in chosen.into.rglob("*.parquet"))
        print(f"made {rows:,} rows, {size / 1e6:,.0f} MB, in {time.perf_counter() - begun:.1f} s")
    tallies, counting, protecting, begun = 0, 0.0, 0.0, time.process_time()
    with opened(chosen.into, chosen.engine) as ask:
        for card in indicators().values():
            start = time.perf_counter()
            told = counted(card, ask, ("organisation", "month"))
            between = time.perf_counter()
            shown = len(figures(card, told))
            end = time.perf_counter()
            tallies, counting, protecting = (
                tallies + len(told),
                counting + between - start,
                protecting + end - between,
            )
            if chosen.each:
                print(f"  {card.id:28} {between - start:6.2f} s counted, {end - between:6.2f} s protected"
                      f" ({shown:,} figures)")  # fmt: skip
    took = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{chosen.engine}: {len(indicators())} indicators by organisation and month: {counting:.1f} s counted, "
          f"{protecting:.1f} s protected, processor {took:.1f} s, {tallies:,} groups, peak {peak:,.0f} MB, "
          f"load {os.getloadavg()[0]:.1f}")  # fmt: skip


if __name__ == "__main__":
    main()
