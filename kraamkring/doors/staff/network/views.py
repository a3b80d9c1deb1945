"""The network of a family, who is invited into it, and what somebody is asked to join."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.doors.ui import clock, refused, words
from kraamkring.doors.ui.landing import first_page, is_parent
from kraamkring.flows.build_network import (
    accept_invitation,
    decline_invitation,
    invite_to_network,
    leave_network,
    remove_member,
)
from kraamkring.flows.see_network import SeenNetwork, see_invitations, see_network
from kraamkring.rooms.network.policies import INVITED

from ..pages import WRONG, actor, signed_in_page
from .asked import Asked
from .forms import EndForm, InviteForm
from .sending import done
from .shown import NetworkShown, PersonShown

ANSWERS = {"accept": accept_invitation, "decline": decline_invitation}


@require_safe
@signed_in_page
def network(request: HttpRequest, family: UUID) -> HttpResponse:
    """Who is around them."""
    _seen, shown = look(request, family)
    return render(request, "staff/network/network.html", {"shown": shown, "family": family})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def invite(request: HttpRequest, family: UUID) -> HttpResponse:
    """First the role, then who; the role says which parts are offered."""
    seen, shown = look(request, family)
    need_writing(seen)
    role = request.GET.get("role", "")
    told = {"shown": shown, "family": family}
    if role not in INVITED:
        roles = [(key, word) for key, word in words.ROLES.items() if key in INVITED]
        return render(request, "staff/network/roles.html", told | {"roles": roles})
    form = InviteForm(request.POST or None, role=role, zone=seen.episode.zone)
    if request.method == "POST" and form.is_valid():
        by, now = actor(request), clock.now()

        def act() -> object:
            return invite_to_network(
                episode_id=family, invited=form.invited(), by=by, now=now, id=form.written_id
            )

        if done(form, act):
            return redirect("network", family)
    told |= {"form": form, "role": role, "role_word": words.ROLES[role]}
    return render(request, "staff/network/invite.html", told, status=WRONG if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def remove(request: HttpRequest, family: UUID, member: UUID) -> HttpResponse:
    """Somebody is replaced, or was invited by mistake."""
    by, now, form = actor(request), clock.now(), EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> object:
            why, made = form.cleaned_data["reason"], form.written_id
            return remove_member(membership_id=member, by=by, now=now, reason=why, id=made)

        if done(form, act):
            return redirect("network", family)
    seen, shown = look(request, family)
    need_writing(seen)
    told = {"form": form, "member": person(shown, member), "shown": shown, "family": family}
    return render(request, "staff/network/remove.html", told, status=WRONG if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def leave(request: HttpRequest, family: UUID, member: UUID) -> HttpResponse:
    """Somebody leaves herself."""
    by, now, form = actor(request), clock.now(), EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> object:
            why, made = form.cleaned_data["reason"], form.written_id
            return leave_network(membership_id=member, by=by, now=now, reason=why, id=made)

        if done(form, act):
            return redirect("families")
    _seen, shown = look(request, family)
    found = person(shown, member)
    if not found.mine:
        raise NotThere("membership", "there is no such invitation for you", "Ask who invited you")
    told = {"form": form, "member": found, "shown": shown, "family": family}
    return render(request, "staff/network/leave.html", told, status=WRONG if form.errors else 200)


@require_safe
@signed_in_page
def invitations(request: HttpRequest) -> HttpResponse:
    """What waits for her answer. Before she accepts, nothing of the family stands here but who asks."""
    return asked_page(request)


@require_POST
@signed_in_page
def answer(request: HttpRequest, member: UUID) -> HttpResponse:
    """Yes or no, by herself; or noted for somebody who does not sign in."""
    flow = ANSWERS.get(request.POST.get("answer", ""))
    if flow is None:
        return asked_page(request, _("Choose yes or no."))
    by, now = actor(request), clock.now()
    try:
        membership = flow(membership_id=member, by=by, now=now).membership
    except (NotThere, NotAllowed):
        raise
    except Refusal as refusal:
        return asked_page(request, refused.sentence(refusal))
    sees = membership.modules is None or "network" in membership.modules
    hers = membership.user_id == by.pk
    if (flow is decline_invitation and hers) or not sees:
        return redirect("invitations")
    return redirect(first_page(by)) if is_parent(by) else redirect("network", membership.episode_id)


def asked_page(request: HttpRequest, refused: str = "") -> HttpResponse:
    """What she is asked, with what was refused."""
    seen = see_invitations(by=actor(request), now=clock.now())
    told = {"shown": Asked.of(seen, get_language() or "en"), "refused": refused}
    return render(request, "staff/network/invitations.html", told, status=WRONG if refused else 200)


def look(request: HttpRequest, family: UUID) -> tuple[SeenNetwork, NetworkShown]:
    """The network as the reader may see it."""
    by, now = actor(request), clock.now()
    seen = see_network(episode_id=family, by=by, now=now)
    return seen, NetworkShown.of(seen, by, now, get_language() or "en")


def need_writing(seen: SeenNetwork) -> None:
    """Raises NotAllowed to who only reads here."""
    if not seen.writes:
        raise NotAllowed(
            "network", "your role does not write in this part", "Ask her, or who coordinates her care"
        )


def person(shown: NetworkShown, member: UUID) -> PersonShown:
    """A member who has not ended; raises NotThere for any other."""
    for group in shown.groups:
        for found in group.people:
            if found.id == member:
                return found
    raise NotThere("membership", "there is no such invitation for you", "Ask who invited you")
