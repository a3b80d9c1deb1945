"""What always stands above a family: who she is, how far she is, how to speak with her; and a line for each child."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from kraamkring.core.facts.model import Birth, PregnancyFacts
from kraamkring.core.kernel.moments import local_day
from kraamkring.core.kernel.postpartum import postpartum_day, stay_hours
from kraamkring.core.pathway.view import Contradiction
from kraamkring.doors.ui import notation, words
from kraamkring.doors.ui.standing import Standing
from kraamkring.rooms.people.models import Person

from .words import INTERPRETERS, LANGUAGE_NAMES, RECORDED_TWICE

Told = tuple[str, str]


@dataclass(frozen=True)
class Banner:
    """The name; facts of the mother, and one line for each child, as term and value; and what contradicts."""

    name: str
    born: str
    mother: tuple[Told, ...]
    newborns: tuple[Told, ...]
    contradictory: str

    @classmethod
    def of(
        cls,
        mother: Person,
        standing: Standing,
        contradictions: Iterable[Contradiction],
        language: str,
    ) -> Banner:
        return cls(
            name=name_of(mother),
            born=notation.day(mother.birth_date) if mother.birth_date else "",
            mother=tuple(_mother(mother, standing, language)),
            newborns=tuple(_newborns(standing, language)),
            contradictory=_different(contradictions),
        )


def plain_banner(mother: Person) -> Banner:
    """Who she is, and nothing of her record: for pages that show none of it."""
    born = notation.day(mother.birth_date) if mother.birth_date else ""
    told = ((_("Date of birth"), born),) if born else ()
    return Banner(name=name_of(mother), born=born, mother=told, newborns=(), contradictory="")


def name_of(person: Person) -> str:
    """Given name and family name, or that it is not known."""
    return " ".join(part for part in (person.given_name, person.family_name) if part) or _("Name not known")


def how_far(standing: Standing, language: str) -> str:
    """`31+4`, or `day 3 pp`; empty after a loss without a birth, and before a birth that is dated later."""
    stones, today = standing.stones, local_day(standing.now, standing.zone)
    if stones is None:
        return ""
    if stones.birth.basis == "expected":
        return notation.gestation_on(stones.course.view.due, today)
    days = postpartum_day(stones.course.day_of(stones.birth), today)
    return notation.postpartum(days, language) if days >= 0 else ""


def spoken_with(mother: Person, facts: PregnancyFacts | None) -> str:
    """`French · interpreter needed`. facts: None where they are not hers to read."""
    code = mother.language or (facts.preferences.language if facts else None) or ""
    known = language_name(code) if code else _("language: not asked")
    return f"{known} · {INTERPRETERS[mother.interpreter_needed]}"


def language_name(code: str) -> str:
    """The name of a language in the reader's own; the code itself where there is none."""
    if code in LANGUAGE_NAMES:
        return str(LANGUAGE_NAMES[code])
    try:
        name = str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
    return name[:1].upper() + name[1:]


def age_on(born: date, on: date) -> int:
    """Completed years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def lost(standing: Standing, language: str) -> str:
    """The first loss, or the mother's death, with its day; or empty."""
    if died_at := standing.course.gone_at("mother"):
        return _("the mother died on %(moment)s") % {"moment": _day(died_at, standing, language)}
    loss = standing.course.first("loss", "mother")
    return _("a loss on %(moment)s") % {"moment": _day(loss.at, standing, language)} if loss else ""


def _mother(mother: Person, standing: Standing, language: str) -> Iterator[Told]:
    today = local_day(standing.now, standing.zone)
    stones = standing.stones
    if mother.birth_date:
        years = age_on(mother.birth_date, today)
        yield _("Age"), ngettext("%(years)s year", "%(years)s years", years) % {"years": years}
    if stones and stones.birth.basis == "expected":
        due = notation.weekday(stones.course.view.due, language)
        yield _("Pregnancy"), f"{how_far(standing, language)} · " + _("due on %(day)s") % {"day": due}
        if standing.facts.expected_newborns and standing.facts.expected_newborns > 1:
            yield _("Children expected"), str(standing.facts.expected_newborns)
    elif stones and (day := how_far(standing, language)):
        yield _("After the birth"), day
    if gone := lost(standing, language):
        yield _("Loss"), gone
    if stones and stones.home.basis in ("recorded", "planned") and stones.home.at != stones.birth.at:
        hours = notation.hours(stay_hours(stones.birth.at, stones.home.at), language)
        word = _("Home") if stones.home.basis == "recorded" else _("Going home, planned")
        at = notation.moment(stones.home.at, standing.zone, language)
        yield word, _("%(moment)s · after %(hours)s") % {"moment": at, "hours": hours}
    yield _("Language"), spoken_with(mother, standing.facts)


def _newborns(standing: Standing, language: str) -> Iterator[Told]:
    births = standing.course.view.births
    for slot in standing.course.slots:
        if slot in births:
            child = words.subject(slot, len(standing.course.slots))
            yield child[:1].upper() + child[1:], " · ".join(_newborn(births[slot], standing, language))


def _newborn(birth: Birth, standing: Standing, language: str) -> Iterator[str]:
    born_on = local_day(birth.born_at, standing.zone)
    if birth.outcome == "stillborn":
        yield _("stillborn")
    yield notation.moment(birth.born_at, standing.zone, language)
    yield birth.gestation or notation.gestation_on(standing.course.view.due, born_on)
    if birth.weight_g:
        yield notation.weight(birth.weight_g)
    yield _("born %(place)s") % {"place": words.PLACES[birth.place]}
    yield str(words.MODES[birth.mode])
    if birth.outcome == "live" and (died_at := standing.course.gone_at(birth.newborn)):
        yield _("died on %(moment)s") % {"moment": _day(died_at, standing, language)}


def _day(at: datetime, standing: Standing, language: str) -> str:
    return notation.weekday(local_day(at, standing.zone), language)


def _different(contradictions: Iterable[Contradiction]) -> str:
    """What was recorded in different ways, each kind of it once."""
    kinds = (each.about.rstrip("_0123456789") for each in contradictions)
    return ", ".join(dict.fromkeys(str(RECORDED_TWICE[kind]) for kind in kinds))
