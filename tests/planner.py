"""An organisation that gives maternity care in the tests: who plans, her carers, and families that asked it."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.facts import Birth, DueDate
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.core.planning.stop import Stop
from kraamkring.flows.ask_maternity_care import ask_maternity_care
from kraamkring.flows.book_pregnancy import Mother, book_pregnancy
from kraamkring.flows.carers import agree_contract
from kraamkring.flows.decide_shift import accept_proposals
from kraamkring.flows.place_of_care import Address, keep_place_of_care
from kraamkring.flows.plan_week import Planned, ask_plan, plan_now
from kraamkring.flows.publish_plan import Published, publish_plan
from kraamkring.flows.record_birth import record_birth
from kraamkring.rooms.accounts.actions import open_organisation
from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import BOOKED, account, leen

DAY = timedelta(days=1)
CONTRACT_FROM = date(2026, 1, 1)


class House(NamedTuple):
    """Who plans, her carers by name, and the mothers' pregnancies by name."""

    organisation: Organisation
    planner: User
    carers: dict[str, User]
    families: dict[str, PregnancyEpisode]


def house(
    an: User, now: datetime, *, carers: str = "yara zoe", families: str = "Leen Mila", hours: int = 32
) -> House:
    """Carers of so many hours a week in 9000 and 9040; each family had its child at home this morning and gets 32 hours
    in eight days; its midwife, an, asked for it."""
    organisation = open_organisation(
        name="Kraamzorg De Brug", kind="maternity_care", region="be-vlg", now=BOOKED
    )
    planner = account("petra", "planner", organisation)
    found: dict[str, User] = {}
    for number, name in enumerate(carers.split()):
        found[name] = account(name, "maternity_carer", organisation)
        agree_contract(
            carer_id=found[name].pk, kind="employed", hours_a_week=hours, first_day=CONTRACT_FROM, last_day=None,
            postcode=("9000", "9040")[number % 2], areas=(), by=planner, now=BOOKED, id=new_id(BOOKED),
        )  # fmt: skip
    episodes = {name: born_at_home(name, an, now) for name in families.split()}
    for episode in episodes.values():
        ask(episode, organisation, an, now)
    return House(organisation, planner, found, episodes)


def born_at_home(name: str, an: User, now: datetime) -> PregnancyEpisode:
    """A family whose child came today, at home in 9000 Gent."""
    due = DueDate(due_on=now.date() - DAY, set_on=BOOKED.date())
    episode = book_pregnancy(
        facts=leen(due_dates=(due,)), mother=Mother(given_name=name), by=an, now=BOOKED
    ).episode
    keep_place_of_care(
        episode_id=episode.pk, address=Address(street="Kouter 1", postcode="9000", town="Gent"), by=an,
        now=BOOKED, id=new_id(BOOKED),
    )  # fmt: skip
    birth = Birth(
        newborn="newborn-1", born_at=now - timedelta(hours=2), outcome="live", place="home", mode="vaginal",
        weight_g=3400,
    )  # fmt: skip
    record_birth(episode_id=episode.pk, births=[birth], id=new_id(now), by=an, now=now)
    return episode


def ask(
    episode: PregnancyEpisode, organisation: Organisation, by: User, now: datetime, **more: object
) -> None:
    """Its midwife asks for eight days of four hours, unless something else is said."""
    said: dict[str, object] = {"hours": 32, "days": 8} | more
    ask_maternity_care(
        episode_id=episode.pk, organisation_id=organisation.pk, by=by, now=now, id=new_id(now), **said,  # type: ignore[arg-type]
    )  # fmt: skip


def untimed(seconds: float) -> Stop:
    """Plans of the tests end by steps."""
    raise AssertionError(seconds)


def planned(at: House, now: datetime, **more: object) -> Planned:
    """A week from today, found with few steps."""
    asked: dict[str, object] = {"first_day": now.date(), "steps": 500, "id": new_id(now)} | more
    run = ask_plan(by=at.planner, now=now, **asked)  # type: ignore[arg-type]
    return plan_now(run_id=run.pk, now=now, timed=untimed)


def done(run_id: UUID, now: datetime) -> Planned:
    """A run that a flow asked for."""
    return plan_now(run_id=run_id, now=now, timed=untimed)


def published(at: House, now: datetime) -> Published:
    """A week from today: planned, agreed with, promised."""
    planned(at, now)
    return confirmed(at, now)


def confirmed(at: House, now: datetime) -> Published:
    """Everything that is proposed, agreed with and promised."""
    last = now.date() + 13 * DAY
    accept_proposals(first_day=now.date(), last_day=last, by=at.planner, now=now)
    return publish_plan(first_day=now.date(), last_day=last, by=at.planner, now=now)
