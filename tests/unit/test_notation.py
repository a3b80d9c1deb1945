"""How the ward writes."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from kraamkring.core.kernel.windows import Window
from kraamkring.doors.ui import notation

BRUSSELS = ZoneInfo("Europe/Brussels")


def plain(text: str) -> str:
    return text.replace(notation.NO_BREAK, " ")


def test_a_date() -> None:
    assert notation.day(date(2026, 10, 5)) == "05-10-2026"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "Thu 15-10-2026 06:00"),
        ("nl", "do 15-10-2026 06:00"),
        ("fr", "jeu. 15-10-2026 06:00"),
        ("de", "Do 15-10-2026 06:00"),
        ("tr", "Per 15-10-2026 06:00"),
        ("ar", "الخميس \u206615-10-2026\u2069 \u206606:00\u2069"),  # each in one piece, from left to right
    ],
)
def test_a_moment_on_the_wall_clock(language: str, written: str) -> None:
    moment = datetime(2026, 10, 15, 4, tzinfo=UTC)
    assert plain(notation.moment(moment, BRUSSELS, language)) == written


@pytest.mark.parametrize(
    ("value", "language", "written"),
    [(36, "nl", "36 u"), (36.5, "nl", "36,5 u"), (36.5, "en", "36.5 h"), (35.8, "de", "35,8 Std.")],
)
def test_hours_have_a_comma_but_in_english(value: float, language: str, written: str) -> None:
    assert plain(notation.hours(value, language)) == written


def test_gestation_and_days_after_birth() -> None:
    assert notation.gestation_on(date(2026, 10, 14), date(2026, 10, 15)) == "40+1"
    assert plain(notation.postpartum(3, "nl")) == "dag 3 pp"
    assert plain(notation.weight(3300)) == "3300 g"


def local(month: int, day: int, hour: int = 0) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=BRUSSELS).astimezone(UTC)


def test_days_are_said_as_days_and_the_last_one_counts() -> None:
    """Day 7 to 10 ends at the midnight that begins day 11."""
    span = Window(local(10, 22), local(10, 23), local(10, 26), False)
    assert [plain(part) for part in notation.window(span, BRUSSELS, "nl")] == [
        "do 22-10-2026",
        "zo 25-10-2026",
    ]


def test_hours_are_said_as_moments_across_the_change_of_the_clock() -> None:
    """24 h from 18:00 on the day before winter time begins end at 17:00."""
    start = local(10, 24, 18)
    end = datetime.fromtimestamp(start.timestamp() + 24 * 3600, UTC)
    span = Window(start, end, end, True)
    assert [plain(part) for part in notation.window(span, BRUSSELS, "en")] == [
        "Sat 24-10-2026 18:00",
        "Sun 25-10-2026 17:00",
    ]
