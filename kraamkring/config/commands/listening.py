"""The line of the maternity wards: started by `kraamkring listen adt`, in a process of its own that never learns the
owner's password."""

import asyncio
import logging
import os
import signal
import sys
from datetime import datetime
from typing import TYPE_CHECKING

from kraamkring.config.clock import command_time
from kraamkring.config.command_line import guarded
from kraamkring.config.complaint import Complaint
from kraamkring.config.processes.progress import say
from kraamkring.config.wards import Wards, wards

if TYPE_CHECKING:
    from kraamkring.doors.wards.taking import Answered, Peer


def main() -> int:
    """Listens on the host and the port that are given, until a signal comes; what is being taken then is finished."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kraamkring.config.settings")
    import django

    django.setup()
    logging.getLogger("kraamkring.doors.wards").setLevel(logging.INFO)
    host, port = sys.argv[1:]
    asyncio.run(_listen(wards(), host, int(port)))
    return 0


async def _listen(found: Wards, host: str, port: int) -> None:
    from kraamkring.doors.wards.listening import Listener

    told_to_end = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, told_to_end.set)
    listener = Listener([each.ward() for each in found.ward], taken, command_time)
    try:
        taken_port = await listener.start(host, port, found.context())
    except OSError as error:
        raise Complaint(f"Port {port} on {host} cannot be had: {error.strerror or error}.") from error
    say(f"Listening for wards on {host}:{taken_port} (Ctrl-C stops it)")
    await told_to_end.wait()
    await listener.end()


def taken(raw: bytes, peer: "Peer", now: datetime) -> "Answered":
    """One message, with a connection to the database that is fresh or still good."""
    from django.db import close_old_connections

    from kraamkring.doors.wards.taking import answer

    close_old_connections()
    try:
        return answer(raw, peer, now)
    finally:
        close_old_connections()


if __name__ == "__main__":
    sys.exit(guarded(main))
