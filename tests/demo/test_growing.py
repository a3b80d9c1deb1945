"""A small region, grown through the flows: the families of the stories and one practice around them."""

import logging
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from kraamkring.core.exchange import TYPES
from kraamkring.core.pathway import Activity as Assessed
from kraamkring.core.pathway import assess
from kraamkring.demo.acts import DAY, HOUR, Act, local
from kraamkring.demo.deeds import DEEDS, Users
from kraamkring.demo.growing import BACK_FILLED, LATELY, grow, log, perform, settle_in, sweeps
from kraamkring.demo.region import Region
from kraamkring.flows.pathway import facts_now, pathway_of
from kraamkring.flows.see_today import see_today
from kraamkring.rooms.accounts.models import OnCall, User
from kraamkring.rooms.careplan.models import (
    Activity,
    AlarmStep,
    Appointment,
    HandOver,
    HandOverStep,
    PlanComment,
    PostnatalPlan,
)
from kraamkring.rooms.exchange.models import Resource
from kraamkring.rooms.messages.actions import kept_in
from kraamkring.rooms.messages.models import DeliveryState, Message, State, Waiting
from kraamkring.rooms.network.models import Membership
from kraamkring.rooms.network.queries import coordinator_of
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.models import Entry, Observation
from tests.exchange.anew import refused_elsewhere

pytestmark = pytest.mark.xdist_group("growing")  # one test process grows it, not each
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)  # a Sunday
REGION = Region("district", 1, 0, NOW)


class Grown(NamedTuple):
    """What was refused, and how every mother stands afterwards, by given name."""

    refused: list[str]
    stands: dict[str, dict[str, Assessed]]

    def needs(self, name: str) -> dict[str, str]:
        return {key: a.state for key, a in self.stands[name].items() if a.state in ("gap", "at_risk")}


