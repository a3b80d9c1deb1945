"""No hour, threshold or window as a number in Python outside the packs; and the rule is shown to bite."""

import ast

import pytest

from tests.architecture import source
from tests.architecture.numbers import ALLOWED, allowed, number_faults

STOREYS = {"core": True, "rooms": True, "flows": True, "doors": False}


def found() -> list[tuple[str, str, str]]:
    """Every number that decides, as (file, name, sentence)."""
    return [
        (str(path.relative_to(source.PACKAGE)), name, sentence)
        for storey, all_of_them in STOREYS.items()
        for path in source.modules(storey)
        for name, sentence in number_faults(ast.parse(path.read_text("utf-8")), all_of_them=all_of_them)
    ]


def test_no_number_decides_about_care_outside_the_packs() -> None:
    faults = [
        f"{path}: {name}: {sentence}" for path, name, sentence in found() if allowed(path, name) is None
    ]
    advice = (
        "\nMove it into packs beside its source; or, if it is no rule of care, give it a line in ALLOWED."
    )
    assert not faults, "\n".join(faults) + advice


def test_every_line_of_the_list_is_needed_and_says_why() -> None:
    needed = {allowed(path, name) for path, name, _ in found()}
    assert set(ALLOWED) == needed - {None}
    assert all(len(why.split()) > 2 for why in ALLOWED.values())


@pytest.mark.parametrize(
    "wrong",
    [
        "LATEST = timedelta(hours=24)",
        "due = birth + 24 * HOUR",
        "def f(weight_g):\n    return weight_g < 2500",
        "TERM = (37 * 7, 42 * 7)",
        "HOURS = {37: 49, 'short': 45}",
        "def spread(hours, most=80):\n    pass",
        "def f(hours):\n    return max(24, min(80, hours))",
        "score = 3 if pulse > 120 else 0",
        "def f(day):\n    window = day + timedelta(days=10)",
        "if temperature_c >= 38.0:\n    pass",
    ],
)
def test_the_rule_about_numbers_bites(wrong: str) -> None:
    assert list(number_faults(ast.parse(wrong)))


@pytest.mark.parametrize(
    "right",
    [
        "weeks = days // 7",
        "first, second = parts[0], parts[2]",
        "name = models.CharField(max_length=200)",
        "if len(parts) == 3:\n    pass",
        "def f(scheme, hours):\n    return max(scheme.least_hours, hours)",
        "minutes = round(hours * 60)",
        "later = now + timedelta(hours=scheme.within_hours)",
        "if found > 0:\n    pass",
    ],
)
def test_the_rule_about_numbers_lets_pass_what_is_right(right: str) -> None:
    assert not list(number_faults(ast.parse(right)))
