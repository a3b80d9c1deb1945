"""What is asked of whom, what the charts make of it, and what they cannot judge: no database."""

import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from kraamkring.core.facts import Birth, Death, DueDate, Preferences, PregnancyFacts
from kraamkring.core.kernel.errors import BadCard, ImpossibleFact
from kraamkring.core.kernel.moments import BRUSSELS
from kraamkring.core.observing import (
    Judged,
    Newborn,
    Observation,
    asked,
    beside_birth,
    check,
    judge_all,
    level_of,
    newborns_of,
    unjudged_all,
)
from kraamkring.core.observing.from_charts import possible_by
from kraamkring.core.observing.pairs import check_pair
from kraamkring.core.warning.chart import Mistaken
from kraamkring.packs.observations import blocks, observables, warning_charts

HOUR = timedelta(hours=1)
BORN = datetime(2026, 10, 15, 4, tzinfo=UTC)
CHILD = Newborn(slot="newborn-1", born_at=BORN, weight_g=3420, gestation="39+4", feeding="breast")


def saw(what: str, value: object, hours: float, who: str = "mother", id: int = 0) -> Observation:
    """hours: after the birth."""
    return Observation(UUID(int=id or hash((what, hours)) % 10**9), who, what, value, BORN + hours * HOUR)  # type: ignore[arg-type]


def judge(*seen: Observation, **children: Newborn) -> list[Judged]:
    newborns = {"newborn-1": CHILD} | {child.slot: child for child in children.values()}
    return judge_all(seen, newborns, warning_charts(), blocks())


def levels(*seen: Observation, **children: Newborn) -> dict[tuple[str, str], str]:
    return {(each.who, each.chart): each.level for each in judge(*seen, **children)}


def test_what_no_chart_knows_is_not_judged() -> None:
    assert judge(saw("lochia_amount", "much", 40), saw("newborn_temperature_c", 39.0, 40, "newborn-1")) == []


def test_a_sign_counts_until_it_is_measured_again() -> None:
    red, later = saw("systolic_mmhg", 170, 40), saw("pulse_per_min", 70, 60)
    assert [each.level for each in judge(red, later) if each.chart == "meows"] == ["act", "normal"]
    assert [each.level for each in judge(red, saw("systolic_mmhg", 130, 60)) if each.chart == "meows"] == [
        "normal"
    ]


def test_two_yellow_values_are_red_together_and_not_a_day_apart() -> None:
    upper, pulse = saw("systolic_mmhg", 155, 40), saw("pulse_per_min", 105, 41)
    assert levels(upper, pulse)["mother", "meows"] == "act"
    apart = saw("pulse_per_min", 105, 60)
    assert {each.level for each in judge(upper, apart) if each.chart == "meows"} == {"watch"}


def test_a_weight_is_held_against_the_birth_weight_of_that_child() -> None:
    second = Newborn(slot="newborn-2", born_at=BORN, weight_g=2500)
    told = levels(
        saw("weight_g", 3100, 60, "newborn-1", 1), saw("weight_g", 2200, 60, "newborn-2", 2), second=second
    )
    assert told == {("newborn-1", "weight-loss"): "normal", ("newborn-2", "weight-loss"): "act"}


def test_a_child_weighed_after_the_chart_ends_has_the_level_of_its_last_days_in_it() -> None:
    told = judge(saw("weight_g", 3500, 300, "newborn-1"), saw("weight_g", 4200, 800, "newborn-1"))
    assert [(each.level, each.at) for each in told] == [("normal", BORN + 300 * HOUR)]


def test_what_was_seen_before_the_birth_says_nothing_about_the_child() -> None:
    assert judge(saw("weight_g", 3000, -5, "newborn-1")) == []


def test_yellow_on_the_first_day_and_bilirubin_by_meter_and_in_the_blood() -> None:
    assert levels(saw("jaundice_visible", True, 20, "newborn-1"))["newborn-1", "bilirubin-nice"] == "act"
    low = saw("bilirubin_umol_l", 120, 60, "newborn-1")
    assert levels(low)["newborn-1", "bilirubin-nice"] == "normal"
    meter = saw("bilirubin_meter_umol_l", 255, 60, "newborn-1")
    assert levels(meter)["newborn-1", "bilirubin-nice"] == "act"  # above 250 the blood decides
    (told,) = judge(meter)
    assert "transcutaneous" in str(told.warning.found.points[0].shown)


