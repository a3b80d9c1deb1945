"""A mother or her partner gets the way to an account of her own: a link, and a code that does not travel with it.

The account is made at once and cannot be used by anybody until she makes it her own (`flows.welcome`). The link goes
by e-mail or on paper; the code by text message to the telephone that is given here, or by word of mouth. Neither is
kept in clear, and neither waits in the outbox: what goes out is handed over while she who invites looks on.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.conf import settings

from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.packs.languages import spoken_in
from kraamkring.packs.telephone import telephone
from kraamkring.rooms.accounts.actions import give_account, set_dormant
from kraamkring.rooms.accounts.inviting import (
    Made,
    end_invitations,
    invitation_made,
    invitations_of,
    make_invitation,
    was_opened,
)
from kraamkring.rooms.accounts.models import AccountInvitation, Language, User
from kraamkring.rooms.accounts.queries import any_account_at
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.messages.actions import Transports
from kraamkring.rooms.messages.channels import NotSent, Outgoing
from kraamkring.rooms.messages.models import MAIL_ADDRESS
from kraamkring.rooms.messages.wording import template, written
from kraamkring.rooms.network import policies
from kraamkring.rooms.network.actions import Invited, invite, take_step
from kraamkring.rooms.network.models import Membership, MembershipStep
from kraamkring.rooms.network.queries import live_members

from . import transaction
from .admitting import Admitted, admit
from .memberships import changed
from .own_family import PARENTS

WELCOME = "/welcome/{secret}/"
What = MembershipStep.What


class Parent(NamedTuple):
    """Who is invited. phone: as people write it, empty for a code by word of mouth."""

    role: str
    name: str
    email: str
    phone: str
    language: str = ""


class Given(NamedTuple):
    """What can be seen once: the link, and the code if it is spoken. made: None if the same was sent before."""

    membership: Membership | None
    made: Made | None

    @property
    def address(self) -> str:
        """The link, as it is printed or drawn."""
        return settings.SITE_ADDRESS + WELCOME.format(secret=self.made.secret) if self.made else ""


class ParentSeen(NamedTuple):
    """A mother or partner in the network. state: no_account, waiting, expired, closed, or in."""

    membership: Membership
    state: str
    invitation: AccountInvitation | None


@transaction.atomic
def invite_parent(*, episode_id: UUID, parent: Parent, by: User, now: datetime, id: UUID) -> Given:
    """The link to an account of her own, and her place in the network, which she takes when she uses it. Another link
    of hers ends. Sent again with the same id, nothing is done and nothing shown. Raises Refusal for an address or a
    number that cannot be one, or that is somebody else's; and what `admit` raises."""
    admitted = admit(by, episode_id, now, "network", act="write")
    if (before := invitation_made(id)) is not None and before.made_by_id == by.pk:
        return Given(None, None)
    parent = _right(parent, admitted)
    user = _account(parent, admitted, now)
    membership = _place(parent, user, admitted, by, now)
    made = make_invitation(user=user, place=membership.pk, spoken=not parent.phone, by=by, id=id, now=now)
    _note("account:invited", admitted, by, now, object_id=user.pk)
    changed(admitted.episode, membership, by, now)
    return Given(membership, made)


def send_link(*, given: Given, transports: Transports, now: datetime) -> bool:
    """Whether the post office took the link over. It is called after the commit, and what is sent stands nowhere."""
    if given.made is None:
        return True
    user = given.made.invitation.user
    return hand_over("welcome", "email", user.email, user.language, {"link": given.address}, transports, now)


def hand_over(
    name: str, channel: str, address: str, language: str, context: dict[str, object], transports: Transports,
    now: datetime,
) -> bool:  # fmt: skip
    """Whether a message that may be kept nowhere was taken over."""
    words = written(template(name), language, context)
    going = Outgoing(
        id=new_id(now), address=address, language=language, subject=words.subject, body=words.body,
        short=words.short, urgent=True, created_at=now,
    )  # fmt: skip
    try:
        transports[channel].send(going)
    except NotSent:
        return False
    return True


