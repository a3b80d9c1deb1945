"""One family, written down in any order: the same activities in the end, and nothing that was promised has vanished."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kraamkring.core.facts import Contact, Discharge, DueDate, Readmission, Screening
from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.careplan.models import Activity, ActivityChange
from kraamkring.rooms.careplan.promises import COLUMNS
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.kinds import Value
from tests.cast import BORN, LATER, Cast, booked, born

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
BOTH = ("mother", "newborn-1")
TOLD: tuple[tuple[str, Value], ...] = (
    ("expected_newborns", 2),
    ("course", "uncomplicated"),
    ("", DueDate(due_on=date(2026, 10, 8), set_on=date(2026, 5, 2))),
    ("", born()),
    ("", born(newborn="newborn-2", born_at=BORN + HOUR, weight_g=2400)),
    ("", born(newborn="newborn-2", born_at=BORN + 2 * HOUR, weight_g=2400)),  # somebody else's clock
    ("", Discharge(who=BOTH, at=BORN + 36 * HOUR)),
    ("", Readmission(who=BOTH, at=BORN + 80 * HOUR)),
    ("", Discharge(who=BOTH, at=BORN + 120 * HOUR)),
    ("", Screening(screening="blood_spot", newborn="newborn-1", at=BORN + 60 * HOUR, outcome="done")),
    ("", Contact(kind="home_visit", at=BORN + 50 * HOUR, by="midwife")),
)
SETTLED = [name for name in COLUMNS if name != "subject_id"]


@given(order=st.permutations(TOLD))
@settings(
    max_examples=settings().max_examples // 12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking would write thousands of families
)
def test_the_order_of_writing_does_not_matter(people: Cast, order: list[tuple[str, Value]]) -> None:
    with transaction.atomic():
        expected = standing(told(people, list(TOLD)))
        assert len(expected) > 20
        episode = told(people, order)
        assert standing(episode) == expected
        promised = set(ActivityChange.objects.filter(episode=episode).values_list("activity__key", flat=True))
        kept = Activity.objects.filter(episode=episode)
        assert promised == {row.key for row in kept}
        assert all(row.withdrawn["code"] for row in kept if row.key not in expected)
        transaction.set_rollback(True)


def told(people: Cast, order: list[tuple[str, Value]]) -> PregnancyEpisode:
    """A family of whom all this was told; what cannot be true yet is told again later."""
    episode = booked(people.an).episode
    while order:
        waiting = [said for said in order if not taken(people, episode, *said)]
        assert len(waiting) < len(order)
        order = waiting
    return episode


def taken(people: Cast, episode: PregnancyEpisode, kind: str, value: Value) -> bool:
    try:
        record_fact(episode_id=episode.pk, value=value, kind=kind, by=people.an, now=LATER)
    except ImpossibleFact:
        return False
    return True


def standing(episode: PregnancyEpisode) -> dict[str, tuple[object, ...]]:
    """What is still called for, by key."""
    rows = Activity.objects.filter(episode=episode, withdrawn__isnull=True)
    return {row.key: tuple(getattr(row, name) for name in SETTLED) for row in rows}
