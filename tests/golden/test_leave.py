"""Leave as others worked it out: examples of UWV, employers and municipalities; the numbers of a minister."""

import json
from datetime import date, datetime, timedelta

import pytest

from kraamkring.core.entitlements.report import leave_report
from kraamkring.core.entitlements.scheme import PregnancyLeaveScheme
from kraamkring.packs.leave import leave_schemes, scheme

DUE = date(2026, 10, 14)
WEEK = timedelta(weeks=1)


def answer(country: str, **said: object) -> dict[str, object]:
    kind = leave_schemes()[country]
    case = kind.read(json.dumps({"due_on": DUE, **said}, default=str))
    return leave_report(case, kind.work_out(case), kind.scheme, country)


def weeks(country: str, **said: object) -> tuple[float, float, float]:
    """Before birth, after birth, together."""
    found = answer(country, **said)
    before, after, total = (found[name]["days"] / 7 for name in ("before_birth", "after_birth", "total"))
    return before, after, total


@pytest.mark.parametrize(
    ("what", "said", "expected"),
    [
        ("a week early after a start six weeks before", {"weeks_before": 6, "born_on": DUE - WEEK}, (5, 11, 16)),
        ("two weeks late", {"weeks_before": 6, "born_on": DUE + 2 * WEEK}, (8, 10, 18)),
        (
            "twins two weeks early, eight weeks of leave, ill the week before it",
            {"children": 2, "weeks_before": 8, "born_on": DUE - 2 * WEEK,
             "sick": [{"from": DUE - timedelta(days=62), "until": DUE - timedelta(days=56)}]},
            (7, 13, 20),
        ),
        ("twins on the due date, ten weeks before", {"children": 2, "weeks_before": 10, "born_on": DUE}, (10, 10, 20)),
        (
            "twins after three weeks of leave: the newer text of UWV gives twenty",
            {"children": 2, "weeks_before": 10, "born_on": DUE - 7 * WEEK},
            (3, 17, 20),
        ),
        ("born eight weeks early, before the leave began: sixteen weeks from the next day",
         {"born_on": DUE - 8 * WEEK}, (0, 16, 16)),
        ("a start four weeks before: twelve weeks after", {"weeks_before": 4, "born_on": DUE}, (4, 12, 16)),
        (
            "seven weeks in hospital inside fourteen weeks of birth leave: two weeks more",
            {"weeks_before": 4, "born_on": DUE - 2 * WEEK, "hospital_days": 49},
            (2, 16, 18),
        ),
        ("sixty days in hospital after a birth nine weeks early: eleven days more",
         {"born_on": DUE - 9 * WEEK, "hospital_days": 60}, (0, 16 + 11 / 7, 16 + 11 / 7)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_published_examples_of_dutch_leave(
    what: str, said: dict[str, object], expected: tuple[float, ...]
) -> None:
    assert weeks("nl", **said) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("what", "said", "expected"),
    [
        ("fifteen weeks", {"born_on": DUE}, (6, 9, 15)),
        ("nineteen for twins, with the two on request", {"born_on": DUE, "children": 2}, (8, 11, 19)),
        (
            "seventeen for twins, without them",
            {"born_on": DUE, "children": 2, "extra_weeks": False},
            (8, 9, 17),
        ),
        ("five weeks moved", {"born_on": DUE, "weeks_before": 1}, (1, 14, 15)),
        ("seven weeks moved after twins", {"born_on": DUE, "weeks_before": 1, "children": 2}, (1, 18, 19)),
        (
            "eighteen days in hospital give eleven",
            {"born_on": DUE, "hospital_days": 18},
            (6, 9 + 11 / 7, 15 + 11 / 7),
        ),
        ("twenty-one give fourteen", {"born_on": DUE, "hospital_days": 21}, (6, 11, 17)),
        ("twelve weeks of the self-employed", {"born_on": DUE, "status": "self-employed"}, (3, 9, 12)),
        (
            "thirteen for twins",
            {"born_on": DUE, "status": "self-employed", "children": 2, "weeks_before": 1},
            (1, 12, 13),
        ),
        ("three at the least", {"born_on": DUE, "status": "self-employed", "weeks": 3}, (1, 2, 3)),
        (
            "three in a row also when the child came before them",
            {"born_on": DUE - WEEK, "status": "self-employed", "weeks": 3},
            (0, 3, 3),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_published_examples_of_belgian_rest(
    what: str, said: dict[str, object], expected: tuple[float, ...]
) -> None:
    assert weeks("be", **said) == pytest.approx(expected)


def test_rest_of_silke_may_begin_on_20_july_and_her_certificate_is_due_on_13_july() -> None:
    found = answer("be", due_on="2026-08-31")
    assert found["starts_between"]["earliest"] == "2026-07-20"
    assert found["deadlines"][0]["by"] == "2026-07-13"


MONDAY = date(2026, 10, 5)


@pytest.mark.parametrize(("born", "by"), list(zip(range(7), (3, 4, 7, 7, 8, 8, 9), strict=True)))
def test_the_table_of_velsen_says_when_a_birth_is_declared(born: int, by: int) -> None:
    """Monday to Thursday, Tuesday to Friday, Wednesday and Thursday to Monday, Friday and Saturday to Tuesday, Sunday
    to Wednesday."""
    found = answer("nl", born_on=MONDAY + timedelta(days=born))
    assert found["deadlines"][-1]["by"] == (MONDAY + timedelta(days=by)).isoformat()


def test_friday_before_a_holiday_on_monday_is_declared_by_wednesday() -> None:
    found = answer("nl", due_on="2026-04-04", born_on="2026-04-03")  # Easter Monday is 6 April
    assert found["deadlines"][-1]["by"] == "2026-04-08"


@pytest.mark.parametrize(
    ("born", "by"),
    [
        ("2026-10-12", "2026-10-27"),  # Monday: day 15 is a Tuesday
        ("2026-10-09", "2026-10-26"),  # Friday: day 15 is a Saturday
        ("2026-10-27", "2026-11-12"),  # day 15 is 11 November, a holiday
    ],
)
def test_in_belgium_the_fifteenth_day_counts_and_moves_to_a_working_day(born: str, by: str) -> None:
    assert answer("be", born_on=born)["deadlines"][-1]["by"] == by


@pytest.mark.parametrize(
    ("born", "by"),
    [
        ("2026-10-14T22:00:00+02:00", "2026-10-15T22:00:00+02:00"),  # Wednesday: Thursday, the same hour
        ("2026-10-16T10:00:00+02:00", "2026-10-19"),  # Friday: the hours end on a Saturday; Monday
        ("2026-10-18T10:00:00+02:00", "2026-10-19T10:00:00+02:00"),  # Sunday: Monday, the same hour
        ("2026-10-25T01:30:00+02:00", "2026-10-26T00:30:00+01:00"),  # the clock goes back in that night
        ("2026-10-14T22:30:00+00:00", "2026-10-16T00:30:00+02:00"),  # Thursday in Belgium
        ("2026-11-10T10:00:00+01:00", "2026-11-12"),  # the hours end on a holiday
    ],
)
def test_a_birth_is_notified_within_24_hours_or_on_the_next_working_day(born: str, by: str) -> None:
    found = {each["deadline"]: each["by"] for each in answer("be", born_at=born)["deadlines"]}
    assert found["birth_notification"] == by
    assert datetime.fromisoformat(found["birth_notification"])


def test_a_moment_of_birth_falls_on_the_day_of_the_place_of_birth() -> None:
    assert answer("nl", born_at="2026-10-13T22:30:00+00:00")["born_on"] == "2026-10-14"
    assert answer("be", born_at="2026-10-13T22:30:00+00:00")["born_on"] == "2026-10-14"


def test_the_card_has_the_numbers_of_the_letter_of_22_february_2021() -> None:
    """The quotations stand in the seed table of rules, taken over by hand and checked word by word."""
    card = scheme("nl", "pregnancy_and_birth", PregnancyLeaveScheme)
    said = {
        "16 weken zwangerschaps- en bevallingsverlof": card.total.weeks,
        "Dit recht bestaat vanaf 24 weken zwangerschap": card.right.from_gestation_days / 7,
        "4 tot 6 weken voor de uitgerekende datum": (card.start.latest_weeks, card.start.earliest_weeks),
        "de resterende weken vanaf 6 weken na de geboorte": card.flexible.after_weeks,
        "over een periode van maximaal 30 weken": card.flexible.spread_weeks,
        "wordt het zwangerschapsverlof met 4 weken verlengd": card.total.weeks_multiple - card.total.weeks,
        "start 8 tot 10 weken voor de uitgerekende datum": (
            card.start.latest_weeks_multiple, card.start.earliest_weeks_multiple
        ),
        "couveuseverlof tot een maximum van 10 weken": card.hospital.most_weeks,
        "het overblijvende verlof van de moeder tot maximaal 10 weken opnemen": card.mother_died.most_weeks,
    }  # fmt: skip
    assert list(said.values()) == [16, 24, (4, 6), 6, 30, 4, (8, 10), 10, 10]
