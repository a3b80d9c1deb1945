"""The command `kraamkring`. Imports are lazy: `kraamkring pathway` never loads Django."""

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NoReturn, cast

from kraamkring.config.complaint import Complaint

INTERRUPTED = 130
BAD_INPUT = 2
FASTEST = 3600  # an hour a second


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one subcommand; the exit code is 0, 2 when the input was wrong, 1 when a check failed."""
    chosen = command_parser().parse_args(arguments)
    return guarded(lambda: _entry(chosen.entry)(chosen))


def guarded(deed: Callable[[], int | None]) -> int:
    """Runs it; whatever goes wrong becomes one sentence on stderr and an exit code."""
    try:
        return int(deed() or 0)
    except Complaint as complaint:
        return _say(str(complaint), BAD_INPUT)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 (the last resort: a person gets a sentence, a developer asks for more)
        name = type(error).__name__
        return _say(f"something went wrong inside ({name}); KRAAMKRING_DEBUG=1 shows where.", BAD_INPUT)


def _say(sentence: str, code: int) -> int:
    print(f"kraamkring: {sentence}", file=sys.stderr)  # noqa: T201
    if os.environ.get("KRAAMKRING_DEBUG") == "1" and sys.exc_info()[1] is not None:
        traceback.print_exc()
    return code


def _entry(entry: Any) -> Callable[[argparse.Namespace], int | None]:
    """The function behind a subcommand: itself, or the one named as `module:function`, imported now."""
    if callable(entry):
        return cast("Callable[[argparse.Namespace], int | None]", entry)
    module, _, function = str(entry).partition(":")
    return cast(
        "Callable[[argparse.Namespace], int | None]",
        getattr(import_module(f"kraamkring.config.commands.{module}"), function),
    )


def command_parser() -> argparse.ArgumentParser:
    """The grammar of the command line."""
    parser = _Parser(prog="kraamkring", description="The circle around the maternity bed.")
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version")
    subcommands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    import_module("kraamkring.config.pathway_command").add_arguments(subcommands)
    import_module("kraamkring.config.cards_command").add_arguments(subcommands)
    import_module("kraamkring.config.leave_command").add_arguments(subcommands)
    import_module("kraamkring.config.id_command").add_arguments(subcommands)
    import_module("kraamkring.config.concerns_command").add_arguments(subcommands)
    import_module("kraamkring.config.indicate_command").add_arguments(subcommands)
    import_module("kraamkring.config.plan_command").add_arguments(subcommands)
    import_module("kraamkring.config.warn_command").add_arguments(subcommands)
    import_module("kraamkring.config.scenario_command").add_arguments(subcommands)
    import_module("kraamkring.config.forecast_command").add_arguments(subcommands)
    import_module("kraamkring.config.workforce_command").add_arguments(subcommands)
    import_module("kraamkring.config.activity_command").add_arguments(subcommands)

    demo = subcommands.add_parser("demo", help="start everything here: database, web, worker, demo sign-ins")
    _add_address(demo)
    _add_region(demo)
    demo.set_defaults(entry="running:demo")

    serve = subcommands.add_parser("serve", help="start the web server (migrate first)")
    _add_address(serve)
    serve.add_argument("--workers", type=_positive, default=1, help="web processes (default 1)")
    serve.add_argument("--threads", type=_positive, default=None, help="requests at a time per process")
    serve.set_defaults(entry="running:serve")

    worker = subcommands.add_parser("worker", help="start a worker that does the jobs of the queue")
    worker.set_defaults(entry="running:worker")

    migrate = subcommands.add_parser("migrate", help="bring database, roles and rights up to date")
    migrate.set_defaults(entry="migrating:migrate")

    import_module("kraamkring.config.outbox_command").add_arguments(subcommands)
    import_module("kraamkring.config.gaps_command").add_arguments(subcommands)
    import_module("kraamkring.config.audit_command").add_arguments(subcommands)
    import_module("kraamkring.config.import_command").add_arguments(subcommands)
    import_module("kraamkring.config.exchange_command").add_arguments(subcommands)
    import_module("kraamkring.config.export_command").add_arguments(subcommands)
    import_module("kraamkring.config.form_command").add_arguments(subcommands)

    import_module("kraamkring.config.listen_command").add_arguments(subcommands)
    import_module("kraamkring.config.extract_command").add_arguments(subcommands)
    import_module("kraamkring.config.indicators_command").add_arguments(subcommands)

    check = subcommands.add_parser("check", help="check settings, database, roles and rights")
    check.set_defaults(entry="checking:check")

    database = subcommands.add_parser("db", help="start, stop or look at the embedded PostgreSQL")
    database.add_argument("action", choices=["start", "stop", "status"])
    database.set_defaults(entry="embedded:database")

    manage = subcommands.add_parser("manage", help="any command of Django, as the owner of the tables")
    manage.add_argument("arguments", nargs=argparse.REMAINDER, metavar="...")
    manage.set_defaults(entry="migrating:manage")
    return parser


def _add_address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=_port, default=None, help="port (default 8000, or the next free one)")


def _add_region(parser: argparse.ArgumentParser) -> None:
    usual = os.environ.get("KRAAMKRING_DEMO_REGION") or "district"
    parser.add_argument(
        "--region",
        choices=["practice", "district", "province", "country"],
        default=usual,
        help="what is grown at the first start (default: the district of Leuven; practice: three families)",
    )
    parser.add_argument("--families", type=_positive, default=None, help="how many families, about")
    parser.add_argument("--seed", type=int, default=1, help="another number, other families (default 1)")
    parser.add_argument(
        "--speed", type=_speed, default=1.0, help="how many times as fast the demo's clock runs (default 1)"
    )


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 1 <= speed <= FASTEST:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number from 1 to {FASTEST}")
    return speed


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"'{text}' is not a port from 1 to 65535")
    return int(text)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the whole grammar before it."""

    def error(self, message: str) -> NoReturn:
        self.exit(BAD_INPUT, f"kraamkring: {message} ({self.prog} --help shows how)\n")


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        parser.exit(0, f"kraamkring {version('kraamkring')}\n")


if __name__ == "__main__":
    sys.exit(main())
