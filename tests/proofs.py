"""The long proofs that `make prove` runs: each a name, a command, and what its number means.

To add one, add a line. The command runs in the checkout with KRAAMKRING_PROVE=1; its count is found in what it prints.
"""

import sys
from dataclasses import dataclass

PYTHON = sys.executable
PYTEST = (PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider")


@dataclass(frozen=True)
class Proof:
    """One proof. `count` is a regular expression whose last match in the output is the figure that is reported;
    `lists` one whose matches are written out below the table, each on its line."""

    name: str
    command: tuple[str, ...]
    count: str = r"(\d+ passed)"
    lists: str = ""
    patience_s: int = 3600
    needs: str = ""


PROOFS = [
    Proof("properties and histories, full counts", (*PYTEST, "tests/properties")),
    Proof("spec tables of every pack", (*PYTEST, "tests/spec")),
    Proof(
        "every number and date in every card changed by one unit (aim: 95 % noticed by a test)",
        (PYTHON, "-m", "tests.mutation"),
        count=r"number or date: (\d+ of \d+) changes caught",
        lists=r"survived \((?:number|date)\): (.+)",
    ),
    Proof("start, stop and kill of the demo", (*PYTEST, "tests/running")),
    Proof(
        "server, workers and PostgreSQL killed at any point: nothing lost, doubled or half",
        (*PYTEST, "tests/killing"),
        count=r"(\d+ kill points) in",
        patience_s=7200,
    ),
    Proof("what the application's role may not do; flows", (*PYTEST, "tests/rooms", "tests/flows")),
    Proof(
        "families a second, from facts in memory to states (aim: 2,000)",
        (PYTHON, "benchmarks/derive.py"),
        count=r'"families_per_second_median_of_5": (\d+)',
    ),
]
