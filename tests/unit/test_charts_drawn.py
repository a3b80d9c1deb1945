"""The pictures of charts: lines where the limits are, shapes and words for levels, source and edition, well-formed."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kraamkring.core.warning import judge, read
from kraamkring.doors.ui.charts import Picture, draw, page, picture, standalone
from kraamkring.packs.charts import chart, chart_names, chart_wording

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "warnings"
DRAWN = [name for name in chart_names() if chart(name).drawn is not None]
SVG = "{http://www.w3.org/2000/svg}"


def of(name: str, said: object, language: str = "en") -> Picture:
    held = chart(name)
    return picture(judge(held, read(held, json.dumps(said))), chart_wording(), language)  # type: ignore[arg-type]


def parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314 (what was drawn here)


def example(name: str, language: str = "en") -> Picture:
    return of(name, json.loads((EXAMPLES / f"{name}.json").read_bytes()), language)


def test_these_charts_are_drawn() -> None:
    assert DRAWN == ["bilirubin-nice", "growth-who", "temperature-trend", "weight-loss"]


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_a_file_is_well_formed_and_tells_what_it_shows(name: str, language: str) -> None:
    drawn = example(name, language)
    root = parsed(standalone(drawn))
    assert root.find(f"{SVG}title").text.startswith(getattr(chart(name).title, language))
    assert drawn.level_word in root.find(f"{SVG}desc").text
    said = " ".join(text for text in root.itertext())
    for word in chart(name).edition.split():
        assert word in said
    assert len(root.findall(f".//{SVG}g[@role='row']")) == len(drawn.rows) + 1
    assert "None" not in said


@pytest.mark.parametrize("name", DRAWN)
def test_light_and_dark_come_along_and_nothing_from_outside(name: str) -> None:
    text = standalone(example(name))
    assert "prefers-color-scheme: dark" in text
    assert "<script" not in text
    assert "style=" not in text
    assert "url(" not in text
    assert "@import" not in text


def test_the_limits_of_bilirubin_are_drawn_in_the_steps_of_the_table() -> None:
    drawn = example("bilirubin-nice")
    phototherapy, exchange = drawn.panels[0].lines
    assert phototherapy.corners[:4] == ((0, 100), (6, 100), (6, 125), (12, 125))
    assert exchange.corners[-1] == (96.0, 450)
    assert (84, 312) in phototherapy.corners
    assert (84, 325) in phototherapy.corners
    assert phototherapy.corners[-1] == (96.0, 337)
    assert [line.level for line in drawn.panels[0].lines] == ["watch", "act"]
    assert [(point.across, point.up, point.level) for point in drawn.panels[0].points] == [
        (35.5, 168, "watch"), (48.5, 231, "watch"), (60.0, 281, "act"),
    ]  # fmt: skip
    assert drawn.across == "age in hours"


def test_an_older_child_widens_the_picture() -> None:
    drawn = of("bilirubin-nice", {"gestation": "40+0", "age_hours": 200, "bilirubin_umol_l": 300})
    assert drawn.end == pytest.approx(212)
    assert drawn.panels[0].lines[0].corners[-1] == (drawn.end, 350)


def test_loss_of_weight_goes_down() -> None:
    drawn = example("weight-loss", "nl")
    assert drawn.panels[0].lines[0].corners == ((0.0, -10), (10.0, -10))
    assert drawn.panels[0].lines[0].level == "act"
    assert [point.value for point in drawn.panels[0].points] == ["-6,2", "-8,5", "-10,3"]
    assert drawn.rows[0] == ("dag 2 (16-10 09:00)", "6,2 %", "3190 g", "in orde")
    assert drawn.across == "leeftijd in dagen"


@pytest.mark.parametrize(("sex", "birth_kg"), [("girl", (4.2, 3.2, 2.4, 2.0)), ("boy", (4.4, 3.3, 2.5, 2.1))])
def test_the_lines_of_the_who_begin_where_the_who_says(sex: str, birth_kg: tuple[float, ...]) -> None:
    drawn = of("growth-who", {"sex": sex, "age_days": 365, "weight_g": 9000})
    starts = tuple(round(line.corners[0][1] / 1000, 1) for line in drawn.panels[0].lines)
    assert starts == birth_kg
    assert [line.level for line in drawn.panels[0].lines] == ["normal", "normal", "watch", "act"]
    assert drawn.panels[0].points[0].across == 365
    assert drawn.panels[0].points[0].value == "9000"


def test_temperature_and_pulse_stand_one_below_the_other() -> None:
    drawn = example("temperature-trend", "de")
    assert [panel.name for panel in drawn.panels] == ["Temperatur (°C)", "Puls (/min)"]
    fever, before = drawn.panels[0].lines
    assert {up for _, up in fever.corners} == {38.0}
    assert {up for _, up in before.corners} == {36.7}
    assert (fever.level, before.level) == ("act", "normal")
    assert drawn.panels[0].points[-1].level == "watch"
    assert [tick.word for tick in drawn.ticks] == ["08:00", "10:00", "12:00", "14:00", "16:00", "18:00"]


def test_too_few_readings_draw_no_baseline() -> None:
    drawn = of("temperature-trend", {"at": "2026-10-18T10:00:00+02:00", "temperature_c": 36.6})
    assert [line.word for line in drawn.panels[0].lines] == ["fever"]
    assert draw(drawn)


def test_a_look_without_a_measurement_draws_the_limits_alone() -> None:
    drawn = of("bilirubin-nice", {"gestation": "40+0", "age_hours": 20, "jaundice_visible": True})
    assert drawn.panels[0].points == ()
    assert drawn.level == "act"
    assert "No value was measured" in standalone(drawn)


def test_many_readings_show_the_last_and_say_how_many_came_before() -> None:
    readings = [{"age_days": day, "weight_g": 3300 + 20 * day} for day in range(30)]
    root = parsed(standalone(of("growth-who", {"sex": "girl", "readings": readings})))
    said = [text.text for text in root.iter(f"{SVG}text")]
    assert "and 20 earlier" in said
    assert "day 29" in said
    assert "day 19" not in said


@pytest.mark.parametrize("name", DRAWN)
def test_a_page_holds_picture_and_every_reading_in_a_table(name: str) -> None:
    drawn = example(name, "fr")
    text = page(drawn)
    assert text.count("<tr") == len(drawn.rows) + 1
    assert 'lang="fr"' in text
    assert text.count('scope="col"') == len(drawn.head)
    assert "@media print" in text


def test_words_are_escaped() -> None:
    odd = replace(example("bilirubin-nice"), title="<b>&", caption=("<i>",))
    for text in (standalone(odd), page(odd)):
        assert "<b>" not in text
        assert "<i>" not in text
