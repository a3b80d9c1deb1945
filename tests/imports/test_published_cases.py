"""The complete published Dutch cases, where their folder is given (KRAAMKRING_PUBLISHED_CASES); they are not in this
repository, as they state no licence. Without the folder these tests are not collected (tests/conftest.py)."""

import os
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kraamkring.core.kernel.errors import Refusal
from kraamkring.doors.imports.answers import Answers, Unanswered
from kraamkring.doors.imports.files import resources_of
from kraamkring.doors.imports.report import report_of
from kraamkring.doors.imports.understanding import Choices, understand
from kraamkring.flows.import_record import Imported
from kraamkring.flows.see_record import see_record
from kraamkring.rooms.network.models import Membership
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import Cast, cast

from .cases import taken_over, understood
from .test_import_record import facts_of, rows
from .test_round_trip import claimed, lost, out_and_in

pytestmark = [pytest.mark.published_cases, pytest.mark.django_db]

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
KRAAM = {"newborn-1.born_at": "2026-02-10T14:10:00+01:00", "due_on": "2026-02-15", "since": "2026-02-12"}
VERLOSKUNDE = {
    "newborn-1.born_at": "2025-10-19T12:58:00+02:00",
    "newborn-1.outcome": "live",
    "since": "2025-10-20",
}


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def files(folder: str, pattern: str = "*.xml") -> tuple[Path, ...]:
    found = sorted((Path(os.environ["KRAAMKRING_PUBLISHED_CASES"]) / folder).glob(pattern))
    assert found
    return tuple(found)


def test_the_maternity_week_comes_in(people: Cast) -> None:
    case = files("fhir_nictiz_kraam_casus1")
    imported = taken_over(people.an, case, KRAAM, now=NOW, noon=True)
    facts = facts_of(imported.episode)
    (birth,) = facts.births
    assert (birth.born_at, birth.place, birth.mode, birth.outcome, birth.weight_g) == (
        datetime(2026, 2, 10, 13, 10, tzinfo=UTC), "hospital", "instrumental", "live", 3600,
    )  # fmt: skip
    assert sorted((each.kind, each.at.date()) for each in facts.contacts) == [
        ("home_care_intake", date(2025, 12, 16)),
        ("home_visit", date(2026, 2, 14)),
        ("home_visit", date(2026, 2, 16)),
    ]
    assert {each.screening for each in facts.screenings} == {"blood_spot", "hearing"}
    assert (facts.preferences.feeding, facts.preferences.place_of_birth) == ("breast", "home")
    assert facts.earlier_births == 0
    assert sorted(Membership.objects.values_list("role", flat=True)) == [
        "maternity_carer",
        "midwife",
        "partner",
    ]
    assert imported.episode is not None
    beside = {
        row.title: row.said
        for row in see_record(episode_id=imported.episode, by=people.an, now=NOW).elsewhere.rows
    }
    assert beside["geïndiceerd aantal uur kraamzorg (waarneembare entiteit)"] == "43 h"
    assert beside["1 minute Apgar Score"] == "7; Vermoeid na langdurige uitdrijving"
    before = rows()
    assert taken_over(people.an, case, KRAAM, now=NOW, noon=True).fresh == 0
    assert rows() == before


def test_the_midwifery_case_comes_in(people: Cast) -> None:
    case = files("fhir_nictiz_verloskunde_casus1")
    facts = facts_of(taken_over(people.an, case, VERLOSKUNDE, now=NOW).episode)
    (birth,) = facts.births
    assert (birth.place, birth.mode, birth.gestation) == ("birth_centre", "vaginal", "39+6")
    assert [(due.due_on, due.set_on) for due in facts.due_dates] == [(date(2025, 10, 20), date(2025, 3, 14))]
    assert sorted(Membership.objects.values_list("role", flat=True)) == ["gp", "midwife", "partner"]
    assert PregnancyEpisode.objects.get().booked_on == date(2025, 3, 12)


