"""The day of somebody who visits: where she goes, in which order, what is due there, and what it costs to look."""

from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kraamkring.core.facts import Appointment as AppointmentFact
from kraamkring.core.facts import Discharge, DueDate, Preferences, PregnancyFacts
from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.core.kernel.moments import local_day
from kraamkring.flows.book_pregnancy import Mother, book_pregnancy
from kraamkring.flows.build_network import leave_network
from kraamkring.flows.make_appointment import close_appointment, make_appointment
from kraamkring.flows.my_day import SeenMyDay, see_my_day
from kraamkring.flows.place_of_care import Address, keep_place_of_care, see_place_of_care
from kraamkring.packs.postcodes import point_of
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.network.models import Membership
from kraamkring.rooms.people.models import PlaceOfCare, PregnancyEpisode
from tests.cast import BOOKED, Cast, account, born, joined

from .ward import DAY, HOUR, fresh

pytestmark = pytest.mark.django_db

BRUSSELS = ZoneInfo("Europe/Brussels")
NOW = datetime(2026, 10, 17, 8, 0, tzinfo=BRUSSELS)  # a Saturday
KORTRIJK = Address(street="Kerkstraat 12", postcode="8500", town="Kortrijk", phone="056 12 34 56")


def family(by: User, name: str, home: datetime = NOW - 20 * HOUR) -> PregnancyEpisode:
    """A family that went home after a stay of a day; no visit is arranged."""
    due = local_day(home, BRUSSELS)
    facts = PregnancyFacts(
        booked_on=BOOKED.date(),
        region="be-vlg",
        due_dates=(DueDate(due_on=due, set_on=BOOKED.date()),),
        births=(born(born_at=home - 36 * HOUR),),
        discharges=(Discharge(who=("mother", "newborn-1"), at=home),),
        preferences=Preferences(maternity_care=False),
    )
    mother = Mother(given_name=name, language="fr", interpreter_needed=True)
    return book_pregnancy(facts=facts, mother=mother, by=by, now=BOOKED).episode


def agreed(episode: PregnancyEpisode, by: User, start: datetime, care: str = "home_visit") -> None:
    fact = AppointmentFact(care=care, start=start, end=start + HOUR, role=by.profession, accepted=True)
    place = Membership.objects.filter(episode=episode, user=by).first()
    make_appointment(
        episode_id=episode.pk, appointment=fact, by=by, now=NOW - DAY, member_id=place.pk if place else None,
        with_whom=by.name,
    )  # fmt: skip


def names(seen: SeenMyDay) -> list[str]:
    return [stop.mother.given_name for stop in seen.stops]


def test_by_agreed_time_first_and_then_what_presses_most(people: Cast) -> None:
    family(people.an, "Missed", NOW - 60 * HOUR)
    family(people.an, "Due")
    for hour, name in ((15, "Late"), (9, "Early")):
        agreed(family(people.an, name), people.an, NOW.replace(hour=hour))
    seen = see_my_day(by=people.an, now=NOW)
    assert names(seen) == ["Early", "Late", "Missed", "Due"]
    early, *_others, missed, _due = seen.stops
    assert "first-home-visit" in {each.promise.card.activity for each in early.due}
    assert {each.state for each in missed.due} >= {"gap"}
    assert missed.agreed == ()


def test_the_days_ahead_have_what_is_agreed_and_what_is_aimed_at_that_day(people: Cast) -> None:
    episode = family(people.an, "Leen")
    agreed(episode, people.an, NOW + 3 * DAY)
    today, third, fourteenth = (see_my_day(by=people.an, now=NOW, days_ahead=n) for n in (0, 3, 40))
    assert names(today) == ["Leen"]  # her first visit is due today, whatever is agreed for later
    assert [row.care for row in third.stops[0].agreed] == ["home_visit"]
    assert [on - today.day for on, _many in today.days] == [n * DAY for n in range(15)]
    assert dict(today.days)[third.day] == 1
    assert fourteenth.day == today.day + 14 * DAY
    aimed = [set(names(see_my_day(by=people.an, now=NOW, days_ahead=n))) for n in (1, 2, 12)]
    assert not all(aimed), "a family stands on the days it is for, not on every day of a window"


def test_a_cancelled_appointment_is_no_stop(people: Cast) -> None:
    episode = family(people.an, "Leen", NOW - 30 * DAY)
    agreed(episode, people.an, NOW + HOUR, "bereavement_talk")
    assert names(see_my_day(by=people.an, now=NOW)) == ["Leen"]
    row = see_my_day(by=people.an, now=NOW).stops[0].agreed[0]
    close_appointment(item=row.item, version=row.version, outcome="cancelled", by=people.an, now=NOW)
    assert names(see_my_day(by=people.an, now=NOW)) == []


