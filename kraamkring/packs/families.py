"""What families are told of help at home and of the partner's leave, from TOML files, checked once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ValidationError

from ..core.entitlements.partner import PartnerLeave
from ..core.kernel.errors import BadCard
from ..core.kraamzorg.explained import CareExplained, CareOfCountry
from ..core.pathway.cards import Citation
from .leave import sources

COUNTRIES = ("be", "nl")


@lru_cache(maxsize=1)
def care_by_region() -> Mapping[str, CareExplained]:
    """What is told of maternity care, by region: `be-vlg`, `nl`."""
    found: dict[str, CareExplained] = {}
    for country in COUNTRIES:
        read: CareOfCountry = _read(country, "maternity-care.toml", CareOfCountry)
        for region, care in read.region.items():
            for point in care.point:
                _sourced(country, f"maternity-care.toml {region}", point.sources)
            found[region] = care
    return found


def care_in(region: str | None) -> CareExplained:
    """What is told in a region; nothing where nothing was found."""
    return care_by_region().get(region or "", CareExplained())


@lru_cache(maxsize=4)
def partner_leave_of(country: str) -> PartnerLeave:
    """The leave of partners in a country."""
    read: PartnerLeave = _read(country, "partner-leave.toml", PartnerLeave)
    for name, part in read.part.items():
        _sourced(country, f"partner-leave.toml {name}", part.sources)
    return read


def _sourced(country: str, name: str, cited: Iterable[Citation]) -> None:
    for each in cited:
        if each.id not in sources(country):
            raise BadCard(name, f"there is no source {each.id}", "Add it to sources.toml")


def _read(country: str, name: str, model: type[BaseModel]) -> Any:
    said = tomllib.loads((files(__package__) / country / name).read_text(encoding="utf-8"))
    try:
        return model.model_validate(said)
    except ValidationError as refused:
        first = refused.errors(include_url=False)[0]
        field = ".".join(str(step) for step in first["loc"])
        raise BadCard(f"{country} {name} {field}", first["msg"].rstrip("."), "Mend the file") from None
