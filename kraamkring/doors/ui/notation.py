"""How the ward writes: dates dd-mm-yyyy, the 24 h clock, `39+4`, `day 3 pp`, decimals with a comma (not in English)."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from kraamkring.core.kernel import gestation
from kraamkring.core.kernel.moments import DAY
from kraamkring.core.kernel.windows import Window

NO_BREAK = "\u00a0"
ISOLATE, UNTIL_HERE = "\u2066", "\u2069"  # a piece from left to right (Unicode, UAX 9)
FROM_THE_RIGHT = frozenset({"ar"})
WEEKDAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "nl": ("ma", "di", "wo", "do", "vr", "za", "zo"),
    "fr": ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    "de": ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
    "tr": ("Pzt", "Sal", "Çar", "Per", "Cum", "Cmt", "Paz"),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
}
DAY_WORD = {"en": "day", "nl": "dag", "fr": "jour", "de": "Tag", "tr": "gün", "ar": "اليوم"}
HOURS_WORD = {"en": "h", "nl": "u", "fr": "h", "de": "Std.", "tr": "sa", "ar": "ساعة"}


def apart(text: str, language: str) -> str:
    """A date, time or measure as it stands, whatever the direction of the text around it: after an Arabic letter a
    browser would write `15-10-2026` from its other end."""
    return f"{ISOLATE}{text}{UNTIL_HERE}" if language in FROM_THE_RIGHT else text


def day(on: date, language: str = "") -> str:
    """`15-10-2026`."""
    return apart(f"{on:%d-%m-%Y}", language)


def weekday(on: date, language: str) -> str:
    """`Thu 15-10-2026`, in one piece."""
    return f"{WEEKDAYS[language][on.weekday()]}{NO_BREAK}{day(on, language)}"


def moment(at: datetime, zone: tzinfo, language: str) -> str:
    """`Thu 15-10-2026 06:00`, on the wall clock of a zone."""
    local = at.astimezone(zone)
    return f"{weekday(local.date(), language)}{NO_BREAK}{apart(f'{local:%H:%M}', language)}"


def postpartum(day_number: int, language: str) -> str:
    """`day 3 pp`."""
    return f"{DAY_WORD[language]}{NO_BREAK}{day_number}{NO_BREAK}pp"


def number(value: float, language: str) -> str:
    """At most one decimal: `36`, `36,5` (`36.5` in English)."""
    shown = f"{value:.1f}".removesuffix(".0")
    return shown if language == "en" else shown.replace(".", ",")


def hours(value: float, language: str) -> str:
    """`36 h`, `36,5 u`."""
    return f"{number(value, language)}{NO_BREAK}{HOURS_WORD[language]}"


def weight(grams: int) -> str:
    """`3300 g`: grams, always."""
    return f"{grams}{NO_BREAK}g"


def gestation_on(due: date, on: date) -> str:
    """`39+4` on a local date."""
    return gestation.notation(gestation.gestation_days(due, on))


def whole_days(window: Window, zone: tzinfo) -> tuple[date, date] | None:
    """First and last local day that count, or None for a window that is counted in hours."""
    first, end = window.earliest.astimezone(zone), window.latest.astimezone(zone)
    if window.last_counts or (end.hour, end.minute) != (0, 0):
        return None
    if (first.hour, first.minute) != (0, 0):
        return None
    return first.date(), max(first.date(), end.date() - DAY)


def window(span: Window, zone: tzinfo, language: str) -> tuple[str, str]:
    """From and until, as two texts: whole days where it counts in days, else moments. Equal where it is one day."""
    days = whole_days(span, zone)
    if days:
        return weekday(days[0], language), weekday(days[1], language)
    first = moment(span.earliest, zone, language)
    return first, moment(span.latest, zone, language)
