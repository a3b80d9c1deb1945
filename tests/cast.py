"""Who lives in the tests: An the midwife and her practice, a colleague, a stranger, and the family of Leen."""

from datetime import UTC, date, datetime
from typing import NamedTuple

from kraamkring.core.facts import Birth, DueDate, Preferences, PregnancyFacts
from kraamkring.flows.book_pregnancy import Booking, Mother, book_pregnancy
from kraamkring.flows.build_network import accept_invitation, invite_to_network
from kraamkring.flows.coordinate import choose_coordinator
from kraamkring.rooms.accounts.actions import give_account, open_organisation
from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.network.actions import Invited
from kraamkring.rooms.network.models import Coordination, Membership
from kraamkring.rooms.people.models import PregnancyEpisode

BOOKED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BORN = datetime(2026, 10, 5, 6, 30, tzinfo=UTC)
LATER = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)


class Cast(NamedTuple):
    """Users and their organisations; the stranger works elsewhere."""

    practice: Organisation
    an: User
    colleague: User
    stranger: User


def cast() -> Cast:
    """Everyone, fresh in the database."""
    practice = open_organisation(name="Praktijk De Linde", kind="practice", region="be-vlg", now=BOOKED)
    elsewhere = open_organisation(name="Praktijk Elders", kind="practice", region="be-vlg", now=BOOKED)

    def midwife(name: str, organisation: Organisation) -> User:
        return give_account(
            email=f"{name}@example.org",
            name=name.title(),
            profession="midwife",
            organisation=organisation,
            now=BOOKED,
        )

    return Cast(practice, midwife("an", practice), midwife("bea", practice), midwife("stranger", elsewhere))


def leen(**more: object) -> PregnancyFacts:
    """A pregnancy in Flanders, due 04-10-2026, booked at about nine weeks."""
    known = {
        "booked_on": BOOKED.date(),
        "region": "be-vlg",
        "due_dates": (DueDate(due_on=date(2026, 10, 4), set_on=BOOKED.date()),),
        "preferences": Preferences(stay="short"),
    }
    return PregnancyFacts(**(known | more))


def booked(by: User, **more: object) -> Booking:
    """Leen's pregnancy, booked."""
    return book_pregnancy(facts=leen(**more), mother=Mother(given_name="Leen"), by=by, now=BOOKED)


def born(**otherwise: object) -> Birth:
    """Leen's child."""
    known = {
        "newborn": "newborn-1",
        "born_at": BORN,
        "outcome": "live",
        "place": "hospital",
        "mode": "vaginal",
        "weight_g": 3420,
    }
    return Birth(**(known | otherwise))


def account(name: str, profession: str, organisation: Organisation | None = None) -> User:
    """Somebody who can sign in, of no organisation or of this one."""
    return give_account(
        email=f"{name}@example.org",
        name=name.title(),
        profession=profession,
        organisation=organisation,
        now=BOOKED,
    )


def invited(
    episode: PregnancyEpisode, user: User, by: User, role: str = "", at: datetime = LATER, **more: object
) -> Membership:
    """A place for this person in the network, in the role of her profession; not accepted yet."""
    place = Invited(role=role or user.profession, user=user, **more)
    return invite_to_network(episode_id=episode.pk, invited=place, by=by, now=at).membership


def joined(
    episode: PregnancyEpisode, user: User, by: User, role: str = "", at: datetime = LATER, **more: object
) -> Membership:
    """The same, accepted by her at once."""
    membership = invited(episode, user, by, role, at, **more)
    return accept_invitation(membership_id=membership.pk, by=user, now=at).membership


def give_coordinator(episode: PregnancyEpisode, user: User, at: datetime = LATER) -> Coordination:
    """She who registered the pregnancy joins her network, and coordinates it."""
    membership = joined(episode, user, episode.registered_by, at=at)
    task = choose_coordinator(membership_id=membership.pk, by=user, now=at).coordination
    assert task is not None
    return task
