"""A ward in Ghent and the circle around Leen, for the journeys around a birth."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.facts import Appointment as AppointmentFact
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.core.pathway import Activity
from kraamkring.flows.make_appointment import make_appointment
from kraamkring.flows.record_birth import record_birth
from kraamkring.flows.see_pathway import see_pathway
from kraamkring.rooms.accounts.actions import open_organisation
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.models import Appointment
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.messages.queries import with_state
from kraamkring.rooms.network.models import Membership
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import BOOKED, Cast, account, booked, born, give_coordinator, joined

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BORN = datetime(2026, 10, 15, 4, 0, tzinfo=UTC)  # Thursday, 06:00 in Brussels
OF_THE_NETWORK = {"invited", "accepted", "asked", "coordinator", "coordinates"}
FRIDAY_EVENING = BORN + 36 * HOUR


class Ward(NamedTuple):
    """Leen's pregnancy, due 14-10-2026 or so, with her circle: An coordinates; Wies works on the ward."""

    episode: PregnancyEpisode
    an: User
    wies: User
    gp: User
    leen: User
    stranger: User


def ward(people: Cast, **facts: object) -> Ward:
    """Everyone, and nothing born yet."""
    episode = booked(people.an, **facts).episode
    give_coordinator(episode, people.an, at=BOOKED)
    hospital = open_organisation(name="AZ Voorbeeld", kind="hospital", region="be-vlg", now=BOOKED)
    wies = account("wies", "ward_midwife", hospital)
    gp, leen = account("george", "gp"), account("leen", "mother")
    for user in (wies, gp, leen):
        joined(episode, user, people.an, at=BOOKED)
    return Ward(episode, people.an, wies, gp, leen, people.stranger)


def fresh(now: datetime = BORN) -> UUID:
    """The id that a form carries."""
    return new_id(now)


def give_birth(here: Ward, *outcomes: str, at: datetime = BORN) -> None:
    """One child for each outcome; one that lives, if none is given. Messages of it are left waiting."""
    births = [
        born(newborn=f"newborn-{number}", born_at=at + number * HOUR / 6, outcome=outcome)
        for number, outcome in enumerate(outcomes or ("live",), start=1)
    ]
    record_birth(episode_id=here.episode.pk, births=births, id=fresh(), by=here.wies, now=at + HOUR)


def agreed(here: Ward, care: str, start: datetime, by: User, *who: str) -> Appointment:
    """An appointment of half an hour with this member, accepted by her."""
    fact = AppointmentFact(
        care=care, start=start, end=start + HOUR / 2, role=by.profession, accepted=True, who=who or None
    )
    place = Membership.objects.get(episode=here.episode, user=by)
    return make_appointment(
        episode_id=here.episode.pk, appointment=fact, by=by, now=BORN - DAY, member_id=place.pk
    ).appointment


def states(here: Ward, now: datetime) -> dict[str, str]:
    """The state of every activity, by key."""
    return {key: each.state for key, each in activities(here, now).items()}


def activities(here: Ward, now: datetime) -> dict[str, Activity]:
    """Every activity, by key."""
    seen = see_pathway(episode_id=here.episode.pk, by=here.an, now=now)
    return {each.promise.key: each for each in seen.activities}


def outbox() -> list[tuple[str, str, str]]:
    """Every message but those about the network itself: what was told, to whom, and what became of it; sorted."""
    rows = [row for row in with_state(Message.objects.all()) if _what(row) not in OF_THE_NETWORK]
    return sorted((_what(row), row.address.partition("@")[0], row.state) for row in rows)


def sent_of(what: str) -> list[str]:
    """Who was told this, by a message that was not cancelled."""
    return [who for name, who, state in outbox() if name == what and state != "cancelled"]


def _what(message: Message) -> str:
    return message.intention.partition(":")[0]
