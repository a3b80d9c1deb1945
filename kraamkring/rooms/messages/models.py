"""Messages that were intended, everything that happened to each, and the work list of what still waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Func, GeneratedField, Q, TextField, UniqueConstraint, Value
from django.db.models.lookups import Exact

from kraamkring.rooms.accounts.models import Language, User
from kraamkring.rooms.composite_keys import CompositeKey

E164 = r"^\+[1-9][0-9]{6,14}$"
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+"
MAIL_ADDRESS = rf"^{ATOM}(\.{ATOM})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"


class Channel(models.TextChoices):
    """email; sms; icalendar: an e-mail that carries an entry for the calendar."""

    EMAIL = "email"
    SMS = "sms"
    ICALENDAR = "icalendar"


class Urgency(models.TextChoices):
    """A red flag goes first, is tried again soon, and is sent again when nobody knows whether it went."""

    RED_FLAG = "red_flag"
    ORDINARY = "ordinary"


class State(models.TextChoices):
    """What is known of a message. unknown: it was being sent, and nobody can say whether it went."""

    CREATED = "created"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    UNKNOWN = "unknown"
    FAILED = "failed"
    CANCELLED = "cancelled"


# What may become known after what; the database holds it too.
LIFE: Mapping[str, tuple[str, ...]] = {
    State.CREATED: (State.SENDING, State.CANCELLED),
    State.SENDING: (State.ACCEPTED, State.DELIVERED, State.FAILED, State.UNKNOWN),
    State.UNKNOWN: (State.SENDING, State.ACCEPTED, State.DELIVERED, State.FAILED, State.CANCELLED),
    State.FAILED: (State.SENDING, State.DELIVERED, State.CANCELLED),
    State.ACCEPTED: (State.DELIVERED, State.FAILED),
    State.DELIVERED: (),
    State.CANCELLED: (),
}


class Message(models.Model):
    """One message to one address. id: goes out with it (Message-ID, idempotency key), so that a copy is recognised.

    intention: what the sender's flow calls it; the same intention is never a second message. context: what the
    template asks for, checked by kind, so no words of a person can be in it. cancellation_key: opaque, silences every
    message that carries it; empty for what nothing may silence. not_before: it waits until then.
    """

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    intention = models.CharField(max_length=200)
    channel = models.CharField(max_length=10, choices=Channel)
    address = models.CharField(max_length=254)
    language = models.CharField(max_length=2, choices=Language)
    template = models.CharField(max_length=40)
    context = models.JSONField()
    cancellation_key = models.CharField(max_length=64, blank=True)
    urgency = models.CharField(max_length=10, choices=Urgency)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["intention"], name="one_message_per_intention"),
            CheckConstraint(condition=~Q(intention="") & ~Q(template=""), name="message_is_complete"),
            CheckConstraint(
                condition=Q(channel__in=["email", "icalendar"], address__regex=MAIL_ADDRESS)
                | Q(channel="sms", address__regex=E164),
                name="address_fits_its_channel",
            ),
            CheckConstraint(condition=Q(language__in=Language.values), name="message_language_is_ours"),
            CheckConstraint(condition=Q(urgency__in=["red_flag", "ordinary"]), name="urgency_is_known"),
            CheckConstraint(condition=Q(not_before__gte=F("created_at")), name="message_waits_forwards"),
            CheckConstraint(
                condition=Exact(
                    Func("context", function="jsonb_typeof", output_field=TextField()), Value("object")
                ),
                name="context_is_an_object",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["cancellation_key"], name="messages_by_key")]

    def __str__(self) -> str:
        return f"message {self.pk}"


class DeliveryState(models.Model):
    """One thing that became known of a message: its state number `number` follows number - 1, which was `after`.

    attempt: how often it had been sent by then. why: a code (`smtp 451`), never what somebody wrote. by: the person
    who caused or decided it, None for the house itself. The last number is what holds.
    """

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="states", db_index=False)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State)
    after = models.CharField(max_length=10, null=True)
    previous = GeneratedField(expression=F("number") - 1, output_field=models.IntegerField(), db_persist=True)
    attempt = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["message", "number"], name="one_state_after_another"),
            UniqueConstraint(fields=["message", "number", "state"], name="state_of_a_message"),
            CompositeKey(
                name="state_follows_the_one_before",
                fields=["message", "previous", "after"],
                to="outbox.DeliveryState",
                to_fields=["message", "number", "state"],
            ),
            CheckConstraint(
                condition=Q(number=1, after=None, state=State.CREATED)
                | (
                    Q(number__gt=1, after__isnull=False)
                    & Q(*(Q(after=old, state__in=new) for old, new in LIFE.items() if new), _connector=Q.OR)
                ),
                name="state_may_follow",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["at"], condition=Q(state__in=["unknown", "failed"]), name="states_for_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"delivery state {self.pk}"


class Waiting(models.Model):
    """The work list: a message that the house still has to do something about, from `due_at` on. Being sent, it is
    due when an answer may no longer be hoped for. The row is what a sender locks; it goes when nothing is left."""

    message = models.OneToOneField(Message, primary_key=True, on_delete=models.PROTECT, related_name="+")
    urgency = models.CharField(max_length=10, choices=Urgency)
    due_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["due_at"], name="what_is_due")]

    def __str__(self) -> str:
        return f"waiting {self.pk}"


class Silence(models.Model):
    """A cancellation key that was used: nothing that carries it goes out any more, also what is intended later."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    key = models.CharField(max_length=64)
    why = models.CharField(max_length=120)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["key"], name="a_key_is_used_once"),
            CheckConstraint(condition=~Q(key="") & ~Q(why=""), name="silence_has_a_key_and_a_reason"),
        ]

    def __str__(self) -> str:
        return f"silence {self.pk}"
