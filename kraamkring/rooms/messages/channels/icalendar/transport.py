"""Calendar entries: an e-mail whose calendar part a calendar understands by itself."""

from __future__ import annotations

from dataclasses import dataclass

from .. import GiveUp, Outgoing
from ..email.letter import letter
from ..email.transport import Post
from .entry import calendar_of


@dataclass(frozen=True)
class ICalendar:
    """The channel: the letter, with the entry beside its words."""

    post: Post
    sender: str

    def send(self, message: Outgoing) -> str:
        if message.calendar is None:
            raise GiveUp("no calendar entry")
        mail = letter(message, self.sender)
        text = calendar_of(message, message.calendar, self.sender).decode()
        mail.add_alternative(text, subtype="calendar", params={"method": message.calendar.method})
        return self.post.hand_in(mail)
