"""The carers of an organisation: what was agreed, when they are away, what they can do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.doors.ui import clock, notation
from kraamkring.flows.birth_pool import agree_terms
from kraamkring.flows.carers import (
    CarerSeen,
    agree_contract,
    note_away,
    note_competence,
    see_carer,
    see_carers,
    take_back_absence,
)

from ..asking import Asking
from ..pages import WRONG, actor, signed_in_page
from .forms import AwayForm, CompetenceForm, ContractForm, TermsForm
from .words import AWAY, KINDS, skill_word

FORMS: dict[str, type[Asking]] = {
    "contract": ContractForm,
    "competence": CompetenceForm,
    "away": AwayForm,
    "terms": TermsForm,
}
FLOWS: dict[str, Any] = {
    "contract": agree_contract, "competence": note_competence, "away": note_away, "terms": agree_terms,
}  # fmt: skip


@require_safe
@signed_in_page
def carers(request: HttpRequest) -> HttpResponse:
    """Everybody whom the organisation can plan."""
    seen = see_carers(by=actor(request), now=clock.now())
    language = get_language() or "en"
    return render(request, "staff/planning/carers.html", {"carers": [_told(each, language) for each in seen]})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def carer(request: HttpRequest, carer: UUID) -> HttpResponse:
    """One carer, and what is noted about her."""
    by, now = actor(request), clock.now()
    act = request.POST.get("act", "")
    if request.method == "POST" and act == "back":
        take_back_absence(
            carer_id=carer, absence_id=_uuid(request.POST.get("absence", "")), by=by, now=now, id=new_id(now)
        )
        messages.success(
            request, _("She works on these days after all. Plan again if the days are to be hers.")
        )
        return redirect("planning_carer", carer)
    seen = see_carer(carer_id=carer, by=by, now=now)
    forms = {name: _form(name, kind, request, act, seen) for name, kind in FORMS.items()}
    form = forms.get(act) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            done = FLOWS[act](carer_id=carer, by=by, now=now, **form.said())  # type: ignore[attr-defined]
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            if act == "away" and done.run is not None:
                messages.info(
                    request,
                    _(
                        "It is noted. Somebody else is searched for on her days; nothing changes before you confirm it."
                    ),
                )
                return redirect("planning_changes")
            messages.success(request, _("It is kept."))
            return redirect("planning_carer", carer)
    shown = {"told": _told(seen, get_language() or "en"), "forms": forms, "carer": carer}
    return render(
        request,
        "staff/planning/carer.html",
        shown,
        status=WRONG if any(each.errors for each in forms.values()) else 200,
    )


def _form(name: str, kind: type[Asking], request: HttpRequest, act: str, seen: CarerSeen) -> Asking:
    initial: dict[str, Any] = {}
    if name == "contract" and seen.contract is not None:
        row = seen.contract
        initial = {
            "kind": row.kind, "hours_a_week": row.hours_a_week, "first_day": row.first_day, "last_day": row.last_day,
            "postcode": row.postcode, "areas": ", ".join(row.areas),
        }  # fmt: skip
    if name == "terms":
        terms = seen.terms
        initial = {
            "hours_a_fortnight": terms.hours_a_fortnight if terms else 0,
            "nights": terms.nights if terms else "any",
            "weekends": terms.weekends if terms else "any",
        }
    return kind(
        request.POST if request.method == "POST" and act == name else None,
        initial=initial,
        prefix=None,
        auto_id=f"{name}_%s",
    )


def _told(seen: CarerSeen, language: str) -> dict[str, Any]:
    row = seen.contract
    return {
        "id": seen.carer.pk,
        "name": seen.carer.name or seen.carer.email,
        "contract": _("%(kind)s, %(hours)s hours a week, from %(postcode)s")
        % {"kind": KINDS[row.kind], "hours": row.hours_a_week, "postcode": row.postcode}
        if row
        else "",
        "absences": [
            {
                "id": each.pk,
                "kind": each.kind,
                "word": AWAY[each.kind],
                "days": _("%(first)s to %(last)s")
                % {
                    "first": notation.weekday(each.first_day, language),
                    "last": notation.weekday(each.last_day, language),
                },
            }
            for each in seen.absences
        ],
        "competences": [
            {
                "word": skill_word(each.skill),
                "since": notation.day(each.since, language),
                "until": notation.day(each.until, language) if each.until else "",
                "evidence": each.evidence,
            }
            for each in seen.competences
        ],
    }


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotThere("absence", "there is no such absence", "Look at the list again") from None
