"""How many examples a property tries: a seeded sample each day, and all of them when it is to be proved."""

import os

from hypothesis import settings

PROVE = os.environ.get("KRAAMKRING_PROVE") == "1"


def sample(share: int) -> int:
    """One in so many of the daily examples, for what is slow; every one in `make prove`."""
    whole = settings().max_examples
    return whole if PROVE else whole // share
