"""One reading of the facts: corrections applied, contradictions settled or taken one way.

Two people may record the same singular fact differently. Both stay; `views` returns one view per possible truth, and
`derive` follows the stricter of them until a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date, datetime
from itertools import chain, islice, product
from math import prod
from typing import NamedTuple

from ..facts.coherence import standing
from ..facts.model import Birth, Fact, PregnancyFacts
from ..kernel.errors import ImpossibleFact

MOST_VIEWS, FEW_VIEWS = 64, 16
ENVELOPE = frozenset(each.name for each in fields(Fact))


class Going(NamedTuple):
    """One person goes home."""

    at: datetime
    planned: bool


class View(NamedTuple):
    """What is held to be true of the course, one value where only one can be."""

    due: date
    births: dict[str, Birth]
    homeward: dict[str, list[Going]]
    back: dict[str, list[datetime]]
    deaths: dict[str, datetime]
    losses: dict[str, datetime]
    screened: dict[tuple[str, str], datetime]
    refused: dict[tuple[str, str], datetime]
    referred: dict[tuple[str, str], list[datetime]]
    intensive: frozenset[str]


class Contradiction(NamedTuple):
    """A singular fact that was recorded in different ways. ids: of the facts that have one."""

    about: str
    subject: str
    ids: tuple[str, ...]


class _Claim(NamedTuple):
    """What one fact says about one singular thing: `value` is compared, `fact` is where it was said."""

    about: str
    subject: str
    value: object
    fact: Fact


def views(facts: PregnancyFacts) -> tuple[list[View], list[Contradiction]]:
    """Every view the standing facts allow, and what contradicts. Raises ImpossibleFact past 64 views."""
    agreed, torn = _claimed(facts)
    choices = [_choices(rivals) for rivals in torn]
    if prod(len(choice) for choice in choices) > MOST_VIEWS:
        raise ImpossibleFact(
            "",
            "%(many)s facts were recorded in contradictory ways",
            "Decide which of them stand",
            many=len(torn),
        )
    return [_view(agreed + list(chain(*chosen)), facts) for chosen in product(*choices)], _named(torn)


def contradictions(facts: PregnancyFacts) -> list[Contradiction]:
    """What contradicts and is not settled, also where it is too much for any view."""
    return _named(_claimed(facts)[1])


def some_views(facts: PregnancyFacts) -> list[View]:
    """The first few views: enough to know what was once called for."""
    agreed, torn = _claimed(facts)
    chosen = islice(product(*(_choices(rivals) for rivals in torn)), FEW_VIEWS)
    return [_view(agreed + list(chain(*each)), facts) for each in chosen]


def _claimed(facts: PregnancyFacts) -> tuple[list[_Claim], list[list[list[_Claim]]]]:
    """What all facts agree on; and what they contradict each other about, together where the same facts do."""
    groups: dict[tuple[str, str], list[_Claim]] = {}
    for claim in sorted(_claims(facts), key=_fullest_first):
        groups.setdefault((claim.about, claim.subject), []).append(claim)
    _settle(groups, facts)
    torn: dict[frozenset[int], list[list[_Claim]]] = {}
    agreed = []
    for claims in map(_different, groups.values()):
        if len(claims) == 1:
            agreed += claims
        else:
            torn.setdefault(frozenset(id(claim.fact) for claim in claims), []).append(claims)
    return agreed, list(torn.values())


def _named(torn: list[list[list[_Claim]]]) -> list[Contradiction]:
    return sorted(Contradiction(c[0].about, c[0].subject, _ids(c)) for rivals in torn for c in rivals)


def _choices(rivals: list[list[_Claim]]) -> list[list[_Claim]]:
    """What the same facts contradict each other about is believed together: of one fact all, or nothing."""
    by_fact: dict[int, list[_Claim]] = {}
    for claim in chain(*rivals):
        by_fact.setdefault(id(claim.fact), []).append(claim)
    return list(by_fact.values())


def _fullest_first(claim: _Claim) -> tuple[int, str]:
    blanks = claim.value.count(None) if isinstance(claim.value, tuple) else 0
    return blanks, repr(claim.value)


def _different(claims: list[_Claim]) -> list[_Claim]:
    kept: list[_Claim] = []
    for claim in claims:
        if not any(_agree(claim.value, other.value) for other in kept):
            kept.append(claim)
    return kept


def _agree(one: object, other: object) -> bool:
    """The same, or the same as far as both say something: a report without the weight does not contradict."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return all(a == b or a is None or b is None for a, b in zip(one, other, strict=True))
    return one == other


def _ids(claims: Sequence[_Claim]) -> tuple[str, ...]:
    return tuple(sorted(claim.fact.id for claim in claims if claim.fact.id))


