"""The drawing of a window: on a page the style sheet gives its colours, so that it is dark where the page is."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

import kraamkring.doors.ui
from kraamkring.doors.ui.window_drawing import IN_A_FILE, drawn, of_a_page
from kraamkring.packs import protocol

STYLES = Path(kraamkring.doors.ui.__file__).parent / "static" / "ui" / "pictures.css"
RULES = [rule for card in protocol("be-vlg").cards for rule in card.editions[-1].promises]
HEADS = ["1"] * len(RULES)


def parts(svg: str) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(svg)  # noqa: S314 (what was drawn here)
    return [each for each in root.iter() if not re.search(r"svg$|title$|g$", each.tag)]


def test_every_part_on_a_page_takes_its_colour_from_the_tokens() -> None:
    found = parts(drawn(RULES, HEADS, HEADS, of_a_page))
    assert not [each.attrib for each in found if {"fill", "stroke"} & set(each.attrib)]
    coloured = set(
        re.findall(r"\.window \.([\w-]+) \{\s*(?:fill|stroke): var\(--", STYLES.read_text("utf-8"))
    )
    assert {each.get("class") for each in found} == set(IN_A_FILE) == coloured


@pytest.mark.parametrize("colour", ["fill", "stroke"])
def test_a_file_brings_its_own_colours(colour: str) -> None:
    found = parts(drawn(RULES, HEADS, HEADS))
    assert all(each.get("fill") or each.get("stroke") for each in found)
    assert not [each.get("class") for each in found if each.get("class")]
    assert any(each.get(colour) for each in found)
