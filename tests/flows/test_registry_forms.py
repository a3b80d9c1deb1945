"""Forms of registries in the house: who may see and send them, what is kept, and what has changed since it went."""

from datetime import date, datetime

import pytest

from kraamkring.core.facts import Discharge, Preferences, Readmission
from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.flows.correct_entry import correct_entry
from kraamkring.flows.record_fact import record_fact
from kraamkring.flows.registry_forms import SeenForm, export_form, fill_in_form, see_forms, send_form
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import Person
from kraamkring.rooms.record.models import Entry
from kraamkring.rooms.registry.models import FormAnswer, FormSent
from tests.cast import born, cast
from tests.flows.ward import BORN, DAY, HOUR, Ward, fresh, give_birth, ward
from tests.registering.births import FIRST, MOTHER

pytestmark = pytest.mark.django_db
NOTIFICATION, MEDICAL = "ebirth-notification", "ebirth-medical"
NOW = BORN + 2 * HOUR
ANSWERS = {("mother", item): value for item, value in MOTHER.items()} | {
    ("newborn-1", item): value for item, value in FIRST.items()
}


@pytest.fixture
def here(db: None) -> Ward:
    """One child was born; her mother gave birth before."""
    here = ward(cast(), earlier_births=1)
    give_birth(here)
    return here


def form(here: Ward, name: str = MEDICAL) -> SeenForm:
    seen = see_forms(episode_id=here.episode.pk, by=here.an, now=NOW)
    (found,) = [each for each in seen.forms if each.form.card.id == name]
    return found


def fill_in(here: Ward, now: datetime = NOW, **items: str) -> None:
    said = {key: value for key, value in ANSWERS.items() if key[1] in items or not items}
    said |= {key: items[key[1]] for key in said if items}
    fill_in_form(episode_id=here.episode.pk, said=said, by=here.an, now=now)


def complete(here: Ward) -> None:
    feeding = Preferences(feeding="breast")
    record_fact(
        episode_id=here.episode.pk, value=feeding, kind="preferences", id=fresh(), by=here.an, now=NOW
    )
    fill_in(here)


def lacking(here: Ward, name: str = MEDICAL) -> set[str]:
    return {each.name for each in form(here, name).form.lacking}


def test_what_the_record_has_no_place_for_is_asked_once_and_kept(here: Ward) -> None:
    before = lacking(here)
    assert "newborn-1.apgarscore1" in before
    fill_in(here)
    assert lacking(here) == before - {".".join(key) for key in ANSWERS} == {"newborn-1.breastfeeding"}
    kept = FormAnswer.objects.count()
    fill_in(here)
    assert FormAnswer.objects.count() == kept == len(ANSWERS)  # what is as it was is not written again
    fill_in(here, NOW + HOUR, apgarscore1="")
    assert lacking(here) == {"newborn-1.breastfeeding", "newborn-1.apgarscore1"}


def test_a_complete_form_goes_once_and_a_correction_has_the_next_version(here: Ward) -> None:
    complete(here)
    id = fresh(NOW)
    for _again in range(2):  # a button that was pressed twice
        send_form(episode_id=here.episode.pk, form=MEDICAL, id=id, by=here.an, now=NOW)
    assert [(row.version, row.digest) for row in form(here).sent] == [(1, form(here).form.hash)]
    with pytest.raises(Refusal, match="nothing of the form has changed"):
        send_form(episode_id=here.episode.pk, form=MEDICAL, id=fresh(NOW), by=here.an, now=NOW)
    birth = Entry.objects.get(kind="births")
    correct_entry(
        entry_id=birth.pk,
        value=born(born_at=BORN + HOUR / 6, weight_g=3410),
        reason="typo",
        by=here.an,
        now=NOW,
    )
    assert (form(here).changed, form(here).to_send) == (("newborn-1.atbirthweight",), True)
    send_form(episode_id=here.episode.pk, form=MEDICAL, id=fresh(NOW), by=here.an, now=NOW)
    assert [row.version for row in form(here).sent] == [2, 1]
    assert not form(here).to_send


