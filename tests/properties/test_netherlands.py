"""What must always hold for Dutch families, whatever happens and in whatever order it is written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from kraamkring.core.facts import model
from kraamkring.core.facts.model import PregnancyFacts
from kraamkring.core.kernel.moments import local_day
from kraamkring.core.kernel.working_days import is_working_day
from kraamkring.core.pathway import assess, derive
from kraamkring.core.pathway.promises import Promise
from kraamkring.packs import protocol, protocols
from tests.properties.histories import Entry, entered, histories

HERE = protocol("nl")
SHUFFLES = st.randoms(use_true_random=False)
BORN_ON = st.integers(0, 60 * 24 * 1700).map(
    lambda minutes: datetime(2025, 5, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@st.composite
def dutch(draw: st.DrawFn) -> tuple[PregnancyFacts, list[Entry]]:
    """A history with rounds of the hearing test and a ward for newborns."""
    start, told = draw(histories(region="nl"))
    births = [fact for name, fact in told if name == "births"]
    for hours in draw(st.lists(st.integers(96, 900), max_size=4, unique=True)):
        at = births[0].born_at + timedelta(hours=hours)
        said = draw(st.sampled_from(["refer", "refer", "normal"]))
        told.append(
            ("results", model.ScreeningResult(screening="hearing", newborn="newborn-1", at=at, result=said))
        )
    if draw(st.integers(0, 3)) == 0:
        ward = draw(st.sampled_from(["nicu", "neonatal"]))
        told.append(("admissions", model.Admission(who=("newborn-1",), at=births[0].born_at, ward=ward)))
    return replace(start, earlier_births=draw(st.sampled_from([None, 0, 2]))), told


@given(dutch(), SHUFFLES)
def test_nothing_promised_ever_vanishes(history: tuple[PregnancyFacts, list[Entry]], random: Random) -> None:
    start, told = history
    random.shuffle(told)
    before: set[str] = set()
    for facts in entered(start, told):
        now = {promise.key for promise in derive(facts, protocols()).promises}
        assert not before - now
        before = now


@given(dutch(), SHUFFLES)
def test_the_order_of_entry_changes_nothing(
    history: tuple[PregnancyFacts, list[Entry]], random: Random
) -> None:
    facts = entered(*history)[-1]
    shuffled = facts
    for name, listed in facts.lists():
        other = list(listed)
        random.shuffle(other)
        shuffled = replace(shuffled, **{name: tuple(other)})
    assert derive(shuffled, protocols()) == derive(facts, protocols())


@given(dutch(), st.integers(-100, 800))
def test_every_activity_has_a_window_and_a_reason(
    history: tuple[PregnancyFacts, list[Entry]], days: int
) -> None:
    facts = entered(*history)[-1]
    now = datetime(2026, 10, 20, 9, tzinfo=UTC) + timedelta(days=days)
    for activity in assess(derive(facts, protocols()), facts, now):
        window = activity.promise.window
        assert window.earliest <= window.target <= window.latest
        for phrase in activity.said:
            assert all(phrase.say(language) for language in ("nl", "fr", "de", "en"))


def family(born: datetime, stay: timedelta | None) -> PregnancyFacts:
    due = local_day(born, HERE.zone)
    birth = model.Birth(
        newborn="newborn-1",
        born_at=born,
        outcome="live",
        mode="vaginal",
        place="hospital" if stay else "home",
    )
    home = (model.Discharge(who=("mother", "newborn-1"), at=born + stay),) if stay else ()
    return PregnancyFacts(
        booked_on=due - timedelta(days=230),
        due_dates=(model.DueDate(due_on=due, set_on=due - timedelta(days=230)),),
        region="nl",
        births=(birth,),
        discharges=home,
    )


def promised(facts: PregnancyFacts, activity: str) -> list[Promise]:
    found = derive(facts, protocols()).promises
    return [p for p in found if p.card.activity == activity and p.withdrawn is None]


def first_of(facts: PregnancyFacts, activity: str) -> datetime:
    never = datetime.max.replace(tzinfo=UTC)  # as maternity care after the eight days
    return min((promise.window.earliest for promise in promised(facts, activity)), default=never)


@given(BORN_ON, st.integers(1, 150), st.integers(0, 150))
def test_a_longer_stay_never_gives_an_earlier_first_visit(born: datetime, hours: int, more: int) -> None:
    short, long = family(born, timedelta(hours=hours)), family(born, timedelta(hours=hours + more))
    for activity in ("midwife-visit", "maternity-care-start"):
        assert first_of(short, activity) <= first_of(long, activity)
    fewer, all_of_them = promised(long, "maternity-care-day"), promised(short, "maternity-care-day")
    assert {p.key for p in fewer} <= {p.key for p in all_of_them}


@given(BORN_ON, st.one_of(st.none(), st.integers(1, 120)))
def test_somebody_answers_on_each_of_the_first_ten_days_at_home(born: datetime, hours: int | None) -> None:
    stay = timedelta(hours=hours) if hours else None
    facts = family(born, stay)
    home, birthday = local_day(born + (stay or timedelta(0)), HERE.zone), local_day(born, HERE.zone)
    care = [p for p in derive(facts, protocols()).promises if p.withdrawn is None and p.event != "booking"]
    visits = [p for p in care if p.card.role in ("midwife", "maternity_carer") and p.subject == "mother"]
    for day in (birthday + timedelta(days=n) for n in range(10)):
        if day >= home:
            assert any(_lies_in(day, promise) for promise in visits), day


def _lies_in(day: date, promise: Promise) -> bool:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=HERE.zone)
    return promise.window.earliest <= noon + timedelta(hours=12) and noon < promise.window.latest


@given(BORN_ON)
def test_the_heel_prick_is_aimed_at_a_working_day_inside_its_hours(born: datetime) -> None:
    (prick,) = promised(family(born, None), "blood-spot")
    aim = local_day(prick.window.target, HERE.zone)
    assert is_working_day(aim, HERE.holidays) or prick.window.target == prick.window.latest
    assert prick.window.earliest - born == timedelta(hours=72)
    assert prick.window.latest - born == timedelta(hours=168)


@given(BORN_ON)
def test_a_birth_is_declared_in_two_working_days_or_more(born: datetime) -> None:
    (declared,) = promised(family(born, None), "birth-declaration")
    birthday = local_day(born, HERE.zone)
    last = local_day(declared.window.latest, HERE.zone) - timedelta(days=1)
    days = [birthday + timedelta(days=n) for n in range(1, (last - birthday).days + 1)]
    assert is_working_day(last, HERE.holidays)
    assert len(days) >= 3
    assert sum(is_working_day(day, HERE.holidays) for day in days) >= 2


@given(BORN_ON)
def test_every_child_is_offered_the_injection_once_before_or_in_its_first_winter(born: datetime) -> None:
    (rsv,) = promised(family(born, None), "rsv")
    assert born.date() - timedelta(days=1) <= local_day(rsv.window.latest, HERE.zone)
    assert rsv.window.latest - born <= timedelta(days=215)
    assert rsv.window.latest > born
