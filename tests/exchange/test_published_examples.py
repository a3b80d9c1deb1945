"""Every official example of a type that goes out here, sent to the door: taken, or refused with the element that is
why; nothing half, nothing that broke. Twelve of HL7's own are in `examples/`; the whole selection is sent where its
folder is given (KRAAMKRING_PUBLISHED_CASES)."""

from __future__ import annotations

import html
import json
import os
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kraamkring.core.exchange import TYPES
from kraamkring.core.exchange.as_xml import as_xml
from kraamkring.core.exchange.from_xml import from_xml
from kraamkring.core.exchange.shaped import faults_of
from kraamkring.doors.fhir.writing import CREATED
from kraamkring.packs.fhir_r4 import definitions
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.exchange.models import Resource
from kraamkring.rooms.record.models import Observation
from tests.cast import Cast, booked
from tests.examples import PROVE

from .anew import differences
from .conftest import Connect
from .others import every_r4_example
from .sent import FHIR_JSON, bundle, entry, send

HERE = Path(__file__).parent / "examples"
KNOWN = definitions()


MISSING_A_BASE = ("author", "effective", "end", "keyword", "workflow")
# Of the official examples those in which an element is missing that must be there, and one with decimals of more digits
# than R4 asks to be kept.
NOT_R4 = {
    "ImplementationGuide-fhir.json", "Observation-decimal.json", "Questionnaire-qs1.json", "ig-r4.json",
    *(f"SearchParameter-codesystem-extensions-CodeSystem-{name}.json" for name in MISSING_A_BASE),
    *(f"SearchParameter-valueset-extensions-ValueSet-{name}.json" for name in MISSING_A_BASE),
}  # fmt: skip
# Those with more elements than one document may have here.
TOO_LARGE_IN_XML = {
    f"Bundle-{name}.json"
    for name in (
        "dataelements",
        "resources",
        "v2-valuesets",
        "v3-valuesets",
        "valueset-expansions",
        "valuesets",
    )
}


def whole() -> list[Path]:
    found = sorted((Path(os.environ["KRAAMKRING_PUBLISHED_CASES"]) / "fhir_hl7_r4_examples").glob("*.json"))
    assert len(found) == 150
    return found


def plain(value: Any) -> Any:
    """The same with the names of characters in a narrative read, which XML does not have."""
    if isinstance(value, dict):
        return {
            name: html.unescape(each).strip() if name == "div" and isinstance(each, str) else plain(each)
            for name, each in value.items()
        }
    return [plain(each) for each in value] if isinstance(value, list) else value


def out_of_shape(paths: Iterable[Path]) -> dict[str, object]:
    """What is wrong with the shape of each of them, by its name."""
    found = {path.name: list(faults_of(json.loads(path.read_bytes()), KNOWN)) for path in paths}
    return {name: faults for name, faults in found.items() if faults}


def other_in_xml(paths: Iterable[Path]) -> list[str]:
    """Those that are another resource after they were made XML and read again."""
    return [path.name for path in paths if there_and_back(path) != plain(json.loads(path.read_bytes()))]


def there_and_back(path: Path) -> Any:
    there = as_xml(json.loads(path.read_bytes(), parse_float=Decimal), KNOWN)
    return plain(from_xml(there.encode(), KNOWN))


def taken_or_refused_with_the_element(paths: Iterable[Path], people: Cast, connect: Connect) -> int:
    client = connect(people.an, "user/*.cruds")
    booked(people.an)
    writes, tried = AuditEvent.objects.filter(action="write"), 0
    for path in paths:
        sent = json.loads(path.read_bytes())
        type = sent["resourceType"]
        if type not in TYPES:
            continue
        tried += 1
        before = (writes.count(), Resource.objects.count())
        alone = client.post(f"/fhir/{type}", json.dumps(sent), FHIR_JSON)
        both = bundle("transaction", entry("POST", type, sent))
        together = client.post("/fhir/", json.dumps(both), FHIR_JSON)
        for answer, root in ((alone, type), (together, "Bundle.entry[0].resource")):
            said = answer.json()
            if answer.status_code in (200, 201):
                assert said["resourceType"] in (type, "Bundle")
                continue
            assert answer.status_code in ((404, 422) if type in CREATED else (405,)), (path.name, said)
            assert said["resourceType"] == "OperationOutcome"
            (where,) = said["issue"][0].get("expression", [""])
            assert where.startswith(f"{root}.") or type not in CREATED, (path.name, said)
            assert (writes.count(), Resource.objects.count()) == before, path.name
        validated = client.post(f"/fhir/{type}/$validate", json.dumps(sent), FHIR_JSON)
        assert "error" not in {each["severity"] for each in validated.json()["issue"]}, path.name
    assert differences() == []
    return tried


def examples() -> list[Path]:
    """Twelve of them each day, and all when it is to be proved."""
    return every_r4_example() if PROVE else sorted(HERE.glob("*.json"))


def test_examples_have_the_shape_and_are_the_same_in_xml() -> None:
    every = examples()
    assert len(every) >= (5306 if PROVE else 12)
    assert set(out_of_shape(every)) == (NOT_R4 if PROVE else set())
    small = [path for path in every if path.name not in {*NOT_R4, *TOO_LARGE_IN_XML}]
    assert other_in_xml(small) == []


@pytest.mark.published_cases
def test_all_examples_have_the_shape_and_are_the_same_in_xml() -> None:
    examples = whole()
    assert out_of_shape(examples) == {}
    assert other_in_xml(examples) == []


@pytest.mark.django_db
def test_examples_are_taken_or_refused_with_the_element(people: Cast, connect: Connect) -> None:
    fine = [path for path in examples() if path.name not in NOT_R4]
    tried = taken_or_refused_with_the_element(fine, people, connect)
    print(f"{tried} examples sent")  # noqa: T201 (make prove counts them)
    assert tried >= (100 if PROVE else 12)


@pytest.mark.published_cases
@pytest.mark.django_db
def test_all_examples_are_taken_or_refused_with_the_element(people: Cast, connect: Connect) -> None:
    tried = taken_or_refused_with_the_element(whole(), people, connect)
    print(f"{tried} examples sent")  # noqa: T201 (make prove counts them)
    assert tried >= 43


@pytest.mark.django_db
def test_the_example_of_a_temperature_is_taken_once_it_is_of_a_mother_of_ours(
    people: Cast, connect: Connect
) -> None:
    leen = booked(people.an).episode
    example = json.loads((HERE / "Observation-body-temperature.json").read_bytes())
    ours = {
        "subject": {"reference": f"Patient/{leen.mother_id}"},
        "effectiveDateTime": "2026-10-05T12:00:00Z",
    }
    value = {"valueQuantity": example["valueQuantity"] | {"unit": "°C", "code": "Cel", "value": 36.5}}
    send(connect(people.an, "user/*.cruds"), example | ours | value, 201)
    assert Observation.objects.get().value == 36.5
