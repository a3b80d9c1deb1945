"""Each company for text messages keeps the same contract: against what its documentation says, and against itself where
an account is given (KRAAMKRING_TEST_SMS_TWILIO and so on, see docs/how-to/sms-provider.md)."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from kraamkring.rooms.messages.channels import GiveUp, NoAnswer, TryAgain
from kraamkring.rooms.messages.channels.sms.providers import Provider, sender_of
from kraamkring.rooms.messages.channels.sms.providers.cm import Cm
from kraamkring.rooms.messages.channels.sms.providers.messagebird import MessageBird
from kraamkring.rooms.messages.channels.sms.providers.spryng import Spryng
from kraamkring.rooms.messages.channels.sms.providers.twilio import Twilio
from kraamkring.rooms.messages.channels.sms.segments import counted, plain
from kraamkring.rooms.messages.channels.sms.transport import ProviderGateway
from kraamkring.rooms.messages.wording import templates, written

from .companies import ACCOUNT, COMPANIES, NOBODY, TOKEN, Company, company
from .test_wording import context

ID = UUID("0198c1f0-0000-7000-8000-000000000001")
NUMBER, WORDS = "+32470123456", "Kijk hier: https://kraamkring.example/f/1"
EACH = pytest.mark.parametrize("name", COMPANIES)


def provider(name: str, base: str, **known: str) -> Provider:
    given = {"account": ACCOUNT, "token": TOKEN, "sender": "Kraamkring", "base": base} | known
    back = "https://kraamkring.example/receipts/sms/twilio/"
    if name == "twilio":
        return Twilio(reports_to=back, **given)
    if name == "spryng":
        return Spryng(**given)
    del given["account"]
    return MessageBird(**given) if name == "messagebird" else Cm(**given)


def gateway(name: str, base: str, **known: str) -> ProviderGateway:
    return ProviderGateway(provider=provider(name, base, **known), timeout_s=2)


@pytest.fixture
def there(name: str) -> Iterator[Company]:
    with company(name) as here:
        yield here


@EACH
def test_what_it_takes_it_gives_a_name(name: str, there: Company) -> None:
    reference = gateway(name, there.url).text(id=ID, number=NUMBER, words=WORDS)
    assert reference
    ((number, words, ours),) = there.taken
    assert (number, words, UUID(ours)) == (NUMBER, WORDS, ID)


@EACH
def test_every_sign_of_every_language_arrives(name: str, there: Company) -> None:
    said = "Ça ira? Größe – ’s avonds: şimdi bakın. انظروا الآن & 100 % + 1"
    gateway(name, there.url).text(id=ID, number=NUMBER, words=said)
    assert there.taken[0][1] == said


@EACH
def test_a_number_that_is_none_is_given_up_and_held_for_faulty(name: str, there: Company) -> None:
    with pytest.raises(GiveUp) as refused:
        gateway(name, there.url).text(id=ID, number=NOBODY, words=WORDS)
    assert refused.value.faulty
    assert NOBODY not in refused.value.why
    assert there.taken == []


@EACH
def test_our_own_contract_is_our_fault_and_not_the_numbers(name: str, there: Company) -> None:
    with pytest.raises(TryAgain) as refused:
        gateway(name, there.url, token="wrong").text(id=ID, number=NUMBER, words=WORDS)
    assert "wrong" not in refused.value.why


@EACH
@pytest.mark.parametrize(
    ("does", "verdict"),
    [
        (429, TryAgain),
        (503, TryAgain),
        (302, TryAgain),
        (500, NoAnswer),
        (504, NoAnswer),
        ("hang up", NoAnswer),
    ],
)
def test_what_it_does_instead(name: str, there: Company, does: int | str, verdict: type[Exception]) -> None:
    there.does = [does]
    with pytest.raises(verdict):
        gateway(name, there.url).text(id=ID, number=NUMBER, words=WORDS)
    assert there.taken == []


@EACH
def test_nobody_at_home_can_be_tried_again(name: str) -> None:
    with pytest.raises(TryAgain):
        gateway(name, "http://127.0.0.1:9").text(id=ID, number=NUMBER, words=WORDS)


@EACH
def test_only_over_an_encrypted_line(name: str) -> None:
    with pytest.raises(ValueError, match="https"):
        gateway(name, "http://sms.example").text(id=ID, number=NUMBER, words=WORDS)


@pytest.mark.real_account
@EACH
def test_the_company_itself_keeps_the_contract(name: str) -> None:
    """KRAAMKRING_TEST_SMS_TWILIO='{"account": ..., "token": ..., "sender": ..., "number": ...}': a message is sent."""
    known = json.loads(os.environ[f"KRAAMKRING_TEST_SMS_{name.upper()}"])
    number = known.pop("number")
    real = {
        "twilio": "https://api.twilio.com",
        "messagebird": "https://rest.messagebird.com",
        "cm": "https://gw.messaging.cm.com",
        "spryng": "https://api.spryng.nl",
    }[name]
    assert gateway(name, real, **known).text(id=ID, number=number, words="Kraamkring: test")
    with pytest.raises(TryAgain):
        gateway(name, real, **known | {"token": "wrong"}).text(id=ID, number=number, words="x")


# --- who stands above the message, and how it is counted


@pytest.mark.parametrize("good", ["Kraamkring", "VK Gent 24", "+32470123456", "8850"])
def test_a_sender_that_networks_take(good: str) -> None:
    assert sender_of(good) == good


@pytest.mark.parametrize(
    "bad", ["", "Kraamkring Gent", "Kraam_kring", "Krâmkring", "12", "+3247012345678901"]
)
def test_a_sender_that_no_network_takes(bad: str) -> None:
    with pytest.raises(ValueError, match="sender"):
        sender_of(bad)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("a" * 160, ("gsm-7", 160, 1)),
        ("a" * 161, ("gsm-7", 161, 2)),
        ("a" * 306, ("gsm-7", 306, 2)),
        ("a" * 307, ("gsm-7", 307, 3)),
        ("€" * 80, ("gsm-7", 160, 1)),
        ("a" * 152 + "€" + "a" * 152, ("gsm-7", 306, 3)),  # the sign of two units is not cut
        ("ê" + "a" * 69, ("ucs-2", 70, 1)),
        ("ê" + "a" * 70, ("ucs-2", 71, 2)),
        ("ş" * 134, ("ucs-2", 134, 2)),
        ("😀" * 35, ("ucs-2", 70, 1)),
        ("ê" * 66 + "😀" + "ê" * 66, ("ucs-2", 134, 3)),
        ("", ("gsm-7", 0, 1)),
    ],
)  # 3GPP TS 23.038, 6.2.1 and 23.040, 9.2.3.24: worked out by hand
def test_parts_are_counted(words: str, expected: tuple[str, int, int]) -> None:
    assert counted(words) == expected


def test_a_curly_apostrophe_does_not_double_the_price() -> None:
    assert counted("l’heure").alphabet == "ucs-2"
    assert counted(plain("l’heure – « oui »…")).alphabet == "ucs-2"  # guillemets have no stand-in
    assert plain("l’heure…") == "l'heure..."
    assert counted(plain("l’heure…")).alphabet == "gsm-7"


def test_no_text_message_of_ours_has_more_than_four_parts() -> None:
    for name, form in templates().items():
        for language in form.words:
            short = plain(written(form, language, context(name)).short)
            assert counted(short).parts <= 4, (name, language)


def test_their_documentation_is_named_beside_each() -> None:
    folder = Path(__file__).resolve().parents[3] / "kraamkring/rooms/messages/channels/sms/providers"
    for name in COMPANIES:
        assert "https://" in (folder / f"{name}.py").read_text("utf-8").split('"""')[1]
