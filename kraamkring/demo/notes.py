"""How far the region has grown, noted in the home folder: which region, since when, up to which moment."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kraamkring.rooms.accounts.models import Organisation

from .region import Region

NAME = "region.json"
FIRST = "Vroedvrouwen Voorbeeld"  # of every region; its id says which database this is


@dataclass(frozen=True)
class Notes:
    """until: everything up to there was done. database: the id of an organisation, so that notes of another database
    are not taken for this one's."""

    region: Region
    until: datetime
    database: str

    def reached(self, until: datetime) -> Notes:
        """The same, further on."""
        return replace(self, until=until)

    def keep(self, home: Path) -> None:
        """Writes them, whole or not at all."""
        region = self.region
        told = {
            "where": region.where,
            "seed": region.seed,
            "families": region.families,
            "began": region.began.isoformat(),
            "until": self.until.isoformat(),
            "database": self.database,
        }
        fresh = home / f"{NAME}.new"
        fresh.write_text(json.dumps(told), "utf-8")
        fresh.replace(home / NAME)


def read_notes(home: Path) -> Notes | None:
    """The notes about this database, None if there are none."""
    try:
        told = json.loads((home / NAME).read_text("utf-8"))
        region = Region(told["where"], told["seed"], told["families"], datetime.fromisoformat(told["began"]))
        notes = Notes(region, datetime.fromisoformat(told["until"]), told["database"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return notes if notes.database == this_database() else None


def this_database() -> str:
    """What tells this database from another; empty before anybody lives in it."""
    first = Organisation.objects.filter(name=FIRST).order_by("pk").values_list("pk", flat=True).first()
    return str(first or "")
