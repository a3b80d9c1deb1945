"""Bearer tokens as rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from kraamkring.rooms.asked_often import Often

from .models import AccessToken


def give_token(*, id: UUID, **columns: Any) -> AccessToken:
    """A new one."""
    return AccessToken.objects.create(id=id, **columns)


def end_token(token: AccessToken, now: datetime) -> None:
    """It holds no more."""
    AccessToken.objects.filter(pk=token.pk, ended_at=None).update(ended_at=now)


def token_with(digest: str, now: datetime) -> AccessToken | None:
    """The token of this digest, with whose it is; None if it does not hold now, or she may not sign in any more."""
    return _HOLDS.first(digest=digest, now=now)


_HOLDS = Often(
    lambda digest, now: (
        AccessToken.objects.filter(digest=digest, since__lte=now, until__gt=now, ended_at=None)
        .filter(user__is_active=True)
        .select_related("user__organisation")
    )
)
