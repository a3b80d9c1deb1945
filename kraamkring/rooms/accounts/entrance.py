"""Tables of the entrance: what is kept for a while, devices that are known, invitations of parents."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from pgtrigger import Delete, Protect, ReadOnly

HASH = r"^[0-9a-f]{64}$"  # of SHA-256, in hexadecimal
MOST_TRIES = 5  # wrong codes, then the invitation is closed
MOST_CODES = 5  # text messages for one invitation


class Kept(models.Model):
    """What all processes of this installation share for a while (Django's cache), above all who tried how often. Its
    table is not in the journal of the database: after a crash it is empty. key: a hash, so that no address stands here.
    until: empty for what has no end."""

    key = models.CharField(max_length=64, primary_key=True)
    value = models.JSONField(null=True)
    until = models.DateTimeField(null=True, db_index=True)

    class Meta:
        constraints: ClassVar = [CheckConstraint(condition=Q(key__regex=HASH), name="kept_under_a_hash")]

    def __str__(self) -> str:
        return f"kept {self.key[:8]}"


class KnownDevice(models.Model):
    """A browser that somebody signed in on. digest: of what its cookie holds. A sign-in on another one is told."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["user", "digest"], name="device_is_known_once"),
            CheckConstraint(condition=Q(digest__regex=HASH), name="device_is_known_by_a_hash"),
            CheckConstraint(condition=Q(last_at__gte=F("first_at")), name="device_is_seen_forwards"),
        ]

    def __str__(self) -> str:
        return f"device {self.pk}"


class AccountInvitation(models.Model):
    """A link, once, with which a mother or her partner makes an account her own. place: the membership it is for.
    secret_hash: of what stands in the link. A second thing is asked: a code that goes by text message to the telephone
    that was given, or (spoken) one that she who invites says herself. code_hash: keyed, of the code that holds now."""

    id = models.UUIDField(primary_key=True, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    place = models.UUIDField()
    secret_hash = models.CharField(max_length=64)
    spoken = models.BooleanField()
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    code_hash = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    codes = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["secret_hash"], name="invitation_link_leads_to_one"),
            UniqueConstraint(
                fields=["user"], condition=Q(used_at=None, ended_at=None), name="one_open_invitation_a_person"
            ),
            CheckConstraint(condition=Q(secret_hash__regex=HASH), name="invitation_keeps_a_hash"),
            CheckConstraint(
                condition=Q(code_hash="", code_until=None)
                | (Q(code_hash__regex=HASH) & Q(code_until__isnull=False)),
                name="invitation_code_is_a_hash_with_an_end",
            ),
            CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="invitation_ends_later"),
            CheckConstraint(
                condition=Q(tries__lte=MOST_TRIES) & Q(codes__lte=MOST_CODES),
                name="invitation_is_not_guessed",
            ),
            CheckConstraint(condition=Q(used_at=None) | Q(ended_at=None), name="invitation_is_used_or_ended"),
        ]
        triggers: ClassVar = [
            Protect(name="account_invitations_are_kept", operation=Delete),
            ReadOnly(
                name="only_what_becomes_of_an_invitation",
                exclude=["code_hash", "code_until", "codes", "tries", "used_at", "ended_at"],
            ),
        ]

    def __str__(self) -> str:
        return f"account invitation {self.pk}"
