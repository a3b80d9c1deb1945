"""Every address of the application: for whom it is, about whom, and what core.access must say yes to.

The rows stand in table.txt, one for each name:

for:    anybody (signed in or not), visitor (only who is not signed in), carer and parent and user (who is signed in:
        others are led to their own first page; user is either), or a task: book, emergency, govern, account, cover,
        compare, judge, plan (flows say which professions)
about:  family (its id stands in the address), own (whatever she herself may see), - (no family)
get, post:  what must be allowed. `plan`: to read that part; `plan!`: to write in it; `facts`: to read every part that
        care follows from; `any`, `any!`: one part at least; `rel`: a relation in force; `coordinates`: she coordinates,
        or could while nobody does; `coming`: who comes, or who writes in the plan; `carer`: neither a parent nor a
        buddy; `decides`: a profession that gives care; `hands`: a carer who writes about mother or child, and not in
        an emergency; `mother`: she alone; `place`: a member, about her own place; `both`: the other record is hers to
        see too. `a+b`: both, the first that fails is said. `a?`: without it, it is not there (404). `-`: nothing more
        than stands under `for`. `.`: there is no such way (405).
then:   what is asked beyond that, in words; it is printed in docs/access.md.

A new address: a new row in table.txt. Its page is then asked for by everybody, in every relation, and must answer as
the row says.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

ROWS = Path(__file__).with_name("table.txt")


class Row(NamedTuple):
    """One address by its name."""

    name: str
    whose: str
    about: str
    get: str
    post: str
    then: str


def _read(table: str) -> dict[str, Row]:
    _head, *lines = (line for line in table.splitlines() if line.strip())
    rows = [Row(*(*line.split(maxsplit=5), "")[:6]) for line in lines]
    assert len({row.name for row in rows}) == len(rows), "a name stands twice"
    return {row.name: row for row in rows}


TABLE = _read(ROWS.read_text("utf-8"))
WHOSE = (
    "anybody",
    "user",
    "parent",
    "book",
    "emergency",
    "govern",
    "compare",
    "account",
    "cover",
    "judge",
    "plan",
)
ABOUT = ("family", "own", "-")