@transaction.atomic
def end_parent_link(*, episode_id: UUID, user_id: UUID, by: User, now: datetime) -> bool:
    """Whether an open link of hers was ended. Raises Refusal to whoever may not write in the network."""
    admitted = admit(by, episode_id, now, "network", act="write")
    found = [each for each in _parents(admitted) if each.user_id == user_id]
    ended = bool(found and found[0].user and end_invitations(user=found[0].user, now=now))
    if ended:
        _note("account:invitation_ended", admitted, by, now, object_id=user_id)
    return ended


@transaction.atomic
def see_parents(*, episode_id: UUID, by: User, now: datetime) -> tuple[Admitted, list[ParentSeen]]:
    """The mother and her partner in this network, and how far each is with her account."""
    admitted = admit(by, episode_id, now, "network", act="read")
    admitted.need("network", act="write")
    members = _parents(admitted)
    last = invitations_of([member.user for member in members if member.user])
    admitted.note_look("parents")
    return admitted, [_seen(member, last, now) for member in members]


def _seen(member: Membership, found: dict[UUID, AccountInvitation], now: datetime) -> ParentSeen:
    if member.user is None:
        return ParentSeen(member, "no_account", None)
    last = found.get(member.user.pk)
    if member.user.is_active:
        return ParentSeen(member, "in", last)
    if last is None or last.ended_at is not None:
        return ParentSeen(member, "closed", last)
    return ParentSeen(member, "waiting" if last.expires_at > now else "expired", last)


def _parents(admitted: Admitted) -> list[Membership]:
    found = [live_members(admitted.episode, role=role).select_related("user") for role in PARENTS]
    return [member for members in found for member in members.order_by("invited_at", "pk")]


def _right(parent: Parent, admitted: Admitted) -> Parent:
    region = admitted.episode.region
    if parent.role not in PARENTS:
        raise Refusal(
            "role", "only a mother or her partner gets an account in this way", "Invite others by role"
        )
    if not parent.name.strip():
        raise Refusal("name", "nobody is named", "Give a name")
    email = parent.email.strip().lower()
    if not re.fullmatch(MAIL_ADDRESS, email):
        raise Refusal("email", "this is no e-mail address", "Write it as in name@example.org")
    phone = telephone(parent.phone, region) if parent.phone.strip() else ""
    if phone is None:
        raise Refusal(
            "phone", "this is not a number that can be called", "Write it with the country: +32 470 12 34 56"
        )
    language = parent.language if parent.language in Language.values else spoken_in(region)
    return parent._replace(name=parent.name.strip(), email=email, phone=phone, language=language)


def _account(parent: Parent, admitted: Admitted, now: datetime) -> User:
    """A new account that nobody can use yet, or the one that still waits for her."""
    user = any_account_at(parent.email)
    if user is None:
        user = give_account(
            email=parent.email, name=parent.name, profession=parent.role, organisation=None, now=now,
            language=parent.language,
        )  # fmt: skip
    elif was_opened(user) or user.profession != parent.role:
        raise Refusal(
            "email",
            "this address has an account",
            "She signs in with it: invite her in the network by this address",
        )
    return set_dormant(user=user, name=parent.name, phone=parent.phone, language=parent.language)


def _place(parent: Parent, user: User, admitted: Admitted, by: User, now: datetime) -> Membership:
    """Her place; one that was made for a name, or for an address that was mistyped, ends."""
    for member in _parents(admitted):
        if member.role != parent.role:
            continue
        if member.user_id == user.pk:
            return member
        if member.user is not None and member.user.is_active:
            if parent.role == policies.ONE_OF_THEM:
                raise Refusal("role", "the mother is in her network already", "")
            continue
        if member.user is not None:
            end_invitations(user=member.user, now=now)
        take_step(membership=member, what=What.REMOVED, by=by, now=now, ground=admitted.ground)
    invited = Invited(role=parent.role, name=parent.name, user=user)
    return invite(episode=admitted.episode, invited=invited, by=by, now=now, ground=admitted.ground)


def _note(what: str, admitted: Admitted, by: User, now: datetime, *, object_id: UUID) -> None:
    record_event(
        by=by,
        now=now,
        action=AuditEvent.Action.WRITE,
        what=what,
        episode_id=admitted.episode.pk,
        person_id=admitted.episode.mother_id,
        object_id=object_id,
        ground=admitted.ground,
    )
