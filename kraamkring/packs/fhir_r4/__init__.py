"""The elements of every type of FHIR R4 (4.0.1), and the codes of the value sets to which they are bound."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from ...core.exchange.definitions import Definitions, definitions_of


@lru_cache(maxsize=1)
def definitions() -> Definitions:
    """All of them, read once."""
    elements, codes = (
        files(__name__).joinpath(f"{name}.tsv").read_text("utf-8") for name in ("elements", "codes")
    )
    return definitions_of(elements, codes)
