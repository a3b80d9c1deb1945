"""What time it is."""

from datetime import UTC, datetime


def real_time() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)
