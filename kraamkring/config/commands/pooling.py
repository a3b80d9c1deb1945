"""`kraamkring plan pool`: who is on call for births, at every hour of a period, for a whole region."""

import argparse
from typing import TYPE_CHECKING

from kraamkring.config.commands.planning import _compile, _say, _stop, _target, _trace, _write
from kraamkring.config.compiled_code import keep_compiled_code
from kraamkring.config.documents import Sentences, document

if TYPE_CHECKING:
    from kraamkring.core.planning.pool.model import PoolProblem, Roster


def plan_pool(chosen: argparse.Namespace) -> int:
    """Plans who is on call and writes the roster."""
    _compile(first=not keep_compiled_code())
    from kraamkring.core.planning.pool.document import read_pool, written_pool
    from kraamkring.core.planning.pool.rules import broken_rules
    from kraamkring.core.planning.pool.solve import solve_pool
    from kraamkring.core.planning.stop import Steps
    from kraamkring.packs.planning import gestation_of_births, pool_rules

    target = _target(chosen.output)
    with Sentences():
        problem = read_pool(document(chosen.instance), pool_rules(), gestation_of_births().tables())
    births = sum(sum(place.births[: problem.days]) for place in problem.places)
    _say(f"{len(problem.places)} places, {births:.1f} births expected, {len(problem.carers)} carers")
    solve_pool(problem, Steps(1), 1)  # loads or makes the machine code
    result = solve_pool(problem, _stop(chosen), chosen.seed, tell=_trace("births without a carer in time"))
    faults = broken_rules(problem, result.roster)
    if faults:
        raise RuntimeError(faults[0])
    _write(target, written_pool(problem, result.roster))
    share = f" ({100 * result.missed / births:.1f} %)" if births else ""
    _say(
        f"births expected without a carer in time {result.missed:.3f}{share}; "
        f"before fair sharing {result.best_missed:.3f}"
    )
    _show(problem, result.roster)
    _say(f"written to {chosen.output}")
    return 0


def _show(problem: "PoolProblem", roster: "Roster") -> None:
    """Who carries what, by organisation; and how many are on call in each block."""
    from kraamkring.core.planning.pool.ledger import by_organisation

    _say(f"  {'organisation':20}{'carers':>8}{'hours':>8}{'of':>8}{'nights':>8}{'weekends':>10}")
    for line in by_organisation(problem, roster):
        _say(
            f"  {line.who[:20]:20}{line.carers:>8}{line.hours:>8}{line.contract:>8}{line.nights:>8}{line.weekends:>10}"
        )
    held = [each.block for each in roster.held]
    _say("  on call, block by block: " + " ".join(str(held.count(block.at)) for block in problem.blocks))
