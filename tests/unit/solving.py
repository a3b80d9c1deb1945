"""What follows exactly from sums, some of whose members are known: Gauss over fractions."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)


def determined(sums: Sequence[Mapping[Name, int]], known: Collection[Name]) -> set[Name]:
    """Every name whose number is known or follows. sums: the factor of each name, in sums that come to nothing."""
    lines = [{name: Fraction(factor) for name, factor in line.items() if name not in known} for line in sums]
    done: list[dict[Name, Fraction]] = []
    while lines:
        line = lines.pop()
        if not line:
            continue
        pivot = next(iter(line))
        line = {name: factor / line[pivot] for name, factor in line.items()}
        lines = [_less(each, line, pivot) for each in lines]
        done = [*(_less(each, line, pivot) for each in done), line]
    return set(known) | {next(iter(line)) for line in done if len(line) == 1}


def _less(line: dict[Name, Fraction], other: dict[Name, Fraction], pivot: Name) -> dict[Name, Fraction]:
    """The line without the pivot."""
    times = line.get(pivot)
    if not times:
        return line
    found = dict(line)
    for name, factor in other.items():
        found[name] = found.get(name, Fraction(0)) - times * factor
    return {name: factor for name, factor in found.items() if factor}