def test_who_has_her_place_in_the_network_is_expected_and_not_who_registered_the_family(people: Cast) -> None:
    episode = family(people.an, "Leen")
    eva = account("eva", "midwife")
    joined(episode, eva, people.an, at=NOW - 2 * DAY)
    assert names(see_my_day(by=people.an, now=NOW)) == []
    assert names(see_my_day(by=eva, now=NOW)) == ["Leen"]
    assert names(see_my_day(by=people.colleague, now=NOW)) == []  # of the practice, and not the one expected
    leave_network(membership_id=Membership.objects.get(user=eva).pk, by=eva, now=NOW)
    assert names(see_my_day(by=eva, now=NOW + HOUR)) == []
    assert names(see_my_day(by=people.an, now=NOW + HOUR)) == ["Leen"]


def test_a_maternity_carer_sees_her_round_though_she_does_not_read_the_pregnancy(people: Cast) -> None:
    episode = family(people.an, "Leen")
    carer = account("mia", "maternity_carer")
    joined(episode, carer, people.an, at=NOW - 2 * DAY)
    agreed(episode, carer, NOW + HOUR, "maternity_care")
    (stop,) = see_my_day(by=carer, now=NOW).stops
    assert stop.facts is not None
    assert stop.writes
    assert stop.mother.interpreter_needed


def test_the_address_is_known_to_who_comes_and_the_last_one_holds(people: Cast) -> None:
    episode, id = family(people.an, "Leen"), fresh()
    for _ in range(2):
        keep_place_of_care(episode_id=episode.pk, address=KORTRIJK, id=id, by=people.an, now=NOW)
    (stop,) = see_my_day(by=people.an, now=NOW).stops
    assert (stop.place.street, stop.phone) == ("Kerkstraat 12", "+3256123456")
    assert stop.point == point_of("8500", "be-vlg")
    moved = Address(street="Dreef 1", postcode="9000")
    keep_place_of_care(episode_id=episode.pk, address=moved, id=fresh(), by=people.an, now=NOW + HOUR)
    seen = see_place_of_care(episode_id=episode.pk, by=people.an, now=NOW + HOUR)
    assert (seen.place.street, seen.place.phone) == ("Dreef 1", "")
    assert PlaceOfCare.objects.count() == 2
    assert AuditEvent.objects.filter(what="address", action="write").count() == 2


def test_an_address_that_is_none(people: Cast) -> None:
    episode = family(people.an, "Leen")
    for address, field in (
        (Address(), "street"),
        (Address(phone="12"), "phone"),
        (Address(town="  "), "street"),
    ):
        with pytest.raises(Refusal) as refused:
            keep_place_of_care(episode_id=episode.pk, address=address, id=fresh(), by=people.an, now=NOW)
        assert refused.value.field == field
    with pytest.raises(NotThere):
        keep_place_of_care(episode_id=episode.pk, address=KORTRIJK, id=fresh(), by=people.stranger, now=NOW)
    buddy = account("bo", "buddy")
    joined(episode, buddy, people.an, at=NOW - 2 * DAY)
    with pytest.raises(NotAllowed):
        keep_place_of_care(episode_id=episode.pk, address=KORTRIJK, id=fresh(), by=buddy, now=NOW)


def test_an_id_of_another_family_is_refused(people: Cast) -> None:
    one, other, id = family(people.an, "One"), family(people.an, "Other"), fresh()
    keep_place_of_care(episode_id=one.pk, address=KORTRIJK, id=id, by=people.an, now=NOW)
    with pytest.raises(Refusal, match="belongs to something else"):
        keep_place_of_care(episode_id=other.pk, address=KORTRIJK, id=id, by=people.an, now=NOW)


def test_who_visits_nobody_has_an_empty_day(people: Cast) -> None:
    mother = account("leen", "mother")
    joined(family(people.an, "Leen"), mother, people.an, at=NOW - 2 * DAY)
    assert names(see_my_day(by=mother, now=NOW)) == []
    assert names(see_my_day(by=people.stranger, now=NOW)) == []


def test_a_look_leaves_a_row_and_the_queries_do_not_grow_with_the_families(people: Cast) -> None:
    counts = []
    for many in (1, 6):
        for number in range(many):
            agreed(family(people.an, f"Leen {number}"), people.an, NOW + number * HOUR / 4)
        with CaptureQueriesContext(connection) as asked:
            see_my_day(by=people.an, now=NOW)
        counts.append(len(asked))
    assert counts[0] == counts[1], [q["sql"] for q in asked]
    assert AuditEvent.objects.filter(action="read", what="my_day:7").count() == 1


def test_points_of_postcodes() -> None:
    leuven, ghent = point_of("3000", "be-vlg"), point_of("9000", "be-vlg")
    assert leuven is not None
    assert ghent is not None
    assert leuven.longitude > ghent.longitude
    assert point_of("3511 AB", "nl") == point_of("3511", "nl") is not None
    assert point_of("0000", "be-vlg") is None
    assert point_of("3000", None) is None
    assert all(one != other for one, other in pairwise([leuven, ghent, point_of("3000", "nl")]))
