"""A sender is killed (SIGKILL) after the letter is out and before the answer is in: nobody knows, and it is said so."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest

from kraamkring.rooms.messages.actions import Transports, deliver, sweep
from kraamkring.rooms.messages.actions.delivering import PATIENCE
from kraamkring.rooms.messages.models import DeliveryState, Message, Urgency
from kraamkring.rooms.messages.queries import for_a_person
from tests.cast import LATER

from .conftest import SENDER, states, told
from .post_office import MailServer

pytestmark = pytest.mark.django_db(transaction=True)

AFTER = LATER + PATIENCE
PROGRAM = """
import sys
from datetime import datetime
from threading import Thread
from uuid import UUID
import django
django.setup()
from kraamkring.rooms.messages.actions import deliver
from kraamkring.rooms.messages.channels.email.transport import Email, SmtpServer
now, sender, port, *messages = sys.argv[1:]
email = Email(SmtpServer(host="127.0.0.1", port=int(port), timeout_s=60), sender)
what = {"transports": {"email": email}, "clock": lambda: datetime.fromisoformat(now)}
for message in messages:
    Thread(target=deliver, args=[UUID(message)], kwargs=what).start()
"""


def kill_the_sender(messages: list[Message], mail: MailServer, database_url: str) -> None:
    """Sends them from another process, and kills that while the server has the letters and has not answered."""
    mail.answers = ["hang"] * len(messages)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "kraamkring.config.settings",
        "DATABASE_APP_URL": database_url,
    }
    known = [LATER.isoformat(), SENDER, str(mail.port), *(str(message.pk) for message in messages)]
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, *known], env=environment)
    try:
        assert mail.has(letters=len(messages))
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=10)
        mail.may_answer.set()


def test_what_a_killed_sender_left_is_unknown_and_only_a_red_flag_goes_again(
    mail: MailServer, channels: Transports, test_database: Any
) -> None:
    ordinary, flag = told(), told(urgency=Urgency.RED_FLAG)
    kill_the_sender([ordinary, flag], mail, test_database.application_url)
    assert states(ordinary) == states(flag) == ["created", "sending"]

    def try_again(message: Message) -> DeliveryState | None:
        return deliver(message.pk, transports=channels, clock=lambda: AFTER)

    assert sweep(now=AFTER - timedelta(seconds=1)).unknown == ()  # it may still be answered
    assert try_again(ordinary) is None  # the sweep decides, nobody else
    swept = sweep(now=AFTER)
    assert (set(swept.unknown), swept.taken_up) == ({ordinary.pk, flag.pk}, (flag.pk,))
    assert sweep(now=AFTER).unknown == ()

    assert try_again(ordinary) is None
    assert states(ordinary) == ["created", "sending", "unknown"]
    assert [state.message for state in for_a_person()] == [ordinary]

    assert try_again(flag)
    assert states(flag) == ["created", "sending", "unknown", "sending", "accepted"]
    assert len(mail.letters) == 3
    assert mail.ids.count(mail.ids[-1]) == 2
    assert str(flag.pk) in mail.ids[-1]
