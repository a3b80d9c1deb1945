"""The ten groups on one woman of each, as the published table describes them (PMC7679201, table 1)."""

from pathlib import Path

import pytest

from kraamkring.packs.indicators import indicator
from kraamkring.rooms.registry.engines import opened
from kraamkring.rooms.registry.figures import units
from tests.indicators.region import lake_of, region

# group: earlier births, earlier caesarean section, children, presentation, completed weeks, onset
TABLE = {
    "1": (0, False, 1, "cephalic", 39, "spontaneous"),
    "2a": (0, False, 1, "cephalic", 37, "induced"),
    "2b": (0, False, 1, "cephalic", 38, "prelabour_caesarean"),
    "3": (2, False, 1, "cephalic", 40, "spontaneous"),
    "4a": (1, False, 1, "cephalic", 41, "induced"),
    "4b": (1, False, 1, "cephalic", 39, "prelabour_caesarean"),
    "5": (1, True, 1, "cephalic", 38, "spontaneous"),
    "6": (0, False, 1, "breech", 36, "spontaneous"),
    "7": (3, True, 1, "breech", 39, "prelabour_caesarean"),
    "8": (1, True, 2, "cephalic", 35, "induced"),
    "9": (1, True, 1, "transverse", 38, "prelabour_caesarean"),
    "10": (1, True, 1, "cephalic", 36, "spontaneous"),
}
UNKNOWN = [
    (None, False, 1, "cephalic", 39, "spontaneous"),
    (1, None, 1, "cephalic", 39, "spontaneous"),
    (0, False, 1, None, 39, "spontaneous"),
    (0, False, 1, "cephalic", None, "spontaneous"),
    (0, False, 1, "cephalic", 39, None),
    (None, False, 1, "breech", 39, "spontaneous"),
]


def groups_of(women: list[tuple[object, ...]], folder: Path) -> list[str]:
    families = [family for family in region() if family["pregnancies"][0]["ended"] == "born"][: len(women)]
    for number, (family, (births, before, children, lies, weeks, onset)) in enumerate(
        zip(families, women, strict=True)
    ):
        family["pregnancies"][0] |= {
            "pregnancy": number,
            "earlier_births": births,
            "previous_caesarean": before,
            "fetuses": children,
            "presentation": lies,
            "gestation_days": weeks * 7 if weeks else None,
            "onset": onset,
        }
    with opened(lake_of(families, folder)) as ask:
        return [each.category for each in units(indicator("robson-groups"), ask)]


def test_each_group_of_the_table_is_found(tmp_path: Path) -> None:
    assert groups_of(list(TABLE.values()), tmp_path) == list(TABLE)


def test_a_woman_of_whom_something_is_not_known_is_in_no_group(tmp_path: Path) -> None:
    assert groups_of(UNKNOWN, tmp_path) == ["not classified"] * len(UNKNOWN)


@pytest.mark.parametrize("group", TABLE)
def test_every_group_is_a_category_of_the_card(group: str) -> None:
    assert group in indicator("robson-groups").categories
