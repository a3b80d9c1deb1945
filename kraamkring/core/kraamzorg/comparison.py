"""Two answers about one family, line against line."""

from __future__ import annotations

from ..pathway.cards import InFourLanguages
from .answer import Answer, Difference, Line
from .voice import Voice


def differences(here: Answer, there: Answer, voice: Voice) -> tuple[Difference, ...]:
    """Every line that is not the same in both, with the reason that its own method gives."""
    ours, theirs = _by_kind(here), _by_kind(there)
    found: list[Difference] = []
    for kind in dict.fromkeys((*ours, *theirs)):
        mine, yours = ours.get(kind, []), theirs.get(kind, [])
        left, right = _hours(mine), _hours(yours)
        if left == right:
            continue
        says = InFourLanguages(
            **{
                language: " ".join(
                    getattr(voice.words.professional(code, {"method": answer.title, "hours": hours or 0}), language)
                    + " "
                    + " ".join(dict.fromkeys(getattr(line.why.professional, language) for line in lines))
                    for answer, lines, hours, code in (
                        (here, mine, left, "difference-line" if mine else "difference-no-line"),
                        (there, yours, right, "difference-line" if yours else "difference-no-line"),
                    )
                ).strip().replace("  ", " ")
                for language in InFourLanguages.model_fields
            }
        )  # fmt: skip
        found.append(Difference(line=kind, here=left, there=right, says=says))
    return tuple(found)


def _by_kind(answer: Answer) -> dict[str, list[Line]]:
    """The lines that change something. The first is where a method begins, whatever it calls it."""
    found: dict[str, list[Line]] = {}
    for at, line in enumerate(answer.lines):
        if line.hours:
            found.setdefault("begins with" if at == 0 else line.line, []).append(line)
    return found


def _hours(lines: list[Line]) -> float | None:
    return round(sum(line.hours for line in lines), 2) if lines else None
