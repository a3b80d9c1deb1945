"""The three families with fixed names: what the demo says of them must stay true, whatever the day."""

from datetime import UTC, datetime, timedelta

import pytest

from kraamkring.core.pathway import assess, derive
from kraamkring.demo.families import families
from kraamkring.demo.practice import seed_practice
from kraamkring.flows.see_pathway import see_pathway
from kraamkring.packs import protocols
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.queries import episodes_of

START = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("days", [0, 83, 84, 143, 292, 293, 294])  # both clock changes of 2026 among them
def test_amina_has_nobody_coming_lotte_is_planned_and_inge_is_held(days: int) -> None:
    now = START + timedelta(days=days)
    told = {family.given_name: family.facts for family in families(now)}
    states = {
        name: {a.promise.key: a.state for a in assess(derive(facts, protocols()), facts, now)}
        for name, facts in told.items()
    }
    assert states["Amina"]["first-home-visit/mother/homecoming/1"] == "at_risk"
    assert sum(state == "gap" for state in states["Amina"].values()) == 4
    assert states["Lotte"]["prenatal-contact/mother/booking/5"] == "arranged"
    assert "doctor-check/newborn-2/birth/1" in states["Lotte"]
    assert not {"gap", "at_risk"} & set(states["Lotte"].values())
    assert states["Inge"]["doctor-check/newborn-1/birth/1"] == "arranged"
    assert not {"gap", "at_risk"} & set(states["Inge"].values())


@pytest.mark.django_db
def test_a_second_start_finds_the_families_and_books_nobody_twice() -> None:
    first = seed_practice(now=START)
    assert seed_practice(now=START + timedelta(days=3)) == first
    midwife = User.objects.get(email=first[0][1])
    found = list(episodes_of(midwife))
    assert len(found) == 3
    seen = [see_pathway(episode_id=episode.pk, by=midwife, now=START) for episode in found]
    assert sum(activity.state == "gap" for each in seen for activity in each.activities) == 4
