"""Each form as the page shows it: its state in a word, what is missing and where it is filled in, what was sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.utils.translation import gettext as _

from kraamkring.core.registering import Filled
from kraamkring.doors.ui import notation, refused
from kraamkring.flows.registry_forms import SeenForm, SeenForms

from .words import TARGETS, slot_in_words, value_in_words


@dataclass(frozen=True)
class Lack:
    """What is missing. control: of the field below that says it; empty: it is written in the record."""

    title: str
    sentence: str
    control: str


@dataclass(frozen=True)
class Shown:
    """One form. mark: of the state; tells: its fields that are filled."""

    id: str
    title: str
    to: str
    mark: str
    word: str
    due: str
    filled: int
    asked: int
    lacks: tuple[Lack, ...]
    tells: tuple[tuple[str, str], ...]
    sent: tuple[str, ...]
    changed: tuple[str, ...]
    to_send: bool
    unreviewed: bool

    @classmethod
    def of(cls, seen: SeenForm, zone: tzinfo, now: datetime, language: str) -> Shown:
        form, card = seen.form, seen.form.card
        filled, asked = form.completeness
        named = {each.name: each for each in form.fields}
        mark, word = _state(seen, now)
        return cls(
            id=card.id,
            title=card.title.said(language),
            to=str(TARGETS.get(card.to, card.to)),
            mark=mark,
            word=word,
            due=notation.moment(form.due, zone, language) if form.due else "",
            filled=filled,
            asked=asked,
            lacks=tuple(_lack(each, language) for each in form.lacking),
            tells=tuple((_title(each, language), value_in_words(each)) for each in form.of("filled")),
            sent=tuple(
                _("version %(number)s, %(when)s, by %(who)s; %(digest)s")
                % {
                    "number": row.version,
                    "when": notation.moment(row.at, zone, language),
                    "who": row.by.name or row.by.email,
                    "digest": row.digest[:12],
                }
                for row in seen.sent
            ),
            changed=tuple(_title(named[name], language) if name in named else name for name in seen.changed),
            to_send=seen.to_send,
            unreviewed=card.sign.checked_by == "not reviewed",
        )


def fields_to_say(seen: SeenForms) -> tuple[Filled, ...]:
    """What the page asks, each once: it belongs to no part of the record."""
    found = {
        each.name: each
        for form in seen.forms
        for each in form.form.fields
        if each.field.said_on_form and each.state != "not_asked" and (each.answered or each.value is None)
    }
    return tuple(found.values())


def _state(seen: SeenForm, now: datetime) -> tuple[str, str]:
    form = seen.form
    if seen.sent and not seen.changed:
        return "done", _("sent")
    late = form.due is not None and form.due < now and not seen.sent
    if late:
        return "gap", _("overdue")
    if seen.sent:
        return "at_risk", _("changed since it was sent")
    return ("arranged", _("complete, to be sent")) if form.complete else ("open", _("not complete"))


def _title(each: Filled, language: str) -> str:
    return f"{slot_in_words(each.slot)}: {each.field.title.said(language)}"


def _lack(each: Filled, language: str) -> Lack:
    sentence = refused.sentence(each.problem) if each.problem else ""
    return Lack(_title(each, language), sentence, f"id_{each.name}" if each.field.said_on_form else "")
