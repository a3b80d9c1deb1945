"""Every table of leave holds."""

import pytest

from tests.spec.leave_tables import LeaveTable, leave_outcome, leave_tables


@pytest.mark.parametrize("table", list(leave_tables()), ids=lambda table: f"{table.country}: {table.name}")
def test_the_table_of_leave_holds(table: LeaveTable) -> None:
    assert leave_outcome(table.country, table.case) == table.rows
