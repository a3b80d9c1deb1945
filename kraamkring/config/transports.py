"""The wiring of the channels: which transport brings which message away, by the settings."""

import os
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from kraamkring.rooms.messages.actions import Transports
from kraamkring.rooms.messages.channels import GiveUp, Outgoing, Transport
from kraamkring.rooms.messages.channels.email.transport import Catcher, Email, Post, SmtpServer
from kraamkring.rooms.messages.channels.icalendar.transport import ICalendar
from kraamkring.rooms.messages.channels.push.payload import sentence
from kraamkring.rooms.messages.channels.push.transport import Push
from kraamkring.rooms.messages.channels.sms.providers import Provider
from kraamkring.rooms.messages.channels.sms.providers.cm import Cm
from kraamkring.rooms.messages.channels.sms.providers.messagebird import MessageBird
from kraamkring.rooms.messages.channels.sms.providers.spryng import Spryng
from kraamkring.rooms.messages.channels.sms.providers.twilio import Twilio
from kraamkring.rooms.messages.channels.sms.transport import Gateway, HttpGateway, ProviderGateway, Sms


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


class CaughtPushes:
    """Pushed messages of a demo: the same, with what would have stood on the screen."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: Outgoing) -> str:
        if not message.devices:
            raise GiveUp("push no device")
        self.folder.mkdir(parents=True, exist_ok=True)
        said = f"push\n{sentence(message)}\n{message.link}\n"
        (self.folder / f"{message.id}.txt").write_text(said, "utf-8")
        return "caught"


class NoPush:
    """Nothing can be pushed: no key was given."""

    def send(self, message: Outgoing) -> str:
        raise GiveUp("no push key")


def transports() -> Transports:
    """One for each channel."""
    post, sender = _post(), settings.DEFAULT_FROM_EMAIL
    return {
        "email": Email(post, sender),
        "icalendar": ICalendar(post, sender),
        "sms": Sms(_gateway()),
        "push": _push(),
    }


def provider() -> Provider | None:
    """The company for text messages, None where there is none, or one that speaks our own plain HTTP."""
    given, secret = settings.SMS_GATEWAY, settings.SMS_RECEIPT_SECRET
    name, account, token, sender = (given[each] for each in ("provider", "account", "token", "sender"))
    back = settings.SITE_ADDRESS + reverse("sms_report", args=[name]) if name else ""
    if name == "twilio":
        return Twilio(account=account, token=token, sender=sender, reports_to=back)
    if name == "messagebird":
        return MessageBird(token=token, sender=sender, secret=secret, reports_to=back if secret else "")
    if name == "cm":
        return Cm(token=token, sender=sender, secret=secret)
    if name == "spryng":
        return Spryng(account=account, token=token, sender=sender, secret=secret)
    return None


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
        returns_to=settings.BOUNCES_TO,
        asks_reports=bool(settings.BOUNCE_MAILBOX or settings.BOUNCE_SECRET),
    )


def _gateway() -> Gateway:
    given, company = settings.SMS_GATEWAY, provider()
    if company:
        return ProviderGateway(provider=company)
    if given["url"]:
        return HttpGateway(url=given["url"], token=given["token"], sender=given["sender"])
    return CaughtTexts(settings.MESSAGE_CATCHER) if settings.MESSAGE_CATCHER else NoGateway()


def _push() -> Transport:
    if settings.MESSAGE_CATCHER and not os.environ.get("KRAAMKRING_PUSH_KEY"):
        return CaughtPushes(settings.MESSAGE_CATCHER)
    given = settings.PUSH
    return Push(key=given["key"], contact=given["contact"]) if given["key"] else NoPush()
