"""What the resources say of each child's birth. What must be known and is not told is asked, never assumed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

from kraamkring.core.exchange.dialects.moments import begin_of, day_in, instant_in, number_in
from kraamkring.core.exchange.dialects.reading import Told
from kraamkring.core.exchange.dialects.saying import birth_fields
from kraamkring.core.exchange.dialects.tree import take
from kraamkring.core.facts import Birth, Death
from kraamkring.core.facts.model import HEAVIEST_G, LIGHTEST_G, Mode, Outcome, Place
from kraamkring.core.kernel.errors import Refusal

from . import codes
from .answers import UNKNOWN, Answers
from .course import observations
from .family import BIRTH_TIME
from .files import Resource
from .tables import Telling, became


@dataclass
class ToldBirth:
    """One child's birth, as far as it was told. why: why there is none."""

    birth: Birth | None
    day: Any
    why: str = ""


class Births:
    """Reads the births of one family."""

    def __init__(self, telling: Telling, answers: Answers) -> None:
        self.telling, self.answers = telling, answers
        self.given, self.family = telling.given, telling.family

    def of(self, slot: str, child: Resource) -> ToldBirth:
        """The birth of one child; its elements are taken only if it is whole."""
        day = day_in(child.node.text("birthDate"))
        used: list[Told] = []
        said: dict[str, Any] = {
            "born_at": self._born_at(slot, child, used),
            "outcome": self._outcome(slot, child),
            "place": self._coded(slot, "place", used) or self._answered(slot, "place", get_args(Place)),
            "mode": self._mode(slot, used) or self._answered(slot, "mode", get_args(Mode)),
        }
        if any(value in (None, "", UNKNOWN) for value in said.values()):
            return ToldBirth(None, day, "birth_not_whole")
        said |= {"weight_g": self._weight(slot, used), "gestation": self._gestation(day, used)}
        name = f"births/{slot}"
        birth = Birth(id=name, newborn=slot, **said)
        for told in used:
            became(told, name, **birth_fields(birth, self.telling.zone))
        for each in child.node.all("birthDate"):
            for extension in each.extensions(BIRTH_TIME):
                take(name, extension.one("valueDateTime"))
        return ToldBirth(birth, day)

    def death_of(self, slot: str, person: Resource) -> Death | None:
        """The death of somebody whom the source calls deceased. Asked where it does not say when."""
        told = begin_of(person.node, "deceasedDateTime", "deceasedBoolean")
        if told is None or told.value == "false":
            return None
        at = instant_in(told.value or "")
        if at is None and (said := self.answers.to(f"{slot}.died_at")):
            at = _instant(said, f"{slot}.died_at")
        if at is None:
            return None
        name = f"deaths/{slot}"
        take(name, told)
        return Death(id=name, who=slot, at=at)

    def _born_at(self, slot: str, child: Resource, used: list[Told]) -> datetime | str | None:
        """The instant of birth: of all that name one, if they and the days agree; else as answered."""
        told = [child.node.one("birthDate")]
        for each in told[0].extensions(BIRTH_TIME) if told[0] else []:
            told.append(each.one("valueDateTime"))
        for procedure, found in self.telling.of("birth", about=slot):
            told.append(begin_of(procedure.node, "performedDateTime", "performedPeriod.start"))
            used.append(found)
        said = [each.value or "" for each in told if each is not None and each.value]
        instants = {at for each in said if (at := instant_in(each)) is not None}
        days = {day_in(each) for each in said}
        if len(instants) == 1 and len(days) == 1:
            return instants.pop()
        answered = self.answers.to(f"{slot}.born_at")
        if answered in ("", UNKNOWN):
            return answered
        at = _instant(answered, f"{slot}.born_at")
        if len(days) == 1 and day_in(answered) not in days:
            problem = "the source says that it was on another day"
            raise Refusal(f"answers {slot}.born_at", problem, "Give the time on that day")
        return at

    def _outcome(self, slot: str, child: Resource) -> str:
        """A child with a heart beat is live: an Apgar score of at least one says so. Anything else is asked."""
        told_of_death = any(
            (profile.value or "").endswith("/bc-PerinatalDeath")
            for each in self.given.all
            for profile in each.node.all("meta.profile")
        )
        scores = observations(self.given, self.family, slot, codes.APGAR)
        alive = any((number_in(each.node.one("valueQuantity.value")) or 0) >= 1 for each in scores)
        if alive and not told_of_death and f"{slot}.outcome" not in self.answers.given:
            return "live"
        return self._answered(slot, "outcome", get_args(Outcome))

    def _answered(self, slot: str, what: str, fitting: tuple[str, ...]) -> str:
        said = self.answers.to(f"{slot}.{what}")
        if said and said not in (*fitting, UNKNOWN):
            raise Refusal(f"answers {slot}.{what}", "this does not fit", f"Write {', '.join(fitting)}")
        return said

    def _mode(self, slot: str, used: list[Told]) -> str:
        """How it was born: as observed, or as the procedure on the mother says, if there is one child."""
        if mode := self._coded(slot, "mode", used):
            return mode
        for _resource, told in self.telling.things("birth") if len(self.family.children) == 1 else ():
            if told.shape.id in codes.MODES and told.fields.get("who") == "mother":
                used.append(told)
                return codes.MODES[told.shape.id]
        return ""

    def _coded(self, slot: str, field: str, used: list[Told]) -> str:
        """A coded observation about this birth: of several children, one that names the birth."""
        found = [
            told
            for _resource, told in self.telling.things("birth")
            if field in told.fields and self._about(told, slot)
        ]
        meanings = {str(told.fields[field]) for told in found}
        if len(meanings) != 1:
            return ""
        used += found
        return meanings.pop()

    def _about(self, told: Told, slot: str) -> bool:
        who, birth = told.fields.get("who", ""), told.fields.get("slot", "")
        if birth:
            return bool(birth == slot)
        return bool(who == slot or (who == "mother" and len(self.family.children) == 1))

    def _weight(self, slot: str, used: list[Told]) -> int | None:
        for _resource, told in self.telling.of("birth-weight", about=slot):
            grams = told.fields["weight_g"]
            if LIGHTEST_G <= grams <= HEAVIEST_G:
                used.append(told)
                return int(grams)
        return None

    def _gestation(self, day: Any, used: list[Told]) -> str | None:
        for _resource, told in self.telling.of("gestation", about="mother"):
            if told.fields["born_on"] == day:
                used.append(told)
                return str(told.fields["gestation"])
        return None


def _instant(said: str, name: str) -> datetime:
    at = instant_in(said)
    if at is None:
        raise Refusal(
            f"answers {name}", "this is not a time with its offset", "Write 2026-10-14T08:30:00+02:00"
        )
    return at