@pytest.mark.parametrize(
    ("folder", "answers"),
    [("fhir_nictiz_kraam_casus1", KRAAM), ("fhir_nictiz_verloskunde_casus1", VERLOSKUNDE)],
)
def test_every_element_is_accounted_for(folder: str, answers: dict[str, str]) -> None:
    _record, resources = understood(files(folder), answers)
    counts = report_of(resources, Imported(None, {}, 0), dry_run=True)
    assert sum(counts["counts"].values()) == counts["elements"] > 1000
    assert counts["counts"]["refused"] == 0


LEAST_TAKEN = {"fhir_nictiz_kraam_casus1": 350, "fhir_nictiz_verloskunde_casus1": 170}


@pytest.mark.parametrize("form", ["xml", "json"])
@pytest.mark.parametrize(
    ("folder", "answers"),
    [("fhir_nictiz_kraam_casus1", KRAAM), ("fhir_nictiz_verloskunde_casus1", VERLOSKUNDE)],
)
def test_every_element_that_was_taken_goes_out_as_it_came_in(
    people: Cast, folder: str, answers: dict[str, str], form: str
) -> None:
    """The profiles, codes with their names, values, days and instants, and whom each resource is about."""
    case = files(folder)
    before = understood(case, answers, noon=True, now=NOW)
    imported = taken_over(people.an, case, answers, now=NOW, noon=True)
    outcomes = {"newborn-1.outcome": "live"}
    after = out_and_in(people, imported.episode, "geboortezorg-stu3", form, outcomes, now=NOW)
    assert lost(before.resources, after.resources) == []
    assert sum(claimed(each).total() for each in before.resources) >= LEAST_TAKEN[folder]
    assert {(s.who, s.what, s.value, s.at) for s in after.record.seen} == {
        (s.who, s.what, s.value, s.at) for s in before.record.seen
    }


TODAY = date(2026, 6, 1)
WITHOUT_A_TIME = {
    "scenario1-23.xml",
    "scenario6-23.xml",
}  # they say on which day the child was born, and not when
IN_THE_PAST = re.compile(r'"T-(\d+)([DY])(?:\{(\d\d:\d\d)[^}]*\})?"')


def filled(text: str) -> str:
    """A scenario with its placeholders filled in: so many days or years before today, at a time."""

    def when(found: re.Match[str]) -> str:
        many = int(found[1])
        day = TODAY - timedelta(days=many) if found[2] == "D" else TODAY.replace(year=TODAY.year - many)
        return f'"{day.isoformat()}{f"T{found[3]}:00" if found[3] else ""}"'

    return IN_THE_PAST.sub(when, text)


@pytest.mark.parametrize("folder", ["examples-lite", "examples-full"])
def test_every_scenario_of_a_transfer_comes_in(folder: str) -> None:
    born = 0
    for path in files(f"peri_ada_lite_geboortezorg/{folder}"):
        resources = resources_of(filled(path.read_text()).encode())
        now = datetime(2026, 6, 1, 9, tzinfo=UTC)
        answers = {"newborn-1.born_at": "unknown"} if path.name in WITHOUT_A_TIME else {}
        told = understand(resources, Choices(region="nl", now=now), Answers(answers))
        counts = report_of(told.resources, Imported(None, {}, 0), dry_run=True)
        assert sum(counts["counts"].values()) == counts["elements"]
        born += len(told.record.facts.births)
    assert born == 7


def test_what_they_do_not_say_is_asked() -> None:
    with pytest.raises(Unanswered) as asked:
        understood(files("fhir_nictiz_kraam_casus1"))
    assert set(asked.value.asked) == {"newborn-1.born_at", "due_on", "since"}


def test_the_examples_of_nl_core_are_of_several_people_and_told_apart() -> None:
    with pytest.raises(Refusal, match="may be the mother"):
        understood(files("fhir_nictiz_zib2020_r4"))
    hers = files("fhir_nictiz_zib2020_r4", "nl-core-Pregnancy*.xml") + files(
        "fhir_nictiz_zib2020_r4", "nl-core-Patient-01.xml"
    )
    record = understood(hers, {"since": "2014-08-01"}).record
    assert [due.due_on for due in record.facts.due_dates] == [date(2015, 1, 8)]
    assert record.mother_number is not None
    assert record.mother_number.system == "bsn"
