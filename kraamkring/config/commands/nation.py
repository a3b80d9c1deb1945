"""`kraamkring plan nation`: a whole country planned at once, region by region, on all the processors there are."""

import argparse
import csv
import json
import os
import resource
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from kraamkring.config.commands.planning import _compile, _compiled_week, _say
from kraamkring.config.compiled_code import keep_compiled_code
from kraamkring.config.complaint import Complaint

if TYPE_CHECKING:
    from kraamkring.config.processes.nation_at_work import Planned
    from kraamkring.core.planning.nation.model import Nation

CHILDREN = Path("births_nl") / "children_0_4_women_by_pc4_2021.csv"
KB_A_MB = 1024


def plan_nation(chosen: argparse.Namespace) -> int:
    """Plans the Netherlands and shows what it comes to, region by region."""
    begun = perf_counter()
    _compile(first=not keep_compiled_code())
    from kraamkring.config.processes import nation_at_work

    folder = _folder(chosen.output) if chosen.output else None
    nation = grown(chosen.seed, chosen.data)
    whole = nation.whole
    _say(
        f"{len(nation.regions)} regions, {_in_care(nation)} families in care on a day, {len(whole.families)} in "
        f"{nation.days} days, {len(whole.carers)} carers"
    )
    _compiled_week()
    _compiled_bound()
    ready = perf_counter()
    effort = nation_at_work.Effort(
        chosen.seconds, chosen.steps, chosen.threads or os.cpu_count() or 1, chosen.seed, chosen.processor
    )
    planned = nation_at_work.plan_nation(
        nation, effort, lambda line: _say(f"{perf_counter() - ready:6.1f} s  {line}")
    )
    _show(planned)
    seconds = perf_counter() - ready
    _say(f"{seconds:.1f} s on {effort.threads} processes, {ready - begun:.1f} s to begin; memory {_memory()}")
    if folder:
        _write(folder, nation, planned)
        _say(f"written to {chosen.output}: instance.json, plan.json, regions.csv")
    if planned.faults:
        _say(f"rules broken: {len(planned.faults)}, the first: {planned.faults[0]}")
        return 1
    _say("no rule broken; nobody planned twice")
    return 0


def grown(seed: int, data: str | None) -> "Nation":
    """The nation of this seed: on the towns of the pack, or on the postcodes of a folder of published tables."""
    from kraamkring.core.planning.nation.growing import grow
    from kraamkring.core.planning.week.document import objective_of
    from kraamkring.packs.nation import nation_of_pack, towns_of_pack, towns_of_postcodes
    from kraamkring.packs.planning import week_rules

    said = nation_of_pack()
    if data is None:
        towns = towns_of_pack()
    else:
        try:
            towns = towns_of_postcodes((Path(data) / CHILDREN).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            raise Complaint(
                f"{CHILDREN} cannot be read in {data}. Name the folder that holds births_nl."
            ) from None
        except (KeyError, ValueError):
            raise Complaint(f"{CHILDREN} in {data} has not the columns that are needed.") from None
    return grow(towns, said.shape(), week_rules().rules(said.least_hours), objective_of(said.weights), seed)


def _in_care(nation: "Nation") -> int:
    """Families in care on the middle day."""
    return sum(nation.days // 2 in family.days for family in nation.whole.families)


def _show(planned: "Planned") -> None:
    head = ("region", "families", "carers", "unserved", "shortened", "outside", "cost", "bound", "gap")
    _say(f"{head[0]:34}" + "".join(f"{name:>10}" for name in head[1:]))
    for account, bound in zip(planned.accounts, planned.bounds, strict=True):
        _line(
            account.name,
            (account.families, account.carers, account.unserved, account.shortened, account.from_outside),
            float(account.cost),
            float(bound),
        )
    columns = (
        (each.families, each.carers, each.unserved, each.shortened, each.from_outside)
        for each in planned.accounts
    )
    _line(
        "all",
        tuple(sum(each) for each in zip(*columns, strict=True)),
        float(sum(each.cost for each in planned.accounts)),
        float(sum(planned.bounds)),
    )


def _line(name: str, counts: tuple[int, ...], cost: float, bound: float) -> None:
    gap = f"{100 * (cost / bound - 1):8.1f} %" if bound else f"{'':>10}"
    _say(
        f"{name[:33]:34}" + "".join(f"{count:>10}" for count in counts) + f"{cost:>10.0f}{bound:>10.0f}{gap}"
    )


def _memory() -> str:
    """The most that this process has held, and the most of those that worked for it."""
    most = [
        resource.getrusage(who).ru_maxrss // KB_A_MB
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    return f"{most[0]} MB here, at most {most[1]} MB in each process"


def _folder(name: str) -> Path:
    folder = Path(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError):
        raise Complaint(f"{name} cannot be made. Name a folder for the plan.") from None
    if not os.access(folder, os.W_OK):
        raise Complaint(f"nothing can be written in {name}. Name another folder.")
    return folder


def _write(folder: Path, nation: "Nation", planned: "Planned") -> None:
    from kraamkring.core.planning.nation.document import written_nation
    from kraamkring.core.planning.week.document import written
    from kraamkring.packs.nation import nation_of_pack

    weights = nation_of_pack().weights
    (folder / "instance.json").write_text(json.dumps(written_nation(nation, weights)), encoding="utf-8")
    (folder / "plan.json").write_text(json.dumps(written(planned.plan)), encoding="utf-8")
    with (folder / "regions.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(
            [
                "region",
                "families",
                "carers",
                "care_days",
                "unserved_days",
                "shortened_hours",
                "shifts_from_outside",
                "cost",
                "bound",
            ]
        )
        for account, bound in zip(planned.accounts, planned.bounds, strict=True):
            table.writerow(
                [
                    account.name,
                    account.families,
                    account.carers,
                    account.care_days,
                    account.unserved,
                    account.shortened,
                    account.from_outside,
                    float(account.cost),
                    float(bound),
                ]
            )


def _compiled_bound() -> None:
    """Loads or makes the machine code of the bound, so that two processes do not make it at once."""
    from fractions import Fraction

    from kraamkring.core.planning.stop import Steps
    from kraamkring.core.planning.week.bound import lower_bound
    from kraamkring.core.planning.week.model import Carer, Family, Travel, WeekProblem, WeekRules
    from kraamkring.core.planning.week.objective import Part, weighted

    home = (0.0, 0.0)
    rules = WeekRules(1, 1, 1, 1, 1, 1, 1, Travel(1, 1, 1))
    one = WeekProblem(1, (Family("f", home, (0,), 1),), (Carer("c", home, frozenset(), 1),), rules)
    lower_bound(one, weighted(dict.fromkeys(Part, 1)), Fraction(1), Steps(1))
