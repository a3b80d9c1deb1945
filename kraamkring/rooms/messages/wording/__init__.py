"""Templates as data: a TOML file each, in four languages and two of parents, and what they ask for. A context holds
links, opaque ids, times and numbers, each checked by kind, so that no word about anybody can travel in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from string import Formatter
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kraamkring.core.kernel.errors import BadCard, Refusal
from kraamkring.core.kernel.moments import instant

from ..channels import CalendarEntry

LANGUAGES = ("nl", "fr", "de", "en")
FROM_THE_LEFT = "\u200e"  # a mark before a date among Arabic letters, or it would be read from its other end
PARENTS_ALSO_READ = ("tr", "ar")  # said in English where a template lacks it
SIGNATURE = "signature"
LINK = re.compile(r"https?://[^\s<>\"]{1,300}")
MEANT = {
    "link": ("link",),
    "day": ("start", "zone"),
    "time": ("start", "zone"),
    "until": ("end", "zone"),
    "count": ("count",),
}
CALENDAR_ASKS = {"appointment", "sequence", "start", "end", "zone"}


@dataclass(frozen=True)
class Words:
    """One template in one language. short: for a telephone."""

    subject: str
    body: str
    short: str


@dataclass(frozen=True)
class Template:
    """asks: what the context must hold, no more and no less. calendar: what the entry does, None without one."""

    name: str
    asks: frozenset[str]
    calendar: Literal["REQUEST", "CANCEL"] | None
    words: Mapping[str, Words]


def _link(said: Any) -> bool:
    return isinstance(said, str) and LINK.fullmatch(said) is not None


def _moment(said: Any) -> bool:
    return isinstance(said, str) and instant(said) is not None


def _zone(said: Any) -> bool:
    try:
        return isinstance(said, str) and ZoneInfo(said) is not None
    except (ValueError, ZoneInfoNotFoundError):
        return False


def _id(said: Any) -> bool:
    return isinstance(said, str) and str(UUID(said)) == said.lower()


def _number(said: Any) -> bool:
    return isinstance(said, int) and not isinstance(said, bool) and said >= 0


KINDS: Mapping[str, Callable[[Any], bool]] = {
    "link": _link,
    "start": _moment,
    "end": _moment,
    "zone": _zone,
    "appointment": _id,
    "sequence": _number,
    "count": _number,
}


@lru_cache(maxsize=1)
def templates() -> Mapping[str, Template]:
    """Every template by name. Raises BadCard for one that lacks a language or asks for what there is not."""
    found = {}
    for file in sorted(files(__package__).iterdir(), key=lambda file: file.name):
        name = file.name.removesuffix(".toml")
        if file.name.endswith(".toml") and name != SIGNATURE:
            found[name] = read(name, file.read_text("utf-8"))
    return found


@lru_cache(maxsize=1)
def signatures() -> Mapping[str, str]:
    """What stands under every letter."""
    return tomllib.loads((files(__package__) / f"{SIGNATURE}.toml").read_text("utf-8"))


def read(name: str, text: str) -> Template:
    """A template from its TOML. Raises BadCard with what is wrong."""
    said = tomllib.loads(text)
    asks, calendar = frozenset(said.pop("asks")), said.pop("calendar", None)
    if not set(LANGUAGES) <= set(said) <= {*LANGUAGES, *PARENTS_ALSO_READ}:
        raise BadCard(
            name, "it is not in nl, fr, de and en, or in one that is not ours", "Write what is missing"
        )
    if not asks <= set(KINDS):
        raise BadCard(name, "it asks for what no message can carry", f"There is {', '.join(sorted(KINDS))}")
    if calendar not in (None, "REQUEST", "CANCEL") or (calendar and not asks >= CALENDAR_ASKS):
        raise BadCard(name, "its calendar entry is not complete", "Ask for appointment, sequence and times")
    words = {language: Words(**text) for language, text in said.items()}
    for each in words.values():
        for used in _placeholders((each.subject, each.body, each.short)):
            if used not in MEANT or not set(MEANT[used]) <= asks:
                raise BadCard(name, f"nothing fills {{{used}}}", "Ask for it, or leave it out")
    return Template(name, asks, calendar, words)


def _placeholders(texts: Iterable[str]) -> set[str]:
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None}


def template(name: str) -> Template:
    """The template of a name. Raises Refusal if there is none."""
    if name not in templates():
        raise Refusal("template", "there is no such template", f"There is {', '.join(templates())}")
    return templates()[name]


def check(template: Template, context: Mapping[str, Any]) -> None:
    """Nothing, if the context is what the template asks for. Raises Refusal otherwise; never says what was given."""
    if set(context) != template.asks:
        raise Refusal("context", f"{template.name} asks for {', '.join(sorted(template.asks))}")
    for name, said in context.items():
        try:
            right = KINDS[name](said)
        except ValueError:
            right = False
        if not right:
            raise Refusal(f"context.{name}", f"this is no {name}", "Give a link, an id, a time or a number")


def written(template: Template, language: str, context: Mapping[str, Any]) -> Words:
    """The words in a language, filled in: dates dd-mm-yyyy, 24 h clock, in the zone of the context."""
    spoken = language if language in template.words else "en"
    filling = _filling(context, spoken)
    words = template.words[spoken]
    body = f"{words.body.format_map(filling).strip()}\n\n-- \n{signatures()[spoken]}\n"
    return Words(words.subject.format_map(filling), body, words.short.format_map(filling))


def entry(template: Template, context: Mapping[str, Any]) -> CalendarEntry | None:
    """The calendar entry that goes with it, None if the template has none."""
    if template.calendar is None:
        return None
    return CalendarEntry(
        appointment=UUID(context["appointment"]),
        method=template.calendar,
        sequence=context["sequence"],
        start=instant(context["start"]),
        end=instant(context["end"]),
        zone=context["zone"],
    )


def _filling(context: Mapping[str, Any], language: str) -> dict[str, str]:
    before = FROM_THE_LEFT if language == "ar" else ""
    filling = {name: str(context[name]) for name in ("link", "count") if name in context}
    if "start" in context:
        start = _local(context["start"], context["zone"])
        filling |= {"day": f"{before}{start:%d-%m-%Y}", "time": f"{start:%H:%M}"}
    if "end" in context:
        filling["until"] = f"{_local(context['end'], context['zone']):%H:%M}"
    return filling


def _local(said: str, zone: str) -> datetime:
    return instant(said).astimezone(ZoneInfo(zone))
