"""Every row of the table of numbers holds."""

import pytest

from kraamkring.packs.numbers import judged, kinds, number_report
from tests.spec.number_tables import NumberRow, number_outcome, number_rows


@pytest.mark.parametrize("row", number_rows(), ids=lambda row: f"{row.kind} {row.number}")
def test_the_row_of_numbers_holds(row: NumberRow) -> None:
    assert number_outcome(row) == (row.valid, row.fault, row.written, row.says)


def test_every_kind_has_a_right_and_a_wrong_number() -> None:
    assert {(row.kind, row.valid) for row in number_rows()} == {
        (kind, valid) for kind in kinds() for valid in ("yes", "no")
    }


def test_what_is_only_form_and_what_is_not_confirmed_is_said() -> None:
    assert {name: (kind.checked, kind.certainty) for name, (_, kind) in kinds().items()} == {
        "ssin": ("check digits", "verified"),
        "bis": ("check digits", "verified"),
        "nihdi": ("check digits", "to be confirmed"),
        "cbe": ("check digits", "verified"),
        "bsn": ("check digits", "verified"),
        "agb": ("form", "verified"),
        "big": ("form", "to be confirmed"),
    }


@pytest.mark.parametrize("row", number_rows(), ids=lambda row: f"{row.kind} {row.number}")
def test_on_import_every_number_is_accepted_and_a_wrong_one_warned_of(row: NumberRow) -> None:
    found = number_report(judged(row.kind, row.number), imported=True, telling=False)
    assert found["accepted"]
    assert found["says"] is None
    assert any(why["sentence"] == "kept" for why in found["why"]) is (row.valid == "no")
    assert all(row.number not in text for why in found["why"] for text in why["parent"].values())
