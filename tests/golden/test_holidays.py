"""The public holidays of a whole year, as calendars print them: every other day is an ordinary one.

Belgium: the ten legal holidays. The Netherlands: those of the Algemene termijnenwet, with 5 May. 2026 and 2027 are two
years in which Easter, the weekends and King's Day fall differently.
"""

from datetime import date, timedelta

import pytest

from kraamkring.packs import protocol

BELGIUM = {
    2026: "01-01 06-04 01-05 14-05 25-05 21-07 15-08 01-11 11-11 25-12",
    2027: "01-01 29-03 01-05 06-05 17-05 21-07 15-08 01-11 11-11 25-12",
}
NETHERLANDS = {
    2026: "01-01 06-04 27-04 05-05 14-05 25-05 25-12 26-12",
    2027: "01-01 29-03 27-04 05-05 06-05 17-05 25-12 26-12",
}
YEARS = [
    *(
        (name, year, said)
        for name in ("be-vlg", "be-bru", "be-wal", "be-dg")
        for year, said in BELGIUM.items()
    ),
    *(("nl", year, said) for year, said in NETHERLANDS.items()),
]


@pytest.mark.parametrize(("name", "year", "printed"), YEARS)
def test_a_year_has_the_holidays_that_a_calendar_prints(name: str, year: int, printed: str) -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    found = [f"{day:%d-%m}" for day in days if protocol(name).holidays.holds(day)]
    assert " ".join(found) == printed
