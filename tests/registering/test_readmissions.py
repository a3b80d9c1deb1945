"""The register of readmissions, worked out by hand: the first stay, back within 28 days or not, and what waits."""

from dataclasses import replace
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest

from kraamkring.core.facts import Death, Discharge, Readmission
from kraamkring.core.registering import Form, Record, derive
from kraamkring.core.registering.card import FormCard
from kraamkring.core.registering.plain import plain
from kraamkring.packs.forms import forms, forms_called
from kraamkring.packs.loading import public_holidays
from tests.registering.births import FRIDAY, born, record, twins

CARD = forms()["readmission"]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AFTER = FRIDAY + 28 * DAY
BOTH = ("mother", "newborn-1")


def known(*facts: Discharge | Readmission | Death, at: datetime = AFTER, of: Record | None = None) -> Record:
    """A birth with these facts, looked at then."""
    found = of or record()
    kinds = {"discharges": Discharge, "readmissions": Readmission, "deaths": Death}
    told = {name: tuple(each for each in facts if isinstance(each, kind)) for name, kind in kinds.items()}
    return replace(found, facts=replace(found.facts, **told), seen_at=at)


def home(after: timedelta, *who: str) -> Discharge:
    return Discharge(who=who or BOTH, at=FRIDAY + after)


def back(after: timedelta, *who: str) -> Readmission:
    return Readmission(who=who or ("newborn-1",), at=FRIDAY + after)


def states(form: Form, item: str) -> dict[str, str]:
    return {each.slot: each.state for each in form.fields if each.field.item == item}


def test_a_child_that_came_back_and_a_mother_that_did_not_are_as_worked_out_by_hand() -> None:
    form = derive(CARD, known(home(50 * HOUR), back(5 * DAY), back(9 * DAY)))
    assert form.values == {
        "mother.familyname": "Voorbeeld", "mother.firstname": "Leen", "mother.ssin": "94020100262",
        "mother.birthdate": "1994-02-01", "mother.homemoment": "2026-10-18T08:00:00+02:00",
        "mother.staylength": "48to71h", "mother.readmitted": False,
        "newborn-1.birthmoment": "2026-10-16T06:00:00+02:00",
        "newborn-1.homemoment": "2026-10-18T08:00:00+02:00", "newborn-1.staylength": "48to71h",
        "newborn-1.readmitted": True, "newborn-1.readmissionmoment": "2026-10-21T06:00:00+02:00",
    }  # fmt: skip
    assert form.complete


@pytest.mark.parametrize(
    ("hours", "length"),
    [
        (0, "under48h"), (47.9, "under48h"), (48, "48to71h"), (71.9, "48to71h"), (72, "72to95h"),
        (95.9, "72to95h"), (96, "96handover"), (600, "96handover"),
    ],
)  # fmt: skip
def test_a_class_of_stay_begins_at_its_hour(hours: float, length: str) -> None:
    assert derive(CARD, known(home(hours * HOUR))).values["newborn-1.staylength"] == length


@pytest.mark.parametrize(("after", "counts"), [(28 * DAY - HOUR / 60, True), (28 * DAY, False)])
def test_back_counts_until_28_days_after_birth(after: timedelta, counts: bool) -> None:
    form = derive(CARD, known(home(50 * HOUR), back(after), at=AFTER + DAY))
    assert form.values["newborn-1.readmitted"] is counts
    assert ("newborn-1.readmissionmoment" in form.values) is counts


def test_not_back_waits_until_the_28_days_are_over_and_back_is_known_at_once() -> None:
    early = derive(CARD, known(home(50 * HOUR), back(5 * DAY), at=AFTER - HOUR / 60))
    assert [each.name for each in early.lacking] == ["mother.readmitted"]
    assert "It follows by itself" in str(early.lacking[0].problem)
    assert derive(CARD, known(home(50 * HOUR), at=AFTER)).complete
    assert not derive(CARD, replace(known(home(50 * HOUR)), seen_at=None)).complete


def test_each_of_twins_is_watched_from_its_own_birth() -> None:
    facts = home(50 * HOUR, "mother", "newborn-1", "newborn-2")
    form = derive(CARD, known(facts, back(28 * DAY, "newborn-1", "newborn-2"), at=AFTER + DAY, of=twins()))
    assert (form.values["newborn-1.readmitted"], form.values["newborn-2.readmitted"]) == (False, True)


def test_a_planned_going_home_is_none_and_is_asked_for_in_the_record() -> None:
    planned = replace(home(50 * HOUR), planned=True)
    form = derive(CARD, known(planned))
    assert {each.name for each in form.lacking} == {"mother.homemoment", "newborn-1.homemoment"}
    assert {"not_asked"} == set(states(form, "readmitted").values())


def test_who_was_born_at_home_stillborn_or_died_before_going_home_is_not_asked_about_it() -> None:
    at_home = derive(CARD, known(of=record(born("newborn-1", place="home"))))
    assert set(states(at_home, "homemoment").values()) == {"not_asked"}
    still = derive(CARD, known(home(50 * HOUR, "mother"), of=record(born("newborn-1", outcome="stillborn"))))
    assert states(still, "homemoment") == {"mother": "filled", "newborn-1": "not_asked"}
    died = derive(CARD, known(home(50 * HOUR, "mother"), Death(who="newborn-1", at=FRIDAY + DAY)))
    assert states(died, "homemoment") == {"mother": "filled", "newborn-1": "not_asked"}
    assert at_home.complete
    assert still.complete
    assert died.complete


def test_who_went_home_after_28_days_is_asked_no_further() -> None:
    form = derive(CARD, known(home(29 * DAY), back(30 * DAY), at=FRIDAY + 40 * DAY))
    assert set(states(form, "readmitted").values()) == {"not_asked"}
    assert form.complete


def test_it_is_due_a_day_after_the_28_or_on_the_next_working_day() -> None:
    due = derive(CARD, known(), public_holidays("be")).due  # 29 days after Friday is a Saturday
    assert due == datetime.fromisoformat("2026-11-17T00:00:00+01:00")


def test_the_document_is_ours_and_names_every_field_that_is_filled() -> None:
    found = known(home(50 * HOUR), back(5 * DAY))
    form = derive(CARD, found)
    root = ElementTree.fromstring(plain([form], found, "1", AFTER))  # noqa: S314 (our own)
    told = {
        f"{subject.get('slot')}.{field.get('name')}": field.text
        for subject in root.findall("form[@complete='true']/subject")
        for field in subject
    }
    expected = {
        name: str(value).lower() if isinstance(value, bool) else value for name, value in form.values.items()
    }
    assert told == expected | {"mother.notifier": "An"}


def test_a_card_in_our_own_document_names_no_transaction() -> None:
    assert [each.id for each in forms_called("readmission")] == ["readmission"]
    with pytest.raises(ValueError, match="a form in KMEHR has transactions"):
        FormCard.model_validate(CARD.model_dump() | {"mother": "ebirth-mother-notification", "newborn": "x"})
    with pytest.raises(ValueError, match="a form in KMEHR has transactions"):
        FormCard.model_validate(CARD.model_dump() | {"envelope": "kmehr"})
    with pytest.raises(ValueError, match="says how long it watches"):
        FormCard.model_validate(CARD.model_dump() | {"watch": None})
