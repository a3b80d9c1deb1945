"""`python -m tests.spec.rows BE-VLG FILE`: what the engine says about every table of a chapter that has no rows yet.

To be held against the source, cell by cell, before it is pasted into the table.
"""

from __future__ import annotations

import sys

from tests.spec.tables import chapters, outcome


def main(protocol: str, file: str) -> None:
    """Prints the rows of the tables whose own are missing or differ."""
    for chapter in chapters(protocol):
        for case in chapter.cases:
            found = outcome(case, protocol)
            if chapter.file == file and found != case.rows:
                widths = [max(map(len, column)) for column in zip(*found, strict=True)]
                print(f"\n# {case.name}")
                for row in found:
                    cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
                    print(" | ".join(cells).rstrip())


if __name__ == "__main__":
    main(*sys.argv[1:3])
