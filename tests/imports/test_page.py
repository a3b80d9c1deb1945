"""What came from elsewhere, on the pages: the facts on the record and the line, the rest beside it, for who may."""

import pytest

from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import Cast, account, cast, joined
from tests.doors.test_record_pages import main, shown
from tests.doors.test_staff_pages import NOBODY, signed_in

from .cases import KRAAMWEEK, KRAAMWEEK_ANSWERS, NOW, TWINS, TWINS_ANSWERS, taken_over

pytestmark = pytest.mark.django_db
TITLE = "Taken over from elsewhere, not part of the pathway"


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def episode(people: Cast) -> PregnancyEpisode:
    imported = taken_over(people.an, KRAAMWEEK, KRAAMWEEK_ANSWERS, noon=True)
    return PregnancyEpisode.objects.get(pk=imported.episode)


def test_the_facts_stand_on_the_record(people: Cast, episode: PregnancyEpisode) -> None:
    text = main(shown(people.an, f"/families/{episode.pk}/record/"))
    for said in ("Fenna Hoekstra", "14-09-2026", "06:30", "39+3", "Home visit"):
        assert said in text, said
    assert "3385" in text.replace(".", "").replace(",", "").replace("\u202f", "").replace("\xa0", "")


def test_the_line_and_the_circle_are_drawn_from_them(people: Cast, episode: PregnancyEpisode) -> None:
    html = shown(people.an, f"/families/{episode.pk}/")
    assert "Fenna Hoekstra" in html
    assert "10-09" in html
    assert "Baukje Dijkstra" in main(shown(people.an, f"/families/{episode.pk}/network/"))


def test_the_rest_stands_beside_it_in_its_own_words(people: Cast, episode: PregnancyEpisode) -> None:
    text = main(shown(people.an, f"/families/{episode.pk}/record/"))
    _, _, beside = text.partition(TITLE)
    assert "5 minute Apgar Score : 9" in beside
    assert "36.9 Cel" not in beside  # it was taken: it is an observation like any other
    assert "geïndiceerd aantal uur kraamzorg" in beside
    assert "06-00000001" not in text  # an address is kept, and not shown


def test_what_is_shielded_is_not_shown_to_others(people: Cast, episode: PregnancyEpisode) -> None:
    carer = account("kaat", "maternity_carer")
    joined(episode, carer, people.an, at=NOW)
    text = main(shown(carer, f"/families/{episode.pk}/record/"))
    assert "5 minute Apgar Score" in text
    assert "drinkt geen alcohol" not in text


def test_a_record_that_was_not_taken_over_has_no_such_part(people: Cast) -> None:
    from tests.cast import booked

    here = booked(people.an).episode
    assert TITLE not in shown(people.an, f"/families/{here.pk}/record/")


def test_of_anothers_record_nothing_is_said(people: Cast, episode: PregnancyEpisode) -> None:
    for id in (episode.pk, NOBODY):
        assert signed_in(people.stranger, "en").get(f"/families/{id}/record/").status_code == 404


def test_the_official_twins_stand_on_their_page(people: Cast) -> None:
    imported = taken_over(people.an, TWINS, TWINS_ANSWERS)
    text = main(shown(people.an, f"/families/{imported.episode}/record/"))
    assert "Leia Solo" in text
    assert "15-05-2017" in text
