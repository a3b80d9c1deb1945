"""Every template stands in four languages, asks only for what there is, and says nothing medical."""

import re
from importlib.resources import files

import pytest

from kraamkring.core.kernel.errors import BadCard, Refusal
from kraamkring.rooms.messages import wording
from kraamkring.rooms.messages.channels.sms.transport import MOST_CHARACTERS
from kraamkring.rooms.messages.wording import (
    LANGUAGES,
    PARENTS_ALSO_READ,
    check,
    read,
    signatures,
    template,
    templates,
    written,
)

FILLING = {
    "link": "https://kraamkring.example/f/01981f3a-0000-7000-8000-000000000001",
    "start": "2026-10-25T00:30:00+00:00",
    "end": "2026-10-25T02:00:00+00:00",
    "zone": "Europe/Brussels",
    "appointment": "01981f3a-0000-7000-8000-000000000001",
    "sequence": 1,
    "count": 3,
}
MEDICAL = re.compile(
    r"zwanger|bevall|bevalling|geboor|baby|kind\b|pasgeb|enceinte|grossesse|accouch|naissance|bébé|nouveau-né"
    r"|schwanger|geburt|säugling|neugeb|pregnan|birth|newborn|ziek|malad|krank|\bill\b|test|prik|screen"
    r"|gebe\b|hamile|doğum|bebe[kğ]|hastane|\bebe\b|kayb|حمل|حامل|ولاد|طفل|مستشفى|قابلة|فحص|مرض|فقدان"
    r"|bloed|koorts|borstvoed|wond\b|hechting|medic|\barts\b|dokter|sang\b|fièvre|allait|plaie|médi|sein\b|blut|fieber"
    r"|stillen|wunde|medika|arzt|ärzt|blood|fever|breast|wound|doctor|depress|psych|emzir|yara\b|ilaç|doktor|ateş"
    r"|حمى|رضاع|جرح|دواء|طبيب|اكتئاب|نزيف"
    r"|verlies|perte|verlust|loss|hospital|ziekenhuis|hôpital|krankenhaus|vroedvrouw|sage-femme|hebamme|midwife",
    re.IGNORECASE,
)
EACH = pytest.mark.parametrize("name", sorted(templates()))
SIX = (*LANGUAGES, *PARENTS_ALSO_READ)
GOOD = "\n".join(
    ['asks = ["link"]', *(f'[{each}]\nsubject = "a"\nbody = "b {{link}}"\nshort = "c"' for each in LANGUAGES)]
)


def context(name: str) -> dict[str, object]:
    return {key: FILLING[key] for key in template(name).asks}


@EACH
@pytest.mark.parametrize("language", SIX)
def test_it_reads_well_in_its_language(name: str, language: str) -> None:
    check(template(name), context(name))
    words = written(template(name), language, context(name))
    for text in (words.subject, words.body, words.short):
        assert text.strip()
        assert not set("{}") & set(text)
        assert not MEDICAL.search(text), MEDICAL.search(text)
    if "link" in template(name).asks:  # a code alone has none
        assert FILLING["link"] in words.body
        assert FILLING["link"] in words.short
    assert len(words.short) <= MOST_CHARACTERS
    assert "\n" not in words.subject
    assert words.body.endswith(f"{signatures()[language]}\n")
    longest = max(len(sentence.split()) for sentence in re.split(r"[.!?:,]\s|\n", words.body))
    assert longest <= 20  # plain words


@EACH
def test_each_language_says_its_own(name: str) -> None:
    bodies = [template(name).words[language].body for language in SIX]
    assert len(set(bodies)) == len(SIX)


def test_every_file_is_read() -> None:
    there = {file.name for file in files(wording).iterdir() if file.name.endswith(".toml")}
    assert there == {f"{name}.toml" for name in templates()} | {"signature.toml"}
    assert len(templates()) >= 10
    assert set(signatures()) == set(SIX)


def test_times_are_told_in_the_place_of_care() -> None:
    words = written(template("appointment_made"), "nl", context("appointment_made"))
    assert "25-10-2026, van 02:30 tot 03:00" in words.body  # the night on which the clock goes back


def test_a_date_among_arabic_letters_is_read_from_its_own_end() -> None:
    words = written(template("appointment_made"), "ar", context("appointment_made"))
    assert "\u200e25-10-2026" in words.body


def test_what_a_template_does_not_say_in_turkish_is_said_in_english() -> None:
    assert written(read("good", GOOD), "tr", {"link": FILLING["link"]}).body.endswith(
        f"{signatures()['en']}\n"
    )


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("[de]", "[xx]"),
        ("b {link}", "b {name}"),
        ("b {link}", "b {day}"),
        ('["link"]', '["link", "diagnosis"]'),
        ('asks = ["link"]', 'asks = ["link"]\ncalendar = "REQUEST"'),
        ("[nl]", "[it]\nsubject = 'a'\nbody = 'b'\nshort = 'c'\n[nl]"),
    ],
)
def test_a_bad_template_is_refused(good: str, bad: str) -> None:
    assert read("good", GOOD)
    with pytest.raises(BadCard):
        read("bad", GOOD.replace(good, bad, 1))


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("link", "javascript:alert(1)"),
        ("start", "2026-10-25T02:30:00"),
        ("start", "tomorrow"),
        ("zone", "Brussels"),
        ("zone", "../etc/passwd"),
        ("appointment", "Leen"),
        ("sequence", -1),
        ("sequence", True),
    ],
)
def test_a_context_is_checked_by_kind(key: str, said: object) -> None:
    with pytest.raises(Refusal) as refused:
        check(template("appointment_made"), context("appointment_made") | {key: said})
    assert str(said) not in str(refused.value)
