"""Where mail and text messages go: into a folder in a demo, over SMTP and a gateway where one is given."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from kraamkring.config.complaint import Complaint

SECURITY = {"smtp": "none", "smtp+starttls": "starttls", "smtps": "tls"}
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
SHORTEST_SECRET = 32  # characters
SAFE_WITHOUT = ("localhost", "127.0.0.1", "::1")


def catcher(stage: str, home: Path) -> Path | None:
    """The folder in which a demo's messages end; None where they really go."""
    return home / "mail" if stage == "demo" and not os.environ.get("KRAAMKRING_SMTP_URL") else None


def sms_gateway() -> dict[str, str]:
    """The gateway for text messages; its url is empty where none is given."""
    return {
        "url": os.environ.get("KRAAMKRING_SMS_URL", ""),
        "token": os.environ.get("KRAAMKRING_SMS_TOKEN", ""),
        "sender": os.environ.get("KRAAMKRING_SMS_SENDER", "Kraamkring"),
    }


def sms_receipt_secret() -> str:
    """What the gateway signs its delivery reports with; empty where none are taken."""
    secret = os.environ.get("KRAAMKRING_SMS_RECEIPT_SECRET", "")
    if secret and len(secret) < SHORTEST_SECRET:
        raise Complaint(f"KRAAMKRING_SMS_RECEIPT_SECRET is shorter than {SHORTEST_SECRET} characters.")
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
