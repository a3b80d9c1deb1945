"""What a ward's system tells: taken once, forwards only, about exactly one pregnancy, or left to a person."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from kraamkring.core.facts.model import Mode
from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.core.pathway.whereabouts import whereabouts
from kraamkring.flows.admitting import admit
from kraamkring.flows.give_consent import give_consent
from kraamkring.flows.pathway import facts_now
from kraamkring.flows.sort_ward_messages import see_ward_message, see_ward_messages, set_aside, take_up
from kraamkring.flows.take_ward_message import UsedTwice
from kraamkring.flows.ward_event import MOTHER, Newborn, WardEvent, Whom
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.careplan.models import DischargeOverride
from kraamkring.rooms.people.models import PersonIdentifier
from kraamkring.rooms.record.models import Entry
from kraamkring.rooms.wards.models import WardMessage
from tests.cast import Cast
from tests.flows.ward import BORN, DAY, HOUR, Ward, fresh, give_birth, sent_of, ward
from tests.wards.people import NUMBER, system, told

pytestmark = pytest.mark.django_db

FRIDAY = BORN + 36 * HOUR
NOW = FRIDAY + 2 * DAY
SHE = Whom(numbers=(("ssin", NUMBER), ("hospital", "4711")), family_name="Voorbeeld", given_name="Leen")
BY_HOSPITAL = Whom(numbers=(("hospital", "4711"),))


@pytest.fixture
def here(people: Cast) -> Ward:
    return ward(people, mother_number=NUMBER)


@pytest.fixture
def its(here: Ward) -> User:
    return system(here.wies.organisation, BORN)


def left(mother: Whom = SHE, at: datetime | None = FRIDAY, **more: Any) -> WardEvent:
    return WardEvent(code="A03", what="left", mother=mother, at=at, **({"unclear": ""} | more))


def came(mother: Whom = SHE, at: datetime = BORN, **more: Any) -> WardEvent:
    return WardEvent(code="A01", what="came", mother=mother, at=at, **({"unclear": ""} | more))


def born(number: str = "9001", mother: Whom = BY_HOSPITAL, at: datetime = BORN, **more: Any) -> WardEvent:
    mode: Mode = "vaginal"
    known = {"whom": Whom(numbers=(("hospital", number),)), "born_at": at, "unclear": "", "lives": True}
    child = Newborn(**(known | {"mode": mode} | more))  # type: ignore[arg-type]
    return WardEvent(code="A28", what="registered", mother=mother, child=child)


def where(here: Ward, who: str = MOTHER, at: datetime = NOW) -> str | None:
    return whereabouts(facts_now(here.episode), who, at)


def test_a_whole_stay_is_told_by_numbers_alone(here: Ward, its: User) -> None:
    """In by the national number; from then on the hospital's own number is enough: birth, home, and back again."""
    assert told(came(at=BORN - 6 * HOUR), its, NOW, "1").outcome == "taken"
    assert where(here) == "hospital"
    row = told(born(), its, NOW, "2")
    assert (row.outcome, row.slot) == ("taken", "newborn-1")
    assert told(left(BY_HOSPITAL), its, NOW, "3").outcome == "taken"
    of_child = replace(left(Whom()), child=replace(born().child, whom=born().about))  # type: ignore[type-var]
    assert told(of_child, its, NOW, "4").slot == "newborn-1"
    assert (where(here), where(here, "newborn-1")) == ("home", "home")
    assert told(came(BY_HOSPITAL, FRIDAY + DAY), its, NOW, "5").outcome == "taken"
    assert where(here) == "hospital"
    assert [r.who for r in facts_now(here.episode).readmissions] == [("mother",)]
    written = Entry.objects.filter(author=its)
    assert {(each.source, each.role) for each in written} == {("import", "ward_system")}
    assert sent_of("homecoming") == ["an", "an", "george", "george", "wies", "wies"]


def test_what_nobody_settled_stays_open_and_the_reason_is_there(here: Ward, its: User) -> None:
    give_birth(here)
    told(left(), its, NOW)
    override = DischargeOverride.objects.get()
    assert "systeem van het ziekenhuis" in override.reason
    assert "alarm-signs/mother" in override.gates


def test_the_same_again_writes_nothing_and_another_under_its_number_is_refused(here: Ward, its: User) -> None:
    give_birth(here)
    first = told(left(), its, NOW)
    rows = (Entry.objects.count(), AuditEvent.objects.count(), WardMessage.objects.count())
    assert told(left(), its, NOW + DAY) == first
    with pytest.raises(UsedTwice):
        told(left(at=FRIDAY + HOUR), its, NOW)
    assert rows == (Entry.objects.count(), AuditEvent.objects.count(), WardMessage.objects.count())


