"""Somebody with an account is told of her own work: that there is something to look at, never about whom."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.messages.actions import intend
from kraamkring.rooms.messages.queries import intended

from .links import LINKS
from .telling import by_account


def tell_colleague(who: User, *, what: str, template: str, link: str, by: User, now: datetime) -> None:
    """A message to her, once for what happened, unless she did it herself or can no longer sign in. link: the page that
    it leads to, of LINKS."""
    intention, to = f"{what}:{who.pk}", by_account(who)
    if who.pk == by.pk or to is None or intended(intention) is not None:
        return
    intend(
        intention=intention,
        to=to,
        template_name=template,
        context={"link": settings.SITE_ADDRESS + LINKS[link]},
        cancellation_key="",
        now=now,
        by=by,
    )
