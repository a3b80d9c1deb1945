"""Over random families: hours stay within bounds, a need never lowers them, and scarcity spares whom it must."""

from dataclasses import dataclass
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kraamkring.core.kraamzorg.family import Concern, Families, Family, Goal, Indication, Judgement, Loss
from kraamkring.core.kraamzorg.indicate import compare, indicate
from kraamkring.core.kraamzorg.scarcity import share
from kraamkring.core.pathway.cards import LANGUAGES
from kraamkring.packs.kraamzorg import book

LIP = book("lip")
TODAY = date(2025, 6, 2)
CONCERNS = Concern.__args__  # type: ignore[attr-defined]
hours = st.integers(-80, 160).map(lambda halves: halves / 2)
judgements = st.builds(
    Judgement, hours=hours, by=st.sampled_from(["midwife", "gp"]), reason=st.just("She said why.")
)


def like(family: Family, changes: dict[str, object]) -> Family:
    """The same family with other facts, checked anew."""
    return Family(**({name: getattr(family, name) for name in Family.model_fields} | changes))


def families() -> st.SearchStrategy[Family]:
    return st.builds(
        Family,
        feeding=st.sampled_from([None, "breast", "formula", "mixed", "not_decided"]),
        newborns=st.integers(1, 4),
        born_on=st.sampled_from([None, TODAY]),
        hospital_days=st.none() | st.integers(0, 20),
        children_at_home=st.none() | st.lists(st.integers(0, 10).map(float), max_size=4).map(tuple),
        informal_support=st.sampled_from([None, True, False]),
        vulnerable=st.sampled_from([None, True, False]),
        concerns=st.lists(st.sampled_from(CONCERNS), unique=True, max_size=4).map(tuple),
        wished_hours=st.none() | st.integers(0, 90).map(float),
        judgements=st.lists(judgements, max_size=2).map(tuple),
    )


@given(families())
def test_hours_are_never_below_24_nor_above_80_and_every_line_adds_up(family: Family) -> None:
    answer = indicate(family, LIP, TODAY)
    assert answer.hours is not None
    assert 24 <= answer.hours <= 80
    total = 0.0
    for line in answer.lines:
        total = round(total + line.hours, 2)
        assert line.total == total
    assert total == answer.hours


@given(families(), st.sampled_from(CONCERNS), st.integers(0, 3))
def test_adding_a_need_never_lowers_hours(family: Family, concern: str, child: int) -> None:
    before = indicate(family, LIP, TODAY)
    more = {
        "concerns": tuple(dict.fromkeys((*family.concerns, concern))),
        "children_at_home": (*(family.children_at_home or ()), float(child)),
        "informal_support": False,
        "newborns": min(family.newborns + 1, 6),
    }
    for name, value in more.items():
        after = indicate(like(family, {name: value}), LIP, TODAY)
        assert after.hours is not None
        assert before.hours is not None
        assert after.hours >= before.hours, name
        assert {each.reason for each in before.to_be_judged} <= {
            each.reason for each in after.to_be_judged
        }, name


@given(families(), st.integers(0, 19))
def test_a_longer_stay_never_gives_more_hours(family: Family, days: int) -> None:
    shorter, longer = (
        indicate(like(family, {"hospital_days": each}), LIP, TODAY).hours or 0 for each in (days, days + 1)
    )
    assert longer <= shorter


@given(families(), st.integers(8, 14), st.sets(st.integers(1, 8), max_size=4))
def test_spreading_sums_to_the_hours_and_fills_no_day_beyond_its_most(
    family: Family, days: int, pauses: set[int]
) -> None:
    resting = like(family, {"pause_days": tuple(sorted(pauses))})
    answer = indicate(resting, LIP, TODAY, days)
    spreading = answer.spreading
    assert spreading is not None
    assert round(sum(day.hours for day in spreading.plan) + spreading.unplaced, 2) == answer.hours
    assert all(0 <= day.hours <= 8 for day in spreading.plan)
    assert all(not day.hours for day in spreading.plan if day.day in pauses or day.what != "care")
    care = [day.hours for day in spreading.plan if day.what == "care"]
    assert not care or max(care) - min(care) <= 1
    assert not spreading.unplaced or all(day == 8 for day in care)


goals = st.builds(
    Goal,
    goal=st.text(min_size=1, max_size=20),
    part=st.sampled_from([None, "feeding_support", "mother_care", "education"]),
    state=st.sampled_from(["open", "met", "needs_more"]),
    hours=st.none() | st.integers(0, 60).map(float),
    by=st.just("midwife"),
    on=st.sampled_from([None, *(date(2025, 6, day) for day in range(1, 16))]),
)


@given(families(), st.lists(goals, max_size=4), st.none() | st.integers(0, 90).map(float))
def test_scaling_stays_within_bounds_and_above_what_was_given(
    family: Family, wanted: list[Goal], gave: float | None
) -> None:
    told = like(family, {"goals": tuple(wanted), "hours_given": gave})
    answer = indicate(told, LIP, TODAY)
    assert answer.hours is not None
    if answer.scaling is None:
        assert all(goal.state == "open" for goal in wanted)
        return
    assert 24 <= answer.scaling.hours <= 80
    assert answer.scaling.hours >= min(answer.hours, gave or 0)
    assert answer.scaling.hours == answer.scaling.lines[-1].total
    if all(goal.state != "needs_more" for goal in wanted):
        assert answer.scaling.hours <= answer.hours


