"""Her partner, by her choice: she invites, says what may be seen, and ends it. Nobody else decides that for her."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID, uuid5

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from kraamkring.core.access import MODULES, SHIELDED
from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.doors.ui import clock
from kraamkring.doors.ui.asking import Asking
from kraamkring.doors.ui.fields import line_field
from kraamkring.doors.ui.limits import limited
from kraamkring.doors.ui.pages import actor
from kraamkring.flows.build_network import remove_member
from kraamkring.flows.give_consent import give_consent
from kraamkring.flows.invite_parent import Given, Parent, invite_parent, see_parents, send_link
from kraamkring.flows.own_family import OwnFamily
from kraamkring.flows.see_network import SeenNetwork, see_network

from . import words
from .circle import is_in
from .pages import GET_OR_POST, answer, language, own_page

if TYPE_CHECKING:
    from kraamkring.core.access import Module

PARTNER = "partner"
OFFERED: tuple[Module, ...] = tuple(module for module in MODULES if module not in SHIELDED)


class InviteForm(Asking):
    """Who he or she is, and how to be reached."""

    name = line_field(_("Name"), _("Write the name."))
    email = line_field(_("E-mail address"), _("Write the e-mail address."), longest=254)
    phone = line_field(_("Telephone"), longest=30)

    def parent(self) -> Parent:
        said = self.cleaned_data
        return Parent(PARTNER, said["name"], said["email"], said["phone"], language())


class PartsForm(Asking):
    """What may be seen. seen: what may be seen now."""

    def __init__(self, *args: Any, now_seen: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now_seen = now_seen
        self.fields["parts"] = forms.MultipleChoiceField(
            label=_("What may your partner read?"),
            required=False,
            choices=cast("Any", [(module, words.PARTS[module]) for module in OFFERED]),
            initial=now_seen,
            widget=forms.CheckboxSelectMultiple,
        )

    def changes(self) -> list[tuple[Module, bool]]:
        """Each part that is given or taken away."""
        chosen = self.cleaned_data["parts"]
        return [(each, each in chosen) for each in OFFERED if (each in chosen) != (each in self.now_seen)]


@require_http_methods(GET_OR_POST)
@own_page
@limited("invite_parent")
def partner(request: HttpRequest, own: OwnFamily) -> HttpResponse:
    """Who is there, what each may read, and a form to invite. What can be seen once is in the answer to the form."""
    _hers(own)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by, now = actor(request), clock.now()
        try:
            given = invite_parent(
                episode_id=own.episode.pk, parent=form.parent(), by=by, now=now, id=form.written_id
            )
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _given(request, own, given)
    return _page(request, own, form=form)


@require_POST
@own_page
def parts(request: HttpRequest, own: OwnFamily, member: UUID) -> HttpResponse:
    """What this person may read from now on."""
    _hers(own)
    by, now = actor(request), clock.now()
    seen = see_network(episode_id=own.episode.pk, by=by, now=now)
    row = _partner(seen, member)
    form = PartsForm(request.POST, now_seen=_readable(seen, row))
    if form.is_valid():
        for module, given in form.changes():
            give_consent(
                episode_id=own.episode.pk,
                module=module,
                given=given,
                user=row.user,
                by=by,
                now=now,
                id=uuid5(form.written_id, module),
            )
        return redirect("my_partner", own.episode.pk)
    return _page(request, own, asked={row.pk: form})


@require_http_methods(GET_OR_POST)
@own_page
def end(request: HttpRequest, own: OwnFamily, member: UUID) -> HttpResponse:
    """From now on this person sees nothing; asked first."""
    _hers(own)
    by, now, form = actor(request), clock.now(), Asking(request.POST or None)
    if request.method == "POST" and form.is_valid():
        seen = see_network(episode_id=own.episode.pk, by=by, now=now)
        if any(row.pk == member and row.role == PARTNER and is_in(row, now) for row in seen.members):
            remove_member(membership_id=member, by=by, now=now, id=form.written_id)
        return redirect("my_partner", own.episode.pk)
    row = _partner(see_network(episode_id=own.episode.pk, by=by, now=now), member)
    return answer(request, own, "partner_end", "circle", form=form, name=row.name, member=member)


def _hers(own: OwnFamily) -> None:
    """Raises NotAllowed to her partner: who sees what is hers to say."""
    if own.role != "mother":
        raise NotAllowed("network", "your role does not write in this part")


def _page(
    request: HttpRequest,
    own: OwnFamily,
    form: InviteForm | None = None,
    asked: dict[UUID, PartsForm] | None = None,
) -> HttpResponse:
    by, now = actor(request), clock.now()
    seen = see_network(episode_id=own.episode.pk, by=by, now=now)
    _admitted, parents = see_parents(episode_id=own.episode.pk, by=by, now=now)
    states = {each.membership.pk: each.state for each in parents}
    people = [
        {
            "id": row.pk,
            "name": row.name,
            "state": states.get(row.pk, ""),
            "in": row.accepted_at is not None,
            "form": (asked or {}).get(row.pk)
            or (PartsForm(auto_id=f"{row.pk}-%s", now_seen=_readable(seen, row)) if row.user_id else None),
        }
        for row in seen.members
        if row.role == PARTNER and is_in(row, now)
    ]
    form = form or InviteForm()
    return answer(request, own, "partner", "circle", wrong=bool(form.errors), people=people, form=form)


def _given(request: HttpRequest, own: OwnFamily, given: Given) -> HttpResponse:
    """The link is sent; what could not be sent, and a code that goes by telephone, stand on the page once."""
    if given.made is None:
        return redirect("my_partner", own.episode.pk)
    sent = send_link(given=given, transports=import_string(settings.MESSAGE_TRANSPORTS)(), now=clock.now())
    return answer(
        request,
        own,
        "partner_given",
        "circle",
        sent=sent,
        address="" if sent else given.address,
        code=given.made.code,
        name=given.membership.name if given.membership else _t("your partner"),
    )


def _partner(seen: SeenNetwork, member: UUID) -> Any:
    now = clock.now()
    for row in seen.members:
        if row.pk == member and row.role == PARTNER and is_in(row, now):
            return row
    raise NotThere("membership", "there is no such invitation for you", "Ask who invited you")


def _readable(seen: SeenNetwork, row: Any) -> list[str]:
    """The parts that this person may read now, or will once the invitation is accepted."""
    return [module for module in OFFERED if seen.rights[row.pk][module]]
