"""Schemes: the numbers that leave rests on, with their sources, and the sentences that explain it. Read from packs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Self

from pydantic import Field, model_validator

from ..explaining import LeftOut, Rule, Sentence
from ..kernel.errors import ImpossibleFact
from ..kernel.reasons import Reason
from ..pathway.cards import InFourLanguages, Signature, Strict


class Scheme(Strict):
    """A kind of leave, as one edition has it. say: the sentences, by name. left_out: what it does not count."""

    name: str
    title: InFourLanguages
    valid_from: date
    sign: Signature
    say: Mapping[str, Sentence]
    left_out: tuple[LeftOut, ...] = ()

    @model_validator(mode="after")
    def about_rules(self) -> Self:
        rules = self.rules()
        for name, sentence in self.say.items():
            if sentence.rule not in rules:
                raise ValueError(f"the sentence {name} is about a rule that is not there: {sentence.rule}")
        return self

    def rules(self) -> dict[str, Rule]:
        """Every rule of the scheme, by its name."""
        return {name: value for name, value in self if isinstance(value, Rule)}

    def rule_of(self, reason: Reason) -> str:
        """The name of the rule that a reason is about."""
        return self.say[reason.sentence].rule


class RightRule(Rule):
    from_gestation_days: int = Field(ge=0)


class StartRule(Rule):
    earliest_weeks: int
    latest_weeks: int
    earliest_weeks_multiple: int
    latest_weeks_multiple: int


class TotalRule(Rule):
    weeks: int
    weeks_multiple: int


class AfterBirthRule(Rule):
    least_weeks: int


class UnusedRule(Rule):
    most_weeks: int
    most_weeks_multiple: int


class HospitalRule(Rule):
    own_days: int
    most_weeks: int


class FlexibleRule(Rule):
    after_weeks: int
    spread_weeks: int


class MotherDiedRule(Rule):
    most_weeks: int


class NoticeRule(Rule):
    weeks_before: int


class DeclarationRule(Rule):
    days: int
    working_days: int = 0


class PregnancyLeaveScheme(Scheme):
    """Pregnancy leave that runs through the birth, then birth leave; what is not used before is added after."""

    right: RightRule
    start: StartRule
    total: TotalRule
    after_birth: AfterBirthRule
    unused: UnusedRule
    late: Rule
    sick: Rule
    hospital: HospitalRule
    flexible: FlexibleRule
    child_died: Rule
    mother_died: MotherDiedRule
    notice: NoticeRule
    declaration: DeclarationRule


class BeforeBirthRule(Rule):
    weeks: int
    weeks_multiple: int
    compulsory_weeks: int


class WeeksRule(Rule):
    weeks: int


class ConvertibleRule(Rule):
    weeks: int
    within_weeks: int


class CertificateRule(Rule):
    weeks: int
    weeks_multiple: int


class NotificationRule(Rule):
    hours: int


class SelfEmployedRule(Rule):
    least_weeks: int
    most_weeks: int
    most_weeks_multiple: int
    compulsory_weeks_before: int
    compulsory_weeks_after: int


class SelfEmployedOptionalRule(Rule):
    weeks_before: int
    until_weeks_after: int


class MaternityRestScheme(Scheme):
    """Rest before and after birth, compulsory and optional; the self-employed have weeks to choose."""

    right: RightRule
    total: TotalRule
    before_birth: BeforeBirthRule
    after_birth: WeeksRule
    transfer: Rule
    lost: Rule
    extra: WeeksRule
    late: Rule
    hospital: HospitalRule
    convertible: ConvertibleRule
    child_died: Rule
    certificate: CertificateRule
    notification: NotificationRule
    declaration: DeclarationRule
    self_employed: SelfEmployedRule
    self_employed_optional: SelfEmployedOptionalRule
    self_employed_moved: Rule
    self_employed_hospital: HospitalRule


def known_on(scheme: Scheme, day: date) -> None:
    """Nothing, if the scheme holds for a birth on that day. Raises ImpossibleFact before its first day."""
    if day < scheme.valid_from:
        raise ImpossibleFact(
            "", "the rules of that time are not known here",
            "They are known from %(first)s", first=f"{scheme.valid_from:%d-%m-%Y}",
        )  # fmt: skip
