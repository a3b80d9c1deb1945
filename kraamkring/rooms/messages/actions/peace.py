"""When somebody wants to be left in peace."""

from __future__ import annotations

from kraamkring.rooms.accounts.models import User

from ..models import HowReached


def set_peace(*, user: User, quiet_from: int, quiet_until: int, digest_at: int) -> HowReached:
    """Her own quiet hours, and the hour of her morning message, from now on. The caller has checked the hours."""
    made, _ = HowReached.objects.update_or_create(
        user=user, defaults={"quiet_from": quiet_from, "quiet_until": quiet_until, "digest_at": digest_at}
    )
    return made
