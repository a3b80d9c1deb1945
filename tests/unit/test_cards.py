"""Cards say what they must: source, certainty, checker, review date, four languages. And what a bad one is told."""

import tomllib
from datetime import UTC, datetime
from importlib.resources import files

import pytest
from pydantic import ValidationError

from kraamkring.core.pathway import Card, Phrase
from kraamkring.core.pathway.cards import facts_named
from kraamkring.core.pathway.conditions import NAMES, compiled
from kraamkring.core.pathway.course import EVENTS, FACTS
from kraamkring.core.pathway.eligibility import COMBINED
from kraamkring.core.pathway.phrases import FACT_NAMES, SENTENCES
from kraamkring.packs import criteria, protocol, protocols

CARDS = [(name, card) for name, found in protocols().items() for card in found.cards]
FIRST = tomllib.loads(
    files("kraamkring.packs")
    .joinpath("be/protocols/shared/first-home-visit.toml")
    .read_text(encoding="utf-8")
)


@pytest.mark.parametrize(("name", "card"), CARDS, ids=lambda value: getattr(value, "activity", value))
def test_a_card_is_signed_and_cites_what_exists(name: str, card: Card) -> None:
    register = protocol(name).sources
    assert card.sign.next_review > datetime.now(UTC).date(), "the card is past its review date"
    for edition in card.editions:
        assert all(cited.id in register and cited.says.endswith(".") for cited in edition.sources)
        assert edition.certainty == "verified" or edition.note, "what is not verified says what is ours"
        for promise in edition.promises:
            assert (promise.obligation == "proposed") == (edition.certainty == "proposed")
    facts_named(card)


def test_nobody_is_invented() -> None:
    assert {card.sign.checked_by for _, card in CARDS} == {"not reviewed"}


def test_every_name_a_card_may_ask_for_has_a_value_and_a_name_in_four_languages() -> None:
    assert set(FACTS) | set(COMBINED) == set(NAMES) == set(FACT_NAMES)
    assert all(set(said) == {"nl", "fr", "de", "en"} for said in [*FACT_NAMES.values(), *SENTENCES.values()])
    assert "homecoming" in EVENTS


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_sentence_can_be_said_in_four_languages(code: str) -> None:
    now = datetime(2026, 10, 16, 18, tzinfo=UTC)
    filling = {
        "at": now, "on": now.date(), "earliest": now, "latest": now, "start": now, "by": "midwife", "why": "abroad",
        "region": "be-vlg",
        "fact": "stay_hours", "value": 36.5, "says": "So it is.",
    }  # fmt: skip
    sentences = {language: Phrase(code, **filling).say(language) for language in ("nl", "fr", "de", "en")}
    assert all(sentence and "{" not in sentence for sentence in sentences.values())
    assert len(set(sentences.values())) == 4


@pytest.mark.parametrize(
    "spoilt",
    [
        {"sign": {**FIRST["sign"], "checked_by": "Dr. Nobody"}},
        {"edition": [{**FIRST["edition"][0], "sources": []}]},
        {"title": {"en": "First home visit"}},
        {"done_by": {"contact": "home_visit", "step": "handed_over"}},
        {"edition": FIRST["edition"] * 2},
        {"event": "full moon"},
        {"colour": "teal"},
    ],
)
def test_a_card_that_says_too_little_or_too_much_is_refused(spoilt: dict[str, object]) -> None:
    Card.model_validate(FIRST)
    with pytest.raises(ValidationError):
        Card.model_validate({**FIRST, **spoilt})


def test_a_condition_on_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no fact"):
        compiled({"shoe_size": {"is": 38}})
    with pytest.raises(ValueError, match="no predicate"):
        compiled({"stay_hours": {"about": 38}})


def test_what_is_not_known_holds_no_predicate() -> None:
    below = compiled({"stay_hours": {"below": 72}})
    assert below({"stay_hours": 71.9}.get) is None
    assert below({"stay_hours": 72.0}.get) == "stay_hours"
    assert below({}.get) == "stay_hours"


def test_the_criteria_cite_what_exists() -> None:
    short_stay = criteria("be-vlg", "short_stay")
    assert short_stay.source in protocol("be-vlg").sources
    assert [each.name for each in short_stay.criterion if each.decides]
