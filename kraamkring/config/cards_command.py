"""`kraamkring cards`: the rules that hold on a day, on whose word, and what becomes different."""

import argparse
import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from kraamkring.config.complaint import Complaint

if TYPE_CHECKING:
    from kraamkring.core.pathway.cards import Protocol

LANGUAGES = ("nl", "fr", "de", "en")
DEFAULT_PACK = "be-vlg"
EXAMPLE = "2026-10-16"


def add_arguments(subcommands: Any) -> None:
    """The grammar of the command."""
    cards = subcommands.add_parser(
        "cards",
        help="the rule cards in force on a day: windows, sources, how sure, who checked",
        description="Prints the rule cards of a pack as JSON, or as text. --diff adds what is different on that day.",
        allow_abbrev=False,
    )
    cards.add_argument(
        "--pack", default=DEFAULT_PACK, help=f"the protocol of a region (default {DEFAULT_PACK})"
    )
    cards.add_argument("--at", metavar="DATE", help=f"the day to look at, as {EXAMPLE} (default: today)")
    cards.add_argument("--diff", metavar="DATE", help="another day: what is different then, card by card")
    cards.add_argument("--lang", choices=LANGUAGES, default="en", help="language of titles and windows")
    cards.add_argument("--text", action="store_true", help="text for people instead of JSON")
    cards.set_defaults(entry=print_cards)


def print_cards(chosen: argparse.Namespace) -> int:
    """Prints the cards."""
    from kraamkring.core.kernel.errors import Refusal
    from kraamkring.core.pathway.cards_report import cards_report, in_text
    from kraamkring.packs import protocol

    try:
        pack = protocol(chosen.pack)
    except Refusal as refusal:
        raise Complaint(str(refusal)) from None
    on = _day(chosen.at, "--at") or _today(pack)
    then = _day(chosen.diff, "--diff")
    if chosen.text:
        print("\n".join(in_text(pack, on, then, chosen.lang)))  # noqa: T201 (a command prints)
    else:
        report = cards_report(pack, on, then, chosen.lang)
        print(json.dumps(report, ensure_ascii=False, indent=2))  # noqa: T201
    return 0


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise Complaint(f"{option}: this is no day of the calendar. Write it as {EXAMPLE}.") from None


def _today(pack: "Protocol") -> date:
    return datetime.now(pack.zone).date()
