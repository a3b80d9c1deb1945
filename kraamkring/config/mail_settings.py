"""Where messages go: into a folder in a demo; else over SMTP, a company for text messages, and the push services of
browsers, where they are given."""

import os
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kraamkring.config.complaint import Complaint

SECURITY = {"smtp": "none", "smtp+starttls": "starttls", "smtps": "tls"}
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
SHORTEST_SECRET = 32  # characters
PROVIDERS: dict[str, tuple[str, ...]] = {  # and what each needs beside the token
    "http": ("URL",),
    "twilio": ("ACCOUNT",),
    "messagebird": (),
    "cm": (),
    "spryng": ("ACCOUNT",),
}
SENDER = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}|\+?[0-9]{3,15}|MG[0-9a-f]{32}")
# Of demos and tests alone. It stands in public, so whoever wants can push as a demo, and nobody should trust one.
DEMO_PUSH_KEY = "GsQ6-tXrTJmZ879cunQBftO-qK5mKqm841TFRVgi_GI"
SAFE_WITHOUT = ("localhost", "127.0.0.1", "::1")


def catcher(stage: str, home: Path) -> Path | None:
    """The folder in which a demo's messages end; None where they really go."""
    return home / "mail" if stage == "demo" and not os.environ.get("KRAAMKRING_SMTP_URL") else None


def sms_gateway() -> dict[str, str]:
    """The company for text messages; `provider` is empty where none is given."""
    url = os.environ.get("KRAAMKRING_SMS_URL", "")
    given = {
        "provider": os.environ.get("KRAAMKRING_SMS_PROVIDER", "http" if url else ""),
        "url": url,
        "account": os.environ.get("KRAAMKRING_SMS_ACCOUNT", ""),
        "token": os.environ.get("KRAAMKRING_SMS_TOKEN", ""),
        "sender": os.environ.get("KRAAMKRING_SMS_SENDER", "Kraamkring"),
    }
    if not given["provider"]:
        return given
    if given["provider"] not in PROVIDERS:
        raise Complaint(f"KRAAMKRING_SMS_PROVIDER must be one of {', '.join(PROVIDERS)}.")
    for name in ("TOKEN", *PROVIDERS[given["provider"]]):
        if not given[name.lower()]:
            raise Complaint(f"KRAAMKRING_SMS_{name} is not set; {given['provider']} needs it.")
    if not SENDER.fullmatch(given["sender"]):
        raise Complaint("KRAAMKRING_SMS_SENDER has at most 11 letters and digits, or is a telephone number.")
    return given


def sms_receipt_secret() -> str:
    """What the gateway signs its delivery reports with; empty where none are taken."""
    return _secret("KRAAMKRING_SMS_RECEIPT_SECRET")


def bounce_secret() -> str:
    """What a mail server signs the letters with that it hands to `/receipts/mail/`; empty where none are taken."""
    return _secret("KRAAMKRING_BOUNCE_SECRET")


def bounce_mailbox() -> str:
    """The mailbox in which letters about letters are read, `imaps://user:password@host/INBOX`; empty for none."""
    url = os.environ.get("KRAAMKRING_BOUNCE_IMAP", "")
    parts = urlsplit(url)
    if url and (parts.scheme != "imaps" or not (parts.hostname and parts.username and parts.password)):
        raise Complaint("KRAAMKRING_BOUNCE_IMAP must be imaps://user:password@host/MAILBOX.")
    return url


def push_settings(stage: str) -> dict[str, str]:
    """The key under which messages are pushed to browsers (VAPID, RFC 8292), its public half and a contact; a demo has
    one that is known to everybody. Empty where production was given none: then nobody can switch push on."""
    key = os.environ.get("KRAAMKRING_PUSH_KEY", "") or ("" if stage == "production" else DEMO_PUSH_KEY)
    unless_given = "mailto:demo@kraamkring.example" if key == DEMO_PUSH_KEY else ""
    contact = os.environ.get("KRAAMKRING_PUSH_CONTACT", unless_given)
    if not key:
        return {"key": "", "public": "", "contact": ""}
    if not contact.startswith(("mailto:", "https://")):
        raise Complaint(
            "KRAAMKRING_PUSH_CONTACT must be mailto:... or https://...; push services ask for it."
        )
    return {"key": key, "public": _public_half(key), "contact": contact}


def _public_half(key: str) -> str:
    try:
        number = int.from_bytes(urlsafe_b64decode(key + "=" * (-len(key) % 4)), "big")
        public = ec.derive_private_key(number, ec.SECP256R1()).public_key()
    except ValueError:
        raise Complaint("KRAAMKRING_PUSH_KEY is no key (docs/how-to/push.md makes one).") from None
    point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).rstrip(b"=").decode()


def _secret(name: str) -> str:
    secret = os.environ.get(name, "")
    if secret and len(secret) < SHORTEST_SECRET:
        raise Complaint(f"{name} is shorter than {SHORTEST_SECRET} characters.")
    return secret


def mail_settings(stage: str, home: Path) -> dict[str, Any]:
    """Django's own settings of mail, which allauth follows too."""
    sender = os.environ.get("KRAAMKRING_MAIL_FROM")
    if stage == "production" and not sender:
        raise Complaint("KRAAMKRING_MAIL_FROM is not set; production needs the address its mail comes from.")
    settings = {"DEFAULT_FROM_EMAIL": sender or "no-reply@kraamkring.example"}
    if folder := catcher(stage, home):
        return settings | {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(folder),
        }
    return settings | _of_server(os.environ.get("KRAAMKRING_SMTP_URL") or "smtp://localhost")


def _of_server(url: str) -> dict[str, Any]:
    """Django's settings for an address `smtp+starttls://user:password@host:587`."""
    parts = urlsplit(url)
    if parts.scheme not in SECURITY or not parts.hostname:
        raise Complaint("KRAAMKRING_SMTP_URL must be smtp://, smtp+starttls:// or smtps:// and name a host.")
    if parts.scheme == "smtp" and parts.hostname not in SAFE_WITHOUT:
        raise Complaint(
            "KRAAMKRING_SMTP_URL: mail to another machine is encrypted (smtp+starttls:// or smtps://)."
        )
    try:
        port = parts.port
    except ValueError:
        raise Complaint("KRAAMKRING_SMTP_URL has a port that is not a number.") from None
    security = SECURITY[parts.scheme]
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": security == "starttls",
        "EMAIL_USE_SSL": security == "tls",
        "EMAIL_TIMEOUT": 20,
    }
