"""Every reason of `core.planning` has words on the planner's pages, with the values that it carries."""

import re

import pytest
from django.utils import translation

from kraamkring.core.planning.week import explanations, giving, reasons
from kraamkring.core.planning.week.explanations import Fact
from kraamkring.core.planning.week.hotel import SENTENCES, Gives
from kraamkring.core.planning.week.reasons import Code
from kraamkring.doors.staff.planning.hotel import _sentence, gives
from kraamkring.doors.staff.planning.reasons import BINDS, CODES, FACTS, GROUPS, Names, because
from kraamkring.doors.staff.planning.room import room_shown

NAMES = Names({"bea": "Bea"}, {"an": "An"}, "en")


def values(sentence: object) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", str(sentence)))


@pytest.mark.parametrize("fact", Fact)
def test_every_fact_is_told_with_values_that_it_has(fact: Fact) -> None:
    assert values(FACTS[fact]) <= values(explanations.SENTENCES[fact])


@pytest.mark.parametrize("code", Code)
def test_every_reason_of_a_change_is_told_with_values_that_it_has(code: Code) -> None:
    assert values(CODES[code]) <= values(reasons.SENTENCES[code])


def test_every_rule_that_stops_or_binds_is_told() -> None:
    why_she_comes = {
        Fact.PINNED, Fact.KNOWN, Fact.COMES_ALREADY, Fact.NEAREST, Fact.NEARER_CANNOT, Fact.NEARER_COSTS_MORE,
        Fact.FEW_SKILLED, Fact.WITHIN_CONTRACT, Fact.OVER_CONTRACT, Fact.SHORTENED, Fact.NOBODY,
    }  # fmt: skip
    assert set(GROUPS) == {str(each) for each in set(Fact) - why_she_comes} | {"declined", "out_of_area"}
    assert set(BINDS) == set(giving._WITHOUT)


def test_a_family_that_may_not_be_shown_has_no_name_in_a_reason() -> None:
    said = {"carer": "bea", "other": "an", "other_day": "2026-11-23"}
    assert "An" in because(Code.WOULD_HAVE_HAD_NOBODY, said, NAMES)
    hidden = because(Code.WOULD_HAVE_HAD_NOBODY, said, Names(NAMES.carers, {}, "en"))
    assert "another family" in hidden
    assert because("carer_sick", {}, NAMES) == ""
    assert because("kept before", {}, NAMES) == ""


@pytest.mark.parametrize("code", Gives)
@pytest.mark.parametrize("many", [0, 1, 3])
def test_everything_that_a_hotel_gives_is_told_with_values_that_it_has(code: Gives, many: int) -> None:
    number = dict.fromkeys(("beds", "families", "days", "hours"), many)
    assert values(_sentence(code, number)) <= values(SENTENCES[code])


def test_a_number_that_a_hotel_gives_stands_with_its_word() -> None:
    def said(**number: int) -> str:
        return gives("more_care", {"beds": 1, "days": 0, "hours": 0} | number, NAMES)

    assert said(days=1, hours=-2) == "1 bed: 1 day more with somebody."
    assert (
        said(beds=3, days=2, hours=4)
        == "3 beds: 2 days more with somebody, and 4\N{NO-BREAK SPACE}h of care more."
    )
    assert said(hours=5) == "1 bed: 5\N{NO-BREAK SPACE}h of care more."
    assert gives("other_hours", {"other": "eve", "hours": 2}, NAMES).startswith("another family")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "8 h of 12 h were kept free for families whose care is expected to begin (about 2.5)"),
        ("nl", "bleven vrij voor gezinnen bij wie de zorg naar verwachting begint (ongeveer 2,5)"),
        ("fr", "sont restées libres pour des familles dont les soins devraient commencer (environ 2,5)"),
        ("de", "blieben frei für Familien, deren Betreuung voraussichtlich beginnt (etwa 2,5)"),
    ],
)
def test_what_was_kept_free_is_said_in_hours_and_by_day(language: str, said: str) -> None:
    room = {"families": 2.5, "days": [["2026-11-23", 4, 4], ["2026-11-24", 4, 8]]}
    with translation.override(language):
        shown = room_shown(room, language)
    assert said in shown.said.replace("\N{NO-BREAK SPACE}", " ")
    assert len(shown.days) == 2
    assert "8" in shown.days[1][1]


def test_where_hardly_anybody_is_expected_it_says_that_nothing_was_kept() -> None:
    shown = room_shown({"families": 0.2, "days": []}, "en")
    assert (shown.said[:30], shown.days) == ("Nothing had to be kept free: h", ())
