"""The sum: from the basic package, line by line, to the hours indicated."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..facts.model import Role
from ..kernel.errors import Refusal
from .answer import Line, Offer, ToBeJudged
from .family import Family, Feeding
from .reasons import reasons_for
from .rules import Basic, LossRule, Rule
from .scheme import Edition
from .voice import Voice


@dataclass
class Sum:
    """Lines as they are added up. basic_hours: what this family has as its basic care, days in hospital taken off."""

    voice: Voice
    lines: list[Line] = field(default_factory=list)
    labels: list[tuple[Line, dict[str, Any]]] = field(default_factory=list)
    judged: list[ToBeJudged] = field(default_factory=list)
    total: float = 0
    basic_hours: float = 0
    offer: Offer = "basic"

    def add(
        self,
        rule: Rule | str,
        hours: float,
        *,
        by: Role | None = None,
        on: date | None = None,
        **filling: Any,
    ) -> None:
        self.total = round(self.total + hours, 2)
        filling = {"hours": abs(hours), "total": self.total, **filling}
        why = self.voice.remark(rule, **filling) if isinstance(rule, str) else self.voice.why(rule, **filling)
        line = Line(line=why.rule, hours=round(hours, 2), total=self.total, by=by, on=on, why=why)
        self.lines.append(line)
        self.labels.append((line, filling))


def reckon(family: Family, edition: Edition, voice: Voice, day: date) -> Sum:
    """Every line of the hours of a family. Raises Refusal for a judgement by somebody who may not judge."""
    check_judgements(family, edition)
    sums = Sum(voice)
    days = days_off(family, edition)
    _basic(sums, family, edition, days)
    _reasons(sums, family, edition, day, days)
    for judgement in family.judgements:
        sums.add(
            "judgement", judgement.hours, by=judgement.by, on=judgement.on,
            role=judgement.by, reason=judgement.reason, signed=_signed(judgement.hours),
        )  # fmt: skip
        if judgement.hours > 0:
            sums.offer = "tailored"
    _wish(sums, family, edition)
    _bounds(sums, edition)
    if sums.offer == "basic" and sums.total == edition.minimum.hours:
        sums.offer = "minimal"
    return sums


def basic_of(family: Family, edition: Edition) -> Basic:
    return edition.basic_for(feeding_of(family))


def feeding_of(family: Family) -> Feeding:
    """How the newborn is fed; after a loss nobody is, unless somebody said so."""
    if family.feeding is not None:
        return family.feeding
    return "formula" if family.bereaved else "not_decided"


def days_off(family: Family, edition: Edition) -> int:
    """Days in hospital that are taken off: no more than the package has."""
    assert edition.package_days.days is not None  # noqa: S101 (a scheme says it; checked as it is read)
    return min(family.days_in_hospital or 0, edition.package_days.days)


def loss_rule(family: Family, edition: Edition) -> LossRule | None:
    """What holds after a loss without a living child; None without a loss, or where the scheme says nothing of it."""
    if family.loss is None or not family.bereaved:
        return None
    fitting = [rule for rule in edition.losses if rule.from_days <= family.loss.days]
    return max(fitting, key=lambda rule: rule.from_days, default=None)


def check_judgements(family: Family, edition: Edition) -> None:
    """Nothing, if whoever judged may judge, and about a reason there is. Raises Refusal, naming the field."""
    known = {reason.rule for reason in edition.reasons}
    for at, judgement in enumerate(family.judgements):
        if judgement.by not in edition.may_judge:
            raise Refusal(
                f"judgements[{at}].by",
                "this role does not judge the hours",
                f"Those who do: {', '.join(edition.may_judge)}",
            )
        if judgement.about is not None and judgement.about not in known:
            raise Refusal(
                f"judgements[{at}].about",
                "this method has no such reason",
                f"There is {', '.join(sorted(known))}",
            )


def _basic(sums: Sum, family: Family, edition: Edition, days: int) -> None:
    basic = basic_of(family, edition)
    package_days = edition.package_days.days or 0
    sums.add(basic, basic.hours, feeding=feeding_of(family), count=package_days)
    code = "basic-after-loss" if family.bereaved else "feeding-not-known" if family.feeding is None else None
    if code is not None:
        why = sums.voice.remark(code, hours=basic.hours, count=package_days)
        sums.lines[-1] = sums.lines[-1].model_copy(update={"why": why})
    if basic.per_hospital_day_hours is not None:
        if days:
            off = min(basic.per_hospital_day_hours * days, sums.total)
            sums.add("hospital-days", -off, count=days, each=basic.per_hospital_day_hours)
        if family.days_in_hospital is None:
            sums.add("hospital-days-not-known", 0)
        planned = family.planned_hospital_days
        if planned is not None and family.days_in_hospital is not None and family.days_in_hospital < planned:
            sums.add(
                "home-early", 0, count=planned - family.days_in_hospital, each=basic.per_hospital_day_hours
            )
    elif days:
        sums.add("no-deduction-known", 0, count=days)
    sums.basic_hours = max(sums.total, edition.minimum.hours)


def _reasons(sums: Sum, family: Family, edition: Edition, day: date, days: int) -> None:
    at_home = (edition.package_days.days or 0) - days
    answered = {judgement.about for judgement in family.judgements}
    for reason in reasons_for(family, edition, day):
        sums.offer = "tailored"
        if reason.hours_per_day is not None:
            sums.add(reason, reason.hours_per_day * at_home, each=reason.hours_per_day, count=at_home)
        elif reason.rule not in answered:
            why = sums.voice.why(reason)
            sums.judged.append(ToBeJudged(reason=reason.rule, by=edition.may_judge, why=why))


def _wish(sums: Sum, family: Family, edition: Edition) -> None:
    least = edition.minimum.hours
    if family.wished_hours is not None:
        if family.wished_hours < sums.total:
            wished = max(family.wished_hours, least)
            if wished < sums.total:
                sums.add("wish", wished - sums.total, wished=family.wished_hours, least=least)
    elif family.wishes_fewer_hours:
        sums.add("wish-to-be-agreed", 0, least=least)


def _bounds(sums: Sum, edition: Edition) -> None:
    least, most = edition.minimum, edition.maximum
    if sums.total < least.hours:
        sums.add(least, least.hours - sums.total, least=least.hours)
    if most is not None and sums.total > most.hours:
        sums.add(most, most.hours - sums.total, most=most.hours)


def _signed(hours: float) -> str:
    return "+" if hours >= 0 else "−"
