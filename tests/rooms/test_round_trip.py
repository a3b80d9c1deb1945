"""A document goes in as rows and comes out as the same facts, whatever it says."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from kraamkring.core.facts import LISTS, Fact, Preferences, PregnancyFacts
from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.core.pathway import derive
from kraamkring.flows.book_pregnancy import Mother, book_pregnancy
from kraamkring.packs import protocols
from kraamkring.rooms.careplan.actions import Difference, reconcile
from kraamkring.rooms.record.facts import facts_of
from kraamkring.rooms.record.kinds import OF_THE_ENTRY, SINGLE, entry_id
from kraamkring.rooms.record.models import Entry
from tests.cast import BOOKED, BORN, LATER, Cast, leen

pytestmark = pytest.mark.django_db

AFTER_BIRTH = st.integers(0, 30 * 24).map(lambda hours: BORN + timedelta(hours=hours, minutes=7))
DAYS = st.integers(0, 200).map(lambda days: BOOKED.date() + timedelta(days=days))
OURS: dict[str, st.SearchStrategy[Any]] = {
    "newborn": st.sampled_from(["newborn-1", "newborn-2"]),
    "who": st.none() | st.just(("mother",)) | st.just(("mother", "newborn-1")),
    "born_at": st.integers(0, 300).map(lambda minutes: BORN - timedelta(minutes=minutes)),
    "due_on": st.integers(-10, 10).map(lambda days: date(2026, 10, 4) + timedelta(days=days)),
    "weight_g": st.none() | st.integers(1500, 5000),
    "gestation": st.sampled_from([None, "39+4"]),
    "number": st.none() | st.sampled_from(["93051822361", "79121137740"]),
    "to": st.just("be-vlg"),
    "why": st.just("not needed"),
    "activity": st.just("doctor-check"),
    "stands": st.just("due"),
    "fact": st.sampled_from(["due", "corrected"]),
    "id": st.none(),
    "corrects": st.none(),
    "recorded_by": st.none() | st.sampled_from(["midwife", "hospital-7"]),
    "key": st.none() | st.just("doctor-check/newborn-1/birth/1"),
    "ordinal": st.none() | st.integers(1, 3),
    "reason": st.none() | st.text(max_size=20).filter(lambda said: "\0" not in said),
    "language": st.none() | st.sampled_from(["nl", "ar"]),
}
BY_TYPE: dict[Any, st.SearchStrategy[Any]] = {datetime: AFTER_BIRTH, date: DAYS, bool: st.booleans()}


def a(kind: type) -> st.SearchStrategy[Any]:
    """Any fact of a kind, built from its own annotations."""
    hints = get_type_hints(kind)
    columns = {each.name: _column(each.name, hints[each.name]) for each in fields(kind)}
    return st.fixed_dictionaries(columns).map(lambda said: _built(kind, said)).filter(bool)


def _column(name: str, hint: Any) -> st.SearchStrategy[Any]:
    return OURS[name] if name in OURS else _of_type(hint)


def _of_type(hint: Any) -> st.SearchStrategy[Any]:
    if hint in BY_TYPE:
        return BY_TYPE[hint]
    if hint is type(None):
        return st.none()
    if get_origin(hint) is Literal:
        return st.sampled_from(get_args(hint))
    return st.one_of([_of_type(option) for option in get_args(hint)])


def _built(kind: type, said: dict[str, Any]) -> Any:
    if "start" in said:
        said = said | {"end": said["start"] + timedelta(hours=1)}
    if "who" in said and kind.__name__ in ("Death", "Waiver"):
        said = said | {"who": "mother"}
    elif kind.__name__ in ("Admission", "Discharge", "Readmission") and said["who"] is None:
        return None
    return kind(**said)


HINTS = get_type_hints(PregnancyFacts)
LISTED = {name: st.lists(a(get_args(HINTS[name])[0]), max_size=3) for name in LISTS if name != "losses"}
NAMED = replace(leen().due_dates[0], id="due")
MOST = st.fixed_dictionaries(
    LISTED
    | {
        "course": st.sampled_from([None, "uncomplicated", "complicated"]),
        "mother_condition": st.sampled_from([None, "good", "concern"]),
        "mother_number": st.sampled_from([None, "93051822361"]),
        "expected_newborns": st.sampled_from([2, 3]),
        "earlier_births": st.sampled_from([None, 0, 4]),
        "preferences": a(Preferences),
    }
)


def document(said: dict[str, Any]) -> PregnancyFacts:
    """A coherent document of what was said: what cannot stand beside the rest is left out, list by list. One due
    date is corrected, and named."""
    corrected = replace(NAMED, id="corrected", corrects="due", due_on=date(2026, 10, 6))
    facts = leen(due_dates=(NAMED, corrected))
    for name, value in said.items():
        for each in value if name in LISTS else [value]:
            try:
                more = (*getattr(facts, name), each) if name in LISTS else each
                wider = replace(facts, **{name: more})
                derive(wider, protocols())
                facts = wider
            except ImpossibleFact:
                continue
    return facts


@given(said=MOST)
@settings(
    max_examples=settings().max_examples // 8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking would write thousands of families
)
def test_the_facts_come_back(people: Cast, said: dict[str, Any]) -> None:
    facts = document(said)
    assume(facts.births)
    with transaction.atomic():
        episode = book_pregnancy(
            facts=facts, mother=Mother(), by=people.an, now=LATER, source=Entry.Source.IMPORT
        ).episode
        back = facts_of(people.an, episode)

        assert as_set(back, lambda name: name) == as_set(facts, lambda name: str(entry_id(episode.pk, name)))
        assert {name: getattr(back, name) for name in SINGLE} == {
            name: getattr(facts, name) for name in SINGLE
        }
        assert (back.booked_on, back.region) == (facts.booked_on, facts.region)
        assert back.mother_number == facts.mother_number
        again = derive(back, protocols()).promises
        assert reconcile(episode=episode, derived=again, by=people.an, now=LATER) == Difference()
        transaction.set_rollback(True)


def as_set(facts: PregnancyFacts, named: Callable[[str], str]) -> set[tuple[Any, ...]]:
    """Every fact as its kind and content, corrections, decisions and retractions by the entry they name."""
    return {(kind, _content(fact, named)) for kind, listed in facts.lists() for fact in listed}


def _content(fact: Fact, named: Callable[[str], str]) -> tuple[Any, ...]:
    said = {each.name: getattr(fact, each.name) for each in fields(fact) if each.name not in OF_THE_ENTRY}
    for pointer in ("stands", "fact"):
        if said.get(pointer):
            said[pointer] = named(said[pointer])
    return (*sorted(said.items(), key=lambda item: item[0]), fact.corrects and named(fact.corrects))


def test_a_missing_answer_stays_missing(people: Cast) -> None:
    episode = book_pregnancy(facts=leen(), mother=Mother(), by=people.an, now=LATER).episode
    back = facts_of(people.an, episode)
    assert (back.course, back.expected_newborns, back.mother_number) == (None, None, None)
    assert back.preferences == Preferences(stay="short")


def test_what_was_recorded_when_and_by_whom_comes_back(people: Cast) -> None:
    at = datetime(2026, 3, 1, 8, tzinfo=UTC)
    told = replace(NAMED, recorded_at=at, recorded_by="hospital-7")
    facts = leen(due_dates=(told,))
    episode = book_pregnancy(facts=facts, mother=Mother(), by=people.an, now=LATER).episode
    (due,) = facts_of(people.an, episode).due_dates
    assert (due.recorded_at, due.recorded_by) == (at, "hospital-7")
