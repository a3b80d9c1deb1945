"""The pictures of warnings in a browser: narrow and wide, light and dark; nothing runs over, and axe finds nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from kraamkring.core.warning import judge, read
from kraamkring.doors.ui.charts import Picture, page, picture, standalone
from kraamkring.packs.charts import chart, chart_names, chart_wording

ROOT = Path(__file__).parents[2]
DRAWN = [name for name in chart_names() if chart(name).drawn is not None]
FURTHEST = (
    "Math.max(...[...document.querySelectorAll('text')].map(each => each.getBoundingClientRect().right))"
)


def example(name: str, language: Any) -> Picture:
    held = chart(name)
    text = (ROOT / "docs" / "examples" / "warnings" / f"{name}.json").read_bytes()
    return picture(judge(held, read(held, text)), chart_wording(), language)


@pytest.mark.journey
@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_fits_and_can_be_read(
    tmp_path: Path, browser: Any, name: str, width: int, scheme: Any
) -> None:
    from tests.browser import accessibility_faults

    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    for language in ("nl", "fr", "de", "en"):
        drawn = example(name, language)
        (tmp_path / "chart.html").write_text(page(drawn), encoding="utf-8")
        (tmp_path / "chart.svg").write_text(standalone(drawn), encoding="utf-8")
        shown = context.new_page()
        shown.goto((tmp_path / "chart.html").as_uri())
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
        if language == "nl":
            assert accessibility_faults(shown) == []
        shown.goto((tmp_path / "chart.svg").as_uri())
        assert shown.evaluate(FURTHEST) <= width
        shown.close()
    context.close()


def test_the_picture_says_the_same_as_the_answer() -> None:
    for name in DRAWN:
        held = chart(name)
        said = json.loads((ROOT / "docs" / "examples" / "warnings" / f"{name}.json").read_bytes())
        warning = judge(held, read(held, json.dumps(said)))
        assert example(name, "en").level == warning.level
        assert example(name, "en").row_levels == warning.levels
