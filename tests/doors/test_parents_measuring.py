"""Her own measurements: one thing at a time, judged at once, with what to do and whom to call in her own words."""

import re
from datetime import timedelta
from typing import Any

import pytest

from kraamkring.core.facts import Birth
from kraamkring.core.kernel.moments import BRUSSELS
from kraamkring.doors.parents.measures import MEASURES
from kraamkring.flows.observe import Said, observe
from kraamkring.packs.observations import observables
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.record.models import Observation
from tests.cast import account, joined

from .test_parents_pages import Home, get, hidden, home, lost, main  # noqa: F401 (fixtures)
from .test_staff_pages import book, signed_in

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
TEMPERATURE = "measurements/mother/temperature/"
NAPPIES = "measurements/newborn-1/nappies/"


def form(home: Home, rest: str, **said: str) -> dict[str, str]:  # noqa: F811
    html = get(home.leen, home.address(rest))
    return {"id": hidden(html, "id", 'class="card asking"')} | said


def send(user: User, address: str, said: dict[str, str], status: int = 302) -> Any:
    answer = signed_in(user, "en").post(address, said)
    assert answer.status_code == status, answer.content.decode()[:1500]
    return answer


def test_every_measure_is_something_that_parents_may_write_themselves() -> None:
    for each in MEASURES:
        assert all(observable.self_report for observable in each.observables), each.name
        assert {observable.about for observable in each.observables} == {each.about}
    written = {name for each in MEASURES for name in each.names}
    assert written == {each.id for each in observables().values() if each.self_report}


def test_a_fever_is_said_at_once_with_what_to_do_and_whom_to_call(home: Home) -> None:  # noqa: F811
    User.objects.filter(pk=home.mia.pk).update(phone="+32471123456")
    said = form(home, TEMPERATURE, temperature_c="38,6")
    for _twice in range(2):
        answer = send(home.leen, home.address(TEMPERATURE), said)
        assert answer["Location"] == home.address(TEMPERATURE)
    row = Observation.objects.get()
    assert (row.value, row.source, row.author, row.slot) == (38.6, "self_report", home.leen, "mother")
    html = get(home.leen, home.address(TEMPERATURE))
    told = main(html)
    assert "Act" in told
    assert "Call your midwife or the maternity ward now, day or night." in told
    assert "tel:+32471123456" in html
    assert 'href="tel:112"' in html
    assert "note bad" in html
    assert "No care professional has checked these words yet" in told
    assert "38.6" in main(get(home.leen, home.address("measurements/")))


def test_those_who_care_for_her_hear_of_a_red_at_once(home: Home) -> None:  # noqa: F811
    send(home.leen, home.address(TEMPERATURE), form(home, TEMPERATURE, temperature_c="39.4"))
    urgent = Message.objects.filter(address="mia@example.org", template="observation_red")
    assert urgent.exists()
    contexts = [name_and_value for each in urgent for name_and_value in each.context.items()]
    assert "39" not in str([pair for pair in contexts if pair[0] != "link"]), "an id may hold these digits"
    assert not any("39.4" in str(pair) for pair in contexts)


def test_what_is_as_usual_is_said_too_and_asks_for_no_call(home: Home) -> None:  # noqa: F811
    send(home.leen, home.address(TEMPERATURE), form(home, TEMPERATURE, temperature_c="36.8"))
    html = get(home.leen, home.address(TEMPERATURE))
    assert "note good" in html
    assert "Normal" in main(html)
    assert 'href="tel:112"' not in html.partition("<main")[2]


def test_two_numbers_of_one_blood_pressure_are_one_page(home: Home) -> None:  # noqa: F811
    rest = "measurements/mother/blood-pressure/"
    sent = form(home, rest, systolic_mmhg="165", diastolic_mmhg="105")
    for _twice in range(2):
        send(home.leen, home.address(rest), sent)
    assert Observation.objects.count() == 2
    assert "Act" in main(get(home.leen, home.address(rest)))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "Write down what you measured."),
        ("warm", "Write a number, as in 37.5."),
        ("99", "This looks like degrees Fahrenheit. Give it in °C."),
        ("12", "this cannot be"),
    ],
)
def test_what_cannot_be_is_asked_again_and_nothing_is_written(
    home: Home,  # noqa: F811
    written: str,
    said: str,
) -> None:
    sent = form(home, TEMPERATURE, temperature_c=written)
    html = send(home.leen, home.address(TEMPERATURE), sent, 422).content.decode()
    assert said.lower() in main(html).lower()
    assert 'href="#id_temperature_c"' in html
    assert not Observation.objects.exists()


def test_she_is_not_asked_why_a_value_is_unusual(home: Home) -> None:  # noqa: F811
    send(home.leen, home.address(TEMPERATURE), form(home, TEMPERATURE, temperature_c="40.2"))
    assert Observation.objects.get().reason == ""


def test_what_was_measured_at_night_is_written_at_that_hour(home: Home) -> None:  # noqa: F811
    at = (home.now - 2 * HOUR).astimezone(BRUSSELS)
    sent = form(home, TEMPERATURE, temperature_c="37", at_on=f"{at:%Y-%m-%d}", at_time=f"{at:%H:%M}")
    send(home.leen, home.address(TEMPERATURE), sent)
    assert Observation.objects.get().at == at.replace(second=0, microsecond=0)


