"""`kraamkring demo`, `serve` and `worker`: what keeps running until it is told to stop."""

import argparse
import json
import os
import subprocess
import sys
from contextlib import ExitStack
from datetime import datetime

from kraamkring.config.clock import demo_clock
from kraamkring.config.complaint import Complaint
from kraamkring.config.database.connection import outside
from kraamkring.config.database.reach import complain_of_unmigrated
from kraamkring.config.places import home, open_home
from kraamkring.config.processes import children
from kraamkring.config.processes.database_use import database_in_use
from kraamkring.config.processes.one_demo import only_demo
from kraamkring.config.processes.ports import USUAL, claimed_port
from kraamkring.config.processes.progress import say, step
from kraamkring.config.processes.running import Children, ended_by_signals, run_until_end, wait_until_healthy
from kraamkring.config.processes.watched import Watched
from kraamkring.config.stage import stage
from kraamkring.config.wards import wards


def demo(arguments: argparse.Namespace) -> int:
    """Starts everything on this machine and keeps it running; Ctrl-C stops it all and keeps the data."""
    os.environ.setdefault("KRAAMKRING_STAGE", "demo")
    os.environ.setdefault("KRAAMKRING_LAKE", str(home() / "lake"))
    say("Kraamkring, the demo. Everybody in it is invented.")
    try:
        with ended_by_signals(), only_demo() as lock, Watched(held=[lock]) as watched, ExitStack() as stack:
            stack.callback(say, "\nStopping web server, worker and database ...")
            _run_demo(arguments, watched, stack)
    except KeyboardInterrupt:
        say("Stopped; the data is kept.")
    return 0


def _run_demo(arguments: argparse.Namespace, watched: Watched, stack: ExitStack) -> None:
    with step(f"Starting {'the PostgreSQL of DATABASE_URL' if outside() else 'the embedded PostgreSQL'}"):
        stack.enter_context(database_in_use(watched))
    with step("Bringing the database up to date, and the region to this day"):
        sign_ins, now = _migrate_and_seed(arguments)
    stack.enter_context(demo_clock(now, arguments.speed))
    port = stack.enter_context(claimed_port(arguments.host, arguments.port))
    if arguments.port is None and port != USUAL:
        say(f"  Port {USUAL} is taken, so this is port {port}.")
    address = f"http://{_shown(arguments.host)}:{port}"
    os.environ.setdefault("KRAAMKRING_ADDRESS", address)
    with step("Starting web server and worker"):
        running = _start_doors(watched, arguments.host, port)
        if arguments.region != "practice":
            running |= _start_living(watched, arguments.host)
        wait_until_healthy(f"http://{_own(arguments.host)}:{port}", running)
    _welcome(address, sign_ins)
    run_until_end(running)


def serve(arguments: argparse.Namespace) -> int:
    """Runs the web server until it is told to stop; the database must have been migrated."""
    environment = children.working_environment(arguments.host)
    with claimed_port(arguments.host, arguments.port) as port:
        command = children.web_command(arguments.host, port, arguments.workers, arguments.threads)
        words = f"Serving on http://{_shown(arguments.host)}:{port} (Ctrl-C stops it)"
        return _keep_running("web server", command, environment, words)


def worker(arguments: argparse.Namespace) -> int:
    """Does the jobs of the queue until it is told to stop."""
    words = "Working on the queue (Ctrl-C stops it)"
    return _keep_running("worker", children.worker_command(), children.working_environment(), words)


def listen_adt(arguments: argparse.Namespace) -> int:
    """Takes the messages of maternity wards until it is told to stop."""
    found = wards()
    if stage() == "production" and found.tls is None and arguments.host not in children.LOOPBACK:
        raise Complaint("Without [tls] what wards tell would go in the clear: give it, or listen here only.")
    command = children.wards_command(arguments.host, arguments.port)
    return _keep_running("line of the wards", command, children.working_environment(arguments.host), "")


def _keep_running(name: str, command: list[str], environment: dict[str, str], words: str) -> int:
    try:
        with ended_by_signals(), Watched() as watched, database_in_use(watched):
            complain_of_unmigrated()
            if words:
                say(words)
            run_until_end({name: watched.start(command, environment, None)})
    except KeyboardInterrupt:
        say("Stopped.")
    return 0


def _migrate_and_seed(arguments: argparse.Namespace) -> tuple[list[list[str]], datetime]:
    """In a process of its own, so that this one never opens the owner's connection; gives back who can sign in, and
    what the demo's clock shows."""
    command = [sys.executable, "-m", "kraamkring.config.commands.seeding", "--region", arguments.region]
    command += ["--seed", str(arguments.seed)]
    command += ["--families", str(arguments.families)] if arguments.families else []
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise Complaint("The database could not be brought up to date; the reason stands above.")
    told = json.loads(done.stdout.splitlines()[-1])
    return list(told["sign_ins"]), datetime.fromisoformat(told["now"])


def _start_living(watched: Watched, host: str) -> Children:
    log = open_home() / "logs" / "region.log"
    command = [sys.executable, "-m", "kraamkring.config.commands.living"]
    return {f"region (see {log})": watched.start(command, children.working_environment(host), log)}


def _start_doors(watched: Watched, host: str, port: int) -> Children:
    logs = open_home() / "logs"
    logs.mkdir(exist_ok=True)
    environment = children.working_environment(host)
    web = watched.start(children.web_command(host, port), environment, logs / "web.log")
    queue = watched.start(children.worker_command(), environment, logs / "worker.log")
    return {f"web server (see {logs / 'web.log'})": web, f"worker (see {logs / 'worker.log'})": queue}


def _welcome(address: str, sign_ins: list[list[str]]) -> None:
    say(f"\nKraamkring runs: {address}/")
    say(f"  ten minutes through it, stop by stop: {address}/tour/")
    for who, email, password in sign_ins:
        say(f"  sign in as {who}: {email}  {password}")
    say("Ctrl-C stops everything.")


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _own(host: str) -> str:
    """How this machine reaches itself."""
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, _shown(host))  # noqa: S104
