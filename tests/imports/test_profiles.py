"""What goes out in a national dialect fits the profiles that it claims, as far as their rows say (`profiles.py`)."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from kraamkring.core.exchange.dialects.tree import Node
from kraamkring.doors.exports.files import file_of
from kraamkring.doors.imports.files import resources_in
from kraamkring.flows.export_record import export_record
from kraamkring.packs.dialects import dialects
from tests.cast import Cast, cast

from .cases import GOLDEN, KRAAMWEEK, KRAAMWEEK_ANSWERS, NOW, PREGNANCY, taken_over
from .profiles import broken_in, claims, rules

NOT_HERE = ("zib-", "nl-core-")  # of STU3: they lie outside the profiles that were to be had


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def week(people: Cast) -> Any:
    """A Dutch maternity week, as it goes out."""
    imported = taken_over(people.an, KRAAMWEEK, KRAAMWEEK_ANSWERS, noon=True)
    return told(people, imported.episode, "geboortezorg-stu3")


def pregnancy(people: Cast) -> Any:
    """A Flemish pregnancy, as it goes out."""
    return told(people, taken_over(people.an, PREGNANCY).episode, "hl7-be")


def told(people: Cast, episode: Any, dialect: str) -> Any:
    exported = export_record(episode_id=episode, dialect=dialect, by=people.an, now=NOW)
    return json.loads(file_of(exported.record, dialect, "json", exported.kept).text)


def only(bundle: Mapping[str, Any], profile: str) -> Any:
    """The first resource that claims it."""
    return next(
        each["resource"]
        for each in bundle["entry"]
        if any(url.endswith(f"/{profile}") for url in each["resource"].get("meta", {}).get("profile", ()))
    )


def test_a_dutch_week_fits_what_it_claims(people: Cast) -> None:
    faults, unknown = broken_in(week(people))
    assert faults == []
    assert not [each for each in unknown if not each.startswith(NOT_HERE)]


def test_a_belgian_pregnancy_fits_what_it_claims(people: Cast) -> None:
    assert broken_in(pregnancy(people)) == ([], set())


def test_every_profile_that_a_dialect_may_claim_has_rows_or_was_not_to_be_had() -> None:
    claimed = {
        url.rpartition("/")[2]
        for dialect in dialects().values()
        for shape in dialect.shapes
        for url in shape.profiles
    }
    assert len(claimed) > 20
    assert not [each for each in claimed if each not in rules() and not each.startswith(NOT_HERE)]


def test_the_published_example_fits_but_for_the_woman_who_is_not_in_it() -> None:
    example = json.loads((GOLDEN / "hl7be/Observation-ex-pregnancy-status-contained.json").read_text())
    faults, unknown = broken_in({"entry": [{"resource": example}]})
    assert (faults, unknown) == (["be-pregnancy-status: subject refers to be-patient"], set())


@pytest.mark.parametrize(
    ("made", "profile", "broken", "told"),
    [
        (week, "bc-Birth", lambda one: one["code"]["coding"][0].update(code="1"), "code.coding.code is 3950001"),
        (week, "bc-Birth", lambda one: one.pop("code"), "code.coding 1..*"),
        (week, "bc-Birth", lambda one: one["subject"].update(reference="Patient/x"), "subject refers to bc-Child"),
        (week, "bc-MaternalRecord", lambda one: one.pop("type"), "type 1..*"),
        (week, "bc-MaternalRecord", lambda one: one["type"][0]["coding"].clear(), "type holds sct|364320009"),
        (week, "bc-Encounter", lambda one: one["subject"].clear(), "subject refers to bc-Woman bc-Child"),
        (week, "bc-Woman", lambda one: one.update(resourceType="Person"), "is a Patient"),
        (pregnancy, "be-pregnancy-status", lambda one: one["contained"].pop(), "contained[loinc|11878-6] 1..1"),
        (
            pregnancy, "be-patient", lambda one: one["identifier"][0].update(value="1"),
            r"identifier.value matches \d{11}",
        ),
        (
            pregnancy, "be-pregnancy-status", lambda one: one["valueCodeableConcept"].clear(),
            "valueCodeableConcept one of sct|77386006 sct|60001007",
        ),
    ],
)  # fmt: skip
def test_what_did_not_fit_would_be_told(
    people: Cast, made: Callable[[Cast], Any], profile: str, broken: Callable[[Any], object], told: str
) -> None:
    bundle = deepcopy(made(people))
    broken(only(bundle, profile))
    assert f"{profile}: {told}" in broken_in(bundle)[0]


@pytest.mark.published_cases
@pytest.mark.parametrize("case", ["fhir_nictiz_kraam_casus1", "fhir_nictiz_verloskunde_casus1"])
def test_the_published_cases_fit_the_rows_too(case: str) -> None:
    """What others made and published breaks no row: the rows say what the profiles say, and no more."""
    folder = Path(os.environ["KRAAMKRING_PUBLISHED_CASES"]) / case
    found = resources_in(tuple(sorted(folder.glob("*.xml"))))
    sent = [
        {"fullUrl": each.url, "resource": {"resourceType": each.kind, **plain(each.node)}} for each in found
    ]
    faults, _unknown = broken_in({"entry": sent})
    assert faults == []
    assert sum(bool(claims(each["resource"]) & set(rules())) for each in sent) > 10


def plain(node: Node) -> Any:
    """The element as JSON has it; what is said once stands in a list too."""
    if not node.children:
        return node.value
    return {
        name: [plain(each) for each in node.children if each.name == name]
        if name not in ("id", "reference", "system", "code") or node.one(name).children
        else node.text(name)
        for name in {each.name for each in node.children}
    }
