"""A small region, grown through the flows: the families of the stories and one practice around them."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from kraamkring.core.pathway import Activity, assess
from kraamkring.demo.acts import HOUR, local
from kraamkring.demo.deeds import Users
from kraamkring.demo.growing import BACK_FILLED, grow, perform, settle_in, sweeps
from kraamkring.demo.region import Region
from kraamkring.flows.pathway import facts_now, pathway_of
from kraamkring.rooms.accounts.models import OnCall, User
from kraamkring.rooms.careplan.models import AlarmStep
from kraamkring.rooms.messages.actions import kept_in
from kraamkring.rooms.messages.models import DeliveryState, Message, State, Waiting
from kraamkring.rooms.network.queries import coordinator_of
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.models import Entry

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)  # a Sunday
REGION = Region("district", 1, 0, NOW)


class Grown(NamedTuple):
    """What growing did, and how every mother stands afterwards, by given name."""

    did: Counter[str]
    stands: dict[str, dict[str, Activity]]

    def needs(self, name: str) -> dict[str, str]:
        return {key: a.state for key, a in self.stands[name].items() if a.state in ("gap", "at_risk")}


@pytest.fixture(scope="module")
def grown(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Grown]:
    """Grown once for all tests of this file, which only look."""
    from django.db import connection, transaction

    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        settle_in(REGION)
        did = grow(REGION, local(REGION.opens_on, 0), NOW)
        stands = {}
        for episode in PregnancyEpisode.objects.select_related("mother"):
            facts = facts_now(episode)
            activities = assess(pathway_of(facts), facts, NOW)
            stands[episode.mother.given_name] = {a.promise.key: a for a in activities}
        yield Grown(did, stands)
        transaction.set_rollback(True)
    connection.close()


def test_nothing_is_refused_but_the_move_to_where_no_protocol_is_known(grown: Grown) -> None:
    assert {deed: n for deed, n in grown.did.items() if deed.startswith("refused")} == {"refused record": 1}
    assert len(grown.stands) == len(REGION.stories) == 11


def test_amina_went_home_last_evening_and_nobody_has_come(grown: Grown) -> None:
    needs = grown.needs("Amina")
    assert needs["first-home-visit/mother/homecoming/1"] == "at_risk"
    assert sorted(needs.values()).count("gap") == 2
    assert "discharge-visit-agreed/mother/homecoming/1" in needs


@pytest.mark.parametrize("name", ["Lotte", "Inge", "Noor", "Selam", "Hanne", "Julie", "Manon"])
def test_a_family_that_is_held(grown: Grown, name: str) -> None:
    assert grown.needs(name) == {}


def test_what_went_wrong_shows(grown: Grown) -> None:
    assert grown.needs("Elif") == {"blood-spot/newborn-1/birth/1": "gap"}
    assert (
        grown.needs("Sarah")["first-home-visit/mother/homecoming/1"] == "gap"
    )  # Friday 18:00, now Sunday 9:00
    assert set(grown.needs("Fien")) == {"home-midwife/mother/booking/1"}


def test_hard_ones_are_among_them(grown: Grown) -> None:
    births = Counter(
        Entry.objects.filter(kind="births").values_list("episode__mother__given_name", flat=True)
    )
    assert births["Noor"] == 2
    assert Entry.objects.get(kind="births", payload__outcome="stillborn").episode.mother.given_name == "Hanne"
    assert PregnancyEpisode.objects.get(mother__given_name="Selam").mother.interpreter_needed
    handed_over = coordinator_of(PregnancyEpisode.objects.get(mother__given_name="Julie"))
    assert handed_over is not None
    assert handed_over.membership.user.email == "bea@demo.example"
    assert not Entry.objects.filter(kind="moves").exists()
    assert User.objects.get(email="amina@demo.example").profession == "mother"


def test_no_message_of_the_past_goes_out(grown: Grown) -> None:
    assert Message.objects.count() > 300
    assert not Waiting.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name="deliver_message").exists()
    ends = DeliveryState.objects.filter(number=2)
    assert ends.count() == Message.objects.count()
    assert set(ends.values_list("state", "why")) >= {(State.CANCELLED, BACK_FILLED)}


def test_gaps_have_a_history(grown: Grown) -> None:
    steps = Counter(AlarmStep.objects.values_list("what", flat=True))
    assert steps["acknowledged"] > 0
    assert steps["closed"] > steps["acknowledged"] / 4
    assert OnCall.objects.filter(until=None).exists()


def test_acts_that_are_done_again_after_an_interruption_write_nothing(grown: Grown) -> None:
    tables = (Entry, Message, PregnancyEpisode)
    before = [table.objects.count() for table in tables]
    with kept_in(BACK_FILLED):
        perform(REGION.acts(NOW - timedelta(days=4), NOW), Users())
    assert [table.objects.count() for table in tables] == before


def test_the_same_seed_tells_the_same_course() -> None:
    def told(seed: int) -> list[tuple[str, ...]]:
        region = Region("district", seed, 60, NOW)
        acts = region.acts(NOW - 30 * 24 * HOUR, NOW)
        return [(act.at.isoformat(), act.do, act.name, act.by, act.family.mother.family_name) for act in acts]

    assert told(1) == told(1)
    assert told(1) != told(2)
    assert len(told(1)) > 100


def test_a_region_has_about_as_many_families_as_were_asked_for() -> None:
    region = Region("district", 1, 200, NOW)
    after = local(region.opens_on, 0)
    found = [family for family in region.around(after, NOW) if region.acts_of(family)[0].at <= NOW]
    assert len(found) - len(region.stories) == pytest.approx(200, abs=45)


def test_the_past_is_swept_on_mondays_and_lately_every_morning() -> None:
    at = list(sweeps(REGION, NOW - timedelta(weeks=10), NOW))
    assert [each.weekday() for each in at[:5]] == [0] * 5
    assert at[-1] == local(NOW.date(), 7, 30)
    assert at[-1] - at[-2] == timedelta(days=1)