def _settle(groups: dict[tuple[str, str], list[_Claim]], facts: PregnancyFacts) -> None:
    for decision in sorted(standing(facts.decisions, facts.retracted), key=lambda d: d.at):
        stands = with_corrections(decision.stands, facts)
        for key, claims in groups.items():
            chosen = [claim for claim in claims if claim.fact.id in stands]
            if chosen:
                groups[key] = chosen


def with_corrections(name: str, facts: PregnancyFacts) -> frozenset[str]:
    """The id of a fact, and those of its corrections: what was decided to stand stands as corrected later."""
    correcting = {
        fact.corrects: fact.id for _name, listed in facts.lists() for fact in listed if fact.corrects
    }
    found, step = [name], correcting.get(name)
    while step is not None:
        found.append(step)
        step = correcting.get(step)
    return frozenset(found)


def _claims(facts: PregnancyFacts) -> Iterator[_Claim]:
    dues = standing(facts.due_dates, facts.retracted)
    latest = max(due.set_on for due in dues)
    for due in dues:
        if due.set_on == latest:
            yield _Claim("due_date", "mother", due.due_on, due)
    births = standing(facts.births, facts.retracted)
    for birth in births:
        yield _Claim("birth", birth.newborn, _said(birth), birth)
    for death in standing(facts.deaths, facts.retracted):
        yield _Claim("death", death.who, death.at, death)
    for loss in standing(facts.losses, facts.retracted):
        yield _Claim("loss", loss.newborn or "all", loss.at, loss)
    backs = sorted(
        (at.at, who) for at in standing(facts.readmissions, facts.retracted) for who in set(at.who)
    )
    firsts: dict[str, datetime] = {}
    for birth in births:
        firsts[birth.newborn] = min(birth.born_at, firsts.get(birth.newborn, birth.born_at))
    for leaving in standing(facts.discharges, facts.retracted):
        for who in set(leaving.who):
            began = min(firsts.values(), default=None) if who == "mother" else firsts.get(who)
            if began is not None and (leaving.at >= began or leaving.planned):
                stay = sum(1 for at, person in backs if person == who and at <= leaving.at)
                kind = "planned_discharge" if leaving.planned else "discharge"
                yield _Claim(f"{kind}_{stay + 1}", who, leaving.at, leaving)


def _said(fact: Fact) -> tuple[object, ...]:
    """What a fact says, without who wrote it and when."""
    return tuple(getattr(fact, each.name) for each in fields(fact) if each.name not in ENVELOPE)


def _view(claims: Sequence[_Claim], facts: PregnancyFacts) -> View:
    due: date | None = None
    births: dict[str, Birth] = {}
    homeward: dict[str, list[Going]] = {}
    deaths: dict[str, datetime] = {}
    losses: dict[str, datetime] = {}
    for about, subject, value, fact in claims:
        if about == "birth":
            births[subject] = fact  # type: ignore[assignment]
        elif about == "due_date":
            due = value  # type: ignore[assignment]
        elif about == "death":
            deaths[subject] = value  # type: ignore[assignment]
        elif about == "loss":
            losses[subject] = value  # type: ignore[assignment]
        else:
            homeward.setdefault(subject, []).append(Going(value, about.startswith("planned")))  # type: ignore[arg-type]
    back: dict[str, list[datetime]] = {}
    for readmission in standing(facts.readmissions, facts.retracted):
        for who in readmission.who:
            if readmission.at not in back.setdefault(who, []):
                back[who].append(readmission.at)
    screened: dict[tuple[str, str], datetime] = {}
    refused: dict[tuple[str, str], datetime] = {}
    for screening in standing(facts.screenings, facts.retracted):
        kept = {"done": screened, "refused": refused}.get(screening.outcome)
        if kept is not None:
            key = (screening.screening, screening.newborn)
            kept[key] = min(screening.at, kept.get(key, screening.at))
    referred: dict[tuple[str, str], list[datetime]] = {}
    for result in sorted(standing(facts.results, facts.retracted), key=lambda result: result.at):
        rounds = referred.setdefault((result.screening, result.newborn), [])
        if result.result == "refer" and result.at not in rounds:
            rounds.append(result.at)
    admitted = standing(facts.admissions, facts.retracted)
    intensive = frozenset(who for each in admitted if each.ward == "nicu" for who in each.who)
    for goings in homeward.values():
        goings.sort()
    for moments in back.values():
        moments.sort()
    assert due is not None  # noqa: S101 (coherence: there is a due date)
    return View(due, births, homeward, back, deaths, losses, screened, refused, referred, intensive)


def before_anything(view: View) -> View:
    """The same pregnancy before anything but the due date was known: what was expected."""
    return View(view.due, {}, {}, {}, {}, {}, {}, {}, {}, frozenset())
