"""The grammar of `kraamkring plan`."""

import argparse
from typing import Any

MOST_THREADS = 64


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
    replan = kinds.add_parser(
        "replan",
        help="a running week after somebody fell ill, a child came early, ...",
        description="Plans a running week anew: days that have passed and what is pinned stay, and few promises are "
        "broken. Says what changes and why. The formats are in docs/planning.md.",
        allow_abbrev=False,
    )
    _add_instance(replan)
    replan.add_argument("solution", metavar="SOLUTION.json", help="the plan in force")
    replan.add_argument("events", metavar="EVENTS.json", help="what happened, and what is pinned")
    replan.add_argument(
        "--today", type=_steps, required=True, metavar="DAY", help="the first day that can still change"
    )
    replan.add_argument(
        "--weighted",
        action="store_true",
        help="the weights of the instance, and one for each promise, in place of the product's order",
    )
    _add_search(replan, seconds=0.5)
    replan.set_defaults(entry="planning:replan")
    rounds = kinds.add_parser(
        "round",
        help="who drives to which homes in which order",
        description="Plans the home visits of a day, with windows, skills, and visits by two carers at once or in "
        "order. The formats are in docs/planning.md.",
        allow_abbrev=False,
    )
    _add_common(rounds)
    rounds.set_defaults(entry="planning:plan_rounds")
    _add_pool(kinds)
    _add_nation(kinds)


def _add_pool(kinds: Any) -> None:
    pool = kinds.add_parser(
        "pool",
        help="who is on call for births at every hour",
        description="Plans who is on call for births in a region, over its organisations: as few births as can be "
        "without a carer within the hour, then nights and weekends fairly shared, then few changes and short waiting. "
        "The formats are in docs/planning.md.",
        allow_abbrev=False,
    )
    _add_common(pool)
    pool.set_defaults(entry="pooling:plan_pool")


def _add_nation(kinds: Any) -> None:
    nation = kinds.add_parser(
        "nation",
        help="a week of maternity care for the whole of the Netherlands",
        description="Grows the Netherlands on real places, plans each region, then lets carers help over the border, "
        "and shows how far each region can be from the best. Described in docs/planning.md.",
        allow_abbrev=False,
    )
    until = nation.add_mutually_exclusive_group()
    until.add_argument("--seconds", type=_seconds, default=150.0, help="how long in all (default 150)")
    until.add_argument(
        "--steps",
        type=_steps,
        default=None,
        help="how many steps for each region: the same plan on every machine",
    )
    nation.add_argument("--seed", type=int, default=1, help="another number, another nation (default 1)")
    nation.add_argument(
        "--threads", type=_threads, default=None, help="how many processes (default: as many as processors)"
    )
    nation.add_argument(
        "--data", metavar="DIR", help="a folder with births_nl: children by postcode in place of towns"
    )
    nation.add_argument(
        "--processor", action="store_true", help="count seconds of the processor, where others work beside"
    )
    nation.add_argument(
        "-o", "--output", metavar="DIR", help="a folder for the nation, its plan and the table"
    )
    nation.set_defaults(entry="nation:plan_nation")


def _add_common(parser: argparse.ArgumentParser) -> None:
    _add_instance(parser)
    _add_search(parser, seconds=10.0)
    parser.add_argument(
        "--threads",
        type=_threads,
        default=1,
        metavar="N",
        help="how many searches at once, each with another seed (default 1)",
    )


def _add_instance(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("instance", metavar="INSTANCE.json", help="the problem, or - for standard input")


def _add_search(parser: argparse.ArgumentParser, seconds: float) -> None:
    parser.add_argument(
        "-o", "--output", metavar="SOLUTION.json", required=True, help="where the plan is written"
    )
    until = parser.add_mutually_exclusive_group()
    until.add_argument(
        "--seconds", type=_seconds, default=seconds, help=f"how long to search (default {seconds:g})"
    )
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


def _threads(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= MOST_THREADS:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1 to {MOST_THREADS}")
    return int(text)


def _steps(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 0")
    return int(text)
