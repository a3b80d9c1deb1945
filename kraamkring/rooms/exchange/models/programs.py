"""Programs that may ask people for keys, and what people said yes to (SMART on FHIR: ADR 0802)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from kraamkring.rooms.accounts.models import User

DIGEST = r"^[0-9a-f]{64}$"  # SHA-256: of no secret anything else is kept


class Program(models.Model):
    """A program that was registered; its id is its `client_id`. kind: public (in a browser or on a telephone: it keeps
    no secret), confidential (a server with a secret) or backend (a server that signs, and asks for nobody's yes).
    launch_uri: where it is opened from the page of a family, empty where it is not. scope: the most it may ask for.
    jwks: the public halves of its keys. acts_as: whose eyes a backend has."""

    class Kind(models.TextChoices):
        PUBLIC = "public"
        CONFIDENTIAL = "confidential"
        BACKEND = "backend"

    id = models.UUIDField(primary_key=True, editable=False)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    secret_digest = models.CharField(max_length=64, blank=True)
    redirect_uris = models.JSONField(default=list)
    launch_uri = models.TextField(blank=True)
    scope = models.TextField()
    jwks = models.JSONField(null=True)
    acts_as = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(kind="public", secret_digest="", jwks__isnull=True, acts_as=None)
                | Q(kind="confidential", secret_digest__regex=DIGEST, jwks__isnull=True, acts_as=None)
                | Q(kind="backend", secret_digest="", jwks__isnull=False, acts_as__isnull=False),
                name="program_has_what_its_kind_needs",
            ),
            CheckConstraint(condition=~Q(name="") & ~Q(scope=""), name="program_says_who_and_what_for"),
            CheckConstraint(condition=Q(launch_uri="") | ~Q(kind="backend"), name="program_opened_by_people"),
        ]

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """A person let a program ask in her name, once. scope: what she gave; patient: about whom, where it is about one.
    code_digest: of the code that the program brings once, until code_until, with the verifier of challenge (S256)."""

    id = models.UUIDField(primary_key=True, editable=False)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    scope = models.TextField()
    patient = models.UUIDField(null=True)
    since = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    code_digest = models.CharField(max_length=64, unique=True)
    code_until = models.DateTimeField()
    code_used_at = models.DateTimeField(null=True)
    redirect_uri = models.TextField()
    challenge = models.CharField(max_length=128)
    nonce = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=Q(code_digest__regex=DIGEST), name="grant_code_is_sha_256"),
            CheckConstraint(condition=Q(until__gt=F("since")), name="grant_ends_after_it_begins"),
            CheckConstraint(condition=~Q(scope="") & ~Q(challenge=""), name="grant_opens_something_to_one"),
        ]

    def __str__(self) -> str:
        return f"grant {self.pk}"


class Launch(models.Model):
    """Somebody opened a program from the page of a family. digest: of the word that it was opened with, which counts
    once, until `until`, and when the same person lets the same program in. patient: the mother of that family."""

    id = models.UUIDField(primary_key=True, editable=False)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    patient = models.UUIDField()
    digest = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=Q(digest__regex=DIGEST), name="launch_digest_is_sha_256"),
            CheckConstraint(condition=Q(until__gt=F("since")), name="launch_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"launch {self.pk}"


class RefreshToken(models.Model):
    """With which a program asks for a new key, once: the answer brings the next one."""

    id = models.UUIDField(primary_key=True, editable=False)
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=Q(digest__regex=DIGEST), name="refresh_digest_is_sha_256"),
            CheckConstraint(condition=Q(until__gt=F("since")), name="refresh_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"refresh token {self.pk}"


class UsedAssertion(models.Model):
    """An assertion that a backend signed and that was taken: it is not taken again. digest: of its `jti`; until: when
    it would have run out by itself."""

    id = models.UUIDField(primary_key=True, editable=False)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    until = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["program", "digest"], name="assertion_once"),
            CheckConstraint(condition=Q(digest__regex=DIGEST), name="assertion_digest_is_sha_256"),
        ]

    def __str__(self) -> str:
        return f"used assertion {self.pk}"
