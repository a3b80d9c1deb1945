"""Births to come of women who are registered: by the hazards of gestation, and on the day where one is planned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, NamedTuple

import numpy as np
from pydantic import Field, TypeAdapter

from ...kernel.document import read_document
from ...kernel.errors import ImpossibleFact
from ...pathway.cards import Strict
from ...planning.pool.expecting import GestationTable, Registered, births_of
from .numbers import Real

PAGE = "docs/figures.md"
LATEST_DAYS = 56  # after her due date nobody is pregnant any more


class SaidDue(Strict):
    """A woman who has not given birth yet. planned: the day of a planned caesarean or induction."""

    due_date: date
    municipality: Annotated[str, Field(max_length=100)] = ""
    first_birth: bool | None = None
    planned: date | None = None


class DueDates(Strict):
    """share_registered: which part of all births is of women in `due`; None: what the first weeks suggest.
    plans_known: every planned caesarean and induction has its day."""

    due: tuple[SaidDue, ...] = Field(default=(), max_length=200_000)
    share_registered: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None = None
    plans_known: bool = False


class OfRegistered(NamedTuple):
    """Births expected by day. sure: the part that stands on a planned day; open: what chance leaves of that part."""

    unplanned: Real
    sure: Real
    open: Real


def read_due(text: bytes | str) -> DueDates:
    """The document of due dates. Raises ImpossibleFact, one sentence."""
    return read_document(text, TypeAdapter(DueDates), PAGE)


def expected_of(
    registered: DueDates, tables: Mapping[bool | None, GestationTable], start: date, days: int
) -> dict[str, OfRegistered]:
    """By municipality, for the days from start on; women who are alike are reckoned once."""
    alike: dict[tuple[date, bool | None], Real] = {}
    found: dict[str, OfRegistered] = {}
    for at, one in enumerate(registered.due):
        if (start - one.due_date).days > LATEST_DAYS:
            raise ImpossibleFact(
                f"due[{at}].due_date", "it lies long before the first day", "Leave out who has given birth"
            )
        hers = found.setdefault(
            one.municipality, OfRegistered(np.zeros(days), np.zeros(days), np.zeros(days))
        )
        if one.planned is None:
            key = (one.due_date, one.first_birth)
            if key not in alike:
                alike[key] = _chances(one, tables, start, days)
            hers.unplanned[:] += alike[key]
            continue
        chances = _chances(one, tables, start, days)
        on = (one.planned - start).days
        if 0 <= on < days:
            chance = chances[on]
            hers.sure[on] += chance
            hers.open[on] += chance * (1 - chance)
            chances[on] = 0.0
        hers.unplanned[:] += chances
    return found


def _chances(one: SaidDue, tables: Mapping[bool | None, GestationTable], start: date, days: int) -> Real:
    woman = Registered("", one.due_date, one.first_birth, planned=one.planned, pool_at_planned=True)
    return np.array(births_of(woman, tables[one.first_birth], start, days))
