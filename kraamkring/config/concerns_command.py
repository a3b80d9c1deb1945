"""`kraamkring concerns`: answers of the psychosocial anamnesis in; concerns, offers and what to ask, out. No score."""

import argparse
from typing import Any

from kraamkring.config.documents import Sentences, document, show


def add_arguments(subcommands: Any) -> None:
    """The grammar of the command."""
    concerns = subcommands.add_parser(
        "concerns",
        help="answers about a family's situation in; concerns, offers of the region, what to ask next, out",
        description="The psychosocial anamnesis. Answers are `not asked`, `declined`, `no` or `yes`; only a yes is a "
        "concern, and nothing is added up. The questions are in docs/concerns.md.",
        allow_abbrev=False,
    )
    concerns.add_argument("answers", metavar="ANSWERS.json", help="the answers, or - for standard input")
    concerns.set_defaults(entry=print_concerns)


def print_concerns(chosen: argparse.Namespace) -> int:
    """Prints what follows from the answers as JSON."""
    from kraamkring.core.vulnerability.report import concerns_report
    from kraamkring.packs.vulnerability import anamnesis, found_in, read_answers

    with Sentences():
        answers = read_answers(document(chosen.answers))
        report = concerns_report(answers, found_in(answers), anamnesis())
    return show(report)
