"""Who of the parents can sign in, a new link, and the end of one."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from uuid import UUID

import qrcode
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from qrcode.image.svg import SvgPathImage

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.doors.ui import clock
from kraamkring.doors.ui.limits import limited
from kraamkring.doors.ui.recent import recently_signed_in
from kraamkring.flows.invite_parent import Given, end_parent_link, invite_parent, see_parents, send_link

from ..pages import WRONG, actor, signed_in_page
from .forms import ParentForm


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
@recently_signed_in
@limited("invite_parent")
def parents(request: HttpRequest, family: UUID) -> HttpResponse:
    """How far each is; and a form for a link. What can be seen once is in the answer to the form itself."""
    by, now = actor(request), clock.now()
    admitted, seen = see_parents(episode_id=family, by=by, now=now)
    form = ParentForm(request.POST or None, zone=admitted.episode.zone)
    if request.method == "POST" and form.is_valid():
        try:
            given = invite_parent(episode_id=family, parent=form.parent(), by=by, now=now, id=form.written_id)
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _given(request, family, given, form)
    told = {"family": family, "parents": seen, "form": form}
    return render(request, "staff/letting_in/parents.html", told, status=WRONG if form.errors else 200)


@require_POST
@signed_in_page
def end(request: HttpRequest, family: UUID, user: UUID) -> HttpResponse:
    """Her link no longer works."""
    if end_parent_link(episode_id=family, user_id=user, by=actor(request), now=clock.now()):
        messages.success(request, _("The link no longer works."))
    return redirect("parents_access", family)


def _given(request: HttpRequest, family: UUID, given: Given, form: ParentForm) -> HttpResponse:
    """The link is sent, or shown to be printed; a code by word of mouth is shown once."""
    if given.made is None:
        messages.info(request, _("This was sent already. If you did not see the code, make a new link."))
        return redirect("parents_access", family)
    by_mail = form.cleaned_data["way"] == "mail"
    transports = import_string(settings.MESSAGE_TRANSPORTS)()
    sent = by_mail and send_link(given=given, transports=transports, now=clock.now())
    if sent and not given.made.code:
        messages.success(request, _("The link is sent. The code goes to her telephone when she opens it."))
        return redirect("parents_access", family)
    told = {
        "family": family,
        "name": form.cleaned_data["name"],
        "code": given.made.code,
        "not_sent": by_mail and not sent,
        "sent": sent,
        "address": "" if sent else given.address,
        "picture": "" if sent else picture(given.address),
    }
    return render(request, "staff/letting_in/given.html", told)


def picture(address: str) -> str:
    """A QR code, made here, as an address of an image."""
    drawn = BytesIO()
    qrcode.make(address, image_factory=SvgPathImage).save(drawn)
    return f"data:image/svg+xml;base64,{b64encode(drawn.getvalue()).decode()}"
