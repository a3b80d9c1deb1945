"""The cast, for every flow; and after every test, nothing that goes out is other than it would be made anew."""

from collections.abc import Iterator

import pytest

from tests.cast import Cast, cast
from tests.exchange.anew import differences


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture(autouse=True)
def what_goes_out_follows(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each of these tests writes as flows do: whatever it wrote, the exchange heard of it (ADR 0801)."""
    around = request.node.get_closest_marker("around_flows")
    written = "people" in request.fixturenames and around is None
    if written:
        request.getfixturevalue("people")  # so that the database is still there afterwards
    yield
    if written:
        assert differences() == []
