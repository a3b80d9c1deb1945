"""Who may see which part of her record; what she allows or refuses, with what follows shown before it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from kraamkring.core.access import MODULES
from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.doors.ui import clock
from kraamkring.doors.ui.asking import Asking
from kraamkring.doors.ui.fields import choice_field
from kraamkring.doors.ui.pages import actor
from kraamkring.doors.ui.who_sees import people_told
from kraamkring.flows.give_consent import give_consent
from kraamkring.flows.own_family import OwnFamily
from kraamkring.flows.see_consents import Intended, SeenConsents, see_consents
from kraamkring.flows.see_who_sees import see_who_sees

from . import words
from .pages import GET_OR_POST, answer, language, own_page

if TYPE_CHECKING:
    from kraamkring.core.access import Module

EVERYBODY = "everybody"


class ConsentForm(Asking):
    """Her word about one part. whom: everybody, or somebody who signs in."""

    def __init__(self, *args: Any, seen: SeenConsents, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = {row.user_id: row for row in seen.members if row.user_id and row.role != "mother"}
        people = [(str(pk), f"{row.name}, {words.role_word(row.role)}") for pk, row in rows.items()]
        self.fields |= {
            "whom": choice_field(
                _("Who is it about?"), [(EVERYBODY, _t("everybody")), *people], _("Choose who.")
            ),
            "given": choice_field(
                _("May they see it?"),
                [("yes", _t("Yes, they may see it")), ("no", _t("No, they may not see it"))],
                _("Choose yes or no."),
                radio=True,
            ),
        }

    def intended(self, module: Module) -> Intended:
        """What she means to say."""
        whom = self.cleaned_data["whom"]
        person = None if whom == EVERYBODY else UUID(whom)
        return Intended(module=module, given=self.cleaned_data["given"] == "yes", user_id=person)

    def told(self) -> str:
        """The same, in a sentence."""
        whom = dict(cast("Any", self.fields["whom"]).choices)[self.cleaned_data["whom"]]
        given = dict(cast("Any", self.fields["given"]).choices)[self.cleaned_data["given"]]
        return f"{str(whom)[:1].upper()}{str(whom)[1:]}: {given}"

    @property
    def sure(self) -> bool:
        """True once what follows was shown."""
        return cast("dict[str, Any]", self.data).get("sure") == "on"


@dataclass(frozen=True)
class Part:
    """A part of the record, with who sees it and what each of them may."""

    module: str
    title: str
    who: tuple[tuple[str, str], ...]


@require_safe
@own_page
def sharing(request: HttpRequest, own: OwnFamily) -> HttpResponse:
    """Part by part, everybody who may see it now: in her circle, or by where they work."""
    seen = see_who_sees(episode_id=own.episode.pk, by=actor(request), now=clock.now())
    people = people_told(seen, words.PARTS, words.MAY, words.role_word, language())
    told = [(one, person.who) for one, person in zip(seen.people, people, strict=True) if not person.waits]
    parts = [
        Part(
            module,
            str(words.PARTS[module]),
            tuple(
                (who, str(words.MAY[one.sees.rights[module]])) for one, who in told if one.sees.rights[module]
            ),
        )
        for module in MODULES
    ]
    return answer(request, own, "sharing", "circle", parts=parts, writes=seen.writes)


@require_safe
@own_page
def who_sees(request: HttpRequest, own: OwnFamily) -> HttpResponse:
    """Person by person in a sentence; the table below it; from there to the pages that change it."""
    seen = see_who_sees(episode_id=own.episode.pk, by=actor(request), now=clock.now())
    people = people_told(seen, words.PARTS, words.MAY, words.role_word, language())
    parts = [(module, str(words.PARTS[module])) for module in MODULES]
    return answer(request, own, "who_sees", "circle", people=people, parts=parts, writes=seen.writes)


@require_http_methods(GET_OR_POST)
@own_page
def say(request: HttpRequest, own: OwnFamily, module: str) -> HttpResponse:
    """Her word about one part: first what follows from it, then it is written."""
    by, now, family = actor(request), clock.now(), own.episode.pk
    if module not in MODULES:
        raise NotThere("module", "there is no such part of the record")
    part: Module = module
    seen = see_consents(episode_id=family, by=by, now=now)
    if not seen.writes:
        raise NotAllowed("network", "your role does not write in this part")
    form, then = ConsentForm(request.POST or None, seen=seen), None
    if request.method == "POST" and form.is_valid():
        word = form.intended(part)
        if form.sure and _written(form, own, word, seen, by):
            return redirect("my_sharing", family)
        if not form.errors:
            then = see_consents(episode_id=family, by=by, now=now, intended=word)
    follows = [
        (row.name, str(words.MAY[before]), str(words.MAY[after]))
        for row, before, after in (then.follows if then else ())
        if row.user_id
    ]
    return answer(
        request,
        own,
        "say",
        "circle",
        wrong=bool(form.errors),
        form=form,
        part=words.PARTS[module],
        asked=then is not None,
        intended=form.told() if then else "",
        follows=follows,
    )


def _written(form: ConsentForm, own: OwnFamily, word: Intended, seen: SeenConsents, by: Any) -> bool:
    """True once her word is written; otherwise the form says why it is not."""
    try:
        give_consent(
            episode_id=own.episode.pk,
            module=word.module,
            given=word.given,
            user=next((row.user for row in seen.members if row.user_id == word.user_id), None)
            if word.user_id
            else None,
            by=by,
            now=clock.now(),
            id=form.written_id,
        )
    except (NotThere, NotAllowed):
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True
