"""Bad input: one sentence that names field and reason, repeats no value, and comes before anything else happens."""

import json
from typing import Any

import pytest

from kraamkring.core.facts.reading import LARGEST_BYTES, read
from kraamkring.core.kernel.errors import ImpossibleFact

BIRTH = {
    "newborn": "newborn-1",
    "born_at": "2026-10-15T06:00:00+02:00",
    "outcome": "live",
    "place": "hospital",
    "mode": "vaginal",
}
HOME = {"who": ["mother", "newborn-1"], "at": "2026-10-16T18:00:00+02:00"}
SPOT = {"screening": "blood_spot", "newborn": "newborn-1", "at": HOME["at"], "outcome": "done"}
VISIT = {"care": "home_visit", "start": HOME["at"], "end": HOME["at"], "role": "gp", "accepted": True}
GOOD = {
    "booked_on": "2026-03-02",
    "due_dates": [{"due_on": "2026-10-14", "set_on": "2026-03-02"}],
    "births": [BIRTH],
    "discharges": [HOME],
}


def test_good_facts_are_taken() -> None:
    assert read(json.dumps(GOOD)).births[0].newborn == "newborn-1"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"booked_on": "2026-13-40"}, "booked_on"),
        ({"booked_on": None}, "booked_on"),
        ({"booked_on": 20260302}, "booked_on"),
        ({"booked_on": "2026-10-17"}, "births[0].born_at"),  # a birth before the booking
        ({"booked_on": "2025-03-02"}, "due_dates[0].due_on"),
        ({"due_dates": []}, "due_dates"),
        ({"due_dates": {}}, "due_dates"),
        ({"due_dates": [{"due_on": "2029-10-14", "set_on": "2026-03-02"}]}, "due_dates[0].due_on"),
        ({"expected_newborns": 0}, "expected_newborns"),
        ({"expected_newborns": 1.5}, "expected_newborns"),
        ({"expected_newborns": "2"}, "expected_newborns"),
        ({"course": "fine"}, "course"),
        ({"births": [{**BIRTH, "born_at": "2026-10-15T06:00:00"}]}, "births[0].born_at"),
        ({"births": [{**BIRTH, "born_at": "2026-10-15"}]}, "births[0].born_at"),
        ({"births": [{**BIRTH, "born_at": 1760500800}]}, "births[0].born_at"),
        ({"births": [{**BIRTH, "born_at": "2027-02-15T06:00:00+01:00"}]}, "births[0].born_at"),
        ({"births": [{**BIRTH, "born_at": "2026-04-15T06:00:00+02:00"}], "discharges": []}, "births[0].born_at"),
        ({"births": [{**BIRTH, "newborn": "baby"}]}, "births[0].newborn"),
        ({"births": [{**BIRTH, "gestation": "60+0"}]}, "births[0].gestation"),
        ({"births": [{**BIRTH, "weight_g": 33}]}, "births[0].weight_g"),
        ({"births": [{**BIRTH, "weight_g": True}]}, "births[0].weight_g"),
        ({"births": [{**BIRTH, "place": "moon"}]}, "births[0].place"),
        ({"births": [{**BIRTH, "name": "An"}]}, "births[0].name"),
        ({"births": [{k: v for k, v in BIRTH.items() if k != "mode"}]}, "births[0].mode"),
        ({"discharges": [{**HOME, "at": "2026-10-15T05:00:00+02:00"}]}, "discharges[0].at"),
        ({"discharges": [{**HOME, "who": []}]}, "discharges[0].who"),
        ({"discharges": [{**HOME, "who": ["newborn-2"]}]}, "discharges[0]"),
        ({"births": [{**BIRTH, "place": "home"}]}, "discharges[0].at"),
        ({"readmissions": [{"who": ["mother"], "at": "2026-10-16T08:00:00+02:00"}]}, "readmissions[0].at"),
        ({"deaths": [{"who": "newborn-1", "at": "2026-10-14T08:00:00+02:00"}]}, "deaths[0].at"),
        ({"deaths": [{"who": "newborn-2", "at": "2026-10-18T08:00:00+02:00"}]}, "deaths[0].who"),
        ({"losses": [{"at": "2026-09-16T08:00:00+02:00", "kind": "miscarriage"}]}, "losses[0]"),
        ({"discharges": [{**HOME, "corrects": "none"}]}, "discharges[0].corrects"),
        ({"discharges": [{**HOME, "id": "a", "corrects": "a"}]}, "discharges[0].corrects"),
        ({"discharges": [{**HOME, "id": "a"}, {**HOME, "id": "a"}]}, "discharges[1].id"),
        (
            {"discharges": [{**HOME, "id": "a"}, {**HOME, "corrects": "a"}, {**HOME, "corrects": "a"}]},
            "discharges[2].corrects",
        ),
        (
            {"discharges": [{**HOME, "id": "a", "corrects": "b"}, {**HOME, "id": "b", "corrects": "a"}]},
            "discharges[0].corrects",
        ),
        ({"retractions": [{"fact": "x", "by": "gp", "why": "a slip", "at": HOME["at"]}]}, "retractions[0].fact"),
        (
            {
                "births": [{**BIRTH, "id": "b"}],
                "retractions": [{"fact": "b", "by": "gp", "why": "a slip", "at": HOME["at"]}],
            },
            "discharges[0].at",
        ),
        ({"decisions": [{"stands": "x", "by": "gp", "at": HOME["at"]}]}, "decisions[0].stands"),
        (
            {"screenings": [{**SPOT, "at": "2026-10-14T06:00:00+02:00"}]},
            "screenings[0].at",
        ),
        (
            {"screenings": [{**SPOT, "screening": "eyes"}]},
            "screenings[0].screening",
        ),
        ({"waivers": [{"activity": "doctor-check", "by": "mother", "why": " ", "at": HOME["at"]}]}, "waivers[0].why"),
        (
            {"appointments": [{**VISIT, "end": VISIT["start"]}]},
            "appointments[0].end",
        ),
        ({"feelings": "good"}, "feelings"),
        ({"booked_on": "9999-03-02"}, "booked_on"),
        ({"due_dates": [{"due_on": "0001-10-14", "set_on": "2026-03-02"}]}, "due_dates[0].due_on"),
        ({"discharges": [HOME] * 1001}, "discharges"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_its_field(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(ImpossibleFact) as refused:
        read(json.dumps({**GOOD, **changed}))
    assert refused.value.field.startswith(field)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "7",
        '"facts"',
        "{}",
        "[" * 100_000,
        b"\xff\xfe",
        '{"booked_on": NaN}',
        "\ufeff{}",
        '{"a": 1e999}',
    ],
)
def test_what_is_no_document_is_refused(text: str | bytes) -> None:
    with pytest.raises(ImpossibleFact):
        read(text)


def test_fifty_megabytes_are_refused_unread() -> None:
    with pytest.raises(ImpossibleFact, match="larger than 2 MB"):
        read(b" " * 50_000_000)
    assert LARGEST_BYTES == 2_000_000


def test_no_value_is_repeated() -> None:
    secret = "Peeters"
    for changed in (
        {"booked_on": secret},
        {"births": [{**BIRTH, "newborn": secret}]},
        {"births": [{**BIRTH, "place": secret}]},
        {"births": [{**BIRTH, "gestation": secret}]},
        {"course": secret},
    ):
        with pytest.raises(ImpossibleFact) as refused:
            read(json.dumps({**GOOD, **changed}))
        assert secret not in str(refused.value)
