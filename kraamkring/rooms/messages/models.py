"""Messages that were intended, everything that happened to each, and the work list of what still waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Func, GeneratedField, Q, TextField, UniqueConstraint, Value
from django.db.models.lookups import Exact
from pgtrigger import Delete, Protect, ReadOnly

from kraamkring.rooms.accounts.models import Language, User
from kraamkring.rooms.composite_keys import CompositeKey

E164 = r"^\+[1-9][0-9]{6,14}$"
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+"
MAIL_ADDRESS = rf"^{ATOM}(\.{ATOM})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"
ACCOUNT = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"


class Channel(models.TextChoices):
    """email; sms; icalendar: an e-mail that carries an entry for the calendar; push: to every device on which somebody
    switched it on, addressed by her account."""

    EMAIL = "email"
    SMS = "sms"
    ICALENDAR = "icalendar"
    PUSH = "push"


BY_POST = (Channel.EMAIL, Channel.ICALENDAR)


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
    message that carries it; empty for what nothing may silence. not_before: it waits until then. whom: the account it
    is for, None for somebody known by an address alone. because: the row that it tells of, opaque. instead_of: the
    message that did not arrive, over another channel; at most one goes in the place of another.
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
    whom = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    because = models.UUIDField(null=True)
    instead_of = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["intention"], name="one_message_per_intention"),
            CheckConstraint(condition=~Q(intention="") & ~Q(template=""), name="message_is_complete"),
            CheckConstraint(
                condition=Q(channel__in=["email", "icalendar"], address__regex=MAIL_ADDRESS)
                | Q(channel="sms", address__regex=E164)
                | Q(channel="push", address__regex=ACCOUNT, whom__isnull=False),
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
        indexes: ClassVar = [
            models.Index(fields=["cancellation_key"], name="messages_by_key"),
            models.Index(fields=["because"], name="messages_because"),
            models.Index(
                fields=["created_at"], condition=Q(urgency="red_flag"), name="red_flags_by_time"
            ),  # those that have to be followed until they arrived
        ]

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
            ),
            models.Index(
                fields=["why"], condition=Q(state="accepted"), name="states_by_reference"
            ),  # a gateway reports under its own name
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


class FaultyAddress(models.Model):
    """An address that does not work: nothing goes there until somebody mended it. kind: `email` or `sms`. why: the code
    with which it was refused. message: what came back. mended_by: None where the house saw that it works."""

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=10)
    address = models.CharField(max_length=254)
    why = models.CharField(max_length=120)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    mended_at = models.DateTimeField(null=True)
    mended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["kind", "address"], condition=Q(mended_at=None), name="faulty_once_at_a_time"
            ),
            CheckConstraint(
                condition=Q(kind__in=["email", "sms"]) & ~Q(address="") & ~Q(why=""),
                name="faulty_address_is_complete",
            ),
            CheckConstraint(
                condition=Q(mended_at=None, mended_by=None)
                | Q(mended_at__isnull=False, mended_at__gte=F("since")),
                name="an_address_is_mended_later",
            ),
        ]
        triggers: ClassVar = [
            Protect(name="faulty_addresses_are_kept", operation=Delete),
            ReadOnly(name="only_the_mending_of_an_address", exclude=["mended_at", "mended_by"]),
        ]

    def __str__(self) -> str:
        return f"faulty address {self.pk}"


class PushDevice(models.Model):
    """A browser in which somebody switched messages on (W3C Push API): where its push service takes them, and the keys
    with which they are encrypted. ended_at: it was switched off, or the push service said that it is gone."""

    id = models.UUIDField(primary_key=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    endpoint = models.CharField(max_length=1000)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    name = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    why_ended = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["endpoint"], condition=Q(ended_at=None), name="a_browser_belongs_to_one_person"
            ),
            CheckConstraint(
                condition=Q(endpoint__startswith="https://")
                & Q(p256dh__regex=r"^[A-Za-z0-9_-]{80,100}$", auth__regex=r"^[A-Za-z0-9_-]{20,40}$"),
                name="push_device_is_complete",
            ),
            CheckConstraint(
                condition=Q(ended_at=None, why_ended="")
                | (Q(ended_at__isnull=False, ended_at__gte=F("made_at")) & ~Q(why_ended="")),
                name="push_device_ends_later",
            ),
        ]
        triggers: ClassVar = [
            Protect(name="push_devices_are_kept", operation=Delete),
            ReadOnly(name="only_the_end_of_a_push_device", exclude=["ended_at", "why_ended"]),
        ]

    def __str__(self) -> str:
        return f"push device {self.pk}"


class HowReached(models.Model):
    """When somebody wants to be left in peace, and her morning message: whole hours on the clock of the place, outside
    those that the clock skips or doubles, so that no day has two of them or none."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.PROTECT, related_name="+")
    quiet_from = models.PositiveSmallIntegerField()
    quiet_until = models.PositiveSmallIntegerField()
    digest_at = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(quiet_from__range=(18, 23), quiet_until__range=(5, 11), digest_at__range=(5, 12)),
                name="quiet_hours_are_at_night",
            )
        ]

    def __str__(self) -> str:
        return f"how reached {self.pk}"


class RedFlag(models.Model):
    """News that somebody has to have seen: whoever is next is told until a person says so. about: whom it concerns,
    opaque here. what, because: as in the messages that tell of it. link: the page that shows it."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    about = models.UUIDField()
    what = models.CharField(max_length=40)
    because = models.UUIDField()
    template = models.CharField(max_length=40)
    link = models.CharField(max_length=20)
    raised_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["about", "what", "because"], name="one_red_flag_for_one_thing"),
            CheckConstraint(
                condition=~Q(what="") & ~Q(template="") & ~Q(link=""), name="red_flag_is_complete"
            ),
        ]

    def __str__(self) -> str:
        return f"red flag {self.pk}"


class RedFlagStep(models.Model):
    """What happened to a red flag: somebody on a rung was told, nobody was there to tell, somebody has seen it. user:
    who; None for a member without an account (then member), and for `nobody`."""

    append_only: ClassVar[bool] = True

    class What(models.TextChoices):
        TOLD = "told"
        NOBODY = "nobody"
        SEEN = "seen"

    id = models.UUIDField(primary_key=True, editable=False)
    flag = models.ForeignKey(RedFlag, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=10, choices=What)
    rung = models.CharField(max_length=20, blank=True)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    member = models.UUIDField(null=True)
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["flag"], condition=Q(what="seen"), name="a_red_flag_is_seen_once"),
            UniqueConstraint(
                fields=["flag", "user"], condition=Q(what="told"), name="told_once_of_a_red_flag"
            ),
            CheckConstraint(
                condition=(Q(what="told") & ~Q(rung=""))
                | Q(what="nobody", user=None, rung="")
                | Q(what="seen", user__isnull=False, rung=""),
                name="red_flag_step_is_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"red flag step {self.pk}"


class OpenFlag(models.Model):
    """The work list: a red flag that nobody has seen, and when the next is told; without a time, everybody was. The row
    is what is locked; it goes when somebody has seen it."""

    flag = models.OneToOneField(RedFlag, primary_key=True, on_delete=models.PROTECT, related_name="+")
    about = models.UUIDField()
    climbs_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["climbs_at"], name="red_flags_to_climb"),
            models.Index(fields=["about"], name="red_flags_open_about"),
        ]

    def __str__(self) -> str:
        return f"open flag {self.pk}"
