"""Writing in the record: choose what, write it, correct it, take it back, decide which of several stands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kraamkring.core.access import modules_for
from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.doors.ui import clock, refused
from kraamkring.flows.correct_entry import Overtaken, correct_entry
from kraamkring.flows.let_stand import let_stand
from kraamkring.flows.see_form import SeenForm, see_form
from kraamkring.flows.see_record import SeenHistory, see_entry
from kraamkring.flows.take_back import take_back
from kraamkring.flows.write_in_record import write_in_record
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.record.models import Entry

from ..banner import plain_banner
from ..pages import WRONG, actor, signed_in_page
from .forms import EntryForm, TakingBack
from .kinds import KINDS_TOLD
from .shown import EntryShown, HistoryShown, Teller, content_of, setting_of, setting_of_form

PARENTS = ("mother", "partner")


@require_safe
@signed_in_page
def choose(request: HttpRequest, family: UUID) -> HttpResponse:
    """What can be written: by whom it may, in the order of the pregnancy."""
    seen = see_form(episode_id=family, by=actor(request), now=clock.now())
    offered = [
        (str(told.doing or told.title), str(told.hint), address)
        for kind, told in KINDS_TOLD.items()
        if modules_for(kind) & seen.writes and (address := _address(kind, family))
    ]
    shown = {"offered": offered, "family": family, "banner": plain_banner(seen.mother)}
    return render(request, "staff/record/choose.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def add(request: HttpRequest, family: UUID, kind: str) -> HttpResponse:
    """One entry of a kind that is written by hand."""
    if kind not in KINDS_TOLD or not KINDS_TOLD[kind].doing:
        raise Http404
    by, now = actor(request), clock.now()
    seen = see_form(episode_id=family, by=by, now=now)
    if not modules_for(kind) & seen.writes:
        raise NotAllowed(kind, "your role does not write in this part")
    setting = setting_of_form(seen, get_language() or "en")
    if request.method != "POST":
        by_whom = {"by": by.profession} if "by" in _names(kind) else {}
        return _ask(request, EntryForm(kind=kind, setting=setting, initial=by_whom), seen)
    form = EntryForm(request.POST, kind=kind, setting=setting)
    if form.is_valid():
        try:
            written = write_in_record(
                episode_id=family,
                kind=kind,
                value=form.value,
                id=form.written_id,
                by=by,
                now=now,
                source=source_of(by),
            )
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _done(request, _("It is written."), family, written.pk)
    return _ask(request, form, seen, status=WRONG)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def correct(request: HttpRequest, family: UUID, entry: UUID) -> HttpResponse:
    """The form, filled with what stands; a reason is needed. Who was overtaken sees both versions, and goes on from
    the newer one."""
    by, now = actor(request), clock.now()
    seen = see_entry(episode_id=family, entry_id=entry, by=by, now=now)
    if request.method != "POST":
        return _ask_correction(request, _correcting(seen), seen)
    form = _correcting(seen, request.POST)
    theirs = None
    if form.is_valid():
        replaced = form.cleaned_data["seen"]
        if replaced not in {seen.entry.last.pk, *(version.entry.pk for version in seen.entry.versions)}:
            raise NotThere("entry", "there is no such entry for you", "Look it up again")
        try:
            written = correct_entry(
                entry_id=replaced,
                value=form.value,
                reason=form.cleaned_data["why_corrected"],
                by=by,
                now=now,
                id=form.written_id,
                source=source_of(by),
            ).entry
        except (NotThere, NotAllowed):
            raise
        except Overtaken as overtaken:
            seen = see_entry(episode_id=family, entry_id=entry, by=by, now=now)
            theirs = _told(seen)
            answers = request.POST.copy()
            answers["seen"] = str(seen.entry.last.pk)
            form = _correcting(seen, answers)
            form.is_valid()
            form.refuse(overtaken)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _done(
                request, _("It is corrected. What stood before stays to be read."), family, written.pk
            )
    return _ask_correction(request, form, seen, theirs=theirs, status=WRONG)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def take_back_entry(request: HttpRequest, family: UUID, entry: UUID) -> HttpResponse:
    """Why it is taken back; it stays to be read."""
    by, now = actor(request), clock.now()
    seen = see_entry(episode_id=family, entry_id=entry, by=by, now=now)
    shown = HistoryShown.of(seen, now, get_language() or "en")
    corrected = len(seen.entry.versions) > 1
    if request.method == "POST":
        form = TakingBack(request.POST, corrected=corrected, zone=seen.episode.zone)
        if form.is_valid():
            try:
                take_back(
                    episode_id=family,
                    entry_id=entry,
                    why=form.cleaned_data["why"],
                    whole=form.takes_all,
                    id=form.written_id,
                    by=by,
                    now=now,
                )
            except (NotThere, NotAllowed):
                raise
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                return _done(request, _("It is taken back. It stays to be read."), family, entry)
    else:
        form = TakingBack(corrected=corrected, zone=seen.episode.zone)
    context = {"form": form, "shown": shown, "family": family}
    status = WRONG if form.errors else 200
    return render(request, "staff/record/take_back.html", context, status=status)


@require_POST
@signed_in_page
def stands(request: HttpRequest, family: UUID, entry: UUID) -> HttpResponse:
    """Of what contradicts, this one stands."""
    now = clock.now()
    try:
        written_id = UUID(request.POST.get("id", ""))
    except ValueError:
        raise Http404 from None
    try:
        let_stand(episode_id=family, entry_id=entry, id=written_id, by=actor(request), now=now)
    except (NotThere, NotAllowed):
        raise
    except Refusal as refusal:
        messages.warning(request, refused.problem(refusal))
        return redirect("record_entry", family, entry)
    return _done(request, _("It is decided. The other stays to be read."), family, entry)


def source_of(by: User) -> str:
    """How an entry came: what the parents write is their own report."""
    return Entry.Source.SELF_REPORT if by.profession in PARENTS else Entry.Source.PERSON


def _names(kind: str) -> set[str]:
    return {field.name for field in KINDS_TOLD[kind].fields}


def _address(kind: str, family: UUID) -> str:
    """Where a kind is written: on its own pages, where there are such, or in a form here; "" if nowhere by hand."""
    told = KINDS_TOLD[kind]
    if told.page:
        return reverse(told.page, args=[family])
    return reverse("record_add_kind", args=[family, kind]) if told.doing else ""


def _ask(request: HttpRequest, form: EntryForm, seen: SeenForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "family": seen.episode.pk, "banner": plain_banner(seen.mother)}
    return render(request, "staff/record/add.html", context, status=status)


def _correcting(seen: SeenHistory, answers: Any = None) -> EntryForm:
    """The form with what stands; `seen` is the version that it would replace."""
    language = get_language() or "en"
    setting = setting_of(seen.episode, seen.slots, seen.writes, language)
    teller = Teller(setting)
    rivals = tuple((str(each.shown.pk), _capital(teller.entry(each))) for each in seen.rivals)
    setting = setting_of(seen.episode, seen.slots, seen.writes, language, rivals)
    return EntryForm(
        answers,
        kind=seen.entry.shown.kind,
        setting=setting,
        content=content_of(seen.entry.shown),
        initial={"seen": seen.entry.last.pk},
    )


def _capital(entry: EntryShown) -> str:
    return " · ".join((entry.now.line, *(value for _term, value in entry.now.rest), entry.now.signed.who))


def _told(seen: SeenHistory) -> EntryShown:
    """What somebody else wrote meanwhile: the newest version, which is what a correction would now replace."""
    setting = setting_of(seen.episode, seen.slots, seen.writes, get_language() or "en")
    return Teller(setting).entry(seen.entry)


def _ask_correction(
    request: HttpRequest,
    form: EntryForm,
    seen: SeenHistory,
    theirs: EntryShown | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = HistoryShown.of(seen, clock.now(), get_language() or "en")
    context = {"form": form, "shown": shown, "theirs": theirs, "family": seen.episode.pk}
    return render(request, "staff/record/correct.html", context, status=status)


def _done(request: HttpRequest, said: str, family: UUID, entry: UUID) -> HttpResponse:
    messages.success(request, said)
    return redirect("record_entry", family, entry)
