"""Every row of the tables of warnings holds."""

import pytest

from kraamkring.packs.charts import chart, chart_names
from tests.spec.warning_tables import (
    WarningRow,
    followed,
    warning_outcome,
    warning_rows,
    warning_tables,
    what_follows,
)


@pytest.mark.parametrize(
    "row", list(warning_rows()), ids=lambda row: f"{row.chart}: {row.table}: {row.document}"[:120]
)
def test_the_row_of_warnings_holds(row: WarningRow) -> None:
    assert warning_outcome(row.chart, row.document) == row.expected


def test_every_rule_leads_to_what_the_table_says() -> None:
    assert sorted(what_follows()) == sorted(followed())


def test_every_rule_of_every_chart_stands_in_a_table() -> None:
    told = {(row.chart, rule) for row in warning_rows() for rule in row.expected[1].split()}
    rules = {(name, rule.id) for name in chart_names() for rule in chart(name).rules}
    assert rules <= told
    assert all(table.rows and table.source for table in warning_tables())
