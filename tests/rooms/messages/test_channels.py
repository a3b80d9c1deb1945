"""What each channel sends, and what it makes of every answer."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from icalendar import Calendar

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.messages.actions import Transports
from kraamkring.rooms.messages.channels import CalendarEntry, GiveUp, NoAnswer, NotSent, Outgoing, TryAgain
from kraamkring.rooms.messages.channels.email.transport import Catcher, Email, SmtpServer
from kraamkring.rooms.messages.channels.sms.transport import HttpGateway
from tests.cast import LATER

from .conftest import SENDER
from .post_office import MailServer, TextGateway

APPOINTMENT = UUID("01981f3a-0000-7000-8000-000000000001")
START = datetime(2026, 10, 26, 8, 0, tzinfo=UTC)


def outgoing(**otherwise: object) -> Outgoing:
    known: dict[str, object] = {
        "id": new_id(LATER),
        "address": "leen@example.org",
        "language": "fr",
        "subject": "Votre rendez-vous déplacé à Liège, l’après-midi",
        "body": "Première ligne\n.une ligne qui commence par un point\n.\nDernière ligne\n",
        "short": "Rendez-vous déplacé",
        "urgent": False,
        "created_at": LATER,
    }
    return Outgoing(**(known | otherwise))  # type: ignore[arg-type]


# --- e-mail


def test_a_letter_arrives_as_it_was_written(channels: Transports, mail: MailServer) -> None:
    message = outgoing(urgent=True)
    assert channels["email"].send(message) == "smtp 250"
    (letter,) = mail.letters
    assert letter["Subject"] == message.subject
    assert letter["To"] == "leen@example.org"
    assert SENDER in letter["From"]
    assert letter["Message-ID"] == f"<{message.id}@kraamkring.example>"
    assert (letter["Content-Language"], letter["Auto-Submitted"]) == ("fr", "auto-generated")
    assert letter["Importance"] == "high"
    assert letter["Content-Transfer-Encoding"] in ("base64", "quoted-printable")
    assert letter.get_content().replace("\r\n", "\n") == message.body


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [("451 later", TryAgain), ("421 closing", TryAgain), ("554 no", GiveUp), ("silence", NoAnswer)],
)
def test_what_a_mail_server_answers(
    channels: Transports, mail: MailServer, answer: str, verdict: type[NotSent]
) -> None:
    mail.answers = [answer]
    with pytest.raises(verdict) as met:
        channels["email"].send(outgoing())
    assert "leen" not in met.value.why


def test_a_server_that_does_not_answer_in_time(mail: MailServer) -> None:
    mail.answers = ["hang"]
    with pytest.raises(NoAnswer):
        Email(SmtpServer(host="127.0.0.1", port=mail.port, timeout_s=0.3), SENDER).send(outgoing())
    mail.may_answer.set()


@pytest.mark.parametrize(("answer", "verdict"), [("450 greylisted", TryAgain), ("550 unknown", GiveUp)])
def test_an_address_that_is_refused(
    channels: Transports, mail: MailServer, answer: str, verdict: type[NotSent]
) -> None:
    mail.refuses["leen@example.org"] = answer
    with pytest.raises(verdict):
        channels["email"].send(outgoing())
    assert mail.letters == []


def test_a_server_that_cannot_be_trusted_gets_nothing(mail: MailServer) -> None:
    demanding = SmtpServer(host="127.0.0.1", port=mail.port, security="starttls", timeout_s=2)
    with pytest.raises(TryAgain):
        Email(demanding, SENDER).send(outgoing())
    assert mail.letters == []


def test_caught_mail_is_one_file_a_message(tmp_path: Path) -> None:
    message = outgoing()
    for _ in range(2):
        Email(Catcher(tmp_path / "mail"), SENDER).send(message)
    (file,) = (tmp_path / "mail").iterdir()
    assert file.name == f"{message.id}.eml"


# --- calendar


def test_a_calendar_gets_its_entry_moved_and_cancelled(channels: Transports, mail: MailServer) -> None:
    entry = CalendarEntry(
        appointment=APPOINTMENT,
        method="REQUEST",
        sequence=0,
        start=START,
        end=START.replace(hour=9),
        zone="Europe/Brussels",
    )
    moved = replace(entry, sequence=1, start=START.replace(hour=8, minute=30))
    cancelled = replace(moved, method="CANCEL", sequence=2)
    for each in (entry, moved, cancelled):
        channels["icalendar"].send(outgoing(calendar=each))

    events = []
    for letter in mail.letters:
        plain, calendar_part = letter.iter_parts()
        assert plain.get_content_type() == "text/plain"
        assert calendar_part.get_content_type() == "text/calendar"
        assert calendar_part["Content-Transfer-Encoding"] != "8bit"
        calendar = Calendar.from_ical(calendar_part.get_content())
        assert calendar["METHOD"] == calendar_part["Content-Type"].params["method"]
        (event,) = calendar.walk("VEVENT")
        events.append(event)
        assert event["SUMMARY"] == letter["Subject"]
        assert event["ATTENDEE"] == "mailto:leen@example.org"
        assert event["ORGANIZER"] == f"mailto:{SENDER}"
    assert {str(event["UID"]) for event in events} == {f"{APPOINTMENT}@kraamkring.example"}
    assert [int(event["SEQUENCE"]) for event in events] == [0, 1, 2]
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert events[0].decoded("DTSTART") == START
    assert b"DTSTART;TZID=Europe/Brussels:20261026T093000" in events[1].to_ical()


def test_without_an_entry_nothing_is_sent(channels: Transports, mail: MailServer) -> None:
    with pytest.raises(GiveUp):
        channels["icalendar"].send(outgoing())
    assert mail.letters == []


# --- text messages


def test_a_text_message_carries_its_id(channels: Transports, texts: TextGateway) -> None:
    message = outgoing(address="+32470123456")
    assert channels["sms"].send(message) == "gw-1"
    assert channels["sms"].send(message) == "gw-2"
    assert texts.taken == {
        str(message.id): {
            "to": "+32470123456",
            "from": "Kraamkring",
            "text": "Rendez-vous déplacé",
            "reference": str(message.id),
        }
    }
    assert texts.calls[0]["Authorization"] == "Bearer secret"


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (400, GiveUp),
        (422, GiveUp),
        (401, TryAgain),  # our contract, not her number
        (409, TryAgain),
        (429, TryAgain),
        (503, TryAgain),
        (302, TryAgain),  # never followed: the token would go along
        (500, NoAnswer),
        (504, NoAnswer),
        (0, NoAnswer),
    ],
)
def test_what_a_gateway_answers(
    channels: Transports, texts: TextGateway, status: int, verdict: type[NotSent]
) -> None:
    texts.statuses = [status]
    with pytest.raises(NotSent) as met:
        channels["sms"].send(outgoing(address="+32470123456"))
    assert type(met.value) is verdict
    assert "32470" not in met.value.why


def test_a_gateway_that_is_away_is_tried_again() -> None:
    gateway = HttpGateway(url="http://127.0.0.1:9/texts", token="secret", sender="Kraamkring", timeout_s=1)
    with pytest.raises(TryAgain):
        gateway.text(id=APPOINTMENT, number="+32470123456", words="")


def test_a_token_is_not_sent_in_the_open() -> None:
    with pytest.raises(ValueError, match="https"):
        HttpGateway(url="http://gateway.example/texts", token="secret", sender="Kraamkring")
