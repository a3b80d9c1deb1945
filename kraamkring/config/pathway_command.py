"""`kraamkring pathway` and `kraamkring eligible`: JSON in, JSON out, and one sentence for bad input."""

import argparse
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from kraamkring.config.documents import Sentences, document, show

if TYPE_CHECKING:
    from kraamkring.core.facts.model import PregnancyFacts

LANGUAGES = ("nl", "fr", "de", "en")
DEFAULT_PACK = "be-vlg"


def add_arguments(subcommands: Any) -> None:
    """The grammar of both commands."""
    pathway = subcommands.add_parser(
        "pathway", help="facts in; the care that is due, by whom, when and why, out", allow_abbrev=False
    )
    _add_common(pathway)
    pathway.set_defaults(entry=print_pathway)
    eligible = subcommands.add_parser(
        "eligible", help="facts in; eligible for a short stay or not, and why, out", allow_abbrev=False
    )
    _add_common(eligible)
    eligible.set_defaults(entry=print_eligible)


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "facts", metavar="FACTS.json", help="the facts of one pregnancy, or - for standard input"
    )
    parser.add_argument(
        "--pack",
        help=f"look at this family as if it had been booked in that region (default: the region in the facts, "
        f"or {DEFAULT_PACK})",
    )
    parser.add_argument("--at", metavar="ISO-WITH-OFFSET", help="the moment to look at (default: now)")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of titles and reasons")


def print_pathway(chosen: argparse.Namespace) -> int:
    """Prints every activity of the pathway as JSON."""
    from kraamkring.core.pathway import assess, derive
    from kraamkring.core.pathway.derive import protocol_in_force
    from kraamkring.core.pathway.report import pathway_report
    from kraamkring.packs import check_numbers, protocols

    with Sentences():
        now, facts = _moment(chosen.at), _booked_in(chosen.pack, _facts(chosen.facts))
        pack = protocol_in_force(facts, protocols())
        check_numbers(facts, pack.name)
        pathway = derive(facts, protocols())
        report = pathway_report(pathway, assess(pathway, facts, now), pack, now, chosen.lang)
    return show(report)


def print_eligible(chosen: argparse.Namespace) -> int:
    """Prints the answer on a short stay and every criterion as JSON."""
    from kraamkring.core.pathway.derive import protocol_in_force
    from kraamkring.core.pathway.eligibility import judge
    from kraamkring.core.pathway.report import eligible_report
    from kraamkring.packs import check_numbers, criteria, protocols

    with Sentences():
        now, facts = _moment(chosen.at), _booked_in(chosen.pack, _facts(chosen.facts))
        pack = protocol_in_force(facts, protocols())
        check_numbers(facts, pack.name)
        short_stay = criteria(pack.name, "short_stay")
        report = eligible_report(judge(facts, pack, short_stay, now), short_stay, pack, chosen.lang)
    return show(report)


def _booked_in(pack: str | None, facts: "PregnancyFacts") -> "PregnancyFacts":
    """The facts with the region that was asked for, or the one they name, or the default."""
    from kraamkring.packs import protocol

    region = protocol(pack).name if pack else facts.region or DEFAULT_PACK
    return replace(facts, region=region)


def _facts(name: str) -> "PregnancyFacts":
    from kraamkring.core.facts.reading import read

    return read(document(name))


def _moment(text: str | None) -> datetime:
    from kraamkring.core.kernel.moments import instant

    return instant(text, "--at") if text else datetime.now(UTC)
