"""One family by one method: the whole answer. Facts and scheme in, hours with every reason out."""

from __future__ import annotations

from datetime import date

from ..kernel import gestation
from ..pathway.cards import InFourLanguages
from .answer import Answer, Beside, Limits, MomentOfJudging, Outcome, TwoMethods, Why
from .comparison import differences
from .composition import composition
from .contribution import own_contribution
from .days import day_of, spread
from .family import Family
from .hours import Sum, check_judgements, loss_rule, reckon
from .package import choose
from .rules import IndicationMoment, LossRule
from .scaling import scale
from .scheme import Book, Edition, NeedsScheme, PackageScheme
from .versions import hours_in_force, use_of, versions
from .voice import Voice, least_sure


def indicate(family: Family, book: Book, today: date, days: int | None = None) -> Answer:
    """The answer for a family. today: the day it is asked, where the family names none. days: spread over so many.
    Raises Refusal for what the method cannot take."""
    day = family.on or today
    scheme = book.scheme
    if isinstance(scheme, NeedsScheme):
        return choose(family, book, scheme, day)
    edition = scheme.edition_on(family.born_on or day)
    voice = Voice(book)
    rule = loss_rule(family, edition)
    if family.bereaved and rule is None:
        return _unsaid(family, scheme, edition, voice, day)
    if rule is not None and rule.gives != "as usual":
        return _after_loss(rule, family, scheme, edition, voice, day)
    return _reckoned(family, scheme, edition, voice, day, days)


def compare(family: Family, book: Book, other: Book, today: date, days: int | None = None) -> TwoMethods:
    """Two methods on one family, and why they differ."""
    here = indicate(family, book, today, days)
    there = indicate(_as_known_to(other, family), other, today, days)
    voice = Voice(book)
    apart = None if here.hours is None or there.hours is None else round(there.hours - here.hours, 2)
    code = "comparison-not-possible" if apart is None else "comparison-same" if apart == 0 else "comparison"
    why = voice.remark(
        code,
        here=here.title,
        there=there.title,
        here_hours=here.hours or 0,
        there_hours=there.hours or 0,
        hours=abs(apart or 0),
    )
    beside = Beside(method=there.method, hours=apart, differences=differences(here, there, voice), why=why)
    return TwoMethods(**dict(here), other=there, difference=beside)


def _as_known_to(book: Book, family: Family) -> Family:
    """The family for another method: a judgement about a reason that it does not have is about the family itself."""
    scheme = book.scheme
    known = {
        reason.rule
        for edition in (scheme.editions if isinstance(scheme, PackageScheme) else ())
        for reason in edition.reasons
    }
    said = tuple(
        each if each.about in known else each.model_copy(update={"about": None}) for each in family.judgements
    )
    return family.model_copy(update={"judgements": said})


def _reckoned(
    family: Family, scheme: PackageScheme, edition: Edition, voice: Voice, day: date, days: int | None
) -> Answer:
    sums = reckon(family, edition, voice, family.born_on or day)
    hours = sums.total
    counted = [line.why.certainty for line in sums.lines if line.hours]
    answer = _answer(
        scheme, edition, day, "indicated", hours, headline(sums), voice,
        own_contribution=own_contribution(family, hours, scheme, edition, voice, day),
    )  # fmt: skip
    return answer.model_copy(
        update={
            "offer": sums.offer,
            "certainty": least_sure(counted),
            "lines": tuple(sums.lines),
            "to_be_judged": tuple(sums.judged),
            "why": (*_circumstances(family, edition, voice), *_averages(scheme, voice)),
            "limits": _limits(family, edition, voice, family.born_on or day),
            "composition": composition(family, edition, voice),
            "moments": tuple(_moment(each, family, edition, voice) for each in edition.moments),
            "spreading": spread(hours, family, edition, voice, days),
            "scaling": scale(hours_in_force(family, hours, day) or 0, family, edition, voice, day),
            "versions": versions(family, hours, voice, day),
            "use": use_of(family, hours, voice, day, _last_day(family, edition)),
            "not_found": _not_found(sums, answer, voice),
        }
    )


def _last_day(family: Family, edition: Edition) -> date | None:
    days = edition.package_days.days
    return day_of(days, family.born_on, edition) if days is not None else None


def headline(sums: Sum) -> InFourLanguages:
    """The sum in one line: `49 h, minus 6 h for one hospital day = 43 h`."""
    said = [sums.voice.label(line.line, **filling) for line, filling in sums.labels if line.hours]
    if len(said) == 1:
        return said[0]
    whole = sums.voice.label("sum", hours=sums.total)
    return InFourLanguages(
        **{
            language: f"{', '.join(getattr(each, language) for each in said)} = {getattr(whole, language)}"
            for language in InFourLanguages.model_fields
        }
    )


def _after_loss(
    rule: LossRule, family: Family, scheme: PackageScheme, edition: Edition, voice: Voice, day: date
) -> Answer:
    check_judgements(family, edition)
    assert family.loss is not None  # noqa: S101 (a rule of loss is about one)
    why = [voice.why(rule, gestation=family.loss.gestation)]
    outcome: Outcome = "no maternity care" if rule.gives == "none" else "to be judged"
    hours: float | None = 0.0 if rule.gives == "none" else None
    if rule.gives == "judged" and family.judgements:
        most = edition.maximum.hours if edition.maximum else None
        total = round(max(0.0, sum(each.hours for each in family.judgements)), 2)
        hours, outcome = (min(total, most) if most is not None else total), "indicated"
        why += [
            voice.remark(
                "judgement", hours=abs(each.hours), total=hours, role=each.by, reason=each.reason,
                signed="+" if each.hours >= 0 else "−",
            )
            for each in family.judgements
        ]  # fmt: skip
    code = "sum" if hours is not None else "to-be-judged"
    paid = own_contribution(family, hours, scheme, edition, voice, day) if hours else None
    answer = _answer(
        scheme,
        edition,
        day,
        outcome,
        hours,
        voice.label(code, hours=hours or 0),
        voice,
        own_contribution=paid,
    )
    return answer.model_copy(
        update={
            "certainty": rule.certainty,
            "why": tuple(why),
            "limits": _limits(family, edition, voice, day) if hours else None,
            "versions": versions(family, hours, voice, day),
            "use": use_of(family, hours, voice, day),
        }
    )


