"""What was measured and seen, as pages: the last value of each, one through time, written and corrected."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.core.kernel.moments import BRUSSELS
from kraamkring.flows.observe import Said, observe
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.models import Observation
from tests import clock
from tests.cast import Cast, account, cast, joined
from tests.flows.ward import HOUR, give_birth, ward

from .test_staff_pages import NOBODY, signed_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def this_morning() -> datetime:
    return clock.now()


@pytest.fixture(autouse=True)
def sunday(settings: Any) -> None:
    settings.CLOCK = clock.PATH
    clock.set_to("2026-10-18 11:00")


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def episode(people: Cast) -> PregnancyEpisode:
    """A child of three days."""
    here = ward(people)
    give_birth(here)
    return here.episode


def seen(
    people: Cast, episode: PregnancyEpisode, what: str, value: Any, who: str, ago: timedelta
) -> Observation:
    now = this_morning() - ago
    said = Said(id=new_id(now), who=who, what=what, value=value, at=now, reason="measured twice")
    return observe(episode_id=episode.pk, said=[said], by=people.an, now=now).rows[0]


def page_of(episode: PregnancyEpisode, rest: str = "") -> str:
    return f"/families/{episode.pk}/observations/{rest}"


def without_token(answer: HttpResponse) -> str:
    """The page without what is its own: the token of its forms, and its address."""
    own = r'name="csrfmiddlewaretoken" value="\w+"|/families/[0-9a-f-]{36}/'
    return re.sub(own, "", answer.content.decode())


def test_the_last_value_of_each_with_what_the_charts_say(people: Cast, episode: PregnancyEpisode) -> None:
    seen(people, episode, "temperature_c", 39.2, "mother", 2 * HOUR)
    seen(people, episode, "weight_g", 3300, "newborn-1", DAY)
    seen(people, episode, "weight_g", 3290, "newborn-1", HOUR)
    seen(people, episode, "mood", "tearful", "mother", HOUR)
    text = signed_in(people.an).get(page_of(episode)).content.decode()
    assert "39.2\xa0°C" in text
    assert "Red trigger: temperature 39.2 °C." in text
    assert "3290\xa0g" in text
    assert "3300\xa0g" not in text
    assert "tearful" in text
    jan = account("jan", "maternity_carer")
    joined(episode, jan, people.an)
    text = signed_in(jan).get(page_of(episode)).content.decode()
    assert "tearful" not in text
    assert "Your role does not see this part." in text
    assert signed_in(jan).get(page_of(episode, "mother/mood/")).status_code == 403


def test_one_thing_through_time_with_its_chart(people: Cast, episode: PregnancyEpisode) -> None:
    for hours, grams in ((60, 3350), (36, 3200), (12, 3050)):
        seen(people, episode, "weight_g", grams, "newborn-1", hours * HOUR)
    client = signed_in(people.an)
    answer = client.get(page_of(episode, "newborn-1/weight_g/"))
    text = answer.content.decode()
    assert answer.headers["Cache-Control"].find("no-store") >= 0
    assert '<svg class="chart"' in text
    assert text.index("3050\xa0g") < text.index("3350\xa0g")
    assert "style=" not in text
    fever = seen(people, episode, "temperature_c", 36.9, "mother", 2 * HOUR)
    drawn = client.get(page_of(episode, "mother/temperature_c/")).content.decode()
    assert f"{fever.at.astimezone(BRUSSELS):%H:%M}" in drawn[drawn.index('<svg class="chart') :]
    for unknown in ("newborn-7/weight_g/", "newborn-1/temperature_c/", "mother/nothing/"):
        assert client.get(page_of(episode, unknown)).status_code == 404


def test_a_value_is_written_once_and_a_wrong_one_is_asked_again(
    people: Cast, episode: PregnancyEpisode
) -> None:
    client, now = signed_in(people.an), this_morning()
    address = page_of(episode, "mother/temperature_c/add/")
    assert "Temperature (°C)" in client.get(address).content.decode()
    answers = {
        "id": str(new_id(now)),
        "value": "38,4",
        "seen_on": f"{now - DAY:%Y-%m-%d}",
        "seen_time": "09:00",
        "reason": "",
    }
    refused = client.post(address, answers)
    assert refused.status_code == 422
    assert "say why in a few words" in refused.content.decode()
    assert client.post(address, answers | {"value": "104"}).status_code == 422
    assert client.post(address, answers | {"value": "warm"}).status_code == 422
    for _sent in range(2):
        done = client.post(address, answers | {"reason": "measured twice"})
        assert done.status_code == 302
    assert [row.value for row in Observation.objects.all()] == [38.4]


def test_a_value_is_corrected_and_what_stood_before_stays(people: Cast, episode: PregnancyEpisode) -> None:
    row = seen(people, episode, "lochia_smells", True, "mother", 2 * HOUR)
    client, address = signed_in(people.an), page_of(episode, f"{row.pk}/correct/")
    assert 'value="yes" ' in client.get(address).content.decode()
    moment = {"seen_on": f"{row.at:%Y-%m-%d}", "seen_time": "00:30"}
    answers = {"id": str(new_id(row.at)), "value": "no", "reason": "", **moment}
    assert client.post(address, answers).status_code == 422
    assert client.post(address, answers | {"reason": "a slip"}).status_code == 302
    text = client.get(page_of(episode, "mother/lochia_smells/")).content.decode()
    assert "What stood before (1)" in text
    assert "a slip" in text
    late = client.post(address, answers | {"id": str(new_id(row.at)), "reason": "mine"})
    assert "Somebody corrected this before you" in late.content.decode()
    later = Observation.objects.get(corrects=row)
    back = {"id": str(new_id(row.at)), "take_back": "on", "reason": "another mother", **moment}
    assert client.post(page_of(episode, f"{later.pk}/correct/"), back).status_code == 302
    assert "Taken back" in client.get(page_of(episode, "mother/lochia_smells/")).content.decode()
    assert client.get(page_of(episode, f"{new_id(row.at)}/correct/")).status_code == 404


def test_who_may_not_is_told_nothing(people: Cast, episode: PregnancyEpisode) -> None:
    row = seen(people, episode, "temperature_c", 36.8, "mother", HOUR)
    pages = ("", "mother/temperature_c/", "mother/temperature_c/add/", f"{row.pk}/correct/")
    stranger = signed_in(people.stranger)
    for rest in pages:
        assert Client().get(page_of(episode, rest)).status_code == 302
        foreign = stranger.get(page_of(episode, rest))
        unknown = stranger.get(f"/families/{NOBODY}/observations/{rest}")
        assert (foreign.status_code, unknown.status_code) == (404, 404)
        assert without_token(foreign) == without_token(unknown)
    physio = account("fien", "physiotherapist")
    joined(episode, physio, people.an)
    assert signed_in(physio).get(page_of(episode, "newborn-1/weight_g/")).status_code == 403


def test_however_long_the_history_a_page_asks_the_same(people: Cast, episode: PregnancyEpisode) -> None:
    client = signed_in(people.an)

    def queries(rest: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page_of(episode, rest)).status_code == 200
        return len(captured)

    seen(people, episode, "weight_g", 3300, "newborn-1", HOUR)
    short = queries(""), queries("newborn-1/weight_g/")
    now = this_morning()
    many = [
        Said(id=new_id(now), who="newborn-1", what="feed_ml", value=50, at=now - n * HOUR / 4)
        for n in range(70)
    ]
    observe(episode_id=episode.pk, said=many, by=people.an, now=now)
    assert (queries(""), queries("newborn-1/weight_g/")) == short
    assert "Older" in client.get(page_of(episode, "newborn-1/feed_ml/")).content.decode()
