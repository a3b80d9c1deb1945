"""Is this number right? Strict where a person types it, a warning where it comes from elsewhere. Never repeated."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import ModuleType
from typing import Any, Literal, NamedTuple

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from ..core.explaining import Rule, Sentence
from ..core.kernel.document import schema_of
from ..core.kernel.reasons import Reason, said
from ..core.pathway.cards import InFourLanguages
from .be import identifiers as be
from .nl import identifiers as nl

FORMAT = "kraamkring.id/1"
LONGEST = 64
PACKS: Mapping[str, ModuleType] = {"be": be, "nl": nl}
OF_A_PERSON = frozenset({"ssin", "bis", "bsn"})


class Kind(Rule):
    """A kind of number: what of it is checked. checked: `form` where no rule for check digits is known."""

    checked: Literal["form", "check digits"]
    title: InFourLanguages


class Judged(NamedTuple):
    """fault: what is wrong with it, None if nothing is. normal: digits only, None where the form is wrong."""

    country: str
    name: str
    kind: Kind
    fault: str | None
    normal: str | None
    written: str | None

    @property
    def valid(self) -> bool:
        return self.fault is None


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, tuple[str, Kind]]:
    """Every kind of number, by name, with its country."""
    found: dict[str, tuple[str, Kind]] = {}
    for country in PACKS:
        for name, told in _toml(country).items():
            found[name] = (country, Kind.model_validate(told))
    return found


def judged(name: str, value: str) -> Judged:
    """What is to be said of a number of a kind."""
    country, kind = kinds()[name]
    pack = PACKS[country]
    if len(value) > LONGEST:
        return Judged(country, name, kind, "form", None, None)
    fault = pack.fault(name, value)
    if fault == "form":
        return Judged(country, name, kind, fault, None, None)
    normal = pack.normal(name, value)
    return Judged(country, name, kind, fault, normal, pack.written(name, normal))


class Words(TypedDict):
    nl: str
    fr: str
    de: str
    en: str


class NumberWhy(TypedDict):
    rule: str
    sentence: str
    parent: Words
    professional: Words
    source: str
    certainty: str
    note: str


class NumberReport(TypedDict):
    """The answer of `kraamkring id`."""

    format: Literal["kraamkring.id/1"]
    kind: str
    country: str
    title: Words
    mode: Literal["strict", "import"]
    valid: bool
    accepted: bool
    checked: Literal["form", "check digits"]
    fault: Literal["form", "check digits", "other kind"] | None
    normalised: str | None
    written: str | None
    personal: bool
    says: dict[str, str | int | None] | None
    certainty: str
    reviewed: bool
    why: list[NumberWhy]


def number_report(found: Judged, *, imported: bool, telling: bool) -> dict[str, Any]:
    """The answer as JSON values. telling: also what a right number says by itself."""
    pack = PACKS[found.country]
    told = pack.told(found.name, found.normal) if telling and found.valid and hasattr(pack, "told") else None
    return {
        "format": FORMAT,
        "kind": found.name,
        "country": found.country,
        "title": found.kind.title.model_dump(),
        "mode": "import" if imported else "strict",
        "valid": found.valid,
        "accepted": found.valid or imported,
        "checked": found.kind.checked,
        "fault": found.fault,
        "normalised": found.normal,
        "written": found.written,
        "personal": found.name in OF_A_PERSON,
        "says": told,
        "certainty": found.kind.certainty,
        "reviewed": False,
        "why": [_why(found, sentence) for sentence in _sentences(found, imported)],
    }


def number_schema() -> dict[str, Any]:
    """The JSON Schema of the answer."""
    return schema_of(TypeAdapter(NumberReport))


def _sentences(found: Judged, imported: bool) -> list[str]:
    if found.fault:
        names = [f"wrong-{found.fault.replace(' ', '-')}"]
        return [*names, "kept"] if imported else names
    names = ["right" if found.kind.checked == "check digits" else "right-form"]
    if found.name == "nihdi" and found.normal and len(found.normal) == be.NIHDI_DIGITS_FORMER:
        names.append("deprecated")
    return names


def _why(found: Judged, sentence: str) -> dict[str, Any]:
    words = _spoken()[sentence].words
    titles = found.kind.title.model_dump()
    filled = {
        register: {
            language: _capital(text.format(title=titles[language])) for language, text in texts.items()
        }
        for register, texts in words.items()
    }
    plain = {
        register: {language: text.replace("{", "{{").replace("}", "}}") for language, text in texts.items()}
        for register, texts in filled.items()
    }
    stands = "; ".join(f"{cited.id}, {cited.where}" for cited in found.kind.sources)
    return said(
        Reason(sentence),
        found.name,
        plain,
        source=stands,
        certainty=found.kind.certainty,
        note=found.kind.note,
    )


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


@lru_cache(maxsize=1)
def _spoken() -> Mapping[str, Sentence]:
    return {name: Sentence.model_validate(told) for name, told in _toml("international").pop("say").items()}


def _toml(pack: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / pack / "identifiers.toml").read_text(encoding="utf-8"))
