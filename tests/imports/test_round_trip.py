"""What came in goes out again, and what goes out comes in as the same: through the record, and without it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from kraamkring.core.exchange.dialects.moments import instant_in
from kraamkring.core.exchange.dialects.tree import Node
from kraamkring.doors.exports.files import file_of
from kraamkring.doors.imports.answers import Answers
from kraamkring.doors.imports.files import Resource, resources_of
from kraamkring.doors.imports.understanding import Choices, Understood, understand
from kraamkring.flows.export_record import export_record
from kraamkring.rooms.record.models import Entry, Observation
from tests.cast import Cast, cast

from .cases import KRAAMWEEK, KRAAMWEEK_ANSWERS, NOW, PREGNANCY, taken_over, understood

pytestmark = pytest.mark.django_db
NAME = "6a2b0000-0000-11ee-%s-020000000001"  # of a resource in the Dutch week
ID = f'<id value="{NAME}"/>'
PLACE = re.compile(r"\[\d+\]")  # of an element among others of its name; their order says nothing


@pytest.fixture
def people() -> Cast:
    return cast()


Elements = Counter[tuple[str, str]]


def claimed(resource: Resource) -> Elements:
    """What was taken of a resource: its elements by path and value. Its own name is not among them."""
    return _elements(resource, lambda leaf: bool(leaf.into))


def _elements(resource: Resource, chosen: Callable[[Node], bool]) -> Elements:
    return Counter(
        (PLACE.sub("", path), _value(leaf))
        for path, leaf in resource.leaves()
        if chosen(leaf) and path != "id"
    )


def _value(leaf: Node) -> str:
    """An instant in UTC; of a reference, what kind of resource it means: every system has names of its own."""
    if leaf.name == "reference":
        return (leaf.value or "").partition("/")[0]
    at = instant_in(leaf.value or "")
    return at.isoformat() if at is not None else leaf.value or ""


def lost(before: Sequence[Resource], after: Sequence[Resource]) -> list[tuple[str, Elements]]:
    """The resources of which something was taken that stands in none that came out, each with what is missing. One
    that came out answers for one that came in."""
    left = [(each.kind, _elements(each, lambda _leaf: True)) for each in after]
    missing = []
    for resource in sorted(before, key=lambda each: -claimed(each).total()):
        wanted = claimed(resource)
        if not wanted:
            continue
        best = min(
            (pair for pair in left if pair[0] == resource.kind),
            key=lambda pair: (wanted - pair[1]).total(),
            default=None,
        )
        if best is None or wanted - best[1]:
            missing.append((resource.kind, wanted - best[1] if best else wanted))
        if best is not None:
            left.remove(best)
    return missing


def out_and_in(
    people: Cast, episode: Any, name: str, form: Any, answers: Mapping[str, str], **choices: Any
) -> Understood:
    """The record as a file in a dialect, understood again."""
    exported = export_record(episode_id=episode, dialect=name, by=people.an, now=NOW)
    text = file_of(exported.record, name, form, exported.kept).text
    said = {"region": "be-vlg", "now": NOW, "noon": True} | choices
    return understand(resources_of(text.encode()), Choices(**said), Answers(answers))


def comes_back(
    people: Cast, paths: tuple[Path, ...], answers: dict[str, str], name: str, form: Any
) -> Understood:
    before = understood(paths, answers, noon=True)
    imported = taken_over(people.an, paths, answers, noon=True)
    outcomes = {f"{each.newborn}.outcome": each.outcome for each in before.record.facts.births}
    after = out_and_in(people, imported.episode, name, form, outcomes)
    assert lost(before.resources, after.resources) == []
    assert sum(claimed(each).total() for each in before.resources) > 50
    return after


@pytest.mark.parametrize("form", ["xml", "json"])
def test_the_dutch_week_comes_back_element_by_element(people: Cast, form: str) -> None:
    after = comes_back(people, KRAAMWEEK, KRAAMWEEK_ANSWERS, "geboortezorg-stu3", form)
    facts = after.record.facts
    first = understood(KRAAMWEEK, KRAAMWEEK_ANSWERS, noon=True).record
    assert {(each.kind, each.at, each.by, each.precision) for each in facts.contacts} == {
        (each.kind, each.at, each.by, each.precision) for each in first.facts.contacts
    }
    assert {(s.who, s.what, s.value, s.at, s.day_only) for s in after.record.seen} == {
        (s.who, s.what, s.value, s.at, s.day_only) for s in first.seen
    }


def test_what_was_measured_at_a_visit_comes_back_as_of_that_visit(people: Cast, tmp_path: Path) -> None:
    begin, temperature, rest = KRAAMWEEK[0].read_text().partition(ID % "1009")
    path = tmp_path / "at_a_visit.xml"
    path.write_text(
        begin + temperature + rest.replace("EpisodeOfCare/" + NAME % "0000", "Encounter/" + NAME % "2002", 1)
    )
    after = comes_back(people, (path,), KRAAMWEEK_ANSWERS, "geboortezorg-stu3", "xml")
    visits = {each.id for each in after.record.facts.contacts}
    assert [each.visit in visits for each in after.record.seen if each.what == "temperature_c"] == [True]
    kept = Observation.objects.get(what="temperature_c")
    assert Entry.objects.get(pk=kept.visit).kind == "contacts"


def test_the_belgian_pregnancy_comes_back(people: Cast) -> None:
    before = understood(PREGNANCY)
    imported = taken_over(people.an, PREGNANCY)
    after = out_and_in(people, imported.episode, "hl7-be", "json", {})
    here = [each for each in before.resources if each.kind != "Encounter"]  # of which hl7-be has none
    assert lost(here, after.resources) == []
    assert (after.record.facts.due_dates[0].due_on, after.record.facts.expected_newborns) == (
        before.record.facts.due_dates[0].due_on,
        before.record.facts.expected_newborns,
    )


def test_the_report_of_what_went_out_holds_no_value(people: Cast) -> None:
    imported = taken_over(people.an, KRAAMWEEK, KRAAMWEEK_ANSWERS, noon=True)
    exported = export_record(episode_id=imported.episode, dialect="hl7-be", by=people.an, now=NOW)
    written = file_of(exported.record, "hl7-be", "json", exported.kept)
    said = json.dumps(written.report)
    assert "Hoekstra" in written.text
    for value in ("Hoekstra", "Fenna", "2026-09-10", "999910413"):
        assert value not in said
    untold = {(each["thing"], each["field"]) for each in written.report["untold"]}
    assert ("observation", "temperature_c") in untold
    assert ("contact", "kind") in untold
    assert exported.kept > 10
