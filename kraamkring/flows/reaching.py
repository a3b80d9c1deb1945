"""How somebody is reached: by push if she switched it on, then as she prefers, then by what else is known of her.

Our choices, not reviewed with those who are told: an address that does not work is passed over, unless there is no
other: then the message is made all the same, so that whoever sent it sees that it did not arrive. An entry for the
calendar goes by e-mail whatever she prefers, since nothing else carries it.
"""

from __future__ import annotations

from datetime import datetime, time, tzinfo

from kraamkring.core.kernel.quiet_hours import QUIET_FROM, QUIET_UNTIL, after_quiet_hours
from kraamkring.rooms.accounts.models import Told, User
from kraamkring.rooms.messages.actions import Recipient
from kraamkring.rooms.messages.models import Channel
from kraamkring.rooms.messages.queries import Reach

DIGEST_AT = 7  # on the clock of where she works, when the quiet hours end; our choice
PLAIN = Reach()


def ways(user: User, reach: Reach = PLAIN, *, calendar: bool = False) -> list[Recipient]:
    """Every way in which an account can be told, the one she wants first; none if she can no longer sign in. calendar:
    what is told belongs in a calendar."""
    if not user.is_active:
        return []
    mail = Recipient(
        channel=Channel.ICALENDAR if calendar else Channel.EMAIL,
        address=user.email,
        language=user.language,
        whom=user.pk,
    )
    by_post = [mail] if reach.email_works else []
    by_text = [_text(user)] if user.phone and reach.phone_works else []
    by_push = [_push(user)] if reach.pushes and not calendar else []
    later = [_push(user)] if reach.pushes and calendar else []
    preferred = [*by_text, *by_post] if user.told_by == Told.SMS else [*by_post, *by_text]
    first = _text(user) if user.told_by == Told.SMS else mail
    return [*by_push, *preferred, *later] or [first]


def at_peace(moment: datetime, zone: tzinfo, reach: Reach = PLAIN) -> datetime:
    """The same moment, or the end of her quiet hours that it lies in: her own, or those of the house."""
    if reach.peace is None:
        return after_quiet_hours(moment, zone)
    begin, end, _ = reach.peace
    return after_quiet_hours(moment, zone, time(begin), time(end))


def quiet_hours(reach: Reach = PLAIN) -> tuple[int, int, int]:
    """From, until, and the hour of her morning message."""
    return reach.peace or (QUIET_FROM.hour, QUIET_UNTIL.hour, DIGEST_AT)


def _text(user: User) -> Recipient:
    return Recipient(channel=Channel.SMS, address=user.phone, language=user.language, whom=user.pk)


def _push(user: User) -> Recipient:
    return Recipient(channel=Channel.PUSH, address=str(user.pk), language=user.language, whom=user.pk)
