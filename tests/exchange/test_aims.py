"""What is aimed at, what was told when a family was handed over, where it is at home: to who may read each."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kraamkring.core.facts import Appointment as AppointmentFact
from kraamkring.flows.give_consent import give_consent
from kraamkring.flows.hand_over import say_about, say_read
from kraamkring.flows.make_appointment import close_appointment, make_appointment
from kraamkring.flows.place_of_care import Address, keep_place_of_care
from kraamkring.flows.talk_about_plan import add_point, settle_point
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from tests.cast import LATER, Cast, account, booked, joined
from tests.flows.test_hand_over import given, spoken
from tests.flows.ward import DAY, FRIDAY_EVENING, HOUR, Ward, fresh, give_birth, ward

from .anew import differences, refused_elsewhere, unshaped
from .conftest import Connect
from .test_documents import document, words
from .test_reading import seen
from .test_searching import found
from .test_types import seems_not_to_exist

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(people: Cast) -> Ward:
    made = ward(people)
    give_birth(made)
    return made


def test_a_point_of_the_plan_is_proposed_until_it_is_settled(people: Cast, connect: Connect) -> None:
    leen, client = booked(people.an).episode, connect(people.an)
    point = add_point(
        episode_id=leen.pk, topic="Feeding", text="Breast, and no bottle", by=people.an, now=LATER
    )
    (aim,) = found(client, "Goal", ("lifecycle-status", "proposed"))
    assert (aim["description"], aim["category"]) == ({"text": "Breast, and no bottle"}, [{"text": "Feeding"}])
    settle_point(item=point.item, version=1, by=people.an, now=LATER + DAY)
    (aim,) = found(client, "Goal", ("lifecycle-status", "accepted"))
    assert aim["meta"]["versionId"] == "2"
    gp, mother = account("george", "gp"), account("leen", "mother")
    joined(leen, gp, people.an)
    joined(leen, mother, people.an)
    assert found(connect(gp), "Goal") == [aim]
    give_consent(episode_id=leen.pk, module="plan", given=False, by=mother, now=LATER, role="gp")
    assert seems_not_to_exist(connect(gp), "Goal", aim["id"])
    assert (differences(), unshaped(), refused_elsewhere()) == ([], [], {})


def test_the_goals_of_the_week_are_those_that_were_written_last(
    here: Ward, people: Cast, connect: Connect
) -> None:
    first = seen(here.episode, people.an, "week_goals", "To feed without help")
    (aim,) = found(connect(people.an), "Goal")
    assert (aim["description"]["text"], aim["lifecycleStatus"]) == ("To feed without help", "active")
    seen(here.episode, people.an, "week_goals", "To bathe her", later=timedelta(hours=2))
    (aim,) = found(connect(people.an), "Goal")
    assert (aim["description"]["text"], aim["meta"]["versionId"]) == ("To bathe her", "2")
    seen(
        here.episode,
        people.an,
        "week_goals",
        "To feed alone",
        corrects=first,
        reason="misheard",
        later=3 * HOUR,
    )
    assert [each["description"]["text"] for each in found(connect(people.an), "Goal")] == ["To feed alone"]
    assert (differences(), unshaped()) == ([], [])


def test_a_hand_over_goes_out_in_its_four_parts_with_who_read_it(here: Ward, connect: Connect) -> None:
    row = given(here)
    (told,) = found(connect(here.an), "Communication")
    assert [each["contentString"] for each in told["payload"]] == [
        "S: Home this evening", "B: First child", "A: Well, tired", "R: Weigh tomorrow",
    ]  # fmt: skip
    assert told["recipient"] == [{"reference": f"Practitioner/{here.an.pk}"}]
    assert told["sender"] == {"reference": f"Practitioner/{here.wies.pk}"}
    assert told["subject"]["reference"] == f"Patient/{here.episode.mother_id}"
    assert len(told["about"]) == 1
    assert "received" not in told
    say_read(hand_over_id=row.pk, by=here.an, now=FRIDAY_EVENING + HOUR, id=fresh())
    say_about(hand_over_id=row.pk, words="At what hour?", by=here.an, now=FRIDAY_EVENING + HOUR, id=fresh())
    (told,) = found(connect(here.an), "Communication", recipient=f"Practitioner/{here.an.pk}")
    assert told["received"] == (FRIDAY_EVENING + HOUR).isoformat().replace("+00:00", "Z")
    assert [each["text"] for each in told["note"]] == ["At what hour?"]
    assert (differences(), unshaped(), refused_elsewhere()) == ([], [], {})


def test_words_about_both_are_read_by_who_may_read_about_each(here: Ward, connect: Connect) -> None:
    """A partner reads about the child and not about the mother; what was told of both is closed to him. To a GP it is
    closed as soon as the mother closes one of the two."""
    gp, partner, mother = here.gp, account("tom", "partner"), here.leen
    joined(here.episode, partner, here.an)
    given(here)
    given(here, told=spoken(), id=fresh())
    both, hers = sorted(
        found(connect(here.an), "Communication"), key=lambda each: len(each["payload"]), reverse=True
    )
    assert {each["id"] for each in found(connect(gp), "Communication")} == {both["id"], hers["id"]}
    assert seems_not_to_exist(connect(partner), "Communication", both["id"])

    def closes(module: str, user: User) -> None:
        give_consent(
            episode_id=here.episode.pk, module=module, given=False, by=mother, now=LATER + 9 * DAY, user=user
        )

    closes("child", gp)
    assert [each["id"] for each in found(connect(gp), "Communication")] == [hers["id"]]
    assert connect(gp).get(f"/fhir/Communication/{both['id']}").status_code == 404
    closes("network", gp)
    assert found(connect(gp), "Communication") == []


def test_a_hand_over_is_told_in_one_piece(here: Ward, connect: Connect) -> None:
    """What was told, of whom, to whom and whether it was read; and nobody reads more than the Communication."""
    given(here)
    (told,) = found(connect(here.an), "Communication")
    path = f"Communication/{told['id']}/$hand-over"
    sections, there = document(connect(here.an), path)
    parts = {each["contentString"][0]: each["contentString"][3:] for each in told["payload"]}
    assert [words(sections[code]) for code in ("situation", "recommendation")] == [[parts["S"]], [parts["R"]]]
    assert words(sections["given-to"])[-1] == "not read yet"
    assert f"Communication/{told['id']}" in there
    whom = {each["reference"] for each in (told["subject"], *told["about"])}
    assert whom <= set(there), "mother and child stand in it"
    assert connect(account("sam", "midwife")).get(f"/fhir/{path}").status_code == 404
    partner = account("tom", "partner")
    joined(here.episode, partner, here.an)
    assert connect(partner).get(f"/fhir/{path}").status_code == 404, "part of it is about her"
    assert AuditEvent.objects.filter(what="fhir:hand_over:Communication", actor=here.an).count() == 1


def test_where_they_are_at_home_is_named_by_whoever_is_still_to_come(
    here: Ward, people: Cast, connect: Connect
) -> None:
    now = FRIDAY_EVENING
    visit = AppointmentFact(
        care="home_visit", start=now + DAY, end=now + DAY + HOUR, role="midwife", accepted=False
    )
    made = make_appointment(
        episode_id=here.episode.pk, appointment=visit, with_whom="Mia", by=people.an, now=now
    ).appointment
    client = connect(people.an)
    assert found(client, "Location") == []
    home = Address(
        street="Kerkstraat 1", postcode="9000", town="Gent", phone="0470 12 34 56", finding="Second bell"
    )
    keep_place_of_care(episode_id=here.episode.pk, address=home, id=fresh(), by=people.an, now=now)
    (place,) = found(client, "Location", ("address-postalcode", "9000"))
    assert place["address"] == {"use": "home", "line": ["Kerkstraat 1"], "city": "Gent", "postalCode": "9000"}
    assert place["telecom"] == [{"system": "phone", "value": "+32470123456"}]
    (named,) = found(client, "Appointment", location=f"Location/{place['id']}")
    assert named["id"] == str(made.item)
    along = client.get(f"/fhir/Appointment?_id={made.item}&_include=Appointment:location").json()["entry"]
    assert place["id"] in {each["resource"]["id"] for each in along}
    assert seems_not_to_exist(connect(people.stranger), "Location", place["id"])
    close_appointment(item=made.item, version=1, outcome="cancelled", by=people.an, now=now + HOUR)
    assert found(client, "Appointment", location=f"Location/{place['id']}") == [], (
        "nobody comes there any more"
    )
    assert (differences(), unshaped(), refused_elsewhere()) == ([], [], {})