def test_wet_nappies_and_stools_counted_at_one_time_are_one_count() -> None:
    told = judge(
        saw("wet_nappies_24h", 1, 60, "newborn-1"),
        saw("stools_24h", 5, 60.5, "newborn-1"),
        saw("feed_ml", 20, 60, "newborn-1"),
    )
    assert [(each.chart, each.level, set(each.what)) for each in told] == [
        ("feeding-output", "watch", {"wet_nappies_24h", "stools_24h"})
    ]


def test_what_a_chart_cannot_take_is_said_and_hides_nothing_else() -> None:
    early = Newborn(slot="newborn-1", born_at=BORN, weight_g=2500, gestation="36+0", feeding="formula")
    seen = [
        saw("bilirubin_umol_l", 200, 40, "newborn-1"),
        saw("wet_nappies_24h", 2, 40, "newborn-1"),
        saw("weight_g", 2450, 40, "newborn-1"),
    ]
    assert set(levels(*seen, early=early)) == {("newborn-1", "weight-loss")}
    silent = unjudged_all(seen, {"newborn-1": early}, warning_charts(), blocks())
    assert {(each.chart, each.refusal.field) for each in silent} == {
        ("bilirubin-nice", "gestation"),
        ("feeding-output", "feeding"),
    }


def test_the_level_of_one_value_is_its_own() -> None:
    fever, pulse = saw("temperature_c", 39.0, 40), saw("pulse_per_min", 70, 40)
    told = judge(fever, pulse)
    own = [level_of(each, told, {}, warning_charts(), blocks()) for each in (fever, pulse)]
    assert own == ["act", "normal"]
    falls = [saw("weight_g", 3300, 90, "newborn-1"), saw("weight_g", 3250, 110, "newborn-1")]
    newborns = {"newborn-1": CHILD}
    assert level_of(falls[1], judge(*falls), newborns, warning_charts(), blocks()) == "watch"  # still losing
    assert level_of(saw("mood", "low", 40), told, {}, warning_charts(), blocks()) is None


def test_the_limits_of_a_weight_follow_from_the_birth() -> None:
    weight = observables()["weight_g"]
    fitted = beside_birth(weight, CHILD, warning_charts().charts)
    check(fitted, 3079)  # 10 % of 3420 is 342: 3078 has lost what the chart warns of
    with pytest.raises(ImpossibleFact) as unusual:
        check(fitted, 3078)
    assert unusual.value.field == "reason"
    check(fitted, 3078, "weighed twice")
    with pytest.raises(ImpossibleFact) as impossible:
        check(fitted, 2051, "weighed twice")  # 40 % is the most that can be lost
    assert impossible.value.field == "weight_g"
    check(beside_birth(weight, None, warning_charts().charts), 900)


def test_a_low_bilirubin_is_taken_once_somebody_says_that_it_is_meant() -> None:
    bilirubin = observables()["bilirubin_umol_l"]
    with pytest.raises(ImpossibleFact, match="milligrams per decilitre"):
        check(bilirubin, 12)
    check(bilirubin, 12, "it is meant")


@pytest.mark.parametrize(
    ("what", "value", "said"),
    [
        ("temperature_c", 99, "this looks like degrees Fahrenheit. Give it in °C."),
        ("systolic_mmhg", 16, "this looks like kilopascal or centimetres of mercury. Give it in mmHg."),
        ("weight_g", 3, "this looks like kilograms. Give it in g."),
    ],
)
def test_a_value_in_another_unit_is_refused_with_the_name_of_that_unit(
    what: str, value: float, said: str
) -> None:
    with pytest.raises(ImpossibleFact) as refused:
        check(observables()[what], value)
    assert str(refused.value) == f"{what}: {said}"


