"""The grammar of `kraamkring listen`; what it does stands in `commands/running.py` and `listening.py`."""

import argparse
from typing import Any

USUAL_PORT = 2575  # of MLLP, as registered at IANA


def add_arguments(subcommands: Any) -> None:
    """Listening for the systems of hospitals."""
    listen = subcommands.add_parser(
        "listen", help="listen for other systems: messages of maternity wards", allow_abbrev=False
    )
    kinds = listen.add_subparsers(title="for what", metavar="KIND", required=True)
    adt = kinds.add_parser(
        "adt", help="HL7 v2 ADT over MLLP: who came, who went home, who was born", allow_abbrev=False
    )
    adt.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    adt.add_argument("--port", type=_port, default=USUAL_PORT, help=f"port (default {USUAL_PORT})")
    adt.set_defaults(entry="running:listen_adt")


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"'{text}' is not a port (0 takes a free one)")
    return int(text)
