"""Who sees what, put together: everything, all but, only, nothing; each asked of the decision itself."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kraamkring.core.access import MODULES, TABLE, Consent, Relation, Standing, closed_by, may, sees

AT = datetime(2026, 10, 6, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def standing(role: str, *said: Consent, **more: Any) -> Standing:
    known = {"ground": "care_network", "role": role, "since": AT - HOUR}
    return Standing(person="me", relations=(Relation(**(known | more)),), consents=said)


@pytest.mark.parametrize("role", TABLE)
def test_it_is_what_the_table_says(role: str) -> None:
    found = sees(standing(role), AT)
    for module in MODULES:
        right = "write" if may(role, module, "write") else "read" if may(role, module, "read") else ""
        assert found.rights[module] == right
    assert set(found.open) | set(found.closed) == set(MODULES)
    assert set(closed_by(standing(role), AT)) == set(found.closed)


@pytest.mark.parametrize(
    ("role", "shape", "told"),
    [
        ("midwife", "everything", ()),
        ("ward_midwife", "all_but", ("psychosocial",)),
        ("planner", "only", ("plan", "network")),
        ("administrator", "nothing", ()),
    ],
)
def test_the_shortest_way_to_say_it(role: str, shape: str, told: tuple[str, ...]) -> None:
    found = sees(standing(role), AT)
    assert found.shape == shape
    assert told in ((), found.open if shape == "only" else found.closed)


def test_a_word_of_hers_changes_the_sentence() -> None:
    refused = Consent(module="psychosocial", given=False, at=AT - HOUR, person="me")
    found = sees(standing("midwife", refused), AT)
    assert (found.shape, found.closed) == ("all_but", ("psychosocial",))
    assert closed_by(standing("midwife", refused), AT) == {"psychosocial": "consent_refused"}
