"""One promised activity in the words of the reader: what, for whom, when, who, why, on whose word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo

from django.utils.translation import gettext as _

from kraamkring.core.pathway import Activity, Promise

from . import notation, words


@dataclass(frozen=True)
class Citation:
    """A source and the place or places in it, as printed there."""

    title: str
    where: str


@dataclass(frozen=True)
class Care:
    """What a page shows of one activity. anchor: its place on the page. count: `2 of 3`, or empty.
    name: title, count, and which child where there are several, in one line."""

    key: str
    activity: str
    anchor: str
    title: str
    whom: str
    count: str
    state: str
    state_word: str
    window: str
    by_when: str
    role: str
    others: str
    why: str
    said: tuple[str, ...]
    basis: str
    obligation: str
    certainty: str
    reviewed: str
    sources: tuple[Citation, ...]

    name: str


class Teller:
    """Tells activities in a language. children: how many there are, so that one is simply `child`."""

    def __init__(self, activities: Iterable[Activity], zone: tzinfo, language: str, children: int) -> None:
        self.zone, self.language, self.children = zone, language, children
        self._counts = Counter(_series(activity.promise) for activity in activities)

    def tell(self, activity: Activity) -> Care:
        promise = activity.promise
        card = promise.card
        first, last = notation.window(promise.window, self.zone, self.language)
        others = [str(words.ROLES[role]) for role in card.by if role != card.role]
        state_word = words.LATE if activity.late else words.STATES[activity.state]
        sign, title, count = card.sign, card.title.said(self.language), self._count(promise)
        whom = words.subject(promise.subject, self.children)
        which = whom if self.children > 1 and promise.subject != "mother" else ""
        return Care(
            key=promise.key,
            activity=card.activity,
            anchor=promise.key.replace("/", "-"),
            title=title,
            whom=whom,
            count=count,
            state="done-late" if activity.late else activity.state.replace("_", "-"),
            state_word=str(state_word),
            window=self._window(first, last),
            by_when=_("by %(moment)s") % {"moment": last},
            role=str(words.ROLES[card.role]),
            others=_or(others),
            why=card.why.said(self.language),
            said=tuple(phrase.say(self.language) for phrase in activity.said),
            basis=str(words.BASES.get(promise.basis, "")),
            obligation=str(words.OBLIGATIONS[promise.obligation]),
            certainty=str(words.CERTAINTIES[promise.edition.certainty]),
            reviewed=str(words.NOT_REVIEWED)
            if sign.reviewed_on is None
            else _("checked by %(name)s") % {"name": sign.checked_by},
            sources=_cited(promise),
            name=" · ".join(part for part in (title, count, which) if part),
        )

    def _count(self, promise: Promise) -> str:
        many = self._counts[_series(promise)]
        if many == 1:
            return ""
        return (_("%(one)s of %(all)s") % {"one": promise.ordinal, "all": many}).replace(
            " ", notation.NO_BREAK
        )

    def _window(self, first: str, last: str) -> str:
        if first == last:
            return first
        return _("%(first)s to %(last)s") % {"first": first, "last": last}


def _cited(promise: Promise) -> tuple[Citation, ...]:
    """Each source once, with all the places in it."""
    places: dict[str, list[str]] = {}
    for cited in promise.edition.sources:
        places.setdefault(promise.protocol.sources[cited.id].title, []).append(cited.where)
    return tuple(Citation(title, "; ".join(dict.fromkeys(where))) for title, where in places.items())


def _series(promise: Promise) -> tuple[str, str, str]:
    return promise.card.activity, promise.subject, promise.event


def _or(names: list[str]) -> str:
    """`a, b or c`."""
    if len(names) < 2:
        return "".join(names)
    return _("%(several)s or %(last)s") % {"several": ", ".join(names[:-1]), "last": names[-1]}