def _unsaid(family: Family, scheme: PackageScheme, edition: Edition, voice: Voice, day: date) -> Answer:
    """After a loss of which the scheme says nothing: a professional judges."""
    check_judgements(family, edition)
    answer = _answer(scheme, edition, day, "to be judged", None, voice.label("to-be-judged"), voice)
    return answer.model_copy(update={"not_found": voice.missing("loss")})


def _answer(
    scheme: PackageScheme,
    edition: Edition,
    day: date,
    outcome: Outcome,
    hours: float | None,
    said: InFourLanguages,
    voice: Voice,
    own_contribution: object = None,
) -> Answer:
    return Answer(
        method=scheme.name,
        title=scheme.title,
        edition=edition.valid_from,
        on=day,
        outcome=outcome,
        offer=None,
        hours=hours,
        said=said,
        certainty="reading",
        reviewed=scheme.sign.checked_by != "not reviewed",
        checked_by=scheme.sign.checked_by,
        own_contribution=own_contribution,  # type: ignore[arg-type]
    )


def _circumstances(family: Family, edition: Edition, voice: Voice) -> list[Why]:
    """What else this family should know beside the lines of the sum."""
    why: list[Why] = []
    rule = loss_rule(family, edition)
    if rule is not None and family.loss is not None:
        why.append(voice.why(rule, gestation=family.loss.gestation))
    deferred = edition.deferred
    if deferred is not None and family.newborn_stays_in_hospital:
        why.append(
            voice.why(
                deferred, hours=deferred.most_hours, first=deferred.least_days, last=deferred.most_days
            )
        )  # fmt: skip
    assistance, most = edition.assistance, edition.maximum
    if assistance is not None and most is not None and family.birth_assistance_hours:
        room = most.hours - family.birth_assistance_hours if assistance.counts_to_maximum else most.hours
        why.append(
            voice.why(
                assistance, hours=family.birth_assistance_hours, most=most.hours, room=max(0.0, room),
                counts=assistance.counts_to_maximum, counts_least=assistance.counts_to_minimum,
            )
        )  # fmt: skip
    days = edition.indicated_days.days if edition.indicated_days else None
    if days is not None and (family.days_in_hospital or 0) >= days:
        why.append(voice.remark("hospital-past-indicated-days", count=family.days_in_hospital, days=days))
    why += [voice.remark(code) for code in ALWAYS if code in voice.said]
    return why


ALWAYS = ("offer-not-in-force",)


def _averages(scheme: PackageScheme, voice: Voice) -> list[Why]:
    return [
        voice.why(each, year=str(each.year), hours=each.hours_per_family, families=each.families)
        for each in scheme.averages
    ]


def _limits(family: Family, edition: Edition, voice: Voice, day: date) -> Limits:
    indicated = edition.indicated_days
    law = edition.legal_limit(day)
    package = edition.package_days.days or 0
    dated = edition.day_of_birth if family.born_on else None
    why = [voice.why(rule, count=rule.days) for rule in (law, indicated, dated) if rule is not None]
    return Limits(
        least_hours=edition.minimum.hours,
        most_hours=edition.maximum.hours if edition.maximum else None,
        package_days=package,
        indicated_days=indicated.days if indicated else None,
        legal_limit_days=law.days if law else None,
        last_day_of_package=day_of(package, family.born_on, edition),
        last_day_in_law=day_of(law.days, family.born_on, edition) if law and law.days else None,
        why=tuple(why),
    )


def _moment(moment: IndicationMoment, family: Family, edition: Edition, voice: Voice) -> MomentOfJudging:
    def before(said: str | None) -> date | None:
        return gestation.date_at(family.due_on, gestation.parse(said)) if family.due_on and said else None

    first = day_of(moment.day, family.born_on, edition) if moment.day is not None else None
    last = day_of(moment.until_day, family.born_on, edition) if moment.until_day is not None else first
    visit = (
        (family.is_first if family.is_first is not None else None)
        if moment.home_visit_for_first_child
        else None
    )
    return MomentOfJudging(
        moment=moment.moment,
        by=moment.by,
        before=before(moment.before),
        preferably_before=before(moment.preferably_before),
        from_day=first,
        until_day=last,
        only_if_asked_by=moment.only_if_asked_by,
        home_visit=visit,
        why=voice.why(
            moment, before=moment.before or "", preferably=moment.preferably_before or "",
            before_week=_week(moment.before),
            preferably_week=_week(moment.preferably_before),
            day=moment.day or 0, until=moment.until_day or moment.day or 0,
        ),
    )  # fmt: skip


def _week(said: str | None) -> str:
    """`36` of `36+0`, as parents say it."""
    return said.split("+")[0] if said else ""


def _not_found(sums: Sum, answer: Answer, voice: Voice) -> tuple[object, ...]:
    about = ["always"]
    if sums.judged:
        about.append("hours-per-reason")
    paid = answer.own_contribution
    if paid is None or (paid.euro is None and paid.euro_per_hour is None):
        about.append("own-contribution")
    return voice.missing(*about)