def test_a_chart_that_names_a_unit_for_which_there_is_no_sentence_is_no_card() -> None:
    chart = warning_charts().charts["meows"]
    odd = Mistaken(lowest=300, highest=320, looks_like="kelvin", remedy="Give degrees Celsius")
    possible = chart.possible["temperature_c"].model_copy(update={"mistaken": (odd,)})
    wrong = chart.model_copy(update={"possible": {"temperature_c": possible}})
    with pytest.raises(BadCard, match="kelvin"):
        possible_by(wrong, "temperature_c")


@pytest.mark.parametrize("wrong", ["120", None, True, float("nan"), float("inf"), [120], 120.5])
def test_what_is_no_count_is_refused(wrong: object) -> None:
    with pytest.raises(ImpossibleFact):
        check(observables()["systolic_mmhg"], wrong)


def test_pressures_of_one_hour_that_were_exchanged_are_refused() -> None:
    upper = saw("systolic_mmhg", 80, 40)
    lower = saw("diastolic_mmhg", 120, 40.5)
    for seen, other in ((upper, lower), (lower, upper)):
        with pytest.raises(ImpossibleFact, match="exchanged") as refused:
            check_pair(seen, [other], 1)
        assert refused.value.field == seen.what
    check_pair(upper, [saw("diastolic_mmhg", 120, 48)], 1)
    check_pair(saw("systolic_mmhg", 130, 40), [lower], 1)


def test_before_the_birth_the_mother_is_asked_little_and_after_a_loss_no_child_is_asked_about() -> None:
    before = asked(blocks(), {}, birth_is_over=False)
    assert {each.block.id for each in before} == {"vital_signs", "mood", "words"}
    died = Newborn(slot="newborn-2", born_at=BORN, died_at=BORN + HOUR)
    after = asked(blocks(), {"newborn-1": CHILD, "newborn-2": died}, birth_is_over=True)
    assert {each.who for each in after} == {"mother", "newborn-1"}
    assert [each.block.order for each in after if each.who == "mother"] == sorted(
        block.order for block in blocks() if block.about == "mother"
    )
    assert {each.who for each in asked(blocks(), {}, birth_is_over=True, mother_lives=False)} == set()


def test_the_wound_of_a_caesarean_is_asked_after_one_and_the_perineum_after_no() -> None:
    def wounds(*, caesarean: bool) -> set[str]:
        child = Newborn(slot="newborn-1", born_at=BORN, caesarean=caesarean)
        found = asked(blocks(), {"newborn-1": child}, birth_is_over=True)
        return {each.id for one in found if one.block.id == "wound" for each in one.observables}

    assert wounds(caesarean=True) == {"caesarean_wound"}
    assert wounds(caesarean=False) == {"perineum", "perineum_wound"}


def test_children_are_read_off_the_facts() -> None:
    facts = PregnancyFacts(
        booked_on=date(2026, 3, 2),
        due_dates=(DueDate(due_on=date(2026, 10, 18), set_on=date(2026, 3, 2)),),
        preferences=Preferences(feeding="mixed"),
        births=(
            Birth(
                newborn="newborn-1", born_at=BORN, outcome="live", place="home", mode="vaginal", weight_g=3000
            ),
            Birth(
                newborn="newborn-2",
                born_at=BORN,
                outcome="live",
                place="home",
                mode="vaginal",
                gestation="40+1",
            ),
            Birth(newborn="newborn-3", born_at=BORN, outcome="stillborn", place="home", mode="vaginal"),
        ),
        deaths=(Death(who="newborn-2", at=BORN + HOUR),),
    )
    found = newborns_of(facts, BRUSSELS)
    assert list(found) == ["newborn-1", "newborn-2"]
    assert (found["newborn-1"].gestation, found["newborn-1"].feeding) == ("39+4", "mixed")
    assert (found["newborn-2"].gestation, found["newborn-2"].died_at) == ("40+1", BORN + HOUR)


def test_what_all_normal_writes_can_be_written_and_comes_back_from_json() -> None:
    for observable in observables().values():
        if observable.normal is not None:
            check(observable, json.loads(json.dumps(observable.normal)))
        for choice in observable.choices:
            check(observable, choice.id)


def test_what_parents_write_themselves_has_words_in_their_languages() -> None:
    for observable in observables().values():
        if observable.self_report:
            told = [observable.words, *(choice.words for choice in observable.choices)]
            assert all(words.tr and words.ar for words in told), observable.id
