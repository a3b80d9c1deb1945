"""The grammar of `kraamkring exchange`; what it does stands in `commands/exchanging.py`."""

from typing import Any


def add_arguments(subcommands: Any) -> None:
    """Making anew what other systems read, and keys for those systems."""
    exchange = subcommands.add_parser("exchange", help="what other systems read over FHIR, and their keys")
    kinds = exchange.add_subparsers(title="what to do", metavar="WHAT", required=True)
    project = kinds.add_parser(
        "project", help="make everything anew from the record; what did not change stays"
    )
    project.set_defaults(entry="exchanging:project")
    token = kinds.add_parser("token", help="a bearer token for a program, printed once", allow_abbrev=False)
    token.add_argument("--for", dest="email", metavar="ADDRESS", required=True, help="who it reads as")
    token.add_argument("--client", metavar="NAME", required=True, help="what the program is called")
    token.add_argument(
        "--scope", default="user/*.rs", help="user/*.rs to read (default), user/*.cruds to write too"
    )
    token.add_argument("--days", type=int, default=30, help="how long it holds (default 30)")
    token.set_defaults(entry="exchanging:token")
    _add_client(kinds)
    end = kinds.add_parser("end-token", help="end a token; it is read from standard input")
    end.set_defaults(entry="exchanging:end_token")


def _add_client(kinds: Any) -> None:
    client = kinds.add_parser(
        "client", help="register a program that asks people (SMART); prints its client_id", allow_abbrev=False
    )
    client.add_argument("--name", metavar="NAME", required=True, help="what people read when it asks")
    client.add_argument(
        "--kind", choices=("public", "confidential", "backend"), default="public",
        help="public: in a browser (default); confidential: with a secret; backend: signs, and asks nobody",
    )  # fmt: skip
    client.add_argument(
        "--redirect",
        metavar="ADDRESS",
        action="append",
        default=[],
        help="where it is answered; more than once if need be",
    )
    client.add_argument(
        "--launch",
        metavar="ADDRESS",
        default="",
        help="where it is opened from the page of a family (needs launch in the scope)",
    )
    client.add_argument(
        "--scope", required=True, help="the most it may ask for, as user/*.rs launch/patient openid"
    )
    client.add_argument(
        "--for",
        dest="email",
        metavar="ADDRESS",
        required=True,
        help="who answers for it; a backend sees what she sees",
    )
    client.add_argument("--jwks", metavar="FILE", help="the public keys of a backend, as JSON")
    client.set_defaults(entry="exchanging:client")
    end = kinds.add_parser("end-client", help="end a program, with all that it holds", allow_abbrev=False)
    end.add_argument("client_id", help="its client_id")
    end.add_argument("--for", dest="email", metavar="ADDRESS", required=True, help="who says so")
    end.set_defaults(entry="exchanging:end_client")