@given(st.integers(0, 45), st.integers(0, 6))
def test_after_a_loss_hours_are_within_bounds_or_judged(week: int, day: int) -> None:
    if week == 45 and day:
        return
    answer = indicate(Family(loss=Loss(gestation=f"{week}+{day}")), LIP, TODAY)
    expected = "no maternity care" if week < 18 else "to be judged" if week < 24 else "indicated"
    assert answer.outcome == expected


@dataclass(frozen=True)
class Household:
    indicated: float
    basic: float
    minimum: float
    hours: float
    shielded: bool


def shared(there_are: float, some: list[Family], order: str) -> list[Household]:
    named = tuple(like(family, {"name": str(at)}) for at, family in enumerate(some))
    sharing = share(there_are, Families(families=named, order=order), LIP, TODAY)
    found = [
        Household(each.indicated, each.basic, each.minimum, each.hours, each.shielded)
        for each in sharing.families
    ]
    assert round(sum(each.hours for each in found) + sharing.left, 2) == there_are
    assert sharing.left < 0.5 or all(each.hours == each.indicated for each in found)
    return found


several = st.lists(families(), min_size=1, max_size=6)
amounts = st.integers(0, 800).map(lambda halves: halves / 2)
orders = st.sampled_from(["basic_first", "shield_first"])


@given(amounts, several, orders)
def test_nobody_loses_the_least_while_somebody_has_more_than_the_basic(
    there_are: float, some: list[Family], order: str
) -> None:
    found = shared(there_are, some, order)
    assert all(0 <= each.hours <= each.indicated for each in found)
    if any(each.hours < each.minimum for each in found):
        assert all(each.hours <= each.minimum for each in found)
    if any(each.hours > each.basic for each in found):
        assert all(each.hours >= each.minimum for each in found)


@given(amounts, several)
def test_everyone_has_the_basic_before_anybody_has_more(there_are: float, some: list[Family]) -> None:
    found = shared(there_are, some, "basic_first")
    if any(each.hours > each.basic for each in found):
        assert all(each.hours >= each.basic for each in found)


@given(amounts, several, orders)
def test_vulnerable_families_are_last_to_be_shortened(
    there_are: float, some: list[Family], order: str
) -> None:
    found = shared(there_are, some, order)
    others = [each for each in found if not each.shielded]
    for each in found:
        if each.shielded and each.hours < each.minimum:
            assert all(other.hours == 0 for other in others)
        elif each.shielded and each.hours < each.basic:
            assert all(other.hours <= other.minimum for other in others)
        elif each.shielded and each.hours < each.indicated:
            bound = [other.basic if order == "basic_first" else other.minimum for other in others]
            assert all(other.hours <= most for other, most in zip(others, bound, strict=True))


@given(amounts, several, orders)
def test_more_hours_never_take_from_anyone(there_are: float, some: list[Family], order: str) -> None:
    fewer, more = shared(there_are, some, order), shared(there_are + 0.5, some, order)
    assert all(after.hours >= before.hours - 0.5 for before, after in zip(fewer, more, strict=True))


week = st.builds(
    lambda family, told: like(family, told),
    families(),
    st.fixed_dictionaries(
        {
            "goals": st.lists(goals, max_size=2).map(tuple),
            "hours_given": st.none() | st.integers(0, 90).map(float),
            "indications": st.lists(
                st.builds(
                    Indication,
                    on=st.dates(date(2025, 4, 1), date(2025, 6, 20)),
                    hours=st.integers(20, 80).map(float),
                    reason=st.none() | st.just("Another day at home."),
                ),
                max_size=3,
            ).map(tuple),
            "loss": st.none()
            | st.builds(
                Loss, gestation=st.sampled_from(["12+0", "20+0", "30+0"]), living_newborns=st.integers(0, 1)
            ),
            "planned_hospital_days": st.none() | st.integers(0, 5),
            "hospital_without_medical_reason": st.none() | st.booleans(),
            "wishes_fewer_hours": st.none() | st.just(True),
            "newborn_stays_in_hospital": st.none() | st.booleans(),
            "birth_assistance_hours": st.none() | st.integers(0, 20).map(float),
            "pause_days": st.sets(st.integers(1, 8), max_size=2).map(tuple),
        }
    ),
)
methods = st.sampled_from(["lip", "klim", "vlg"])


@given(week, methods, methods)
def test_every_method_answers_every_family_and_explains_itself(family: Family, one: str, other: str) -> None:
    answer = compare(family, book(one), book(other), TODAY)
    assert (answer.hours is None) == (answer.outcome == "to be judged")
    for why in (*answer.why, *(line.why for line in answer.lines), answer.difference.why):
        for language in LANGUAGES:
            assert "{" not in getattr(why.parent, language) + getattr(why.professional, language)
        assert why.source
    if one == other:
        assert not answer.difference.differences
