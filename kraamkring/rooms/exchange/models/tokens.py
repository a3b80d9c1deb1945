"""Keys with which a program asks on behalf of somebody."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q

from kraamkring.rooms.accounts.models import User

from .programs import Grant, Program


class AccessToken(models.Model):
    """A bearer token: the program that holds it reads what `user` may read, as far as scope says. digest: SHA-256 of
    the token, which itself is kept nowhere. scope: in the words of SMART (`user/*.rs`). client: what the program
    calls itself. program, grant: to which it was given after a sign-in; None for one that was given on the server.
    patient: about whom a scope `patient/` is."""

    id = models.UUIDField(primary_key=True, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    client = models.CharField(max_length=100)
    scope = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+", null=True)
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="+", null=True)
    patient = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="token_digest_is_sha_256"),
            CheckConstraint(condition=Q(until__gt=F("since")), name="token_ends_after_it_begins"),
            CheckConstraint(condition=~Q(client="") & ~Q(scope=""), name="token_says_who_and_what_for"),
        ]

    def __str__(self) -> str:
        return f"access token {self.pk}"
