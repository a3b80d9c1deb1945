"""The points of the plan, their versions, and the dialogue about them."""

import pytest

from kraamkring.core.kernel.errors import Refusal
from kraamkring.rooms.careplan.actions import Conflict, comment, write_item
from kraamkring.rooms.careplan.models import PlanItem
from kraamkring.rooms.careplan.queries import dialogue_about, items_of
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import LATER, Cast, booked

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(people: Cast) -> PregnancyEpisode:
    return booked(people.an).episode


@pytest.fixture
def point(episode: PregnancyEpisode, people: Cast) -> PlanItem:
    return write_item(episode=episode, topic="feeding", text="Breast", by=people.an, now=LATER)


def test_the_latest_version_holds_and_the_others_stay(
    point: PlanItem, episode: PregnancyEpisode, people: Cast
) -> None:
    write_item(episode=episode, topic="sleep", text="Own cot", by=people.an, now=LATER)
    second = write_item(
        episode=episode, topic="feeding", text="Breast, pump at work", settled=True, item=point.item,
        based_on=1, by=people.colleague, now=LATER,
    )  # fmt: skip
    assert {item.text for item in items_of(people.an, episode)} == {"Own cot", "Breast, pump at work"}
    assert (second.version, PlanItem.objects.count()) == (2, 3)
    with pytest.raises(Conflict):
        write_item(
            episode=episode, topic="feeding", text="Formula", item=point.item, based_on=1, by=people.an,
            now=LATER,
        )  # fmt: skip


def test_the_dialogue_stays_readable_across_versions(
    point: PlanItem, episode: PregnancyEpisode, people: Cast
) -> None:
    comment(about=point, text="Shall we plan a lactation visit?", by=people.an, now=LATER)
    later = write_item(
        episode=episode, topic="feeding", text="With a visit", item=point.item, based_on=1, by=people.an,
        now=LATER,
    )  # fmt: skip
    comment(about=later, text="Yes, please.", by=people.colleague, now=LATER.replace(hour=13))
    assert [said.text for said in dialogue_about(people.an, later)] == [
        "Shall we plan a lactation visit?",
        "Yes, please.",
    ]
    assert not dialogue_about(people.stranger, later).exists()
    assert not items_of(people.stranger, episode).exists()


def test_nothing_said_is_refused(point: PlanItem, episode: PregnancyEpisode, people: Cast) -> None:
    with pytest.raises(Refusal, match="nothing is said"):
        comment(about=point, text=" ", by=people.an, now=LATER)
    with pytest.raises(Refusal, match="nothing is said"):
        write_item(episode=episode, topic="feeding", text="", by=people.an, now=LATER)
