"""Rest of a self-employed mother: compulsory weeks around the birth, and weeks of her choice."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from ..kernel.errors import ImpossibleFact
from ..kernel.reasons import Days, Reason, Span, of_weeks
from .answer import Offer, Part, part
from .case import DAY, MaternityRestCase
from .rest_window import chosen_start, unbroken_from_birth
from .scheme import MaternityRestScheme


class ChosenRest(NamedTuple):
    window: tuple[date, date]
    parts: tuple[Part, ...]
    offers: tuple[Offer, ...]
    why: tuple[Reason, ...]
    assumed: tuple[Reason, ...]


def self_employed_rest(case: MaternityRestCase, scheme: MaternityRestScheme) -> ChosenRest:
    """The parts of so many weeks as she chose; the most if she did not say. Raises ImpossibleFact for too few or too
    many, or a first day that cannot be."""
    rule, born = scheme.self_employed, case.counted_birth
    most = rule.most_weeks_multiple if case.multiple else rule.most_weeks
    weeks = most if case.weeks is None else case.weeks
    if not rule.least_weeks <= weeks <= most:
        raise ImpossibleFact("weeks", "this is too few or too many", "Choose from %(least)s to %(most)s",
                             least=rule.least_weeks, most=most)  # fmt: skip
    to_choose = weeks - rule.least_weeks
    compulsory = of_weeks(rule.compulsory_weeks_before)
    week = case.due_on - timedelta(days=compulsory)
    earliest = week - timedelta(weeks=min(scheme.self_employed_optional.weeks_before, to_choose))
    start = chosen_start(case, (earliest, week))
    before = _before(case, start, (earliest, week))
    cut = min(compulsory, max(0, (case.due_on - born).days))
    after = _compulsory_after(case, scheme, cut)
    chosen_before = max(0, (min(born, week) - start).days)
    late = max(0, (born - case.due_on).days)
    optional = max(0, of_weeks(to_choose) - chosen_before - late)
    longer = _hospital(case, scheme, (after.last or born) + DAY)
    compulsory_ends = max((each.last for each in (after, *longer) if each.last), default=born)
    first = compulsory_ends + DAY
    until = compulsory_ends + timedelta(weeks=scheme.self_employed_optional.until_weeks_after)
    filling = {"days": Span(optional), "before": Span(chosen_before), "until": until,
               "span": of_weeks(scheme.self_employed_optional.until_weeks_after)}  # fmt: skip
    rest = part("optional_rest", first, optional, Reason("self-employed-optional", filling))
    parts = [before, after, *longer, rest]
    offers = (Offer("optional_rest", first, until, optional, rest.why),) if optional else ()
    days = sum(each.days for each in parts)
    filling = {"total": Span(days), "weeks": of_weeks(weeks), "least": of_weeks(rule.least_weeks)}
    why = Reason("self-employed-total", {**filling, "most": of_weeks(most)})
    assumed = () if case.weeks is not None else (Reason("weeks-assumed", {"weeks": of_weeks(weeks)}),)
    return ChosenRest((earliest, week), tuple(parts), offers, (why,), assumed)


def _before(case: MaternityRestCase, start: date, window: tuple[date, date]) -> Part:
    born = case.counted_birth
    filling = {"start": start, "earliest": window[0], "latest": window[1],
               "most": Span((case.due_on - window[0]).days), "week": Span((case.due_on - window[1]).days)}  # fmt: skip
    reason = Reason("start", filling) if start < born else Reason("born-before-rest", {"first": born})
    found = part("rest_before_birth", start, max(0, (born - start).days), reason)
    if born > case.due_on:
        late = Reason("self-employed-late", {"late": Span((born - case.due_on).days)})
        found = found._replace(why=(*found.why, late))
    return found


def _compulsory_after(case: MaternityRestCase, scheme: MaternityRestScheme, cut: int) -> Part:
    first = case.counted_birth + DAY if case.worked_on_day_of_birth else case.counted_birth
    length = of_weeks(scheme.self_employed.compulsory_weeks_after)
    why = [Reason("self-employed-after", {"first": first, "weeks": Span(length)})]
    if cut:
        why.append(Reason("self-employed-moved", {"cut": Span(cut)}))
    return part("rest_after_birth", first, length + cut, *why)


def _hospital(case: MaternityRestCase, scheme: MaternityRestScheme, first: date) -> list[Part]:
    """Whole weeks in hospital beyond the first days; they follow the compulsory rest at once."""
    stayed = case.days_in_hospital()
    if not stayed:
        return []
    rule = scheme.self_employed_hospital
    unbroken, most = unbroken_from_birth(case, stayed), of_weeks(rule.most_weeks)
    extra = min(of_weeks(max(0, unbroken - rule.own_days) // 7), most)
    filling = {"stay": Days(unbroken), "own": Days(rule.own_days), "extra": Span(extra), "most": Span(most)}
    return [part("hospital_extension", first, extra, Reason("self-employed-hospital", filling))]
