"""The dialects of other systems, from TOML tables, checked once. One that says too little is refused by its name."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from pydantic import ValidationError

from ..core.exchange.dialects.cards import Dialect
from ..core.kernel.errors import BadCard, Refusal
from .loading import COUNTRIES

MERGED = ("codes", "units")  # tables that every file of a dialect may add to
HEAD = "head.toml"


@lru_cache(maxsize=1)
def dialects() -> Mapping[str, Dialect]:
    """Every dialect by its name, those of one country after the other."""
    found = {}
    for country in COUNTRIES:
        folder = files(__package__) / country / "dialects"
        if folder.is_dir():
            for each in sorted(folder.iterdir(), key=lambda each: each.name):
                if each.is_dir() and (each / HEAD).is_file():
                    found[each.name] = _read(each)
    return found


def dialect(name: str) -> Dialect:
    """The dialect of a name. Raises Refusal, naming those there are, if there is none."""
    if name not in dialects():
        raise Refusal("dialect", "there is no such dialect", f"There is {', '.join(dialects())}")
    return dialects()[name]


def _read(folder: Traversable) -> Dialect:
    said = _toml(folder / HEAD)
    frames: dict[str, dict[str, Any]] = said.pop("frame", {})
    shapes: list[dict[str, Any]] = []
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".toml") and file.name != HEAD:
            more = _toml(file)
            frames |= more.pop("frame", {})
            shapes += more.pop("shape", [])
            for name in MERGED:
                said.setdefault(name, {}).update(more.pop(name, {}))
            if more:
                raise BadCard(f"{folder.name}/{file.name}", f"nobody reads {', '.join(more)}", "Mend it")
    said["shapes"] = [_framed(each, frames, folder.name) for each in shapes]
    try:
        found = Dialect.model_validate(said)
    except ValidationError as refused:
        first = refused.errors(include_url=False)[0]
        field = ".".join(str(step) for step in first["loc"])
        raise BadCard(f"{folder.name} {field}", first["msg"].rstrip("."), "Mend the table") from None
    if found.id != folder.name:
        raise BadCard(f"{folder.name}/{HEAD}", f"this dialect is called {found.id}", "Name the folder so")
    return found


def _framed(shape: dict[str, Any], frames: Mapping[str, dict[str, Any]], name: str) -> dict[str, Any]:
    """A shape with what its frame says: the rows of the frame come first."""
    like = shape.get("like", "")
    if not like:
        return shape
    if like not in frames:
        raise BadCard(f"{name} {shape.get('id', '')}", f"there is no frame {like}", "Mend the table")
    frame = frames[like]
    rows = [*frame.get("row", ()), *shape.get("row", ())]
    return frame | shape | {"row": rows}


def _toml(file: Traversable) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
