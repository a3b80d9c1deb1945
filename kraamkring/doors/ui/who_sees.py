"""Who sees what, a sentence for each person: made from what core decided, in the words of the door that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kraamkring.core.access import MODULES, Module
from kraamkring.flows.see_who_sees import OneSees, SeenWhoSees

from . import notation
from .words import Words


@dataclass(frozen=True)
class PersonSees:
    """One person: who, how she stands there, what she sees in a sentence, where she writes, and each part for the
    table: what she may with it."""

    who: str
    stands: str
    sentence: str
    writes: str
    cells: tuple[tuple[str, str], ...]
    waits: bool


def people_told(
    seen: SeenWhoSees, parts: Words, may: Words, role_word: Callable[[str], str], language: str
) -> list[PersonSees]:
    """Everybody, in order. parts, may: the words for a part of the record, and for what somebody may with it."""
    return [_person(one, seen, parts, may, role_word, language) for one in seen.people]


def _person(
    one: OneSees,
    seen: SeenWhoSees,
    parts: Words,
    may: Words,
    role_word: Callable[[str], str],
    language: str,
) -> PersonSees:
    role = role_word(one.role)
    who = (
        f"{one.name}, {role}"
        if one.name
        else _("%(role)s of %(house)s") % {"role": role, "house": one.organisation}
    )
    writes = [str(parts[module]) for module in one.sees.writes]
    return PersonSees(
        who=who[:1].upper() + who[1:],
        stands=_stands(one, seen, language),
        sentence=_sentence(one, parts),
        writes=_("Writes in: %(parts)s.") % {"parts": listed(writes)} if writes and one.sees.reads else "",
        cells=tuple((str(parts[module]), str(may[one.sees.rights[module]])) for module in MODULES),
        waits=one.as_ == "invited",
    )


def _sentence(one: OneSees, parts: Words) -> str:
    """`Sees everything except how life is at home.`; of who has not accepted, that she sees nothing yet."""
    shape = one.sees.shape
    opened, closed = _named(one.sees.open, parts), _named(one.sees.closed, parts)
    if one.as_ == "invited":
        patterns = {
            "everything": _("Sees nothing until the answer is yes; then everything."),
            "nothing": _("Sees nothing, also when the answer is yes."),
            "all_but": _("Sees nothing until the answer is yes; then everything except %(closed)s."),
            "only": _("Sees nothing until the answer is yes; then only %(opened)s."),
        }
    else:
        patterns = {
            "everything": _("Sees everything."),
            "nothing": _("Sees nothing."),
            "all_but": _("Sees everything except %(closed)s."),
            "only": _("Sees only %(opened)s."),
        }
    return patterns[shape] % {"opened": opened, "closed": closed}


def _stands(one: OneSees, seen: SeenWhoSees, language: str) -> str:
    zone = ZoneInfo(seen.episode.zone)
    until = notation.moment(one.until, zone, language) if one.until else ""
    if one.as_ == "invited":
        return _("was asked, and has not answered yet")
    if one.as_ == "registered":
        return _("began this record")
    if one.as_ == "cover":
        return _("takes the place of %(whom)s until %(until)s") % {"whom": one.whose, "until": until}
    if one.as_ == "organisation":
        return _("works where this record was begun")
    return _("in the circle until %(until)s") % {"until": until} if until else _("in the circle")


def _named(modules: Iterable[Module], parts: Words) -> str:
    return listed([str(parts[module]) for module in modules])


def listed(words: Sequence[str]) -> str:
    """`a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return _("%(most)s and %(last)s") % {"most": ", ".join(words[:-1]), "last": words[-1]}
