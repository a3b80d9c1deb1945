"""`kraamkring gaps` and `kraamkring sweep`: ids, keys and states, and never a name."""

import json
from contextlib import nullcontext
from datetime import timedelta

import pytest

from kraamkring.config.command_line import main
from kraamkring.config.commands import gaps
from kraamkring.rooms.careplan.models import Alarm, Watch
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import LATER, Cast, booked, cast

pytestmark = pytest.mark.django_db

AT = ["--at", LATER.isoformat()]


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands look into the database of the test."""
    monkeypatch.setattr(gaps, "database_in_use", nullcontext)
    monkeypatch.setattr(gaps, "complain_of_unmigrated", lambda: None)


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def episode(people: Cast) -> PregnancyEpisode:
    return booked(people.an).episode


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(list(words)) == 0
    return capsys.readouterr().out


def test_given_a_family_that_nobody_coordinates_then_the_gap_has_an_owner_and_an_alarm(
    episode: PregnancyEpisode, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "raised" in said(capsys, "sweep", *AT)
    listed = json.loads(said(capsys, "gaps", "--json", *AT))
    (row,) = [each for each in listed if each["activity"].startswith("coordinator/")]
    assert row == {
        "episode": str(episode.pk),
        "activity": "coordinator/mother/booking/1",
        "state": "gap",
        "when": row["when"],
        "owner": "coordinator",
        "alarm": "told registered",
    }
    assert len(listed) == Alarm.objects.count()
    plain = said(capsys, "gaps", *AT)
    assert len(plain.splitlines()) == len(listed) + 1
    assert "coordinator/mother/booking/1" in plain


def test_no_name_and_no_address_is_ever_shown(
    episode: PregnancyEpisode, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (["sweep"], ["gaps"], ["gaps", "--json"]):
        shown = said(capsys, *words, *AT)
        assert "Leen" not in shown
        assert "example.org" not in shown


def test_swept_twice_raises_nothing_more(
    episode: PregnancyEpisode, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "sweep", *AT)
    assert "families 0  raised 0  closed 0  told 0" in said(capsys, "sweep", *AT)


def test_rebuilt_also_where_nobody_watched(
    episode: PregnancyEpisode, capsys: pytest.CaptureFixture[str]
) -> None:
    Watch.objects.all().delete()
    assert "families 0 " in said(capsys, "sweep", *AT)
    assert "1 families are looked at anew." in said(capsys, "sweep", "--rebuild", *AT)
    assert Watch.objects.get().looked_at == LATER


def test_with_nothing_missing_that_is_said(people: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "gaps", *AT) == f"Nothing missing or at risk at {LATER.isoformat()}\n"
    assert said(capsys, "gaps", "--json", *AT) == "[]\n"


@pytest.mark.parametrize("command", ["gaps", "sweep"])
@pytest.mark.parametrize("at", ["2026-10-16T18:30:00", "soon", "1066-10-14T08:00:00+00:00"])
def test_a_moment_without_its_offset_is_refused(
    command: str, at: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--at", at]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)


def test_a_family_that_cannot_be_looked_after_makes_it_fail(
    episode: PregnancyEpisode, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("kraamkring.flows.sweep_gaps.facts_now", breaks)
    assert main(["sweep", "--at", (LATER + timedelta(days=1)).isoformat()]) == 1
    assert "failed 1" in capsys.readouterr().out