class Heard(logging.Handler):
    """What was written in the log of growing."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


class Killed(BaseException):
    """Nobody catches it: the process is gone."""


def killed_on_the_way(after: datetime) -> datetime:
    """Grows until the process dies in the middle of a day: right after an act was committed, before anybody noted it.
    How far it was noted."""
    reached, done, visit = [after], Counter[str](), DEEDS["visit"]

    def dies(act: Act, by: User, users: Users) -> object:
        visit(act, by, users)
        done["visit"] += 1
        if done["visit"] == 2:
            raise Killed
        return None

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(DEEDS, "visit", dies)
        with pytest.raises(Killed):
            grow(REGION, after, NOW, reached.append)
    return reached[-1]


@pytest.fixture(scope="module")
def grown(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Grown]:
    """Grown once for all tests of this file, which only look: in two goes, the first of which was killed."""
    from django.db import connection, transaction

    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        settle_in(REGION)
        heard = Heard()
        log.addHandler(heard)
        log.setLevel(logging.INFO)
        noted = killed_on_the_way(REGION.opens_at)
        assert REGION.opens_at < noted < NOW
        grow(REGION, noted, NOW)
        log.removeHandler(heard)
        stands = {}
        for episode in PregnancyEpisode.objects.select_related("mother"):
            facts = facts_now(episode)
            activities = assess(pathway_of(facts), facts, NOW)
            stands[episode.mother.given_name] = {a.promise.key: a for a in activities}
        yield Grown(heard.said, stands)
        transaction.set_rollback(True)
    connection.close()


def test_nothing_is_refused(grown: Grown) -> None:
    assert grown.refused == []
    assert len(grown.stands) == len(REGION.stories) == 12


def test_amina_went_home_last_evening_and_nobody_has_come(grown: Grown) -> None:
    needs = grown.needs("Amina")
    assert needs["first-home-visit/mother/homecoming/1"] == "at_risk"
    assert sorted(needs.values()).count("gap") == 2
    assert "discharge-visit-agreed/mother/homecoming/1" in needs


@pytest.mark.parametrize("name", ["Lotte", "Inge", "Noor", "Selam", "Hanne", "Julie", "Manon", "Lien"])
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
    assert handed_over.membership.user
    assert handed_over.membership.user.email == "bea@demo.example"
    assert Entry.objects.get(kind="moves").episode.mother.given_name == "Manon"
    assert Entry.objects.get(kind="readmissions").episode.mother.given_name == "Lien"
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


def test_no_act_is_done_twice_or_left_out_by_the_kill(grown: Grown) -> None:
    kept = set(Entry.objects.values_list("pk", flat=True))
    said = {act.id for act in REGION.acts(REGION.opens_at, NOW) if act.do == "record"}
    assert len(said) > 100
    assert said <= kept
    visits = [act for act in REGION.acts(REGION.opens_at, NOW) if act.do == "visit"]
    seen = Entry.objects.filter(kind="contacts", payload__kind="home_visit", episode__in=_ids(visits))
    by_hand = seen.filter(pk__in=said).count()
    assert seen.count() - by_hand == len(visits)


def _ids(acts: list[Act]) -> set[UUID]:
    return {act.family.id for act in acts}


def test_the_coordinator_finds_gaps_to_close(grown: Grown) -> None:
    today = see_today(by=User.objects.get(email="mieke@demo.example"), now=NOW)
    gaps = [a for family in today.families for a in family.activities if a.state == "gap"]
    assert len(gaps) >= 3
    assert {family.mother.given_name for family in today.families} >= {"Amina", "Elif"}


@pytest.mark.parametrize("day", range(7))
@pytest.mark.parametrize("hour", [0, 6, 12, 18, 23])
def test_there_are_gaps_at_whatever_hour_the_region_is_grown(day: int, hour: int) -> None:
    """Of Amina two (she went home without a visit and without a check agreed on), of Elif the heel prick."""
    now = local(NOW.date() + day * DAY, hour, 10)
    region = Region("district", 1, 0, now)
    stories = {family.story: (family, acts) for family, acts in region.stories.items()}
    family, acts = stories["amina"]
    after = {act.do: act.at for act in acts if act.at >= family.delivery.born_at[-1]}
    assert after["go_home"] < now - 4 * HOUR
    assert not after.keys() & {"visit", "appoint"}
    family, acts = stories["spot"]
    assert now - family.delivery.born_at[0] > 96 * HOUR
    assert not any(act.do == "screen" and act.name.startswith("blood_spot") for act in acts)


def test_what_the_issue_asks_for_is_lived(grown: Grown) -> None:
    assert {act.do for act in REGION.acts(REGION.opens_at, NOW)} == set(DEEDS)
    carers = Membership.objects.filter(role="maternity_carer")
    assert carers.filter(steps__what="accepted").exists()
    accepted = Appointment.objects.filter(version=2, accepted_at__isnull=False, care="home_care_intake")
    assert {row.accepted_by.profession for row in accepted if row.accepted_by} == {"maternity_carer"}
    assert PlanComment.objects.filter(by__profession="mother").exists()
    assert PostnatalPlan.objects.filter(version=2).exists()
    moved = coordinator_of(PregnancyEpisode.objects.get(mother__given_name="Manon"))
    assert moved is not None
    assert moved.membership.user
    assert moved.membership.user.email == "camille@demo.example"


def test_nothing_of_who_moved_hangs_in_the_air(grown: Grown) -> None:
    rows = list(
        Activity.objects.filter(episode__mother__given_name="Manon", episode__mother__family_name="Dubois")
    )
    live = {row.key for row in rows if row.withdrawn is None}
    assert live == {key for key, found in grown.stands["Manon"].items() if found.promise.withdrawn is None}
    ahead = {key for key, found in grown.stands["Manon"].items() if found.state in ("open", "arranged")}
    assert len(ahead) > 10
    assert {row.key: row.protocol for row in rows if row.key in ahead and row.protocol != "be-wal"} == {}


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


def test_lately_children_were_weighed_and_families_handed_over(grown: Grown) -> None:
    weighed = Observation.objects.filter(what="weight_g")
    assert weighed.exists()
    assert {row.at >= NOW - LATELY - DAY for row in weighed} == {True}
    told = HandOver.objects.filter(at__lt=NOW - 2 * DAY)
    assert told.exists()
    assert all(HandOverStep.objects.filter(hand_over=row, what="read").exists() for row in told)


def test_what_was_measured_where_all_is_well_alarms_nobody(grown: Grown) -> None:
    assert not Message.objects.filter(template="observation_red").exists()


def test_what_goes_out_passes_the_validator_of_others(grown: Grown) -> None:
    """Of every type, but letters and asked maternity care: tests/exchange/test_types.py sends those."""
    types = set(Resource.objects.values_list("type", flat=True).distinct())
    assert types == set(TYPES) - {"DocumentReference", "ServiceRequest"}
    assert refused_elsewhere() == {}
