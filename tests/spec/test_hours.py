"""Every table of tests/spec/kraamzorg holds, and docs/protocols/kraamzorg is printed from them."""

import pytest

from tests.spec.hours import HoursCase, hours_chapters, hours_outcome

CASES = [case for chapter in hours_chapters() for case in chapter.cases]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file}: {case.name}")
def test_the_table_of_hours_holds(case: HoursCase) -> None:
    assert hours_outcome(case) == case.rows


def test_there_is_no_empty_table_of_hours() -> None:
    assert all(case.rows and case.source for case in CASES)