def test_what_is_older_than_what_is_known_is_kept_and_the_record_stays(here: Ward, its: User) -> None:
    give_birth(here)
    told(left(), its, NOW, "1")
    entries = Entry.objects.count()
    late = told(came(at=BORN - 6 * HOUR), its, NOW, "2")
    assert (late.outcome, late.told["what"]) == ("older", "came")
    assert told(left(at=FRIDAY + HOUR), its, NOW, "3").outcome == "known"
    assert (where(here), Entry.objects.count()) == ("home", entries)


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (left(at=None, unclear="hour_twice"), "hour_twice"),
        (left(at=None, unclear="skipped_hour"), "skipped_hour"),
        (left(at=None, unclear="no_time"), "no_time"),
        (left(home=False), "not_home"),
        (left(died=True), "died"),
        (left(at=NOW + DAY), "refused"),
        (replace(left(), what="undone", code="A13"), "undone"),
        (left(replace(SHE, numbers=(("hospital", "1"),))), "nobody"),  # her name alone finds nobody
        (left(replace(SHE, numbers=(("ssin", "85073003328"), ("hospital", "4711")))), "contradiction"),
        (born(lives=None), "birth_incomplete"),
        (born(mode=None), "birth_incomplete"),
        (born(several=True), "which_child"),
        (replace(born(), what="left", code="A03"), "not_born"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_clear_waits_and_writes_nothing(
    here: Ward, its: User, event: WardEvent, why: str
) -> None:
    told(came(at=BORN - HOUR), its, NOW, "before")
    entries = Entry.objects.count()
    row = told(event, its, NOW, "waits")
    assert (row.outcome, row.why) == ("waits", why)
    assert Entry.objects.count() == entries


def test_a_birth_that_somebody_recorded_is_known_and_its_number_is_kept(here: Ward, its: User) -> None:
    give_birth(here)
    told(came(at=BORN - HOUR), its, NOW, "1")
    told(replace(came(), what="changed", code="A08"), its, NOW, "2")
    row = told(born(at=BORN + HOUR / 2, lives=None, mode=None), its, NOW, "3")
    assert (row.outcome, row.why) == ("waits", "born_otherwise")
    row = told(born(at=BORN + HOUR / 5, lives=None, mode=None), its, NOW, "4")
    assert (row.outcome, row.slot) == ("known", "newborn-1")
    assert PersonIdentifier.objects.filter(system="hospital", value="9001", issuer=its.organisation).exists()


def test_twins_are_told_apart_by_their_order(here: Ward, its: User) -> None:
    told(came(at=BORN - HOUR), its, NOW, "1")
    assert told(born("9002", order=2, several=True, at=BORN + HOUR / 6), its, NOW, "2").slot == "newborn-2"
    assert told(born("9001", order=1, several=True), its, NOW, "3").slot == "newborn-1"
    births = {b.newborn: b.born_at for b in facts_now(here.episode).births}
    assert births == {"newborn-1": BORN, "newborn-2": BORN + HOUR / 6}


def test_the_system_writes_about_the_stay_and_reads_nothing_else(here: Ward, its: User) -> None:
    with pytest.raises(NotAllowed):
        admit(its, here.episode.pk, NOW, "plan")


def test_no_colleague_in_her_network_and_the_system_finds_nobody(here: Ward, people: Cast) -> None:
    elsewhere = system(people.stranger.organisation, NOW)
    assert told(left(), elsewhere, NOW).why == "nobody"


def test_her_word_closes_it(here: Ward, its: User) -> None:
    give_birth(here)
    give_consent(
        episode_id=here.episode.pk,
        module="birth_and_stay",
        given=False,
        said_by="mother",
        by=here.an,
        now=BORN,
    )
    row = told(left(), its, NOW)
    assert (row.why, row.episode) == ("not_open", None)


def test_somebody_of_the_hospital_takes_it_up_and_the_next_message_finds_her(here: Ward, its: User) -> None:
    give_birth(here)
    unknown = replace(SHE, numbers=(("hospital", "4711"),), birth_date=date(1993, 5, 18))
    row = told(left(unknown), its, NOW, "1")
    assert [each.row.pk for each in see_ward_messages(by=here.wies, now=NOW).messages] == [row.pk]
    seen = see_ward_message(message_id=row.pk, by=here.wies, now=NOW)
    assert seen.settlement is None
    id = fresh(NOW)
    for _twice in range(2):
        take_up(message_id=row.pk, episode_id=here.episode.pk, id=id, by=here.wies, now=NOW)
    (leaving,) = facts_now(here.episode).discharges
    assert (leaving.at, Entry.objects.get(pk=leaving.id).author) == (FRIDAY, here.wies)
    assert not see_ward_messages(by=here.wies, now=NOW).messages
    with pytest.raises(Refusal, match="has decided"):
        set_aside(message_id=row.pk, reason="x", id=fresh(NOW), by=here.wies, now=NOW)
    assert told(came(BY_HOSPITAL, FRIDAY + DAY), its, NOW, "2").outcome == "taken"


def test_what_still_cannot_be_written_stays_in_the_list_until_it_is_set_aside(here: Ward, its: User) -> None:
    row = told(left(died=True), its, NOW)
    with pytest.raises(Refusal, match="tells of a death"):
        take_up(message_id=row.pk, episode_id=here.episode.pk, id=fresh(NOW), by=here.wies, now=NOW)
    with pytest.raises(Refusal, match="no reason"):
        set_aside(message_id=row.pk, reason=" ", id=fresh(NOW), by=here.wies, now=NOW)
    set_aside(message_id=row.pk, reason="written by hand", id=fresh(NOW), by=here.wies, now=NOW)
    assert not see_ward_messages(by=here.wies, now=NOW).messages


def test_only_who_cares_for_mothers_there_sees_the_list(here: Ward, its: User) -> None:
    row = told(left(Whom(numbers=(("hospital", "1"),))), its, NOW)
    for other in (here.gp, here.leen):
        with pytest.raises(NotAllowed):
            see_ward_messages(by=other, now=NOW)
    with pytest.raises(NotThere):  # a midwife of another house
        see_ward_message(message_id=row.pk, by=here.an, now=NOW)
