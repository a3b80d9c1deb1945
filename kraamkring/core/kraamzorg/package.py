"""From needs to a package of hours (KLIM). Without an hour table there are no hours, and the answer says so."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ..kernel.errors import Refusal
from .answer import Answer, Line, NeedAnswered, Package, Why
from .family import Family, HourTable, Need, PackageWhen
from .scheme import Book, NeedsScheme
from .versions import use_of, versions
from .voice import Voice, least_sure


def choose(family: Family, book: Book, scheme: NeedsScheme, day: date) -> Answer:
    """Needs, goals and actions as told; the package and its hours if a table gives them. Raises Refusal for a package
    that the table does not have, a domain that the method does not have, or a table that is not yet in force."""
    voice = Voice(book)
    _check(family, scheme, day)
    package = _package(family, family.hour_table)
    lines: list[Line] = []
    why: list[Why] = []
    if package is not None:
        why.append(voice.remark("package", package=package.name, hours=package.hours, table=package.source))
        lines.append(Line(line="package", hours=package.hours, total=package.hours, why=why[0]))
        for each in family.judgements:
            total = max(0.0, round(lines[-1].total + each.hours, 2))
            said = voice.remark(
                "judgement", hours=abs(each.hours), total=total, role=each.by, reason=each.reason,
                signed="+" if each.hours >= 0 else "−",
            )  # fmt: skip
            lines.append(
                Line(line="judgement", hours=each.hours, total=total, by=each.by, on=each.on, why=said)
            )
    else:
        why.append(voice.remark("no-hour-table" if family.hour_table is None else "no-package-fits"))
    hours = lines[-1].total if lines else None
    if not family.needs:
        why.append(voice.remark("no-needs-told"))
    return Answer(
        method=scheme.name,
        title=scheme.title,
        edition=None,
        on=day,
        outcome="indicated" if lines else "to be judged",
        offer=None,
        hours=hours,
        said=voice.label("package", package=package.name, hours=hours or 0)
        if package
        else voice.label("no-hour-table"),
        certainty=least_sure(each.certainty for each in why),
        reviewed=scheme.sign.checked_by != "not reviewed",
        checked_by=scheme.sign.checked_by,
        lines=tuple(lines),
        why=tuple(why),
        needs=tuple(_need(each) for each in family.needs),
        package=package,
        versions=versions(family, hours, voice, day),
        use=use_of(family, hours, voice, day),
        not_found=voice.missing("hour-table", "criteria")
        if family.hour_table is None
        else voice.missing("criteria"),
    )


def _package(family: Family, table: HourTable | None) -> Package | None:
    """The package that was named, else the largest of those whose criteria fit."""
    if table is None:
        return None
    if family.package is not None:
        named = next((each for each in table.packages if each.name == family.package), None)
        if named is None:
            raise Refusal(
                "package", "the hour table has no such package",
                f"There is {', '.join(each.name for each in table.packages)}",
            )  # fmt: skip
        return Package(name=named.name, hours=named.hours, chosen="named", source=table.source)
    fitting = [each for each in table.packages if each.when is not None and _fits(family, each.when)]
    if not fitting:
        return None
    largest = max(fitting, key=lambda each: each.hours)
    return Package(name=largest.name, hours=largest.hours, chosen="by its criteria", source=table.source)


def _fits(family: Family, when: PackageWhen) -> bool:
    return (
        (when.feeding is None or family.feeding in when.feeding)
        and (when.first_child is None or family.is_first == when.first_child)
        and (when.needs_at_least is None or len(family.needs) >= when.needs_at_least)
        and (when.newborns_at_least is None or family.living >= when.newborns_at_least)
    )


def _need(need: Need) -> NeedAnswered:
    missing = tuple(name for name in STEPS if not getattr(need, name))
    return NeedAnswered(
        need=need.need, domain=need.domain, goals=need.goals, actions=need.actions, missing=missing
    )


STEPS: tuple[Literal["domain", "goals", "actions"], ...] = ("domain", "goals", "actions")


def _check(family: Family, scheme: NeedsScheme, day: date) -> None:
    domains = [each.domain for each in scheme.domains]
    for at, need in enumerate(family.needs):
        if need.domain is not None and need.domain not in domains:
            raise Refusal(
                f"needs[{at}].domain", "this method has no such domain", f"There is {', '.join(domains)}"
            )
    table = family.hour_table
    if table is not None and table.valid_from is not None and table.valid_from > day:
        raise Refusal(
            "hour_table.valid_from", "this table is not in force yet on that day", "Give one that is"
        )
