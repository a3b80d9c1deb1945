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
    Proof(
        "what is written without signal, in any order of edits, replays, losses and kills: nothing lost or doubled",
        (*PYTEST, "-n", "2", "tests/offline"),
        count=r"(\d+ interleavings):",
        patience_s=7200,
    ),
    Proof(
        "known advisories about the packages of uv.lock (2: no source could be asked)",
        (PYTHON, "-m", "tests.audit"),
        count=r"(\d+ of \d+ packages looked up, \d+ advisories|0 packages looked up)",
    ),
    Proof("what the application's role may not do; flows", (*PYTEST, "tests/rooms", "tests/flows")),
    Proof(
        "every page of a family by every role, relation and consent answers as core.access decides",
        (*PYTEST, "-s", "tests/access"),
        count=r"(\d+) questions to",
        patience_s=7200,
    ),
    Proof(
        "100,000 calls to the door of FHIR, in the shape of its OpenAPI and in any other: nothing breaks or leaks",
        (*PYTEST, "-s", "-n", "0", "tests/exchange/test_any_call.py"),
        count=r"(\d+ calls)",
        patience_s=14400,
    ),
    Proof(
        "FHIR: written, found, in XML; all official examples",
        (*PYTEST, "tests/exchange", "--deselect", "tests/exchange/test_any_call.py"),
    ),
    Proof(
        "journeys on a phone and at a desk; every page in every light",
        (*PYTEST, "tests/journeys"),
        patience_s=7200,
    ),
    Proof(
        "families a second, from facts in memory to states (aim: 2,000)",
        (PYTHON, "benchmarks/derive.py"),
        count=r'"families_per_second_median_of_5": (\d+)',
    ),
]