def test_what_has_not_come_yet_is_refused_at_the_time(home: Home) -> None:  # noqa: F811
    at = (home.now + 5 * HOUR).astimezone(BRUSSELS)
    sent = form(home, TEMPERATURE, temperature_c="37", at_on=f"{at:%Y-%m-%d}", at_time=f"{at:%H:%M}")
    html = send(home.leen, home.address(TEMPERATURE), sent, 422).content.decode()
    assert 'href="#id_at_on"' in html


def test_she_takes_back_what_she_typed_by_mistake_and_only_that(home: Home) -> None:  # noqa: F811
    send(home.leen, home.address(TEMPERATURE), form(home, TEMPERATURE, temperature_c="39.8"))
    own = Observation.objects.get()
    seen = Said(id=home.episode.pk, who="mother", what="pulse_per_min", value=70, at=home.now)
    theirs = observe(episode_id=home.episode.pk, said=[seen], by=home.mia, now=home.now).rows[0]
    for _twice in range(2):
        send(home.leen, home.address(TEMPERATURE), {"wrong": str(own.pk)})
    html = get(home.leen, home.address(TEMPERATURE))
    assert "39.8" not in main(html)
    assert Observation.objects.filter(pk=own.pk).exists()
    address = home.address("measurements/mother/pulse/")
    send(home.leen, address, {"wrong": str(theirs.pk)}, 404)
    assert 'name="wrong"' not in get(home.leen, address)


def test_nappies_of_the_baby_are_counted_and_the_curve_shows_how_the_weight_went(home: Home) -> None:  # noqa: F811
    send(home.leen, home.address(NAPPIES), form(home, NAPPIES, wet_nappies_24h="0", stools_24h="0"))
    assert Observation.objects.filter(slot="newborn-1").count() == 2
    rest = "measurements/newborn-1/weight/"
    for grams in ("3300", "3250"):
        send(home.leen, home.address(rest), form(home, rest, weight_g=grams))
    html = get(home.leen, home.address(rest))
    assert html.partition('class="curve"')[2].partition("</svg>")[0].count("<circle") == 2
    assert "3250" in main(html)


def test_what_no_chart_knows_is_not_called_normal(home: Home) -> None:  # noqa: F811
    rest = "measurements/newborn-1/warmth/"
    send(home.leen, home.address(rest), form(home, rest, newborn_temperature_c="37.1"))
    said = main(get(home.leen, home.address(rest)))
    assert "It is not compared with a chart" in said
    assert "Normal" not in said


def test_there_is_no_page_for_what_is_not_measured_at_home(home: Home) -> None:  # noqa: F811
    for rest in ("mother/height", "newborn-2/weight", "newborn-1/blood-pressure", "stranger/weight"):
        get(home.leen, home.address(f"measurements/{rest}/"), 404)


def test_her_partner_sees_the_child_and_writes_nothing(home: Home) -> None:  # noqa: F811
    html = get(home.pol, home.address("measurements/"))
    assert "newborn-1" in html
    assert "measurements/mother/" not in html
    assert "<form" not in get(home.pol, home.address(NAPPIES)).partition("<main")[2].partition("</main>")[0]
    get(home.pol, home.address(TEMPERATURE), 404)
    send(home.pol, home.address(NAPPIES), {"id": str(home.episode.pk), "wet_nappies_24h": "3"}, 403)
    assert not Observation.objects.exists()


def test_her_partner_writes_nothing_of_the_mother_either(home: Home) -> None:  # noqa: F811
    send(home.pol, home.address(TEMPERATURE), {"id": str(home.episode.pk), "temperature_c": "37"}, 403)
    assert not Observation.objects.exists()


# --- after a loss


def test_after_a_loss_nothing_is_asked_about_the_child(lost: Home) -> None:  # noqa: F811
    html = get(lost.leen, lost.address("measurements/"))
    assert "newborn" not in html
    assert "You do not have to measure anything" in main(html)
    get(lost.leen, lost.address(NAPPIES), 404)
    answer = signed_in(lost.leen, "en").post(
        lost.address(NAPPIES), {"id": str(lost.episode.pk), "wet_nappies_24h": "3"}
    )
    assert answer.status_code in (404, 422)
    assert not Observation.objects.exists()
    sent = form(lost, TEMPERATURE, temperature_c="38.7")
    send(lost.leen, lost.address(TEMPERATURE), sent)
    assert "Call your midwife" in main(get(lost.leen, lost.address(TEMPERATURE)))


def test_of_twins_of_whom_one_died_the_other_is_still_measured(home: Home) -> None:  # noqa: F811
    def birth(slot: str, outcome: str) -> Birth:
        return Birth(
            newborn=slot, born_at=home.now - 40 * HOUR, outcome=outcome, place="hospital", mode="vaginal"
        )

    episode = book(
        home.people.an,
        home.now,
        given_name="Tine",
        expected_newborns=2,
        births=(birth("newborn-1", "stillborn"), birth("newborn-2", "live")),
    )
    tine = account("tine", "mother")
    joined(episode, tine, home.people.an, at=home.now)
    html = get(tine, f"/my/{episode.pk}/measurements/")
    assert re.search(r"of-parents quiet", html)
    assert "newborn-2/" in html
    assert "newborn-1/" not in html
    get(tine, f"/my/{episode.pk}/measurements/newborn-1/weight/", 404)
