"""The cards of the indicators say what a card must say, and none that says less is taken."""

import os
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from kraamkring.core.indicators.card import IndicatorCard
from kraamkring.core.indicators.pseudonyms import Pseudonyms
from kraamkring.core.indicators.views import with_views
from kraamkring.core.kernel.errors import BadCard, Refusal
from kraamkring.packs.indicators import indicator, indicators, not_counted
from kraamkring.packs.municipalities import municipality_of

CARDS = list(indicators().values())


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_a_card_is_signed_and_not_past_its_review(card: IndicatorCard) -> None:
    assert card.sign.checked_by == "not reviewed", "nobody is invented"
    assert card.sign.next_review > datetime.now(UTC).date(), "the card is past its review date"


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_no_statement_needs_a_dialect(card: IndicatorCard) -> None:
    for word in ("interval", "date_", "epoch", "qualify", "filter (", "::", "now(", "current_"):
        assert word not in with_views(card.units).lower()


def test_what_is_not_counted_is_said() -> None:
    assert {"C6", "kraamzorg 2", "kraamzorg 7A", "ICHOM"} == {each.number for each in not_counted()}


def test_a_card_whose_statement_never_names_an_exclusion_is_refused() -> None:
    said = indicator("kce-first-visit").model_dump()
    said["exclusion"] = [*said["exclusion"], {"why": "on holiday", "who": "women on holiday"}]
    with pytest.raises(ValidationError, match="never says 'on holiday'"):
        IndicatorCard.model_validate(said)
    with pytest.raises(BadCard, match="no such indicator"):
        indicator("waiting-time")


def test_a_pseudonym_needs_the_key_and_what_is_named() -> None:
    ours, theirs = Pseudonyms("k" * 32), Pseudonyms("l" * 32)
    assert ours.of("person", 7) == Pseudonyms("k" * 32).of("person", 7)
    assert len({ours.of("person", 7), ours.of("carer", 7), ours.of("person", 8), theirs.of("person", 7)}) == 4
    assert ours.check != theirs.check
    with pytest.raises(Refusal, match="too short"):
        Pseudonyms("k" * 31)


def test_pseudonyms_of_many_are_all_different() -> None:
    names = Pseudonyms(os.urandom(32).hex())
    assert len({names.of("pregnancy", number) for number in range(20_000)}) == 20_000


def test_a_postcode_lies_in_a_municipality_of_its_country() -> None:
    assert municipality_of("3000", "be") == ("24062", "Leuven", "Vlaams-Brabant")
    found = municipality_of("1012 AB", "nl")
    assert found is not None
    assert (found.name, found.province) == ("Amsterdam", "Noord-Holland")
    assert municipality_of("3000", None) is None
    assert municipality_of("", "be") is None


def test_a_card_whose_statement_does_not_give_what_its_measure_asks_for_is_refused() -> None:
    said = indicator("kce-care-gaps").model_dump()
    with pytest.raises(ValidationError, match="gives no out_of"):
        IndicatorCard.model_validate(said | {"sql": said["sql"].replace("out_of", "days")})
    with pytest.raises(ValidationError, match="gives no category"):
        IndicatorCard.model_validate(said | {"categories": ("one",)})


def test_a_view_says_for_a_card_whom_it_leaves_out() -> None:
    assert "not born" not in indicator("kraamzorg-6-carers").sql
    assert "'not born'" in with_views(indicator("kraamzorg-6-carers").sql), "by two views, one over the other"
    assert "'not born'" not in with_views(indicator("ep-c1-fetal-mortality").sql)
