"""What is said with a warning: words in four languages, reasons, what is not known, what is not sure."""

import json
import string
from typing import Any

import pytest

from kraamkring.core.kernel.errors import BadCard, ImpossibleFact
from kraamkring.core.pathway.cards import LANGUAGES
from kraamkring.core.warning import Chart, judge, read
from kraamkring.core.warning.report import warning_report
from kraamkring.core.warning.wording import number, within
from kraamkring.packs.charts import chart, chart_names, chart_sources, chart_wording
from tests.spec.warning_tables import warning_rows


def report(name: str, **said: object) -> dict[str, Any]:
    held = chart(name)
    return warning_report(judge(held, read(held, json.dumps(said))), chart_wording(), chart_sources())


def refused(name: str, text: str) -> str:
    held = chart(name)
    with pytest.raises(ImpossibleFact) as refusal:
        judge(held, read(held, text))
    return str(refusal.value)


def test_every_sentence_of_every_answer_is_filled_in() -> None:
    """Each row of the tables, in each language, for each reader: no brace, no None, no doubled space."""
    for row in warning_rows():
        if row.expected[0] == "refused":
            continue
        said = report(row.chart, **row.document)
        sentences = [said["what"], *said["why"]]
        for each in sentences:
            for reader in ("parent", "professional"):
                for language in LANGUAGES:
                    text = each[reader][language]
                    assert not set("{}") & set(text), (row, text)
                    assert "None" not in text
                    assert "  " not in text, (row, text)
                    assert text.strip()[0].isupper() or not text.strip()[0].isalpha(), (row, text)


@pytest.mark.parametrize("name", chart_names())
def test_each_language_fills_in_the_same(name: str) -> None:
    """A value that one language tells is not kept from another."""
    held = chart(name)
    for said in (*held.rules, held.normal, *chart_wording().actions.values()):
        for words in (said.parent, said.professional):
            fields = {
                language: {
                    field for _, field, _, _ in string.Formatter().parse(getattr(words, language)) if field
                }
                for language in LANGUAGES
            }
            assert len({frozenset(each) for each in fields.values()}) == 1, (name, fields)


@pytest.mark.parametrize("name", chart_names())
def test_every_chart_says_on_what_it_rests_and_who_checked_it(name: str) -> None:
    held = chart(name)
    assert held.sign.checked_by == "not reviewed"
    assert held.edition
    assert held.licence
    assert all(rule.parent.nl != rule.professional.nl for rule in held.rules)


def test_what_was_not_checked_is_said_in_every_answer() -> None:
    said = report("meows", temperature_c=37.0)
    assert said["to_be_confirmed"]["nl"].startswith("De grenzen van deze kaart zijn nog te bevestigen")
    assert said["chart"]["certainty"] == "to be confirmed"
    assert said["reviewed"] is False
    assert said["not_reviewed"]["en"] == "No professional has reviewed this chart and its words yet."
    assert (
        report("bilirubin-nice", gestation="39+0", age_hours=60, bilirubin_umol_l=90)["to_be_confirmed"]
        is None
    )


def test_a_rule_of_ours_is_a_proposal() -> None:
    said = report("temperature-trend", at="2026-10-18T10:00:00+02:00", temperature_c=36.6)
    assert said["proposed"]["en"].startswith("The rules of this chart are our proposal")
    assert said["not_measured"] == ["temperature_rise_c", "pulse_rise_per_min"]


def test_the_reason_tells_the_threshold_and_the_row_it_came_from() -> None:
    said = report("bilirubin-nice", gestation="39+4", age_hours=50.5, bilirubin_umol_l=281)
    assert said["why"][0]["professional"]["nl"] == (
        "281 µmol/L op 50,5 uur: boven de grens voor fototherapie van 250 (rij van 48 uur)."
    )
    assert said["why"][0]["professional"]["en"].startswith("281 µmol/L at 50.5 h")
    assert [who["role"] for who in said["who"]] == ["paediatrician", "midwife"]
    assert said["within"]["fr"] == "dans les 4 heures"
    assert said["within_from"] == "ours"
    assert said["assumed"][0]["what"] == "risk_factor"


