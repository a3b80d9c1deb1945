"""The word with which a device says that a pushed message came: only who could decrypt the message knows it."""

from __future__ import annotations

from uuid import UUID

from django.core.signing import BadSignature, Signer

SIGNER = Signer(salt="kraamkring.pushed", sep=".")


def seen_word(message_id: UUID) -> str:
    """The word that goes out inside a pushed message."""
    return SIGNER.sign(str(message_id))


def message_seen(word: str) -> UUID | None:
    """The message of which this word speaks; None for a word that is not ours."""
    try:
        return UUID(SIGNER.unsign(word))
    except (BadSignature, ValueError):
        return None
