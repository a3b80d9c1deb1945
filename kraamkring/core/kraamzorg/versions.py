"""Indications of a family in the order of their dates, what each changed, and which one is in force."""

from __future__ import annotations

from datetime import date

from .answer import Use, Version
from .family import Family
from .voice import Voice


def versions(family: Family, hours: float | None, voice: Voice, day: date) -> tuple[Version, ...]:
    """Every dated indication, and what is reckoned now beside the last. Nothing is replaced."""
    told = sorted(family.indications, key=lambda indication: indication.on)
    in_force = max((at for at, each in enumerate(told) if each.on <= day), default=None)
    found: list[Version] = []
    before: float | None = None
    for at, each in enumerate(told):
        change = None if before is None else round(each.hours - before, 2)
        code = "version-first" if change is None else "version-same" if change == 0 else "version-changed"
        why = voice.remark(
            code,
            hours=each.hours,
            before=before or 0,
            change=abs(change or 0),
            on=each.on,
            reason=each.reason or "not_written",
        )
        found.append(
            Version(
                on=each.on, moment=each.moment, hours=each.hours, change=change, by=each.by,
                reason=each.reason, in_force=at == in_force, why=why,
            )
        )  # fmt: skip
        before = each.hours
    if told and hours is not None:
        assert before is not None  # noqa: S101 (there is a last one)
        change = round(hours - before, 2)
        code = "version-confirmed" if change == 0 else "version-proposed"
        why = voice.remark(code, hours=hours, before=before, change=abs(change))
        found.append(Version(on=day, moment="now", hours=hours, change=change, in_force=False, why=why))
    return tuple(found)


def hours_in_force(family: Family, hours: float | None, day: date) -> float | None:
    """The hours of the last dated indication, else what is reckoned now."""
    dated = [each for each in sorted(family.indications, key=lambda each: each.on) if each.on <= day]
    return dated[-1].hours if dated else hours


def use_of(
    family: Family, hours: float | None, voice: Voice, day: date, last_day: date | None = None
) -> Use | None:
    """Hours given against the hours in force: the last dated indication, else what is reckoned now.

    last_day: of the package; until it is over, fewer hours are no shortfall.
    """
    if family.gave is None:
        return None
    indicated = hours_in_force(family, hours, day)
    if indicated is None:
        return None
    difference = round(family.gave - indicated, 2)
    under_way = last_day is not None and day < last_day
    less = "used-so-far" if under_way else "used-less"
    code = less if difference < 0 else "used-more" if difference > 0 else "used-as-indicated"
    why = voice.remark(code, given=family.gave, indicated=indicated, hours=abs(difference))
    return Use(indicated=indicated, given=family.gave, difference=difference, why=why)
