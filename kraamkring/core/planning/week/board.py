"""A plan on the table: laid out once, changed family by family, each time with its price."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from fractions import Fraction

import numpy as np

from ..chance import stream
from ..compiling import Whole
from .arrays import FAR, NOBODY, State, desk, empty_state
from .model import Plan, Shift, WeekProblem
from .moving import put_in, take_out
from .objective import Objective
from .search import begin, search, settle
from .tables import plan_of, state_of, tables


class Board:
    """One problem, one objective, one plan. Everything that is found stays within the rules."""

    def __init__(self, problem: WeekProblem, objective: Objective, families_a_move: int, seed: int) -> None:
        self.problem = replace(problem, families=tuple(each for each in problem.families if each.days))
        self.weight, self.scale = objective.whole()
        self.tables = tables(self.problem, objective, families_a_move)
        self.desk = desk(self.tables, families_a_move)
        self.random = stream(seed)
        self.at = {family.id: at for at, family in enumerate(self.problem.families)}
        self.state = empty_state(self.tables, self.problem.days)
        self.price = 0

    def begin(self) -> None:
        """A first complete plan, whoever has most to lose and fewest carers first."""
        t = self.tables
        self.state = empty_state(t, self.problem.days)
        choices = t.able_from[1:] - t.able_from[:-1]
        order = np.lexsort((choices, -t.days, -t.price_unserved)).astype(np.int64)
        begin(order, t, self.state, self.desk, self.random)
        over = np.maximum(0, self.state.total - t.contract)
        self.price = sum(self.state.own.tolist()) + t.price_overtime * int(over.sum())

    def lay(self, plan: Plan) -> None:
        """This plan, which keeps every rule."""
        self._lay(state_of(self.problem, plan, self.tables))

    def plan(self) -> Plan:
        """The plan as it lies there."""
        return plan_of(self.problem, self.state)

    @property
    def cost(self) -> Fraction:
        """What it costs."""
        return Fraction(self.price, self.scale)

    def settle(self, families: Iterable[str]) -> bool:
        """Each of these families in turn at its best while all others stay where they are; True if any moved."""
        gained = 0
        for each in self.numbers(families):
            gained += int(settle(each, self.tables, self.state, self.desk, self.random))
        self.price -= gained
        return gained > 0

    def leave(self, family: str, days: Collection[int]) -> None:
        """Nobody comes to this family on these days any more; its other days stay as they are."""
        number, t, s = self.at[family], self.tables, self.state
        carers, given = s.carer[number].copy(), s.given[number].copy()
        self.price -= int(take_out(number, t, s))
        for position in range(int(t.days[number])):
            stays = int(t.care_days[number, position]) not in days
            self.desk.plan_carer[position] = carers[position] if stays else NOBODY
            self.desk.plan_given[position] = given[position] if stays else 0
        self.price += int(put_in(number, t, s, self.desk))

    def numbers(self, families: Iterable[str]) -> Whole:
        """The families as the tables number them; whoever has no care days is left out."""
        return np.array(sorted(self.at[each] for each in families if each in self.at), dtype=np.int64)

    def search(
        self, steps: int, heat: float, overlook: float, seeds: Whole, best: State, best_price: int
    ) -> int:
        """So many steps of the search around these families; the price of the best plan, which is in `best`.

        The price of a plan has as many digits as it needs; what some steps change of it is counted in 64 bits.
        """
        while steps > 0:
            few = steps if self.price < FAR else 1
            before = self.price
            rise, best_rise = search(
                few,
                seeds,
                heat,
                overlook,
                self.tables,
                self.state,
                best,
                best_price - before,
                self.desk,
                self.random,
            )
            self.price, best_price = before + rise, before + best_rise
            steps -= few
        return best_price

    def copy(self) -> State:
        """The plan as it lies there, to go back to."""
        return State(*(each.copy() for each in self.state))

    def shifts_of(self, family: str) -> tuple[Shift, ...]:
        """Who comes to this family as the plan lies there."""
        number, one = self.at[family], self.problem.family_by_id[family]
        return tuple(
            Shift(family, day, self.problem.carers[int(carer)].id, int(hours))
            for day, carer, hours in zip(
                sorted(one.days), self.state.carer[number], self.state.given[number], strict=False
            )
            if carer != NOBODY
        )

    def put_back(self, state: State, price: int) -> None:
        """The plan of a copy that was made when it lay there at this price."""
        self.state, self.price = State(*(each.copy() for each in state)), price

    def back_to(self, state: State) -> None:
        """The plan of this state, laid anew."""
        self._lay(state)

    def _lay(self, given: State) -> None:
        self.state, self.price = empty_state(self.tables, self.problem.days), 0
        for family in range(len(self.problem.families)):
            self.desk.plan_carer[:] = given.carer[family]
            self.desk.plan_given[:] = given.given[family]
            self.price += int(put_in(family, self.tables, self.state, self.desk))