def test_a_form_that_lacks_something_does_not_go(here: Ward) -> None:
    with pytest.raises(Refusal, match="the form is not complete"):
        send_form(episode_id=here.episode.pk, form=MEDICAL, id=fresh(NOW), by=here.an, now=NOW)
    assert not FormSent.objects.exists()
    message = export_form(episode_id=here.episode.pk, form="ebirth", id=fresh(NOW), by=here.an, now=NOW)
    assert "<iscomplete>false</iscomplete>" in message.text


def test_what_the_record_says_is_not_said_again_on_a_form(here: Ward) -> None:
    said = {("newborn-1", "atbirthweight"): "3000"}
    with pytest.raises(Refusal, match="the record says it"):
        fill_in_form(episode_id=here.episode.pk, said=said, by=here.an, now=NOW)


def test_a_readmission_after_it_was_sent_is_a_correction_of_the_register(here: Ward) -> None:
    def write(kind: str, value: Discharge | Readmission) -> None:
        record_fact(episode_id=here.episode.pk, value=value, kind=kind, id=fresh(), by=here.an, now=after)

    def register() -> SeenForm:
        seen = see_forms(episode_id=here.episode.pk, by=here.an, now=after)
        return next(each for each in seen.forms if each.form.card.id == "readmission")

    after = BORN + 30 * DAY
    mother = Person.objects.filter(pk=here.episode.mother_id)
    mother.update(family_name="Voorbeeld", birth_date=date(1994, 2, 1))
    write("discharges", Discharge(who=("mother", "newborn-1"), at=BORN + 2 * DAY))
    assert [each.name for each in register().form.lacking] == []
    send_form(episode_id=here.episode.pk, form="readmission", id=fresh(after), by=here.an, now=after)
    assert not register().to_send
    write("readmissions", Readmission(who=("newborn-1",), at=BORN + 6 * DAY))
    assert register().changed == ("newborn-1.readmissionmoment", "newborn-1.readmitted")
    send_form(episode_id=here.episode.pk, form="readmission", id=fresh(after), by=here.an, now=after)
    assert [row.version for row in register().sent] == [2, 1]


def test_a_stranger_sees_no_form_and_the_mother_sees_hers_and_sends_none(here: Ward) -> None:
    with pytest.raises(NotThere):
        see_forms(episode_id=here.episode.pk, by=here.stranger, now=NOW)
    with pytest.raises(NotThere):
        export_form(episode_id=here.episode.pk, form="ebirth", id=fresh(), by=here.stranger, now=NOW)
    assert not see_forms(episode_id=here.episode.pk, by=here.leen, now=NOW).writes
    with pytest.raises(NotAllowed):
        send_form(episode_id=here.episode.pk, form=NOTIFICATION, id=fresh(), by=here.leen, now=NOW)
    with pytest.raises(NotAllowed):
        fill_in_form(episode_id=here.episode.pk, said=ANSWERS, by=here.leen, now=NOW)
    assert not FormSent.objects.exists()
    assert not FormAnswer.objects.exists()


def test_every_look_and_every_sending_is_in_the_log(here: Ward) -> None:
    complete(here)
    see_forms(episode_id=here.episode.pk, by=here.an, now=NOW)
    send_form(episode_id=here.episode.pk, form=MEDICAL, id=fresh(NOW), by=here.an, now=NOW)
    noted = set(AuditEvent.objects.filter(episode_id=here.episode.pk).values_list("action", "what"))
    assert {("read", "forms"), ("write", "form:answers"), ("write", "form:sent")} <= noted


def test_nobody_was_born_is_a_sentence(db: None) -> None:
    here = ward(cast())
    with pytest.raises(Refusal, match="nobody was born yet"):
        export_form(episode_id=here.episode.pk, form="ebirth", id=fresh(), by=here.an, now=NOW)
