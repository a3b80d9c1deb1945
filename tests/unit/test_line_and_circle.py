"""The line and the circle as SVG text."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest

from kraamkring.core.pathway.states import State
from kraamkring.doors.ui import circle, line, marks

START = datetime(2026, 10, 15, tzinfo=UTC)
SPAN = line.Span(START, START + timedelta(days=10))


def at(days: float) -> datetime:
    return START + timedelta(days=days)


def drawn(*rows: line.Row, events: tuple[line.Event, ...] = ()) -> ElementTree.Element:
    text = line.draw(rows, SPAN, [line.Tick("0", START)], events, "The <line>", "1 × Gap", "line-x")
    assert "style=" not in text
    return ElementTree.fromstring(text)  # noqa: S314 (we wrote it)


def row(state: str, first: float = 1, last: float = 2, **more: object) -> line.Row:
    return line.Row("First home visit", state, at(first), at(last), **more)  # type: ignore[arg-type]


def classes(svg: ElementTree.Element) -> list[str]:
    return [element.get("class", "") for element in svg.iter()]


def test_a_moment_stands_where_its_share_of_the_time_is() -> None:
    assert SPAN.at(at(5)) == pytest.approx(50)
    assert SPAN.at(at(-3)) == line.LEFT
    assert SPAN.at(at(99)) == line.RIGHT


def test_a_bent_span_gives_the_first_days_room_and_keeps_the_order() -> None:
    bent = line.Span(START, at(730), 0.45)
    places = [bent.at(at(days)) for days in (0, 14, 42, 365, 730)]
    assert places == sorted(places)
    assert places[1] > 15


def test_a_window_lies_between_its_ends() -> None:
    window = next(element for element in drawn(row("open", 0, 5)).iter() if element.get("class") == "window")
    assert (window.get("x1"), window.get("x2")) == ("1.50%", "50.00%")


def test_a_gap_is_an_opening_in_the_thread_and_a_hollow_bar() -> None:
    found = classes(drawn(row("gap")))
    assert {"opening", "edge", "hollow"} <= set(found)
    assert "opening" not in classes(drawn(row("open")))


def test_what_was_done_is_a_bead_on_the_thread() -> None:
    found = classes(drawn(row("done", point=at(1.5))))
    assert "bead is-done" in found
    assert "dot" in found


def test_what_rests_on_an_expectation_is_soft() -> None:
    assert "row is-open soft" in classes(drawn(row("open", firm=False)))


def test_words_are_escaped_and_the_picture_has_a_text() -> None:
    svg = drawn(row("open"))
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "line-x-t line-x-d"
    assert svg.find("title").text == "The <line>"  # type: ignore[union-attr]


def test_a_now_outside_of_the_span_is_not_drawn() -> None:
    assert "now" not in classes(drawn(row("open"), events=(line.Event("now", at(40), "now"),)))
    assert "now" in classes(drawn(row("open"), events=(line.Event("now", at(4), "now"),)))


def test_long_names_take_two_lines_and_no_more() -> None:
    assert line.wrapped("Hielprik") == ["Hielprik"]
    lines = line.wrapped("Controle door de arts op dag 7-10 afgesproken voor ontslag " * 2)
    assert len(lines) == line.LABEL_LINES
    assert all(len(each) <= line.LABEL_LETTERS for each in lines)
    assert lines[-1].endswith("…")


def test_every_state_has_a_mark_of_its_own() -> None:
    states = State.__args__  # type: ignore[attr-defined]
    assert set(marks.MARKS) == set(states)
    assert len(set(marks.MARKS.values())) == len(states)


def ring(*presences: str, children: int = 1) -> str:
    places = [circle.Place(f"role <{number}>", presence) for number, presence in enumerate(presences)]
    text = circle.draw(places, children, "The circle", "1 opening", "circle")
    ElementTree.fromstring(text)  # noqa: S314 (we wrote it)
    assert "style=" not in text
    return text


def arc_degrees(text: str) -> float:
    """How much of the ring is drawn."""
    total = 0.0
    for x1, y1, x2, y2 in re.findall(r'd="M([\d.]+) ([\d.]+)A.*? ([\d.]+) ([\d.]+)"', text):
        chord = ((float(x1) - float(x2)) ** 2 + (float(y1) - float(y2)) ** 2) ** 0.5
        total += chord
    return total


def test_a_missing_person_opens_the_ring() -> None:
    whole, open_ring = ring("here", "here", "here", "here"), ring("here", "missing", "here", "here")
    assert arc_degrees(open_ring) < arc_degrees(whole)
    assert "place is-missing" in open_ring


def test_each_child_is_in_the_middle() -> None:
    assert ring("here", children=2).count('class="child"') == 2


def test_a_ring_without_anyone_is_still_a_ring() -> None:
    assert 'class="arc"' in ring()
