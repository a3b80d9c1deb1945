"""The grammar of `kraamkring plan`."""

import argparse
from typing import Any


def add_arguments(subcommands: Any) -> None:
    """The command and its kinds of problem."""
    plan = subcommands.add_parser(
        "plan",
        help="a plan for the carers there are: weeks of maternity care, rounds of a day",
        allow_abbrev=False,
    )
    kinds = plan.add_subparsers(title="what is planned", metavar="KIND", required=True)
    week = kinds.add_parser(
        "week",
        help="who comes to which family on which day",
        description="Plans a week of maternity care: a complete plan at once, a better one every second. The formats "
        "and what is counted are in docs/planning.md.",
        allow_abbrev=False,
    )
    _add_common(week)
    week.add_argument(
        "--in-order",
        action="store_true",
        help="the product's objective (minimum care first, travel late) in place of the weights of the instance",
    )
    week.add_argument(
        "--start", metavar="SOLUTION.json", help="begin with this plan; the result is never worse"
    )
    week.set_defaults(entry="planning:plan_week")
    rounds = kinds.add_parser(
        "round",
        help="who drives to which homes in which order",
        description="Plans the home visits of a day, with windows, skills, and visits by two carers at once or in "
        "order. The formats are in docs/planning.md.",
        allow_abbrev=False,
    )
    _add_common(rounds)
    rounds.set_defaults(entry="planning:plan_rounds")


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("instance", metavar="INSTANCE.json", help="the problem, or - for standard input")
    parser.add_argument(
        "-o", "--output", metavar="SOLUTION.json", required=True, help="where the plan is written"
    )
    until = parser.add_mutually_exclusive_group()
    until.add_argument("--seconds", type=_seconds, default=10.0, help="how long to search (default 10)")
    until.add_argument(
        "--steps", type=_steps, default=None, help="how many steps: the same plan on every machine"
    )
    parser.add_argument("--seed", type=int, default=1, help="another number, another search (default 1)")


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of seconds from 0")
    return seconds


def _steps(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 0")
    return int(text)
