"""Identifiers that sort by time, and Belgian numbers with their check digits."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.core.kernel.identifiers import new_id, uuid7
from kraamkring.packs.be.identifiers import check_national_number, check_nihdi, national_system
from kraamkring.packs.identifiers import national_number, professional_number

RFC_9562 = UUID("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")  # appendix A.6


def test_the_example_of_the_standard() -> None:
    randomness = (0xCC3 << 62 | 0x18C4DC0C0C07398F).to_bytes(10, "big")
    assert uuid7(0x017F22E279B0, randomness) == RFC_9562


@pytest.mark.parametrize(("now_ms", "randomness"), [(-1, bytes(10)), (1 << 48, bytes(10)), (0, bytes(9))])
def test_what_does_not_fit_is_refused(now_ms: int, randomness: bytes) -> None:
    with pytest.raises(ValueError, match="UUIDv7"):
        uuid7(now_ms, randomness)


def test_ids_sort_by_the_moment_they_were_made() -> None:
    moments = [datetime(2026, 3, 1, 10, minute, tzinfo=UTC) for minute in range(50)]
    ids = [new_id(moment) for moment in moments]
    assert ids == sorted(ids)
    assert {(each.version, each.variant) for each in ids} == {(7, RFC_9562.variant)}


@pytest.mark.parametrize(
    ("value", "system"),
    [("93051822361", "ssin"), ("93.05.18-223.61", "ssin"), ("17073003384", "ssin"), ("98472899765", "bis")],
)
def test_national_and_bis_numbers(value: str, system: str) -> None:
    assert national_system(value) == system


@pytest.mark.parametrize(
    "value", ["93051822362", "79121137740", "16032376921", "", "930518223", "x" * 11, "٩٣٠٥١٨٢٢٣٦١"]
)
def test_what_is_no_national_number_is_refused_without_being_repeated(value: str) -> None:
    with pytest.raises(ImpossibleFact) as refused:
        check_national_number(value, "mother_number")
    assert refused.value.field == "mother_number"
    assert not value or value not in str(refused.value)


@pytest.mark.parametrize("value", ["18749704477", "1-15302-31-003", "11530231003"])
def test_numbers_of_professionals(value: str) -> None:
    check_nihdi(value)


@pytest.mark.parametrize("value", ["18749705477", "1874970447", "", "1874970447x"])
def test_wrong_numbers_of_professionals(value: str) -> None:
    with pytest.raises(ImpossibleFact):
        check_nihdi(value)


def test_a_dutch_number_follows_the_test_of_eleven() -> None:
    assert national_number("9999.10.413", "nl") == ("bsn", "999910413", True)
    assert national_number("999910414", "nl", imported=True) == ("national", "999910414", False)
    with pytest.raises(ImpossibleFact, match="BSN"):
        national_number("999910414", "nl", "number")


def test_where_no_pack_knows_the_rule_a_number_is_kept_unchecked() -> None:
    assert national_number(" 12 ", "lu") == ("national", "12", False)
    assert professional_number("agb", "08012345") == ("agb", "08012345", False)
    assert national_number("93.05.18-223.61", "be-vlg") == ("ssin", "93051822361", True)
    assert national_number("93051822362", "be-vlg", imported=True) == ("national", "93051822362", False)
