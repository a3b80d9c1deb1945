"""The wiring of the channels: which transport brings which message away, by the settings."""

from pathlib import Path
from uuid import UUID

from django.conf import settings

from kraamkring.rooms.messages.actions import Transports
from kraamkring.rooms.messages.channels import GiveUp
from kraamkring.rooms.messages.channels.email.transport import Catcher, Email, Post, SmtpServer
from kraamkring.rooms.messages.channels.icalendar.transport import ICalendar
from kraamkring.rooms.messages.channels.sms.transport import Gateway, HttpGateway, Sms


class NoGateway:
    """No text message can go: a person sees it in the outbox."""

    def text(self, *, id: UUID, number: str, words: str) -> str:
        raise GiveUp("no gateway")


class CaughtTexts:
    """Text messages of a demo: a file each, in the folder of the mail."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def text(self, *, id: UUID, number: str, words: str) -> str:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{id}.txt").write_text(f"{number}\n{words}\n", "utf-8")
        return "caught"


def transports() -> Transports:
    """One for each channel."""
    post, sender = _post(), settings.DEFAULT_FROM_EMAIL
    return {"email": Email(post, sender), "icalendar": ICalendar(post, sender), "sms": Sms(_gateway())}


def _post() -> Post:
    if settings.MESSAGE_CATCHER:
        return Catcher(settings.MESSAGE_CATCHER)
    tls, starttls = settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS
    return SmtpServer(
        host=settings.EMAIL_HOST,
        port=settings.EMAIL_PORT,
        user=settings.EMAIL_HOST_USER,
        password=settings.EMAIL_HOST_PASSWORD,
        security="tls" if tls else "starttls" if starttls else "none",
        timeout_s=settings.EMAIL_TIMEOUT or 20,
    )


def _gateway() -> Gateway:
    given = settings.SMS_GATEWAY
    if given["url"]:
        return HttpGateway(url=given["url"], token=given["token"], sender=given["sender"])
    return CaughtTexts(settings.MESSAGE_CATCHER) if settings.MESSAGE_CATCHER else NoGateway()
