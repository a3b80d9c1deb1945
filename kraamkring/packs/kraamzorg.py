"""Schemes of maternity care from TOML files, with the sentences they speak in. One that says too little is refused."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from ..core.kernel.errors import BadCard, Refusal
from ..core.kraamzorg.rules import Rule
from ..core.kraamzorg.scheme import Book, Scheme
from ..core.kraamzorg.words import Words
from ..core.pathway.cards import Source

COUNTRIES = ("nl", "be")


@lru_cache(maxsize=1)
def books() -> Mapping[str, Book]:
    """Every scheme there is, by the name of its method: `lip`, `klim`, `vlg`."""
    said: dict[str, dict[str, Any]] = {"names": {}, "sentences": {}}
    for file in _files(files(__package__) / "international" / "schemes"):
        for kind, entries in _toml(file).items():
            said[kind].update(entries)
    words = _checked(Words, said, "words")
    found = {}
    for country in COUNTRIES:
        pack = files(__package__) / country
        sources = {
            name: Source.model_validate(source) for name, source in _toml(pack / "sources.toml").items()
        }
        for file in _files(pack / "schemes"):
            book = book_of(_toml(file), words, sources, file.name)
            found[book.scheme.name] = book
    return found


def book(method: str) -> Book:
    """The scheme of a method. Raises Refusal, naming those there are."""
    if method not in books():
        raise Refusal("--method", "there is no such method", f"There is {', '.join(books())}")
    return books()[method]


def book_of(said: Mapping[str, Any], words: Words, sources: Mapping[str, Source], name: str) -> Book:
    """A scheme as its file says it. Raises BadCard for what is missing: a number, a sentence, a source."""
    try:
        scheme: Any = TypeAdapter(Scheme).validate_python(said)
    except ValidationError as refused:
        raise _bad(name, refused) from None
    for rule in _rules(scheme):
        if rule.source not in sources:
            raise BadCard(name, f"there is no source {rule.source}", "Add it to sources.toml")
        if rule.rule not in words.sentences:
            raise BadCard(name, f"there is no sentence for {rule.rule}", "Write it beside the others")
        if rule.certainty != "verified" and not rule.note:
            raise BadCard(name, f"{rule.rule} is {rule.certainty} and does not say why", "Write a note")
    return Book(scheme=scheme, words=words, sources=sources)


def _rules(part: object) -> list[Rule]:
    """Every rule of a scheme, however deep."""
    found = [part] if isinstance(part, Rule) else []
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            found += _rules(getattr(part, name))
    elif isinstance(part, tuple):
        for each in part:
            found += _rules(each)
    return found


def _checked(model: type[Words], said: Mapping[str, Any], name: str) -> Words:
    try:
        return model.model_validate(said)
    except ValidationError as refused:
        raise _bad(name, refused) from None


def _bad(name: str, refused: ValidationError) -> BadCard:
    first = refused.errors(include_url=False)[0]
    field = ".".join(str(step) for step in first["loc"])
    return BadCard(f"{name} {field}", first["msg"].rstrip("."), "Mend the scheme")


def _files(folder: Traversable) -> list[Traversable]:
    return sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name
    )


def _toml(file: Traversable) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
