"""The grammar of `kraamkring scenario`."""

import argparse
from typing import Any

EXAMPLE = """
examples:
  kraamkring scenario kce                                   the published scenarios, reproduced
  kraamkring scenario kce --set stay_days=2 --set visits=4  another stay, everything else as published
  kraamkring scenario payment --text                        three ways to pay, side by side
  kraamkring scenario kce --text                            to read, in place of JSON
docs/figures.md says what each number is and where it comes from.
"""


def add_arguments(subcommands: Any) -> None:
    """The command and its kinds of scenario."""
    scenario = subcommands.add_parser(
        "scenario", help="what a choice costs and saves: shorter stays, ways to pay", allow_abbrev=False
    )
    kinds = scenario.add_subparsers(title="which choice", metavar="KIND", required=True)
    kce = kinds.add_parser(
        "kce",
        help="a shorter stay after a birth, with midwives at home",
        description="The scenarios of KCE report 232As from visible assumptions, each of which can be set otherwise.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_common(kce)
    kce.set_defaults(entry="scenarios:shorter_stay")
    payment = kinds.add_parser(
        "payment",
        help="three ways to pay for maternity care, and what each makes worth while",
        description="Price times quantity, a bundle by profile, and capacity, on the same families.",
        allow_abbrev=False,
    )
    _add_common(payment)
    payment.set_defaults(entry="scenarios:payment")


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=NUMBER", help="an assumption set otherwise"
    )
    parser.add_argument("--text", action="store_true", help="to read, in place of JSON")
