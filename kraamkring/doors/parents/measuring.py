"""Her measurements: what she can measure, one page for each thing, judged at once, with what to do in her words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import uuid5

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.core.kernel.moments import local_day
from kraamkring.core.observing import Judged, Observable
from kraamkring.doors.ui import clock, notation
from kraamkring.doors.ui.asking import Asking
from kraamkring.doors.ui.fields import choice_field
from kraamkring.doors.ui.pages import actor
from kraamkring.flows.observe import Said, observe
from kraamkring.flows.own_family import OwnFamily
from kraamkring.flows.see_observations import MOTHER, SeenObservations, see_observations
from kraamkring.packs import protocol

from .alarm import to_call
from .calling import EMERGENCY_NUMBER
from .curve import Series, curve
from .measures import Measure, about, measure, named, noted, offered, said
from .pages import GET_OR_POST, answer, in_words, language, own_page

SHOWN_FOR = timedelta(hours=24)  # so long what a chart said stands on top; our choice
DAYS_LISTED = 3  # today and the days before, on the page of one thing; our choice
MARKS = {"normal": "done", "watch": "at_risk", "act": "gap"}
WRONG_VALUE = "typed by mistake"  # the reason that is kept with what she takes back


class MeasureForm(Asking):
    """The fields of one measure, and when it was, if that was not now."""

    moments_asked = ("at",)

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measure = measure
        for observable in measure.observables:
            self.fields[observable.id] = _field(observable)
        self.ask_moment("at", _("When was it? (empty: just now)"))

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors and not any(self._given(each) for each in self.measure.observables):
            self.add_error(self.measure.names[0], _("Write down what you measured."))
        return self.cleaned_data

    def said(self, who: str) -> list[Said]:
        """Everything that was filled in. Each has an id that follows from the form, so that sent twice it is one."""
        at = self.cleaned_data.get("at_at") or clock.now()
        first = self.measure.names[0]
        return [
            Said(
                id=self.written_id if each.id == first else uuid5(self.written_id, each.id),
                who=who,
                what=each.id,
                value=self._value(each),
                at=at,
            )
            for each in self.measure.observables
            if self._given(each)
        ]

    def _given(self, observable: Observable) -> bool:
        return self.cleaned_data.get(observable.id) not in (None, "")

    def _value(self, observable: Observable) -> Any:
        value = self.cleaned_data[observable.id]
        return value == "yes" if observable.kind == "yes_no" else value


class NumberField(forms.Field):
    """A number as people write it, with a comma or a point; a whole one where things are counted."""

    def __init__(self, *, whole: bool, **kwargs: Any) -> None:
        self.whole = whole
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> float | int | None:
        text = str(value or "").strip().replace(",", ".")
        if not text:
            return None
        try:
            return int(text) if self.whole else float(text)
        except ValueError:
            wrong = _("Write a whole number.") if self.whole else _("Write a number, as in 37.5.")
            raise forms.ValidationError(wrong) from None


def _field(observable: Observable) -> forms.Field:
    label = in_words(observable.words)
    if observable.kind == "yes_no":
        return choice_field(label, [("yes", _("yes")), ("no", _("no"))], radio=True)
    if observable.kind == "choice":
        return choice_field(
            label,
            [("", _("not said")), *((each.id, in_words(each.words)) for each in observable.choices)],
        )
    whole = observable.kind == "count"
    widget = forms.TextInput(attrs={"inputmode": "numeric" if whole else "decimal", "class": "large"})
    if observable.unit and not observable.unit.startswith("/"):
        label = f"{label} ({notation.apart(observable.unit, language())})"
    return NumberField(whole=whole, label=label, widget=widget)


@dataclass(frozen=True)
class Verdict:
    """What a chart says of the latest measurement, in the words of parents."""

    level: str
    word: str
    mark: str
    why: tuple[str, ...]
    what: str
    within: str
    emergency: bool


@require_safe
@own_page
def measurements(request: HttpRequest, own: OwnFamily) -> HttpResponse:
    """Everything that can be measured now, with what was measured last; what needs somebody stands on top."""
    now, by = clock.now(), actor(request)
    seen = see_observations(episode_id=own.episode.pk, by=by, now=now)
    zone = protocol(own.episode.region or "").zone
    people = list(offered(seen))
    children = sum(1 for who, _things in people if who != MOTHER)
    shown = [
        (named(who, children), who == MOTHER, [_line(seen, who, each, by, zone) for each in things])
        for who, things in people
    ]
    worst = [each for each in seen.judged if each.level != "normal" and each.at > now - SHOWN_FOR]
    return answer(
        request,
        own,
        "measurements",
        "measure",
        people=shown,
        verdicts=[
            (named(who, children), each)
            for who in dict.fromkeys(each.who for each in worst)
            for each in verdicts(one for one in worst if one.who == who)
        ],
        callable=to_call(request, own) if worst else [],
        emergency=EMERGENCY_NUMBER,
    )


def _line(seen: SeenObservations, who: str, each: Measure, by: Any, zone: Any) -> dict[str, Any]:
    rows = [row for name in each.names if (row := seen.last(who, name))]
    newest = max((row.at for row in rows), default=None)
    together = [row for row in rows if newest is not None and newest - row.at < timedelta(hours=1)]
    return {
        "who": who,
        "name": each.name,
        "title": each.title,
        "last": " · ".join(said(row, language()) for row in together),
        "when": noted(together[0], by, zone, language()).when if together else "",
    }


@require_http_methods(GET_OR_POST)
@own_page
def one(request: HttpRequest, own: OwnFamily, who: str, thing: str) -> HttpResponse:
    """One thing: the field, what the chart says, what was measured in these days, and how it went."""
    found = measure(about(who), thing)
    if found is None:
        raise _no_such()
    if request.method == "POST" and "wrong" in request.POST:
        return _take_back(request, own, who, found)
    form = MeasureForm(request.POST or None, measure=found, zone=own.episode.zone)
    if request.method == "POST" and form.is_valid():
        try:
            observe(episode_id=own.episode.pk, said=form.said(who), by=actor(request), now=clock.now())
            return redirect("my_measure", own.episode.pk, who, thing)
        except (NotThere, NotAllowed):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
    return _page(request, own, who, found, form)


def _page(request: HttpRequest, own: OwnFamily, who: str, found: Measure, form: MeasureForm) -> HttpResponse:
    now, by = clock.now(), actor(request)
    seen = see_observations(episode_id=own.episode.pk, by=by, now=now)
    people = dict(offered(seen))
    if found not in people.get(who, ()):
        raise _no_such()
    zone = protocol(own.episode.region or "").zone
    since = local_day(now, zone) - timedelta(days=DAYS_LISTED - 1)
    rows = [row for row in seen.rows if row.slot == who and row.what in found.names]
    told = verdicts(_judged(seen, who, found, now))
    return answer(
        request,
        own,
        "measure",
        "measure",
        wrong=bool(form.errors),
        form=form if found.observables[0].module in seen.writes else None,
        measure=found,
        who=who,
        mine=who == MOTHER,
        name=named(who, sum(1 for each in people if each != MOTHER)),
        verdicts=told,
        not_compared=bool(rows) and not told and now - rows[0].at < SHOWN_FOR,
        noted=[noted(row, by, zone, language()) for row in rows if local_day(row.at, zone) >= since],
        curve=_curve(found, rows),
        callable=to_call(request, own, about(who)) if any(each.level != "normal" for each in told) else [],
        emergency=EMERGENCY_NUMBER,
        unjudged=any(each.who == who and _about_it(each.chart, found) for each in seen.unjudged),
    )


# Which chart speaks of which measure where it cannot take the readings (a child born early, one on formula).
CHARTS = {"weight": "weight-loss", "nappies": "feeding-output", "jaundice": "bilirubin-nice"}


def _about_it(chart: str, found: Measure) -> bool:
    return CHARTS.get(found.name) == chart


def _judged(seen: SeenObservations, who: str, found: Measure, now: Any) -> Iterator[Judged]:
    for each in seen.judged:
        if each.who == who and set(each.what) & set(found.names) and each.at > now - SHOWN_FOR:
            yield each


def verdicts(judged: Iterable[Judged]) -> list[Verdict]:
    """What the charts say, the most serious first; what asks for the same is told once, with every reason."""
    found: dict[tuple[str, str], Verdict] = {}
    for each in judged:
        told = verdict(each)
        first = found.get((told.level, told.what))
        found[told.level, told.what] = replace(first, why=first.why + told.why) if first else told
    return list(found.values())


def verdict(judged: Judged) -> Verdict:
    """In the language of the reader, in the words of parents."""
    said = judged.report
    within = said["within"]
    return Verdict(
        level=judged.level,
        word=in_words(said["level_words"]),
        mark=MARKS[judged.level],
        why=tuple(in_words(each["parent"]) for each in said["why"]),
        what=in_words(said["what"]["parent"]),
        within=in_words(within) if within else "",
        emergency=any(each["role"] == "emergency" for each in said["who"]),
    )


def _curve(found: Measure, rows: list[Any]) -> Any:
    series = [
        Series(name, tuple((row.at, float(row.value)) for row in reversed(rows) if row.what == name))
        for name in found.drawn
    ]
    return curve(series, _("How it went"))


def _take_back(request: HttpRequest, own: OwnFamily, who: str, found: Measure) -> HttpResponse:
    """What she herself typed by mistake does not count any more; it stays in the history."""
    now, by = clock.now(), actor(request)
    seen = see_observations(episode_id=own.episode.pk, by=by, now=now)
    asked = str(request.POST["wrong"])
    row = next((row for row in seen.rows if str(row.pk) == asked and row.author_id == by.pk), None)
    if row is None or row.slot != who or row.what not in found.names:
        if any(str(each.pk) == asked or str(each.corrects_id) == asked for each in seen.taken_back):
            return redirect("my_measure", own.episode.pk, who, found.name)
        raise _no_such()
    gone = Said(
        id=uuid5(row.pk, "taken back"),
        who=who,
        what=row.what,
        value=None,
        at=row.at,
        reason=WRONG_VALUE,
        corrects=row.pk,
    )
    observe(episode_id=own.episode.pk, said=[gone], by=by, now=now)
    return redirect("my_measure", own.episode.pk, who, found.name)


def _no_such() -> NotThere:
    return NotThere("measure", "there is no such measurement for you", "Look at what can be measured")
