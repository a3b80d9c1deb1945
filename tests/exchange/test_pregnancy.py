"""The pregnancy itself goes out: whether she is pregnant, when the child is expected, and each child as it was born."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from kraamkring.core.exchange.pregnancy import METHODS, over_at
from kraamkring.core.facts import Loss, Retraction
from kraamkring.flows.change_due_date import change_due_date
from kraamkring.flows.correct_entry import correct_entry
from kraamkring.flows.give_consent import give_consent
from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.record.models import Entry
from tests.cast import BOOKED, BORN, LATER, Cast, account, booked, born, joined, leen

from .anew import differences, refused_elsewhere, unshaped
from .conftest import Connect
from .sent import send, temperature
from .test_searching import found
from .test_types import seems_not_to_exist

DAY = timedelta(days=1)
STATUS, DUE = "82810-3", "11778-8"


def codes(resource: dict[str, object]) -> str:
    """The code of the value."""
    return str(resource["valueCodeableConcept"]["coding"][0]["code"])  # type: ignore[index]


@pytest.mark.django_db
def test_a_pregnancy_is_found_by_when_the_child_is_expected(people: Cast, connect: Connect) -> None:
    episode, client = booked(people.an, earlier_births=1, expected_newborns=2).episode, connect(people.an)
    (due,) = found(client, "Observation", code=DUE)
    (status,) = found(client, "Observation", code=STATUS)
    assert (due["valueDateTime"], due["effectiveDateTime"]) == ("2026-10-04", BOOKED.date().isoformat())
    assert codes(status) == "77386006"
    assert status["hasMember"] == [{"reference": f"Observation/{due['id']}"}]
    assert [each["id"] for each in found(client, "Observation", ("value-date", "2026-10"))] == [due["id"]]
    assert found(client, "Observation", ("value-date", "gt2026-10")) == []
    numbers = {
        code: found(client, "Observation", code=code)[0]["valueInteger"] for code in ("11878-6", "11977-6")
    }
    assert numbers == {"11878-6": 2, "11977-6": 1}
    change_due_date(
        episode_id=episode.pk,
        due_on=date(2026, 10, 8),
        set_on=date(2026, 4, 1),
        method="last_period",
        by=people.an,
        now=LATER - 180 * DAY,
    )
    (second,) = found(client, "Observation", code="http://loinc.org|11779-6")
    (status,) = found(client, "Observation", code=STATUS)
    assert status["hasMember"] == [{"reference": f"Observation/{second['id']}"}], "the last one holds"
    assert found(client, "Observation", code=DUE) == [due], "how it was reckoned first stays"
    assert (differences(), unshaped(), refused_elsewhere()) == ([], [], {})


@pytest.mark.django_db
def test_a_due_date_that_was_mistyped_is_a_version_before(people: Cast, connect: Connect) -> None:
    episode, client = booked(people.an).episode, connect(people.an)
    entry = Entry.objects.get(episode=episode, kind="due_dates")
    (first,) = leen().due_dates
    meant = type(first)(due_on=date(2026, 10, 14), set_on=first.set_on)
    correct_entry(entry_id=entry.pk, value=meant, reason="mistyped", by=people.an, now=BOOKED + DAY)
    (due,) = found(client, "Observation", code=DUE)
    assert (due["status"], due["valueDateTime"]) == ("corrected", "2026-10-14")
    before = client.get(f"/fhir/Observation/{due['id']}/_history/1").json()
    assert (before["status"], before["valueDateTime"]) == ("final", "2026-10-04")
    assert differences() == []


@pytest.mark.django_db
def test_after_the_birth_she_is_not_pregnant_and_who_does_not_see_it_sees_nothing(
    people: Cast, connect: Connect
) -> None:
    episode = booked(people.an).episode
    mother, gp, worker = account("leen", "mother"), account("george", "gp"), account("soe", "social_worker")
    for user in (mother, gp, worker):
        joined(episode, user, people.an)
    record_fact(episode_id=episode.pk, value=born(gestation="40+1"), by=people.an, now=LATER)
    (status,) = found(connect(gp), "Observation", code=STATUS)
    assert codes(status) == "60001007"
    assert datetime.fromisoformat(status["effectiveDateTime"]) == BORN
    assert "hasMember" not in status
    (weight,) = found(connect(gp), "Observation", code="8339-4")
    (long,) = found(connect(gp), "Observation", code="412726003")
    assert (weight["valueQuantity"]["value"], long["valueQuantity"]) == (
        3420,
        {"value": 281, "unit": "d", "system": "http://unitsofmeasure.org", "code": "d"},
    )
    assert weight["subject"]["reference"] != f"Patient/{episode.mother_id}"
    assert seems_not_to_exist(connect(worker), "Observation", weight["id"])
    give_consent(episode_id=episode.pk, module="birth_and_stay", given=False, by=mother, now=LATER, role="gp")
    assert found(connect(gp), "Observation", code=f"{STATUS},8339-4,412726003") == []
    assert len(found(connect(gp), "Observation", code=DUE)) == 1, "the pregnancy is still open to him"
    assert connect(gp).get(f"/fhir/Observation/{status['id']}/_history/1").status_code == 404
    assert (differences(), unshaped(), refused_elsewhere()) == ([], [], {})


@pytest.mark.django_db
def test_a_loss_that_was_written_by_mistake_leaves_her_pregnant(people: Cast, connect: Connect) -> None:
    episode, client = booked(people.an).episode, connect(people.an)
    lost = Loss(at=LATER, kind="miscarriage")
    entry = record_fact(episode_id=episode.pk, value=lost, by=people.an, now=LATER).entry
    (status,) = found(client, "Observation", code=STATUS)
    assert codes(status) == "60001007"
    slip = Retraction(fact=str(entry.pk), by="midwife", why="of another family", at=LATER + DAY)
    record_fact(episode_id=episode.pk, value=slip, by=people.an, now=LATER + DAY)
    (status,) = found(client, "Observation", code=STATUS)
    assert (codes(status), status["meta"]["versionId"]) == ("77386006", "3")
    assert differences() == []


@pytest.mark.django_db
def test_what_follows_from_the_record_is_not_changed_as_if_it_had_been_measured(
    people: Cast, connect: Connect
) -> None:
    booked(people.an)
    client = connect(people.an, "user/*.cruds")
    (there,) = found(client, "Observation", code=STATUS)
    (issue,) = send(client, there, 422, f"Observation/{there['id']}").json()["issue"]
    assert issue["expression"] == ["Observation.code"]
    assert found(client, "Observation", code=STATUS) == [there]


def determined(mother: UUID, **more: object) -> dict[str, object]:
    """A due date as a practice of ultrasound sends it."""
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": DUE}]},
        "subject": {"reference": f"Patient/{mother}"},
        "effectiveDateTime": "2026-04-01",
        "valueDateTime": "2026-10-08",
        "identifier": [{"system": "urn:echo", "value": "12"}],
        "method": {"coding": [{"system": METHODS, "code": "ultrasound"}]},
    } | more


@pytest.mark.django_db
def test_a_due_date_from_outside_moves_the_pathway_as_one_from_a_page(people: Cast, connect: Connect) -> None:
    episode = booked(people.an).episode
    client = connect(people.an, "user/*.cruds")
    before = found(client, "Task", code="blood-spot")
    made = send(client, determined(episode.mother_id), 201).json()
    assert (made["valueDateTime"], made["method"]["coding"][0]["code"]) == ("2026-10-08", "ultrasound")
    (status,) = found(client, "Observation", code=STATUS)
    assert status["hasMember"] == [{"reference": f"Observation/{made['id']}"}]
    assert found(client, "Task", code="blood-spot") != before, "what was promised lies elsewhere"
    assert send(client, determined(episode.mother_id), 200).json() == made, "sent again, it stands"
    better = made | {"valueDateTime": "2026-10-09", "note": [{"text": "mistyped"}]}
    better = send(client, better, 200, f"Observation/{made['id']}", **{"If-Match": 'W/"1"'}).json()
    assert (better["status"], better["meta"]["versionId"]) == ("corrected", "2")
    late = made | {"valueDateTime": "2026-10-11", "note": [{"text": "mistyped"}]}
    send(client, late, 412, f"Observation/{made['id']}", **{"If-Match": 'W/"1"'})
    (entry,) = Entry.objects.filter(episode=episode, kind="due_dates", corrects__isnull=False)
    assert (entry.reason, entry.author, entry.payload["due_on"]) == ("mistyped", people.an, "2026-10-09")
    assert (differences(), unshaped()) == ([], [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"valueDateTime": "2026-10"}, "valueDateTime"),
        ({"valueDateTime": "2027-10-08"}, "valueDateTime"),
        ({"effectiveDateTime": BOOKED.date().isoformat()}, "effectiveDateTime"),
        ({"status": "entered-in-error"}, "status"),
        ({"status": "preliminary"}, "status"),
        ({"subject": {"reference": "Patient/somebody"}}, "subject"),
        ({"note": [{"text": "by eye"}]}, "note"),
        ({"interpretation": [{"text": "late"}]}, "interpretation"),
        ({"hasMember": [{"reference": "Observation/1"}]}, "hasMember"),
        ({"method": {"coding": [{"system": METHODS, "code": "guess"}]}}, "method"),
    ],
)
def test_a_due_date_that_cannot_be_is_refused_by_its_element(
    people: Cast, connect: Connect, changed: dict[str, object], where: str
) -> None:
    episode = booked(people.an).episode
    client = connect(people.an, "user/*.cruds")
    (issue,) = send(client, determined(episode.mother_id, **changed), 422).json()["issue"]
    assert issue["expression"] == [f"Observation.{where}"]
    assert Entry.objects.filter(episode=episode, kind="due_dates").count() == 1


@pytest.mark.django_db
def test_nobody_determines_what_she_may_not_write(people: Cast, connect: Connect) -> None:
    episode = booked(people.an).episode
    partner = account("tom", "partner")
    joined(episode, partner, people.an)
    sent = determined(episode.mother_id)
    send(connect(people.stranger, "user/*.cruds"), sent, 404)
    assert send(connect(partner, "user/*.cruds"), sent, 403).status_code == 403
    send(connect(people.an), sent, 403)
    client = connect(people.an, "user/*.cruds")
    record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER)
    (issue,) = send(client, sent, 422).json()["issue"]
    assert "over" in issue["diagnostics"]
    (due,) = found(client, "Observation", code=DUE)
    warm = temperature(episode, id=due["id"])
    (issue,) = send(client, warm, 422, f"Observation/{due['id']}").json()["issue"]
    assert issue["expression"] == ["Observation.code"]
    assert Entry.objects.filter(episode=episode, kind="due_dates").count() == 1


LOST_ONE, LOST_ALL = (
    Loss(at=BORN - 9 * DAY, kind="vanished_twin", newborn="newborn-2"),
    Loss(at=BORN, kind="ectopic"),
)
LATER_ONE = born(born_at=BORN + timedelta(hours=2))
ONE, TWO = born(), born(newborn="newborn-2", born_at=BORN + timedelta(hours=1))


@pytest.mark.parametrize(
    ("known", "over"),
    [
        ({}, None),
        ({"births": (ONE,)}, BORN),
        ({"births": (ONE,), "expected_newborns": 2}, None),
        ({"births": (ONE, TWO), "expected_newborns": 2}, TWO.born_at),
        ({"births": (ONE, TWO)}, TWO.born_at),
        ({"losses": (LOST_ONE,), "expected_newborns": 2}, None),
        ({"births": (ONE,), "losses": (LOST_ONE,), "expected_newborns": 2}, BORN),
        ({"losses": (LOST_ALL,)}, BORN),
        ({"births": (LATER_ONE, ONE)}, LATER_ONE.born_at),
        ({"births": (ONE, LATER_ONE)}, LATER_ONE.born_at),
    ],
    ids=[
        "lasts",
        "one",
        "one of two",
        "both",
        "more than expected",
        "one lost",
        "one lost, one born",
        "all lost",
        "two say otherwise",
        "in the other order",
    ],
)
def test_a_pregnancy_is_over_with_the_last_child_that_was_expected(
    known: dict[str, object], over: datetime
) -> None:
    assert over_at(leen(**known)) == over
