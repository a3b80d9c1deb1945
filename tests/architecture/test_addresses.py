"""No address without a row that says who may: a page that nobody placed fails here."""

from kraamkring.core.access import MODULES
from tests.access.addresses import addresses
from tests.access.expecting import WORDS
from tests.access.table import ABOUT, TABLE, WHOSE


def test_every_address_has_a_row() -> None:
    names = {address.name for address in addresses()}
    assert names - set(TABLE) == set(), "add a row to tests/access/table.txt"
    assert set(TABLE) - names == set(), "these pages are gone: take their rows out"


def test_every_row_can_be_read() -> None:
    asked = {
        *MODULES,
        *(f"{module}!" for module in MODULES),
        "facts",
        "any",
        "any!",
        *WORDS,
        "-",
        ".",
    }
    for row in TABLE.values():
        assert row.whose in WHOSE, row.name
        assert row.about in ABOUT, row.name
        parts = {part.removesuffix("?") for part in (*row.get.split("+"), *row.post.split("+"))}
        assert parts <= asked, row.name


def test_a_page_with_a_family_in_its_address_is_about_a_family() -> None:
    with_family = {address.name for address in addresses() if "family" in address.asks}
    assert with_family == {row.name for row in TABLE.values() if row.about == "family"}


def test_what_is_about_a_family_asks_for_something() -> None:
    assert not [row.name for row in TABLE.values() if row.about == "family" and "-" in (row.get, row.post)]