@pytest.mark.parametrize(
    ("name", "said", "reader", "expected"),
    [
        ("meows", {"temperature_c": 38.6}, "parent", "This is far from what is usual: temperature 38.6 °C."),
        ("meows", {"pulse_per_min": 112, "oxygen_saturation_percent": 97}, "professional",
         "Yellow trigger: pulse 112/min."),
        ("meows", {"consciousness": "pain"}, "professional", "Red trigger: consciousness: reacts to pain only."),
        ("meows", {"systolic_mmhg": 118.4, "diastolic_mmhg": 71.4}, "professional",
         "No trigger in what was measured: upper blood pressure 118 mmHg, lower blood pressure 71 mmHg."),
        ("meows", {"respirations_per_min": 16.2, "oxygen_saturation_percent": 97.2}, "professional",
         "No trigger in what was measured: breathing 16/min, oxygen in the blood 97 %."),
        ("weight-loss", {"birth_weight_g": 3400, "age_hours": 48, "weight_g": 3050.4}, "professional",
         "Loss of 10.3 % of birth weight (3400 to 3050 g); 10 % is a rule of thumb without evidence."),
        ("growth-who", {"sex": "girl", "age_days": 56, "weight_g": 3790}, "professional",
         "Weight for age z = -2.08 on day 56 (3790 g, median 4996 g): below -2."),
        ("epds", {"scores": [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}, "professional",
         "Item 10 scores 1: assess at once, whatever the total (10)."),
        ("phq2", {"scores": [2, 1]}, "professional", "PHQ-2 3 of 6: from 3, offer the EPDS."),
        ("ichom", {"scores": {"bss_r": 20}}, "professional",
         "BSS-R (experience of the birth) is 20; the alert is below 25."),
        ("temperature-trend", {"at": "2026-10-18T10:00:00+02:00", "temperature_c": 36.64, "pulse_per_min": 71.6},
         "parent", "Your last values are as usual: temperature 36.6 °C, pulse 72/min."),
        ("feeding-output", {"age_hours": 96, "wet_nappies": 2}, "parent",
         "There were fewer wet nappies than expected on day 4: 2 instead of 4."),
    ],
)  # fmt: skip
def test_the_words_carry_the_numbers(name: str, said: dict[str, Any], reader: str, expected: str) -> None:
    assert report(name, **said)["why"][0][reader]["en"] == expected


def test_a_rise_is_told_with_both_medians() -> None:
    readings = [
        {"at": f"2026-10-18T{hour:02d}:00:00+02:00", "temperature_c": t, "pulse_per_min": p}
        for hour, t, p in [(7, 36.5, 71.6), (8, 36.6, 71.6), (9, 36.7, 71.6), (11, 36.6, 71.6), (14, 37.2, 92.4),
                           (15, 37.2, 92.4)]
    ]  # fmt: skip
    told = report("temperature-trend", readings=readings)["why"][0]["professional"]
    assert told["de"] == (
        "Temperatur um 0,6 °C höher (Median 36,6 auf 37,2) und Puls um 21/min (72 auf 92), noch ohne Fieber."
    )
    fever = report("temperature-trend", at="2026-10-18T10:00:00+02:00", temperature_c=38.04)
    assert fever["why"][0]["parent"]["fr"] == "Vous avez ou avez eu de la fièvre : 38,0 °C."


def test_times_are_said_as_people_say_them() -> None:
    words = chart_wording()
    assert within(words, 1)["nl"] == "binnen een uur"
    assert within(words, 6)["de"] == "innerhalb von 6 Stunden"
    assert within(words, 48)["en"] == "within 48 hours"
    assert within(words, 72)["en"] == "within 3 days"
    assert within(words, 168)["fr"] == "dans les 7 jours"


def test_numbers_have_the_comma_of_their_language() -> None:
    assert [number(37.25, language, 1) for language in ("en", "nl")] in (["37.2", "37,2"], ["37.3", "37,3"])
    assert number(-0.0, "en") == "0"
    assert number(-0.04, "nl", 1) == "0,0"
    assert number(36, "fr") == "36"


def test_the_first_24_hours_of_a_day_of_25_hours_are_24() -> None:
    """The clocks went back at 03:00 on 25 October 2026; age is counted on the clock, not on the wall."""
    said = {"gestation": "39+4", "born_at": "2026-10-24T12:00:00+02:00", "jaundice_visible": True}
    first = report("bilirubin-nice", at="2026-10-25T11:00:00+01:00", **said)
    later = report("bilirubin-nice", at="2026-10-25T11:01:00+01:00", **said)
    assert (first["why"][0]["rule"], later["why"][0]["rule"]) == (
        "bilirubin-nice/jaundice-first-day",
        "bilirubin-nice/yellow-not-measured",
    )


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("meows", '{"temperature_c": 101.3}',
         "readings[0].temperature_c: this looks like degrees Fahrenheit. "
         "Give degrees Celsius: 100.4 °F is 38.0 °C."),
        ("meows", '{"temperature_c": 400}',
         "readings[0].temperature_c: this cannot be: it lies outside 30 to 44. Check the value and its unit."),
        ("meows", '{"temperature_c": NaN}', "NaN and Infinity are no numbers. Leave the field out, or give a number."),
        ("meows", '{"temperature_c": 1e400}',
         "NaN and Infinity are no numbers. Leave the field out, or give a number."),
        ("meows", '{"temperature_c": "38"}', "readings[0].temperature_c: this is not a number. "
         "Write a number, without quotes."),
        ("meows", '{"temperature_c": true}', "readings[0].temperature_c: this is not a number. "
         "Write a number, without quotes."),
        ("meows", '{"temprature_c": 38}', "readings[0].temprature_c: there is no such field. "
         "Perhaps temperature_c is meant; the fields are in docs/warnings.md."),
        ("meows", '{"temperature_c": 38, "temperature_c": 37}',
         "temperature_c: this field stands there twice. Keep one of them."),
        ("meows", "[]", "this must be an object. Write { ... }."),
        ("bilirubin-nice", '{"gestation": "39+4", "age_hours": 48, "bilirubin_umol_l": 14.6}',
         "readings[0].bilirubin_umol_l: this looks like milligrams per decilitre. Give micromoles per litre "
         "(1 mg/dL is 17.1), or bilirubin_mg_dl; if the low value is meant, add unit_checked: true."),
        ("bilirubin-nice", '{"gestation": "39+4", "age_hours": 48, "bilirubin_mg_dl": 250}',
         "readings[0].bilirubin_mg_dl: this looks like micromoles per litre. Give it as bilirubin_umol_l."),
        ("bilirubin-nice", '{"gestation": "36+2", "age_hours": 48, "bilirubin_umol_l": 250}',
         "gestation: the table of this source covers children born at 38+0 or later, and no other. "
         "Ask the paediatrician, who has the curve for this gestation."),
        ("bilirubin-nice", '{"age_hours": 48, "bilirubin_umol_l": 250}', "gestation: this is missing. Give it."),
        ("weight-loss", '{"birth_weight_g": 3.4, "age_hours": 48, "weight_g": 3100}',
         "birth_weight_g: this looks like kilograms. Give grams: 3.4 kg is 3400."),
        ("weight-loss", '{"birth_weight_g": 3400, "age_hours": 48, "weight_g": -3100}',
         "readings[0].weight_g: this cannot be: it lies outside 250 to 8000. Check the value and its unit."),
        ("bilirubin-nice", '{"gestation": "39+4", "at": "2026-10-15T20:00:00", "bilirubin_umol_l": 168}',
         "readings[0].at: this is not a date and time. Write it with its offset, as in 2026-10-14T08:30:00+02:00."),
        ("bilirubin-nice", '{"gestation": "39+4", "at": "2026-10-15T20:00:00Z", "bilirubin_umol_l": 168}',
         "born_at: this is missing. Give it, or give age_hours with each reading."),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_in_one_sentence(name: str, text: str, expected: str) -> None:
    assert refused(name, text).removeprefix(": ") == expected.removeprefix(": ")


def test_too_many_readings_are_refused() -> None:
    many = [{"temperature_c": 37.0, "at": "2026-10-18T10:00:00Z"}] * 5001
    assert refused("meows", json.dumps({"readings": many})).startswith(
        "readings: there are too many readings"
    )


def test_a_chart_that_is_not_there_names_those_there_are() -> None:
    with pytest.raises(BadCard, match="bilirubin-nice"):
        chart("bilirubin")


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("when", {"unheard_of": {"at_least": 1}}),
        ("when", {"reds": {"more_than": 1}}),
        ("source", "nowhere"),
        ("certainty", "proposed"),
    ],
)
def test_a_chart_that_says_something_else_than_its_rules_is_refused(part: str, wrong: object) -> None:
    said = chart("meows").model_dump(by_alias=True)
    said["rule"] = [{**said["rule"][0], part: wrong}]
    with pytest.raises(ValueError, match=r"finding|predicate|rests|proposed"):
        Chart.model_validate(said)
