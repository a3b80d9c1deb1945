"""What the resources say of each child's birth. What must be known and is not told is asked, never assumed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, get_args

from kraamkring.core.facts import Birth, Death
from kraamkring.core.facts.model import HEAVIEST_G, LIGHTEST_G, Mode, Outcome, Place
from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.gestation import LONGEST_DAYS, notation

from . import codes
from .answers import UNKNOWN, Answers
from .course import observations
from .family import BIRTH_TIME, Family
from .files import Resource
from .moments import begin_of, day_in, instant_in, number_in
from .references import Given
from .tree import Node, take

IN_GRAMS = {"g": Decimal(1), "kg": Decimal(1000)}
IN_DAYS = {"d": 1, "wk": 7}


@dataclass
class ToldBirth:
    """One child's birth, as far as it was told. why: why there is none."""

    birth: Birth | None
    day: Any
    why: str = ""


class Births:
    """Reads the births of one family."""

    def __init__(self, given: Given, family: Family, answers: Answers) -> None:
        self.given, self.family, self.answers = given, family, answers

    def of(self, slot: str, child: Resource) -> ToldBirth:
        """The birth of one child; its elements are taken only if it is whole."""
        day = day_in(child.node.text("birthDate"))
        used: list[Node | None] = [child.node.one("birthDate")]
        said: dict[str, Any] = {
            "born_at": self._born_at(slot, child, used),
            "outcome": self._outcome(slot, child),
            "place": self._coded(slot, codes.PLACE_OF_BIRTH, codes.PLACES, used)
            or self._answered(slot, "place", get_args(Place)),
            "mode": self._mode(slot, used) or self._answered(slot, "mode", get_args(Mode)),
        }
        if any(value in (None, "", UNKNOWN) for value in said.values()):
            return ToldBirth(None, day, "birth_not_whole")
        said |= {"weight_g": self._weight(slot, used), "gestation": self._gestation(day, used)}
        name = f"births/{slot}"
        birth = Birth(id=name, newborn=slot, **said)
        take(name, *used)
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

    def _born_at(self, slot: str, child: Resource, used: list[Node | None]) -> datetime | str | None:
        """The instant of birth: of all that name one, if they and the days agree; else as answered."""
        told = [child.node.one("birthDate")]
        for each in told[0].extensions(BIRTH_TIME) if told[0] else []:
            told.append(each.one("valueDateTime"))
        for procedure in self._births_of(child):
            told.append(begin_of(procedure.node, "performedDateTime", "performedPeriod.start"))
            used += [procedure.node.one("code"), procedure.node.one("subject"), procedure.node.one("status")]
        said = [each for each in told if each is not None and each.value]
        instants = {at for each in said if (at := instant_in(each.value or "")) is not None}
        days = {day_in(each.value or "") for each in said}
        if len(instants) == 1 and len(days) == 1:
            used += said
            return instants.pop()
        answered = self.answers.to(f"{slot}.born_at")
        if answered in ("", UNKNOWN):
            return answered
        at = _instant(answered, f"{slot}.born_at")
        if len(days) == 1 and day_in(answered) not in days:
            problem = "the source says that it was on another day"
            raise Refusal(f"answers {slot}.born_at", problem, "Give the time on that day")
        used += said if len(days) == 1 else []
        return at

    def _births_of(self, child: Resource) -> Iterator[Resource]:
        for each in self.given.of("Procedure"):
            done = each.node.text("status") == "completed" and codes.has_code(each.node, codes.BIRTH)
            if done and self.given.patient_of(each) is child:
                yield each

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

    def _mode(self, slot: str, used: list[Node | None]) -> str:
        """How it was born: as observed, or as the procedure on the mother says, if there is one child."""
        if mode := self._coded(slot, codes.KIND_OF_BIRTH, codes.MODES, used):
            return mode
        for each in self.given.of("Procedure") if len(self.family.children) == 1 else []:
            about = self.family.slot_of(self.given.patient_of(each))
            if each.node.text("status") == "completed" and about == "mother":
                for system, code, coding in codes.coded(each.node, "code"):
                    if system.endswith(codes.SNOMED) and code in codes.MODES:
                        used.append(coding)
                        return codes.MODES[code]
        return ""

    def _coded(self, slot: str, wanted: tuple[str, ...], known: Any, used: list[Node | None]) -> str:
        """A coded observation about this birth: of several children, one that names the birth."""
        told = [
            each
            for whom in ("mother", slot)
            for each in observations(self.given, self.family, whom, wanted)
            if whom == slot or len(self.family.children) == 1 or self._focus(each) == slot
        ]
        meanings = {meaning for each in told if (meaning := codes.answer(each.node, known)[0])}
        if len(meanings) != 1:
            return ""
        for each in told:
            node = each.node
            used += [codes.answer(node, known)[1], node.one("code"), node.one("subject"), node.one("status")]
        return meanings.pop()

    def _focus(self, observation: Resource) -> str:
        """The child whose birth an observation is about, as STU3 (an extension) and R4 (`focus`) say it."""
        said = [*observation.node.all("focus")]
        said += [
            each
            for extension in observation.node.extensions("observation-focusSTU3")
            for each in extension.all("valueReference")
        ]
        for reference in said:
            meant = self.given.meant_by(reference, observation)
            child = self.given.patient_of(meant) if meant is not None else None
            if slot := self.family.slot_of(child):
                return slot
        return ""

    def _weight(self, slot: str, used: list[Node | None]) -> int | None:
        for each in observations(self.given, self.family, slot, codes.BIRTH_WEIGHT):
            unit = IN_GRAMS.get(each.node.text("valueQuantity.code") or each.node.text("valueQuantity.unit"))
            many = number_in(each.node.one("valueQuantity.value"))
            if unit is not None and many is not None and LIGHTEST_G <= (grams := many * unit) <= HEAVIEST_G:
                used += [each.node.one("valueQuantity"), each.node.one("code"), each.node.one("subject")]
                return int(grams)
        return None

    def _gestation(self, day: Any, used: list[Node | None]) -> str | None:
        for each in observations(self.given, self.family, "mother", codes.GESTATION):
            unit = IN_DAYS.get(each.node.text("valueQuantity.code"))
            many = number_in(each.node.one("valueQuantity.value"))
            on = day_in(each.node.text("effectiveDateTime"))
            if unit and many is not None and on is not None and on == day:
                days = many * unit
                if days == int(days) and 0 <= days <= LONGEST_DAYS:
                    used += [each.node.one(name) for name in ("valueQuantity", "effectiveDateTime", "code")]
                    return notation(int(days))
        return None


def _instant(said: str, name: str) -> datetime:
    at = instant_in(said)
    if at is None:
        raise Refusal(
            f"answers {name}", "this is not a time with its offset", "Write 2026-10-14T08:30:00+02:00"
        )
    return at
