"""Pages are looked at in the morning: the hour at which the tests run changes nothing."""

from typing import Any

import pytest

from tests import clock


@pytest.fixture(autouse=True)
def morning(settings: Any) -> None:
    settings.CLOCK = clock.MORNING
