"""Users, organisations, and the professional numbers that say what somebody may call herself."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Lower
from pgtrigger import Delete, Protect, ReadOnly

from .entrance import AccountInvitation, Kept, KnownDevice

__all__ = [
    "AccountInvitation",
    "CalendarLink",
    "Kept",
    "KnownDevice",
    "Language",
    "OnCall",
    "Organisation",
    "ProfessionalNumber",
    "Told",
    "User",
    "Users",
]


class Language(models.TextChoices):
    NL = "nl", "Nederlands"
    FR = "fr", "Français"
    DE = "de", "Deutsch"
    EN = "en", "English"
    TR = "tr", "Türkçe"
    AR = "ar", "العربية"


class Told(models.TextChoices):
    """How somebody wants to be told. An entry for the calendar goes by e-mail all the same."""

    EMAIL = "email"
    SMS = "sms"


class Organisation(models.Model):
    """A practice, hospital or service that people work for. kind: free text of a closed list in the packs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    region = models.CharField(max_length=20)
    number = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints: ClassVar = [CheckConstraint(condition=~Q(name=""), name="organisation_has_a_name")]

    def __str__(self) -> str:
        return f"organisation {self.pk}"


class Users(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **known: Any) -> User:
        """A new user, with the address in lower case; without a password nobody can sign in as her."""
        user = self.model(email=email.strip().lower(), **known)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """Somebody who signs in with an e-mail address. profession: a role of core.facts, or `planner`,
    `administrator`, `governor`. phone: E.164, empty if not given; told_by: how she wants to be told."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200, blank=True)
    profession = models.CharField(max_length=40)
    language = models.CharField(max_length=2, choices=Language, default=Language.NL)
    phone = models.CharField(max_length=16, blank=True)
    told_by = models.CharField(max_length=10, choices=Told, default=Told.EMAIL)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    is_active = models.BooleanField(default=True)

    objects: ClassVar[Users] = Users()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["profession"]

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=Q(email=Lower("email")), name="user_email_in_lower_case"),
            CheckConstraint(condition=~Q(profession=""), name="user_has_a_profession"),
            CheckConstraint(condition=Q(language__in=Language.values), name="user_language_is_ours"),
            CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=r"^\+[1-9][0-9]{6,14}$"), name="user_phone_is_e164"
            ),
            CheckConstraint(
                condition=Q(told_by="email") | (Q(told_by="sms") & ~Q(phone="")),
                name="user_is_told_where_she_can_be_reached",
            ),
        ]

    def __str__(self) -> str:
        return f"user {self.pk}"


class OnCall(models.Model):
    """Somebody is on call for her organisation from one instant, until another if that came: one at a time."""

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["organisation"], condition=Q(until=None), name="one_person_on_call_at_a_time"
            ),
            CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="on_call_ends_later"),
        ]
        triggers: ClassVar = [
            Protect(name="on_call_rows_are_kept", operation=Delete),
            ReadOnly(name="only_the_end_of_being_on_call", exclude=["until"]),
        ]

    def __str__(self) -> str:
        return f"on call {self.pk}"


class CalendarLink(models.Model):
    """The link under which a telephone fetches somebody's appointments. secret: what the link is made from; a new one
    ends the link before it. made_as: the id of the form that asked for it, so that asking twice is once. looked_on: the
    last day of which the audit log says that it was fetched."""

    user = models.OneToOneField(
        User, primary_key=True, on_delete=models.PROTECT, related_name="calendar_link"
    )
    secret = models.CharField(max_length=40)
    made_as = models.UUIDField()
    made_at = models.DateTimeField()
    looked_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["secret"], name="calendar_link_leads_to_one_person"),
            CheckConstraint(
                condition=Q(secret__regex=r"^[A-Za-z0-9_-]{32,40}$"),  # noqa: S106 (what one looks like)
                name="calendar_link_cannot_be_guessed",
            ),
        ]

    def __str__(self) -> str:
        return f"calendar link {self.pk}"


class ProfessionalNumber(models.Model):
    """A number that a register gave to a professional (`nihdi`, `agb`, `big`). checked: check digits tested."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="professional_numbers")
    system = models.CharField(max_length=20)
    value = models.CharField(max_length=40)
    checked = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["system", "value"], name="professional_number_has_one_owner"),
            UniqueConstraint(fields=["user", "system"], name="one_professional_number_per_system"),
            CheckConstraint(condition=~Q(value=""), name="professional_number_is_given"),
        ]

    def __str__(self) -> str:
        return f"professional number {self.pk}"
